package validate

import (
	"fmt"
	"strconv"

	"toll/schema"
)

// checkDay runs the rules on the day of a record: bad_date, missing_date,
// war_day_mismatch.
func checkDay(v *Validator, e *schema.Entry) {
	c := &e.Context
	switch {
	case c.DateText != nil && c.AsOf == nil:
		v.find("bad_date", schema.Finding{Value: clip(string(c.DateText)), Expected: "YYYY-MM-DD",
			Message: fmt.Sprintf("%q is no day: write YYYY-MM-DD; the figures of this record stay without a day", clip(string(c.DateText)))}, c.DateSpot)
	case c.AsOf != nil && c.HasWarDay && schema.OnWarDay(v.o.FirstDay, c.WarDay) != *c.AsOf:
		told := "no such day"
		if c.WarDay > 0 {
			told = schema.OnWarDay(v.o.FirstDay, c.WarDay).String()
		}
		v.find("war_day_mismatch", schema.Finding{Date: c.AsOf, Value: clip(c.WarDayText), Expected: strconv.Itoa(schema.WarDay(v.o.FirstDay, *c.AsOf)),
			Message: fmt.Sprintf("day %s of the war is %s, but the record is dated %s: one of the two is wrong; the date was taken", clip(c.WarDayText), told, c.AsOf)}, c.WarDaySpot)
	}
}

// checkStrangers reports numbers under keys that nobody knows, once a key.
func checkStrangers(v *Validator, e *schema.Entry) {
	for i := range e.Strangers {
		s := &e.Strangers[i]
		if !s.First {
			continue
		}
		message := fmt.Sprintf("%q is not known as a key or a category, so its numbers are no figures; they are kept in rejects.jsonl", clip(s.Label))
		if s.Nearest != "" {
			message += fmt.Sprintf("; is it %q?", s.Nearest)
		}
		v.find("unknown_key", schema.Finding{Message: message, Value: clip(s.Label), Expected: s.Nearest, Date: e.Context.AsOf}, s.Field.Spot)
	}
}

// checkHedge reports a qualifier that nobody knows, once a word.
func checkHedge(v *Validator, e *schema.Entry) {
	if e.Hedge == nil {
		return
	}
	word := clip(e.Hedge.Value)
	if !v.once("hedge " + word) {
		return
	}
	v.find("unknown_qualifier", schema.Finding{Value: word, Expected: schema.About, Date: e.Context.AsOf,
		Message: fmt.Sprintf("%q is no qualifier that is known; the number is taken as about", word)}, e.Hedge.Spot)
}
