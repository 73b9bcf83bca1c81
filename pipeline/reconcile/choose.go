package reconcile

import (
	"slices"

	"toll/schema"
)

// exact is the index of the qualifier exact.
const exact = 0

// A choice is one value stated for a cell, with all who say it.
type choice struct {
	value     int64
	documents int32
	rank      uint8
	qualifier uint8
	outside   bool
	published schema.Date
	document  int32 // the one that at is in
	at        spot
}

// A preference tells whether a is to be preferred to b: 1, -1, or 0 when it
// cannot say.
type preference struct {
	flag   schema.SeriesFlag
	prefer func(a, b *choice) int
}

// preferences decide between values that differ, in this order, after the one
// that equals the previous total plus the stated increment.
var preferences = []preference{
	{schema.ByRank, func(a, b *choice) int { return int(b.rank) - int(a.rank) }},
	{schema.ByExactness, func(a, b *choice) int { return isExact(a) - isExact(b) }},
	{schema.ByDocuments, func(a, b *choice) int { return int(a.documents - b.documents) }},
	{schema.ByDate, func(a, b *choice) int { return compareDates(b.published, a.published) }},
	{schema.BySize, func(a, b *choice) int { return compareValues(b.value, a.value) }},
}

func isExact(c *choice) int {
	if c.qualifier == exact {
		return 1
	}
	return 0
}

func compareDates(a, b schema.Date) int { return compareValues(int64(a), int64(b)) }

func compareValues(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// gather joins the mentions of one kind into choices, one a value, in order of
// value. The mentions come in the order of byCell.
func gather(out []choice, list []mention, kind uint8) []choice {
	out = out[:0]
	first := 0
	for i := range list {
		m := &list[i]
		if m.kind != kind {
			continue
		}
		if n := len(out) - 1; n >= 0 && out[n].value == m.value {
			out[n].join(m, list[first:i])
			continue
		}
		first = i
		out = append(out, choice{m.value, 1, m.rank, m.qualifier, m.outside, m.published, m.document, m.at})
	}
	return out
}

// join adds a mention of the same value, after those before it; the best rank
// and qualifier count, and the place is that of the best.
func (c *choice) join(m *mention, before []mention) {
	// Mentions of one rank and qualifier come from different documents.
	alike := before[0].rank == m.rank && before[0].qualifier == m.qualifier
	if alike || !slices.ContainsFunc(before, func(b mention) bool { return b.document == m.document }) {
		c.documents++
	}
	if m.rank < c.rank || m.rank == c.rank && m.document < c.document {
		c.document, c.at = m.document, m.at
	}
	c.rank = min(c.rank, m.rank)
	c.qualifier = min(c.qualifier, m.qualifier)
	c.published = min(c.published, m.published)
}

// choose puts the value to take first and names the rule that chose it, 0 when
// there is but one. expected, when not nil, is the previous total plus the
// stated increment.
func choose(list []choice, expected *int64) schema.SeriesFlag {
	if len(list) < 2 {
		return 0
	}
	if expected != nil {
		if i := slices.IndexFunc(list, func(c choice) bool { return c.value == *expected }); i >= 0 {
			list[0], list[i] = list[i], list[0]
			return schema.ByIncrement
		}
	}
	best := 0
	for i := 1; i < len(list); i++ {
		if d, _ := compare(&list[i], &list[best]); d > 0 {
			best = i
		}
	}
	list[0], list[best] = list[best], list[0]
	flag := schema.SeriesFlag(0)
	for i := 1; i < len(list); i++ {
		_, by := compare(&list[0], &list[i])
		flag = max(flag, by) // the weakest rule that was needed
	}
	return flag
}

// compare tells which of two choices is to be preferred, as a preference does,
// and by which rule.
func compare(a, b *choice) (int, schema.SeriesFlag) {
	for _, p := range preferences {
		if d := p.prefer(a, b); d != 0 {
			return d, p.flag
		}
	}
	return 0, 0
}
