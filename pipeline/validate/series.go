package validate

import (
	"fmt"
	"strconv"
	"strings"

	"toll/schema"
)

// Bounds of the rules on series, with their measured reasons: over the reference
// series the rate bound alarms 4 times in more than 20,000 steps.
const (
	rateWindow  = 90 // differences that a bound rests on
	rateHistory = 30 // fewer give no bound
	rateFactor  = 3  // times the 99th percentile
	rateAdd     = 3  // plus
	rateFloor   = 6  // at least
	moverZeros  = 2  // most unchanged days in the window of a row that moves daily
	moverLow    = 3  // its rise on a slow day, the 5th percentile, at least
	moverSlow   = 5  // which percentile that is
	moverDays   = 60 // fewer days tell nothing about moving daily
	rateHigh    = 99 // which percentile
)

// A state is what is remembered of one series.
type state struct {
	day        schema.Date // of the last total
	total      int64
	increments recent
	correction *int64 // of the last row
	corrected  schema.Date
}

// A list is what is remembered of all series of one side and claimant.
type list struct {
	day schema.Date // last day with a total
	met bool
}

// today is one day of the series, with what was known before it.
type today struct {
	date  schema.Date
	rows  []schema.Loss
	known []*state // of each row, before this day; nil for the first
}

// open looks up what is known of the series of a day.
func (v *Validator) open(day []schema.Loss) *today {
	t := &today{date: day[0].Date, rows: day, known: make([]*state, len(day))}
	for i := range day {
		t.known[i] = v.series[day[i].Series]
	}
	return t
}

// close remembers a day.
func (v *Validator) close(t *today) {
	for i := range t.rows {
		l := &t.rows[i]
		s := t.known[i]
		if s == nil {
			s = &state{}
			v.series[l.Series] = s
		}
		if l.Correction != nil {
			c := *l.Correction
			s.correction, s.corrected = &c, l.Date
		}
		if l.Total == nil {
			continue
		}
		if l.Increment != nil {
			s.increments.add(*l.Increment)
		}
		s.day, s.total = l.Date, *l.Total
		k := [2]string{l.Side, l.Claimant}
		if v.lists[k] == nil {
			v.lists[k] = &list{}
		}
		v.lists[k].day, v.lists[k].met = l.Date, true
	}
}

// ofRow is a finding about a row of losses.
func ofRow(l *schema.Loss, message string) schema.Finding {
	d := l.Date
	f := schema.Finding{Message: message, Date: &d, Side: l.Side, Claimant: l.Claimant, Category: l.Category}
	if l.Total != nil {
		f.Value = strconv.FormatInt(*l.Total, 10)
	}
	return f
}

// name is a category with its class, when that is not all.
func name(l *schema.Loss) string {
	if l.Outcome == schema.ClassAll {
		return l.Category
	}
	return l.Category + " " + l.Outcome
}

// declared is the correction that a record declares for a day or the day before.
func declared(l *schema.Loss, s *state) (int64, schema.Date, bool) {
	if l.Correction != nil && *l.Correction != 0 {
		return *l.Correction, l.Date, true
	}
	if s != nil && s.correction != nil && s.corrected == l.Date-1 && *s.correction != 0 {
		return *s.correction, s.corrected, true
	}
	return 0, 0, false
}

// checkDecrease reports totals that fall, and whether a correction says why.
func checkDecrease(v *Validator, t *today) {
	for i := range t.rows {
		l := &t.rows[i]
		if l.Increment == nil || *l.Increment >= 0 {
			continue
		}
		before := t.known[i].total
		fall := fmt.Sprintf("%s falls from %d to %d", name(l), before, *l.Total)
		if c, day, ok := declared(l, t.known[i]); ok && c < 0 {
			f := ofRow(l, fmt.Sprintf("%s; a correction of %d dated %s says why", fall, c, day))
			f.Expected = strconv.FormatInt(before, 10) + " or more"
			v.find("decrease_corrected", f, l.At)
			continue
		}
		f := ofRow(l, fall+", and no correction of that day or the day before says why: a slip, or a recount that nobody declared")
		f.Expected = strconv.FormatInt(before, 10) + " or more"
		v.find("decrease", f, l.At)
	}
}

// checkIncrement reports totals that are not the previous one plus the stated
// increment.
func checkIncrement(v *Validator, t *today) {
	for i := range t.rows {
		l := &t.rows[i]
		if l.Increment == nil || l.IncrementStated == nil || *l.DaysCovered != 1 || *l.Increment == *l.IncrementStated {
			continue
		}
		if c, _, ok := declared(l, t.known[i]); ok && *l.Increment == *l.IncrementStated+c {
			continue
		}
		expected := t.known[i].total + *l.IncrementStated
		f := ofRow(l, fmt.Sprintf("%s: %d plus the stated increment %+d is %d, not %d: a slip in one of them, or a recount", name(l), t.known[i].total, *l.IncrementStated, expected, *l.Total))
		f.Expected = strconv.FormatInt(expected, 10)
		v.find("increment_mismatch", f, l.At)
	}
}

