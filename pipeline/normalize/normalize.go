// Package normalize turns candidates into figures: the category in its window,
// the value and its qualifier, the day, whose losses, who claims, what is
// measured and what became of the counted. It chooses among what the record,
// its scheme and the options state, the innermost first, and marks what it
// inferred. It never changes a number; one that cannot be read stays null.
package normalize

import (
	"toll/pipeline/lexicon"
	"toll/schema"
)

// Options are what a run says where a source is silent.
type Options struct {
	Lexicon   *lexicon.Lexicon
	Claimants []schema.Claimant
	Listed    string      // the claimant whose list the category windows are of
	FirstDay  schema.Date // day 1 of the war
	Series    *schema.SeriesSet

	AsOf     *schema.Date // --as-of
	Side     string       // --side
	Claimant string       // --claimant
	Lang     string       // --lang

	// Detail asks for the texts of a figure that only its table needs:
	// figure_id, pointer and quote.
	Detail bool
}

// A Normalizer turns the entries of one document after the other into figures.
type Normalizer struct {
	o         Options
	claimants map[string]*schema.Claimant
	names     map[string]string // claimant codes by folded code and name
	doc       *schema.Document
	docHash   schema.Hash
	templates [][]*template // by Label.Index, then in order of their making
	slots     []*slot       // figures of the current record
	text      []byte        // their texts
	flags     map[schema.Flag]string
	codes     map[string]string // claimants by their words
	hedges    map[string]string // qualifiers likewise
	warDay    schema.Date
}

// New is a normalizer for a run.
func New(o Options) *Normalizer {
	n := &Normalizer{o: o, claimants: map[string]*schema.Claimant{}, names: map[string]string{}, flags: map[schema.Flag]string{}, codes: map[string]string{}, hedges: map[string]string{}}
	for i := range o.Claimants {
		c := &o.Claimants[i]
		n.claimants[c.Code] = c
		n.names[lexicon.Fold(c.Code)] = c.Code
		n.names[lexicon.Fold(c.Name)] = c.Code
	}
	return n
}

// Document begins a document.
func (n *Normalizer) Document(d *schema.Document) {
	n.doc, n.docHash = d, schema.NewHash().Text(d.DocID)
	clear(n.templates)
}

// A slot is one figure and what its pointers point to.
type slot struct {
	f                    schema.Figure
	from                 *template
	asOf                 schema.Date
	value, low, high     int64
	line                 int64
	col                  int32
	start, end           int64
	quoteStart, quoteEnd int64
	id, pointer, quote   [2]int // spans in the text of the record
}

// Figures calls yield with every figure of an entry, in order; the figure is
// lent. It reports how many candidates said nothing.
func (n *Normalizer) Figures(e *schema.Entry, yield func(*schema.Figure) error) (blanks int, err error) {
	n.text = n.text[:0]
	used := 0
	for i := range e.Candidates {
		c := &e.Candidates[i]
		v, kind := lexicon.ReadNumber(c.Field.Value)
		if c.Field.Kind == schema.BoolValue {
			kind = lexicon.Malformed
		}
		if kind == lexicon.Blank {
			blanks++
			continue
		}
		if used == len(n.slots) {
			n.slots = append(n.slots, &slot{})
		}
		s := n.slots[used]
		if !n.fill(s, e, c, v, kind) {
			blanks++
			continue
		}
		used++
	}
	texts := ""
	if n.o.Detail {
		texts = string(n.text)
	}
	for _, s := range n.slots[:used] {
		if n.o.Detail {
			s.f.FigureID = texts[s.id[0]:s.id[1]]
			s.f.Pointer = texts[s.pointer[0]:s.pointer[1]]
			s.f.Quote = texts[s.quote[0]:s.quote[1]]
		}
		if err := yield(&s.f); err != nil {
			return blanks, err
		}
	}
	return blanks, nil
}

// fill makes one figure. It reports false when the label means nothing on that
// day.
func (n *Normalizer) fill(s *slot, e *schema.Entry, c *schema.Candidate, v int64, kind lexicon.Reading) bool {
	ctx := &e.Context
	asOf, source := n.day(ctx)
	category := c.Label.On(asOf)
	if category == "" {
		return false
	}
	side, told, claimant, text := n.parties(ctx, c.Label)
	category = n.listed(category, claimant, c.Label, asOf)
	t := n.template(c.Label, parts{category, side, claimant, c.Outcome, told})
	f := s.begin(t)
	f.ClaimantText, f.AsOfSource = text, source
	if asOf != nil {
		s.asOf = *asOf
		f.AsOf = &s.asOf
	}
	n.amount(s, c, v, kind)
	n.place(s, e, c)
	n.outside(f, t.window)
	f.Crowded = false
	if f.AsOf != nil && f.Value != nil {
		repeated, crowded := t.repeats.add(*f.AsOf, *f.Value)
		if repeated {
			n.flag(f, schema.Duplicate)
		}
		f.Crowded = crowded
	}
	if source == schema.AsOfPublished {
		n.flag(f, schema.DateInferred)
	}
	if f.Measure == schema.Snapshot && f.AsOf != nil {
		f.Measure = schema.Cumulative // a dated total is cumulative
	}
	return true
}

// begin fills a figure with what its template says; what the same slot still
// holds of the same template stays.
func (s *slot) begin(t *template) *schema.Figure {
	f := &s.f
	if s.from != t {
		s.from = t
		*f = t.figure
		return f
	}
	f.AsOf, f.Value, f.ValueLow, f.ValueHigh = nil, nil, nil, nil
	f.Qualifier, f.Measure = t.figure.Qualifier, t.figure.Measure
	f.Flags, f.FlagText = t.figure.Flags, t.figure.FlagText
	return f
}

// named finds a claimant by its name, or by other words for it.
func (n *Normalizer) named(text string) string {
	if code, ok := n.names[lexicon.Fold(text)]; ok {
		return code
	}
	if t := n.o.Lexicon.Find(lexicon.Claimant, text); t != nil && n.claimants[t.Code] != nil {
		return t.Code
	}
	return schema.Other
}

// outside flags a figure of a category that its claimant does not publish that
// day. A zero says the same as no row.
func (n *Normalizer) outside(f *schema.Figure, window *schema.Category) {
	if window == nil || f.AsOf == nil || f.Value != nil && *f.Value == 0 || window.In(*f.AsOf) {
		return
	}
	n.flag(f, schema.OutsideWindow)
}
