package normalize

import "toll/schema"

// maxSpan is the number of days over which repeats are remembered: a century
// bounds the memory that one label can take.
const maxSpan = 36_525

// repeats remembers what a label said of each day.
type repeats struct {
	first schema.Date
	said  []said // by day, from first
}

type said struct {
	value   int64
	times   uint8 // values that followed one another, at most maxTimes
	crowded bool
}

// maxTimes is how many values of one day a document may give in turn. One that
// gives more is no list; what follows stays out of the series.
const maxTimes = 64

// add remembers a value. repeated says that it is the one said of that day
// before; crowded that too many others were.
func (r *repeats) add(d schema.Date, v int64) (repeated, crowded bool) {
	if len(r.said) == 0 {
		r.first = d
	}
	i := int(d - r.first)
	if i < 0 {
		i = r.growBack(i)
	}
	if i < 0 || i >= maxSpan {
		return false, false
	}
	for len(r.said) <= i {
		r.said = append(r.said, said{})
	}
	s := &r.said[i]
	if s.times > 0 && s.value == v {
		return true, s.crowded
	}
	s.crowded = s.times == maxTimes
	s.times = min(s.times+1, maxTimes)
	s.value = v
	return false, s.crowded
}

// growBack makes room for a day that lies -i days before the first, and as much
// again; it gives the day's new place.
func (r *repeats) growBack(i int) int {
	more := min(-i+len(r.said), maxSpan-len(r.said))
	if more < -i {
		return i
	}
	r.said = append(make([]said, more, more+len(r.said)), r.said...)
	r.first -= schema.Date(more)
	return i + more
}
