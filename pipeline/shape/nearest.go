package shape

import (
	"toll/pipeline/lexicon"
)

// maxNearest is how many words of a document get a nearest key: past that it is
// not a matter of spelling.
const maxNearest = 200

// nearest is the known key that a key is most likely meant to be: the one with
// the fewest single-letter changes, at most one for every three letters; blank
// when none is that near.
func (p *plan) nearest(name string) string {
	if p.looked++; p.looked > maxNearest {
		return ""
	}
	folded := lexicon.Fold(name)
	best, least := "", len([]rune(folded))/3+1
	for _, k := range p.vocabulary() {
		if d := distance(folded, k.folded, least); d < least {
			best, least = k.shown, d
		}
	}
	return best
}

// A knownKey is a key that a document may have, as shown and as compared.
type knownKey struct{ shown, folded string }

// vocabulary lists the known keys: those of the scheme, then those of the
// lexicon.
func (p *plan) vocabulary() []knownKey {
	if p.words != nil {
		return p.words
	}
	if p.scheme != nil {
		for _, k := range p.scheme.sorted() {
			p.words = append(p.words, knownKey{k, lexicon.Fold(k)})
		}
	}
	for _, kind := range []string{lexicon.Category, lexicon.Column} {
		for _, k := range p.lexicon.Forms(kind) {
			p.words = append(p.words, knownKey{k, k})
		}
	}
	return p.words
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
