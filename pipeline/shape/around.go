package shape

import (
	"strings"

	"toll/pipeline/lexicon"
	"toll/schema"
)

// An around is what the keys above a key say of what stands under them.
type around struct {
	measure, outcome, side string // blank where they do not say
	strange                string // a key above that nobody knows; blank when all are known

	// What the name of the list says that its numbers measure, and where it lies.
	// "daily" may name a list of daily counts, or of a record a day: the values
	// must not contradict it.
	list, listMeasure string
}

// around reads the keys that a key stands under, the nearest last. A record that
// stands in a list may have any key above the list; in a record, what stands
// under a key that nobody knows may be anything, a forecast too.
func (p *plan) around(k *schema.Key) around {
	var a around
	if k.Track != nil {
		for _, segment := range strings.Split(k.Track.Prefix, "/") {
			a.hear(p, segment)
		}
		a.list, a.listMeasure, a.measure = k.Track.Prefix, a.measure, ""
	}
	for _, segment := range k.Path[:len(k.Path)-1] {
		switch _, isDay := readDay([]byte(segment)); {
		case isDay:
			a.strange = "*" // a record a day under its day: all are said once
		case !a.hear(p, segment) && p.known(segment) == nil:
			a.strange = segment
		}
	}
	return a
}

// hear takes what one key says; false when nobody knows it.
func (a *around) hear(p *plan, segment string) bool {
	if p.scheme != nil && p.scheme.under[segment] != "" {
		a.measure = p.scheme.under[segment]
		return true
	}
	if a.say(p, segment) {
		return true
	}
	words := strings.Fields(lexicon.Fold(segment))
	b := *a
	for _, w := range words {
		if !b.say(p, w) {
			return false
		}
	}
	*a = b
	return len(words) > 0
}

// say takes what one word says; false when nobody knows it. Numbers and the
// groups of categories say nothing.
func (a *around) say(p *plan, word string) bool {
	if strings.Trim(word, "0123456789") == "" || groups[lexicon.Fold(word)] {
		return true
	}
	if t := p.lexicon.Find(lexicon.Measure, word); t != nil {
		a.measure = t.Code
		return true
	}
	if m, ok := p.measureOf(word); ok {
		if m != "" {
			a.measure = m
		}
		return true
	}
	if t := p.lexicon.Find(lexicon.Side, word); t != nil {
		a.side = t.Code
		return true
	}
	if t := p.lexicon.Find(lexicon.Outcome, word); t != nil {
		if t.Code != schema.Lost {
			a.outcome = t.Code
		}
		return true
	}
	return p.lexicon.Find(lexicon.Wrapper, word) != nil
}

// groups are the folded names of the groups of categories.
var groups = func() map[string]bool {
	set := map[string]bool{}
	for _, g := range schema.Groups() {
		set[lexicon.Fold(g.Code)] = true
	}
	return set
}()

// tell gives a label what the keys around it say. Where they name another side
// than the scheme, the scheme does not know who claims that.
func (a *around) tell(l *schema.Label) {
	if a.outcome != "" && !l.Breakdown {
		l.Outcome, l.Breakdown = a.outcome, true
	}
	if a.side == "" {
		return
	}
	if l.Side != "" && l.Side != a.side {
		l.Claimant, l.Scheme = "", false
		l.Inferred &^= schema.ClaimantInferred
	}
	l.Side = a.side
	l.Inferred &^= schema.SideInferred
	l.SideTold = true
}
