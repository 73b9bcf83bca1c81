package shape

import (
	"cmp"
	"slices"
	"strings"

	"toll/pipeline/lexicon"
	"toll/schema"
)

// entry reads one record.
func (r *reader) entry(rec *schema.Record) *schema.Entry {
	e := &r.e
	*e = schema.Entry{Record: rec, Candidates: e.Candidates[:0], Strangers: e.Strangers[:0]}
	r.dayFrom = unknown
	read := r.read
	var label *schema.Field
	counts, hedges := false, false
	var computed []byte
	for i := range rec.Fields {
		f := &rec.Fields[i]
		c := r.plan.column(f)
		if f.Spot.Start < rec.Start && c.role.taken() {
			if f.Spot.Start < r.read {
				continue // stands around the list; the first record of it took it
			}
			read = f.Spot.End
		}
		switch c.role {
		case category:
			r.candidate(f, c.label)
		case count, total, running, increment, correction:
			counts = true
		case labels:
			label = f
		case hedge:
			if looksNumeric(f.Value) {
				r.stranger(f, c) // a number is no hedge
				continue
			}
			hedges = true
			if f.Kind != schema.NullValue && !r.hedgeWord(f) {
				e.Hedge = f
			}
		case derived:
			computed = f.Value
		case unknown:
			r.stranger(f, c)
		default:
			r.context(f, c)
		}
	}
	if counts {
		r.longCandidates(rec, label)
	} else if label != nil {
		e.PassedOver++
	}
	if hedges {
		r.hedge(rec)
	}
	if len(computed) > 0 {
		r.drop(string(computed))
	}
	r.read = read
	return e
}

// drop passes over the candidates of keys whose values were computed: nobody
// claims them.
func (r *reader) drop(computed string) {
	names := strings.Split(computed, ";")
	e := &r.e
	before := len(e.Candidates)
	e.Candidates = slices.DeleteFunc(e.Candidates, func(c schema.Candidate) bool { return slices.Contains(names, c.Field.Key.Name()) })
	e.PassedOver += before - len(e.Candidates)
}

// candidate adds the value of a key that names a category; a blank is none.
func (r *reader) candidate(f *schema.Field, l *schema.Label) {
	if f.Kind == schema.NullValue {
		return
	}
	r.e.Candidates = append(r.e.Candidates, schema.Candidate{Label: l, Field: f})
}

// context reads what a key says about the whole record.
func (r *reader) context(f *schema.Field, c *column) {
	if f.Kind == schema.NullValue {
		return
	}
	ctx := &r.e.Context
	switch c.role {
	case reported, day, recorded:
		if r.dayFrom != unknown {
			r.e.PassedOver++
		}
		if r.dayFrom != unknown && r.dayFrom <= c.role {
			return
		}
		r.dayFrom = c.role
		ctx.DateText, ctx.DateSpot, ctx.AsOf = f.Value, f.Spot, nil
		if d, ok := readDay(f.Value); ok {
			r.asOf = d
			ctx.AsOf, ctx.AsOfSource = &r.asOf, schema.AsOfExplicit
		}
	case warDay:
		n, ok := readNumber(f.Value)
		if !ok {
			r.e.PassedOver++
			return
		}
		ctx.HasWarDay, ctx.WarDayText, ctx.WarDaySpot = true, f.Value, f.Spot
		ctx.WarDay = int(min(max(n, -maxWarDay), maxWarDay))
	case side:
		ctx.Side = cmp.Or(r.code(lexicon.Side, f), schema.Unknown)
		ctx.SideText = f.Value
	case claimant:
		ctx.Claimant = r.text(f.Value)
	default: // note, outcome, measure, dayNumber
		r.e.PassedOver++
	}
}

// maxWarDay bounds the number of a day of the war, so that it stays a day of the
// calendar when it is counted from the first: what is beyond is wrong anyway.
const maxWarDay = 1_000_000

// text is a value as a string, made once.
func (r *reader) text(b []byte) string {
	s, ok := r.texts[string(b)]
	if !ok {
		s = string(b)
		if r.texts == nil {
			r.texts = map[string]string{}
		}
		if len(r.texts) < maxWords {
			r.texts[s] = s
		}
	}
	return s
}

// code is the code of a word of a kind, blank when the lexicon has none.
func (r *reader) code(kind string, f *schema.Field) string {
	words := r.codes[kind]
	if words == nil {
		words = map[string]string{}
		r.codes[kind] = words
	}
	code, ok := words[string(f.Value)]
	if !ok {
		if t := r.options.Lexicon.Find(kind, string(f.Value)); t != nil {
			code = t.Code
		}
		if len(words) < maxWords {
			words[string(f.Value)] = code
		}
	}
	return code
}

// hedgeWord reports whether a qualifier is known. One that is not is still a
// hedge, and is reported.
func (r *reader) hedgeWord(f *schema.Field) bool {
	return r.code(lexicon.Qualifier, f) != "" ||
		slices.ContainsFunc(schema.Qualifiers, func(q schema.Code) bool { return q.Code == string(f.Value) })
}

// hedge gives qualifiers to the candidates that they speak of.
func (r *reader) hedge(rec *schema.Record) {
	for i := range rec.Fields {
		f := &rec.Fields[i]
		c := r.plan.column(f)
		if c.role != hedge || f.Kind == schema.NullValue || looksNumeric(f.Value) {
			continue
		}
		for j := range r.e.Candidates {
			if k := &r.e.Candidates[j]; c.of == "" || k.Field.Key.Name() == c.of {
				k.Hedge = f.Value
			}
		}
	}
}
