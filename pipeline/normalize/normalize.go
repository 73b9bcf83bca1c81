// Package normalize turns candidates into figures: the category in its window,
// the value and its qualifier, the day, whose losses, who claims, what is
// measured and what became of the counted. It chooses among what the record,
// its scheme and the options state, the innermost first, and marks what it
// inferred. It never changes a number; one that cannot be read stays null.
package normalize

import (
	"cmp"

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

// A template is a figure filled with all that a label says beside certain parts,
// kept for the next record.
type template struct {
	figure  schema.Figure
	label   *schema.Label
	made    parts
	repeats repeats          // what was said so of each day so far in the document
	window  *schema.Category // whose window it is held against; nil when against none
}

// parts are what a template is made from beside its label.
type parts struct {
	category, side, claimant, outcome string
	told                              bool // the record or an option says whose losses
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
	if f.AsOf != nil && f.Value != nil && t.repeats.add(*f.AsOf, *f.Value) {
		n.flag(f, schema.Duplicate)
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

// day is the report day of a record and where it comes from.
func (n *Normalizer) day(ctx *schema.Context) (*schema.Date, string) {
	switch {
	case ctx.AsOf != nil:
		return ctx.AsOf, ctx.AsOfSource
	case ctx.DateText != nil:
		return nil, "" // a day is stated and cannot be read: no other takes its place
	case ctx.HasWarDay && ctx.WarDay > 0:
		n.warDay = schema.OnWarDay(n.o.FirstDay, ctx.WarDay)
		return &n.warDay, schema.AsOfWarDay
	case n.o.AsOf != nil:
		return n.o.AsOf, schema.AsOfOption
	case n.doc.Published != nil:
		return n.doc.Published, schema.AsOfPublished
	}
	return nil, ""
}

// parties are whose losses and who claims them: what the record says, else the
// scheme, else the option, and of a side at last the one whose losses the
// claimant counts. Where a record contradicts the scheme about one of them, the
// scheme knows nothing of the other either.
func (n *Normalizer) parties(ctx *schema.Context, l *schema.Label) (side string, told bool, claimant, text string) {
	claimant = cmp.Or(l.Claimant, n.o.Claimant, schema.Unknown)
	side, told = l.Side, l.SideTold
	if ctx.Claimant != "" {
		text = ctx.Claimant
		claimant = n.code(text)
		if claimant != l.Claimant && !told {
			side = ""
		}
	}
	if ctx.Side != "" {
		if l.Side != "" && ctx.Side != l.Side && text == "" {
			claimant = cmp.Or(n.o.Claimant, schema.Unknown)
		}
		return ctx.Side, true, claimant, text
	}
	if side == "" && n.o.Side != "" {
		side, told = n.o.Side, true
	}
	if side == "" {
		side = schema.Unknown
		if c := n.claimants[claimant]; c != nil && c.About != "" {
			side = c.About
		}
	}
	return side, told, claimant, text
}

// code is the code of a claimant as written: other when it is not listed.
func (n *Normalizer) code(text string) string {
	if c, ok := n.claimants[text]; ok {
		return c.Code
	}
	code, ok := n.codes[text]
	if !ok {
		code = n.named(text)
		remember(n.codes, text, code)
	}
	return code
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

// maxCodes bounds what is remembered of texts that stand for codes.
const maxCodes = 10_000

func remember(codes map[string]string, text, code string) {
	if len(codes) < maxCodes {
		codes[text] = code
	}
}

// listed follows a category into the row that goes on counting it: words for
// vehicles in a list after the merge of two rows mean the merged row, unless a
// scheme says otherwise.
func (n *Normalizer) listed(category, claimant string, l *schema.Label, asOf *schema.Date) string {
	if l.Scheme || asOf == nil || !n.ofList(claimant) {
		return category
	}
	c := schema.CategoryOf(category)
	if c.MergedInto == "" || c.ValidTo == nil || *asOf <= *c.ValidTo {
		return category
	}
	if m := schema.CategoryOf(c.MergedInto); len(m.MemberCodes()) > 0 && m.MemberCodes()[0] == category {
		return m.Code
	}
	return category
}

// ofList reports whether a claimant publishes the list whose windows the
// category table holds.
func (n *Normalizer) ofList(claimant string) bool {
	c := n.claimants[claimant]
	return c != nil && c.Series == n.o.Listed
}

// template is the figure that a label makes, from the last record when nothing
// changed.
func (n *Normalizer) template(l *schema.Label, made parts) *template {
	for len(n.templates) <= l.Index {
		n.templates = append(n.templates, nil)
	}
	for _, t := range n.templates[l.Index] {
		if t.label == l && t.made == made {
			return t
		}
	}
	t := &template{label: l, made: made}
	n.compose(t)
	n.templates[l.Index] = append(n.templates[l.Index], t)
	return t
}

// compose fills a template.
func (n *Normalizer) compose(t *template) {
	t.figure = schema.Figure{}
	f, l := &t.figure, t.label
	f.DocID, f.Source = n.doc.DocID, n.doc.Source
	f.Side, f.Claimant, f.Category = t.made.side, t.made.claimant, t.made.category
	f.Outcome = cmp.Or(t.made.outcome, l.Outcome, schema.OutcomeUnspecified)
	if f.Category == schema.PrisonerOfWar {
		f.Category, f.Outcome = schema.Personnel, schema.Captured
	}
	f.CategoryGroup = schema.CategoryOf(f.Category).Group
	f.Measure = l.Measure
	f.Qualifier = schema.Exact
	f.Scope = schema.ScopeTotal
	f.Lang = cmp.Or(l.Lang, n.o.Lang)
	f.Label, f.Rule = l.Text, l.Rule
	n.official(f)
	f.Flags = n.inferred(t)
	if contested(f) {
		f.Flags |= schema.OutcomeContested
	}
	f.FlagText = n.flagText(f.Flags)
	f.Trust = n.trust(t)
	f.Rank = rank(l, f.Trust)
	f.Series = n.series(f, l.Breakdown || t.made.outcome != "")
	if n.ofList(f.Claimant) {
		t.window = schema.CategoryOf(t.made.category)
		if f.Category == schema.Personnel && f.Outcome == schema.Captured {
			t.window = schema.CategoryOf(schema.PrisonerOfWar)
		}
	}
}

// official is what the claimant's published method says of people.
func (n *Normalizer) official(f *schema.Figure) {
	c := n.claimants[f.Claimant]
	if c == nil || c.Personnel == "" || f.Category != schema.Personnel || f.Outcome == schema.Captured {
		return
	}
	f.OutcomeOfficial = c.Personnel
}

// contested reports whether the words name one fate where the claimant's method
// counts several.
func contested(f *schema.Figure) bool {
	switch f.Outcome {
	case schema.Killed, schema.Wounded, schema.Missing:
		return f.OutcomeOfficial != "" && f.OutcomeOfficial != f.Outcome
	}
	return false
}

// inferred are the flags of what no words of the source state.
func (n *Normalizer) inferred(t *template) schema.Flag {
	flags := t.label.Inferred & schema.Part
	if t.made.claimant == t.label.Claimant {
		flags |= t.label.Inferred & schema.ClaimantInferred
	}
	if !t.made.told && t.made.side != schema.Unknown {
		flags |= schema.SideInferred
	}
	return flags
}

// rank is that of the scheme; a table that the caller says is the claimant's
// counts as an aggregator, any other as press.
func rank(l *schema.Label, trust string) uint8 {
	switch {
	case l.Scheme:
		return l.Rank
	case trust == schema.Official:
		return 2
	}
	return 3
}

// trust is official for a scheme and for a table that the caller says is the
// claimant's; of others it is attributed when claimant and side are both named,
// else weak.
func (n *Normalizer) trust(t *template) string {
	switch {
	case t.made.claimant == schema.Unknown || t.made.side == schema.Unknown:
		return schema.Weak
	case t.label.Scheme && agrees(t.label.Claimant, t.made.claimant) && agrees(t.label.Side, t.made.side), n.o.Claimant == t.made.claimant:
		return schema.Official
	case t.figure.Flags.Has(schema.SideInferred):
		return schema.Weak
	}
	return schema.Attributed
}

// agrees reports whether what a scheme states, if anything, is what was taken.
func agrees(stated, taken string) bool { return stated == "" || stated == taken }

// series is the series that a figure belongs to.
func (n *Normalizer) series(f *schema.Figure, breakdown bool) schema.SeriesID {
	claimant := f.Claimant
	if c := n.claimants[claimant]; c != nil {
		claimant = c.Series
	}
	return n.o.Series.ID(schema.Series{Side: f.Side, Claimant: claimant, Category: f.Category, Outcome: class(f, breakdown)})
}

// class is the class of outcome of a figure in the series.
func class(f *schema.Figure, breakdown bool) string {
	outcome := f.Outcome
	if f.OutcomeOfficial != "" {
		outcome = f.OutcomeOfficial
	}
	people := f.CategoryGroup == schema.Personnel
	switch outcome {
	case schema.Killed, schema.Wounded, schema.Missing:
		if people {
			return outcome
		}
	case schema.Captured:
		if people || breakdown {
			return outcome
		}
	case schema.Destroyed, schema.Damaged, schema.Abandoned:
		if !people && breakdown {
			return outcome
		}
	}
	return schema.ClassAll
}

// outside flags a figure of a category that its claimant does not publish that
// day. A zero says the same as no row.
func (n *Normalizer) outside(f *schema.Figure, window *schema.Category) {
	if window == nil || f.AsOf == nil || f.Value != nil && *f.Value == 0 || window.In(*f.AsOf) {
		return
	}
	n.flag(f, schema.OutsideWindow)
}

func (n *Normalizer) flag(f *schema.Figure, add schema.Flag) {
	f.Flags |= add
	f.FlagText = n.flagText(f.Flags)
}

// flagText is the text of a set of flags, made once.
func (n *Normalizer) flagText(flags schema.Flag) string {
	text, ok := n.flags[flags]
	if !ok {
		text = flags.String()
		n.flags[flags] = text
	}
	return text
}
