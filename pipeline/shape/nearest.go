package shape

import (
	"toll/pipeline/lexicon"
)

// nearest is the known key that a key is most likely meant to be: the one with
// the fewest single-letter changes, at most one for every three letters; blank
// when none is that near.
func (p *plan) nearest(name string) string {
	folded := lexicon.Fold(name)
	best, least := "", len([]rune(folded))/3+1
	try := func(known string) {
		if d := distance(folded, lexicon.Fold(known), least); d < least {
			best, least = known, d
		}
	}
	if p.scheme != nil {
		for _, known := range p.scheme.sorted() {
			try(known)
		}
	}
	for _, kind := range []string{lexicon.Category, lexicon.Column} {
		for _, known := range p.lexicon.Forms(kind) {
			try(known)
		}
	}
	return best
}

// distance is the number of letters to insert, drop, replace or swap with their
// neighbour to get from a to b; limit or more is reported as limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) >= limit || len(y)-len(x) >= limit {
		return limit
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row[0] = i + 1
		for j := range y {
			d := last[j]
			if x[i] != y[j] {
				d = 1 + min(last[j], last[j+1], row[j])
			}
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				d = min(d, before[j-1]+1)
			}
			row[j+1] = d
		}
		before, last, row = last, row, before
	}
	return min(last[len(y)], limit)
}