// checkRate reports increments far above what the series was used to.
func checkRate(v *Validator, t *today) {
	for i := range t.rows {
		l := &t.rows[i]
		s := t.known[i]
		if l.Increment == nil || s.increments.len() < rateHistory {
			continue
		}
		bound := rateBound(&s.increments) * int64(*l.DaysCovered)
		if *l.Increment <= bound {
			continue
		}
		f := ofRow(l, fmt.Sprintf("%s rises by %d, more than %d, three times what is usual in its last %d days: a slip, a backlog or a rare event", name(l), *l.Increment, bound, s.increments.len()))
		f.Expected = "at most " + strconv.FormatInt(s.total+bound, 10)
		v.find("rate_outlier", f, l.At)
	}
}

// rateBound is the largest daily rise that is not worth a look.
func rateBound(w *recent) int64 {
	return max(rateFloor, rateFactor*w.percentile(rateHigh)+rateAdd)
}

// checkStale reports a total that stands still in a row that moves daily, on a
// day when all other such rows move.
func checkStale(v *Validator, t *today) {
	for start := 0; start < len(t.rows); {
		end := start + 1
		for end < len(t.rows) && t.rows[end].Side == t.rows[start].Side && t.rows[end].Claimant == t.rows[start].Claimant {
			end++
		}
		var still []int
		moving := 0
		for i := start; i < end; i++ {
			l := &t.rows[i]
			if l.Increment == nil || *l.DaysCovered != 1 || !movesDaily(t.known[i]) {
				continue
			}
			if *l.Increment == 0 {
				still = append(still, i)
			} else {
				moving++
			}
		}
		if len(still) == 1 && moving >= 2 {
			l := &t.rows[still[0]]
			f := ofRow(l, fmt.Sprintf("%s stands at %d as the day before, while the other rows that move daily all moved: likely the value of the day before", name(l), *l.Total))
			f.Expected = "more than " + strconv.FormatInt(*l.Total, 10)
			v.find("stale", f, l.At)
		}
		start = end
	}
}

// movesDaily reports whether a series rises nearly every day, and by enough that
// a day without a rise is no chance.
func movesDaily(s *state) bool {
	return s != nil && s.increments.len() >= moverDays && s.increments.count(0) <= moverZeros && s.increments.percentile(moverSlow) >= moverLow
}

// checkGap reports days without a row: of the whole list, or of one category.
func checkGap(v *Validator, t *today) {
	said := map[[2]string]bool{}
	for i := range t.rows {
		l := &t.rows[i]
		k := [2]string{l.Side, l.Claimant}
		whole := v.lists[k]
		if l.Total == nil || whole == nil || said[k] || !v.o.Daily[l.Claimant] {
			continue
		}
		said[k] = true
		if n := int(l.Date-whole.day) - 1; n > 0 {
			f := ofRow(l, fmt.Sprintf("no row of this list from %s to %s (%s)", whole.day+1, l.Date-1, days(n)))
			f.Category, f.Value = "", ""
			f.Expected = "a row a day"
			v.find("gap", f, l.At)
		}
	}
	for i := range t.rows {
		l := &t.rows[i]
		s := t.known[i]
		if l.Total == nil || s == nil || l.DaysCovered == nil || !v.o.Daily[l.Claimant] {
			continue
		}
		missing := int(l.Date-s.day) - 1
		if list := v.lists[[2]string{l.Side, l.Claimant}]; missing > 0 && list.day > s.day {
			f := ofRow(l, fmt.Sprintf("no value for %s from %s to %s (%s), though other rows of the list are there", name(l), s.day+1, l.Date-1, days(missing)))
			f.Expected = "a value a day"
			v.find("gap", f, l.At)
		}
	}
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return strconv.Itoa(n) + " days"
}

// ofMeasure is what stands before the name of a series where values differ.
var ofMeasure = map[string]string{schema.Cumulative: "the total of ", schema.Daily: "the stated increment of ", schema.Correction: "the correction of "}

// checkConflict reports a day for which sources, or one source, state different
// values.
func checkConflict(v *Validator, c *schema.Conflict) {
	s := v.o.Series.At(c.Series)
	said := make([]string, len(c.Said))
	for i, x := range c.Said {
		said[i] = fmt.Sprintf("%d (%s)", x.Value, where(x))
	}
	if c.More > 0 {
		said = append(said, fmt.Sprintf("and %d more values", c.More))
	}
	d := c.Date
	l := schema.Loss{Date: d, Side: s.Side, Claimant: s.Claimant, Category: s.Category, Outcome: s.Outcome}
	id, who := "conflicting_values", "sources differ on "
	if c.Within {
		id, who = "duplicate_record", "one document gives more than one value for "
	}
	f := ofRow(&l, fmt.Sprintf("%s%s%s of %s: %s; taken: %d (%s)", who, ofMeasure[c.Measure], name(&l), d, strings.Join(said, ", "), c.Said[0].Value, c.Rule))
	f.Value = strconv.FormatInt(c.Said[0].Value, 10)
	others := make([]string, 0, len(c.Said)-1)
	for _, x := range c.Said[1:] {
		others = append(others, strconv.FormatInt(x.Value, 10))
	}
	f.Expected = strings.Join(others, " or ")
	v.find(id, f, c.Said[0].At)
}

// where names the documents that state a value.
func where(x schema.Said) string {
	source := "-"
	if x.At.Track != nil {
		source = x.At.Track.Doc.Source
	}
	at := fmt.Sprintf("%s:%d:%d", source, x.At.Line, x.At.Col)
	if x.Documents > 1 {
		at += fmt.Sprintf(" and %d more", x.Documents-1)
	}
	return at
}
