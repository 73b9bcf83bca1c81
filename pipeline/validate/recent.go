package validate

import "slices"

// A recent holds the last increments of a series, in order of arrival and in
// order of size, so that a percentile costs nothing.
type recent struct {
	ring   [rateWindow]int64
	next   int
	sorted []int64
}

// add takes an increment; the oldest leaves when there are more.
func (w *recent) add(v int64) {
	if w.sorted == nil {
		w.sorted = make([]int64, 0, rateWindow)
	}
	if len(w.sorted) == rateWindow {
		i, _ := slices.BinarySearch(w.sorted, w.ring[w.next])
		w.sorted = slices.Delete(w.sorted, i, i+1)
	}
	w.ring[w.next] = v
	w.next = (w.next + 1) % rateWindow
	i, _ := slices.BinarySearch(w.sorted, v)
	w.sorted = slices.Insert(w.sorted, i, v)
}

// len is the number of increments held.
func (w *recent) len() int { return len(w.sorted) }

// percentile is the increment that so many in a hundred do not exceed.
func (w *recent) percentile(p int) int64 {
	return w.sorted[min(len(w.sorted)-1, p*len(w.sorted)/100)]
}

// count is how many increments equal v.
func (w *recent) count(v int64) int {
	first, _ := slices.BinarySearch(w.sorted, v)
	after, _ := slices.BinarySearch(w.sorted, v+1)
	return after - first
}
