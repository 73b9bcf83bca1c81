// Package reconcile makes the daily loss series out of figures. Every value that
// enters stays in the figures; here one is chosen for a day of a series, by
// rules that the row names, and differences are taken. Totals are never
// averaged, filled or repaired, and a correction, which is already inside the
// totals, is never added.
//
// Memory is bounded: what does not fit is sorted on disk.
package reconcile

import (
	"fmt"
	"slices"

	"toll/schema"
)

// Options are what a run says about its series.
type Options struct {
	Series   *schema.SeriesSet
	FirstDay schema.Date // day 1 of the war
	Press    bool        // take attributed figures too, not only official ones
	TempDir  string      // for sorting; blank is the system's
}

// A Reconciler gathers figures.
type Reconciler struct {
	o        Options
	mentions *mentions
	tracks   []*schema.Track
	document int32
	day      schema.Date // of publication of the document
}

// New is a reconciler for a run.
func New(o Options) *Reconciler {
	return &Reconciler{o: o, mentions: newMentions(o.TempDir)}
}

// Document begins a document.
func (r *Reconciler) Document(d *schema.Document) {
	r.document++
	r.day = never
	if d.Published != nil {
		r.day = *d.Published
	}
}

// never is a day after all others: not published.
const never = schema.Date(1<<31 - 1)

// A Reason is why a figure does not enter the series; blank when it does.
type Reason string

// Reasons why a figure stays in figures only.
const (
	Entered      Reason = ""
	NoValue      Reason = "no exact value"
	NoDay        Reason = "no report day"
	OtherMeasure Reason = "not a running total, a day's count or a correction"
	Untrusted    Reason = "not an official list"
	Local        Reason = "limited to a place"
	NoClaimant   Reason = "claimant not known or not listed"
	PartOrRepeat Reason = "part, repetition or rounding of another figure"
	TooMany      Reason = "one of dozens of values that one document gives for one day"
)

// Add takes a figure, or says why not.
func (r *Reconciler) Add(f *schema.Figure) (Reason, error) {
	kind, reason := r.enters(f)
	if reason != Entered {
		return reason, nil
	}
	m := mention{series: f.Series, date: *f.AsOf, value: *f.Value, kind: kind, rank: f.Rank, outside: f.Flags.Has(schema.OutsideWindow),
		qualifier: qualifierIndex(f.Qualifier), document: r.document, published: r.day}
	m.at = spotOf(f, r.track(f.Track))
	return Entered, r.mentions.add(&m)
}

// enters is the test at the door.
func (r *Reconciler) enters(f *schema.Figure) (kind uint8, reason Reason) {
	switch f.Measure {
	case schema.Cumulative:
		kind = isTotal
	case schema.Daily:
		kind = isIncrement
	case schema.Correction:
		kind = isCorrection
	default:
		return 0, OtherMeasure
	}
	switch {
	case f.Flags.Has(schema.Part | schema.Duplicate | schema.Rounded):
		return 0, PartOrRepeat
	case f.Crowded:
		return 0, TooMany
	case f.Value == nil:
		return 0, NoValue
	case f.AsOf == nil:
		return 0, NoDay
	case f.Claimant == schema.Unknown || f.Claimant == schema.Other:
		return 0, NoClaimant
	case f.Scope != schema.ScopeTotal:
		return 0, Local
	case f.Trust != schema.Official && !(r.o.Press && f.Trust == schema.Attributed):
		return 0, Untrusted
	}
	return kind, Entered
}

// track is the number of a track in this run, -1 for none.
func (r *Reconciler) track(t *schema.Track) int32 {
	if t == nil {
		return -1
	}
	if t.Number == 0 {
		r.tracks = append(r.tracks, t)
		t.Number = int32(len(r.tracks))
	}
	return t.Number - 1
}

// place is a spot with its track again.
func (r *Reconciler) place(s *spot) schema.Spot {
	p := schema.Spot{Line: s.line, Col: s.col, Start: s.start, Record: s.record}
	if s.track >= 0 {
		p.Track = r.tracks[s.track]
	}
	return p
}

// identity is the figure_id of a mention, blank when its document has no
// identity.
func (r *Reconciler) identity(s *spot) string {
	if s.track < 0 || r.tracks[s.track].Doc.DocID == "" {
		return ""
	}
	return schema.IDText(schema.FigureID(r.tracks[s.track].Doc.DocID, s.start, 0))
}

// Close frees what sorting took.
func (r *Reconciler) Close() error { return r.mentions.sorter.close() }

// qualifierIndex is the number of a qualifier among schema.Qualifiers.
func qualifierIndex(code string) uint8 {
	i := slices.IndexFunc(schema.Qualifiers, func(c schema.Code) bool { return c.Code == code })
	if i < 0 {
		panic(fmt.Sprintf("qualifier %q is not listed", code))
	}
	return uint8(i)
}
