package normalize

import (
	"toll/pipeline/lexicon"
	"toll/schema"
)

// amount fills value, bounds and qualifier. A number that cannot be read, and a
// negative one that is no correction, leaves the value null.
func (n *Normalizer) amount(s *slot, c *schema.Candidate, v int64, kind lexicon.Reading) {
	f := &s.f
	f.Raw = c.Field.Value
	if kind == lexicon.Malformed || v < 0 && f.Measure != schema.Correction {
		n.flag(f, schema.BadNumber)
		return
	}
	s.value = v
	f.Value = &s.value
	if c.Hedge == nil {
		return
	}
	f.Qualifier = n.hedge(c.Hedge)
	switch f.Qualifier {
	case schema.MoreThan, schema.AtLeast:
		s.low = v
		f.ValueLow = &s.low
	case schema.UpTo, schema.Nearly:
		s.high = v
		f.ValueHigh = &s.high
	}
}

// hedge is the code of a hedge, found once.
func (n *Normalizer) hedge(words []byte) string {
	code, ok := n.hedges[string(words)]
	if !ok {
		code = n.qualifier(words)
		remember(n.hedges, string(words), code)
	}
	return code
}

// qualifier is the code of a hedge. One that nobody knows is still a hedge:
// about.
func (n *Normalizer) qualifier(hedge []byte) string {
	if t := n.o.Lexicon.Find(lexicon.Qualifier, string(hedge)); t != nil {
		return t.Code
	}
	for _, q := range schema.Qualifiers {
		if q.Code == string(hedge) {
			return q.Code
		}
	}
	return schema.About
}
