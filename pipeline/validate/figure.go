package validate

import (
	"bytes"
	"fmt"
	"strings"

	"toll/schema"
)

// about is a finding about a figure.
func about(f *schema.Figure, message string) schema.Finding {
	return schema.Finding{Message: message, Date: f.AsOf, Side: f.Side, Claimant: f.Claimant, Category: f.Category}
}

// spotOf is the place of a figure.
func spotOf(f *schema.Figure) schema.Spot {
	s := schema.Spot{Track: f.Track, Record: f.Record}
	if f.Line != nil {
		s.Line, s.Col = *f.Line, *f.Col
	}
	return s
}

func checkNumber(v *Validator, f *schema.Figure, _ *schema.Entry) {
	if f.Value != nil || !f.Flags.Has(schema.BadNumber) {
		return
	}
	raw := clip(string(f.Raw))
	if n := bytes.TrimPrefix(f.Raw, []byte("-")); len(n) < len(f.Raw) && whole(n) {
		x := about(f, fmt.Sprintf("%s cannot be negative: the value was not taken", raw))
		x.Value = raw
		v.find("negative_number", x, spotOf(f))
		return
	}
	x := about(f, fmt.Sprintf("%q is not a whole number: the value was not taken", raw))
	x.Value = raw
	if may := readings(f.Raw); len(may) > 0 {
		x.Expected = strings.Join(may, " or ")
		x.Message += "; it may be " + x.Expected
	}
	v.find("malformed_number", x, spotOf(f))
}

func whole(b []byte) bool {
	return len(b) > 0 && len(bytes.Trim(b, "0123456789")) == 0
}

// marks are what may stand between the digits of one malformed number.
const marks = "0123456789.,' \u00a0\u2009\u202f\u2019"

// readings are the whole numbers that a malformed one may stand for: its digits
// without what stands between them, and the part before a decimal mark. What
// holds more than digits and such marks is two numbers, or words.
func readings(raw []byte) []string {
	if len(bytes.Trim(raw, marks)) > 0 {
		return nil
	}
	digits := bytes.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, raw)
	if len(digits) == 0 || len(digits) > 18 || digits[0] == '0' {
		return nil
	}
	may := []string{string(digits)}
	if i := bytes.IndexAny(raw, ".,"); i > 0 && whole(raw[:i]) && len(raw[i+1:]) != 3 {
		may = append(may, string(raw[:i]))
	}
	return may
}

func checkWindow(v *Validator, f *schema.Figure, _ *schema.Entry) {
	row := [2]string{f.Category, f.Claimant}
	if !f.Flags.Has(schema.OutsideWindow) || v.outside[row] {
		return
	}
	v.outside[row] = true
	c := schema.CategoryOf(f.Category)
	x := about(f, fmt.Sprintf("%s is no row of the list of %s on %s (%s); the claim is kept and flagged", f.Category, v.o.Listed, f.AsOf, window(c)))
	x.Expected = window(c)
	v.find("category_outside_window", x, spotOf(f))
}

func window(c *schema.Category) string {
	text := "from " + c.ValidFrom.String()
	if c.ValidTo != nil {
		text += " to " + c.ValidTo.String()
	}
	return text
}

func checkFuture(v *Validator, f *schema.Figure, e *schema.Entry) {
	if f.AsOf == nil {
		return
	}
	limit, which := v.o.Now, "--now"
	if p := v.doc.Published; p != nil && (limit == nil || *p < *limit) {
		limit, which = p, "the day of publication"
	}
	if limit == nil || *f.AsOf <= *limit {
		return
	}
	if v.future == e.Record.Number+1 {
		return
	}
	v.future = e.Record.Number + 1
	x := about(f, fmt.Sprintf("%s lies after %s (%s)", f.AsOf, which, limit))
	x.Category = ""
	x.Expected = "at most " + limit.String()
	v.find("future_date", x, spotOf(f))
}

func checkBeforeWar(v *Validator, f *schema.Figure, e *schema.Entry) {
	if f.AsOf == nil || *f.AsOf >= v.o.FirstDay || f.Value != nil && *f.Value == 0 || v.early == e.Record.Number+1 {
		return
	}
	v.early = e.Record.Number + 1
	x := about(f, fmt.Sprintf("%s lies before the first day of the war (%s)", f.AsOf, v.o.FirstDay))
	x.Category = ""
	x.Expected = v.o.FirstDay.String() + " or later"
	v.find("date_before_war", x, spotOf(f))
}

func checkMissingDay(v *Validator, f *schema.Figure, e *schema.Entry) {
	if f.AsOf != nil || e.Context.DateText != nil || f.Measure == schema.Snapshot || !v.once("day") {
		return
	}
	v.find("missing_date", about(f, "the figures state no day, so they enter no series; give it with --as-of or --published"), spotOf(f))
}

func checkMeasure(v *Validator, f *schema.Figure, _ *schema.Entry) {
	if f.Measure == schema.MeasureUnknown && v.once("measure") {
		v.find("ambiguous_measure", about(f, "neither keys nor values tell whether these are running totals, counts of a day or corrections; give it with --measure"), spotOf(f))
	}
}

func checkParties(v *Validator, f *schema.Figure, e *schema.Entry) {
	if f.Claimant == schema.Unknown && v.once("claimant") {
		v.find("unknown_claimant", about(f, "the document does not say who claims these figures, so they enter no series; give it with --claimant"), spotOf(f))
	}
	if f.Side == schema.Unknown && v.once("side") {
		x := about(f, "the document does not say whose losses these are; give it with --side")
		if said := e.Context.SideText; said != nil {
			x.Value = clip(said)
			x.Message = fmt.Sprintf("%q is no side that is known: whose losses are these?", x.Value)
		}
		v.find("unknown_side", x, spotOf(f))
	}
}
