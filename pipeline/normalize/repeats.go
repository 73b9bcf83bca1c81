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
	value int64
	met   bool
}

// add remembers a value and reports whether the same was said of that day
// before.
func (r *repeats) add(d schema.Date, v int64) bool {
	if len(r.said) == 0 {
		r.first = d
	}
	i := int(d - r.first)
	if i < 0 {
		i = r.growBack(i)
	}
	if i < 0 || i >= maxSpan {
		return false
	}
	for len(r.said) <= i {
		r.said = append(r.said, said{})
	}
	old := r.said[i]
	r.said[i] = said{v, true}
	return old.met && old.value == v
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
