package normalize

import (
	"cmp"

	"toll/schema"
)

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
