package normalize

import (
	"cmp"

	"toll/schema"
)

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

// rank is that of the scheme that is believed; a table that the caller says is the claimant's
// counts as an aggregator, any other as press.
func rank(l *schema.Label, trust string) uint8 {
	switch {
	case l.Scheme && trust == schema.Official:
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
