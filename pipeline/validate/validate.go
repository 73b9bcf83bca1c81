// Package validate holds the rules. A rule is a value: what it is called, how
// grave it is, why it is true in this domain, an input that keeps it and one
// that breaks it, and the function that looks. A rule reports and never changes
// anything.
//
// Rules look at four things, as they come by: what could not be read (faults),
// the entries of a document, its figures, and at last the days of the series.
package validate

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"

	"toll/schema"
)

// Options are what a run says about its rules.
type Options struct {
	FirstDay schema.Date // day 1 of the war
	Now      *schema.Date
	Listed   string          // the claimant whose list the category windows are of
	Daily    map[string]bool // claimants that publish a list every day
	Series   *schema.SeriesSet

	// Severity changes the severity of rules, by id.
	Severity map[string]string
}

// A Validator runs the rules over one run.
type Validator struct {
	o      Options
	report func(*schema.Finding) error
	err    error
	grave  map[string]string // severity by rule
	figure []func(*Validator, *schema.Figure, *schema.Entry)
	day    []func(*Validator, *today)

	doc     *schema.Document
	said    map[string]bool    // what was said once about this document
	outside map[[2]string]bool // categories and claimants found outside their window in it
	future  int64              // number of its last record after the limit, plus one
	early   int64              // likewise of one before the war
	known   bool               // some key of this document was known, or could not be read
	series  map[schema.SeriesID]*state
	lists   map[[2]string]*list
}

// New is a validator that reports to a function.
func New(o Options, report func(*schema.Finding) error) *Validator {
	v := &Validator{o: o, report: report, series: map[schema.SeriesID]*state{}, lists: map[[2]string]*list{}, grave: map[string]string{}}
	for _, r := range Rules {
		v.grave[r.ID] = r.Severity
		if r.Figure != nil {
			v.figure = append(v.figure, r.Figure)
		}
		if r.Day != nil {
			v.day = append(v.day, r.Day)
		}
	}
	maps.Copy(v.grave, o.Severity)
	return v
}

// Document begins a document.
func (v *Validator) Document(d *schema.Document) {
	v.doc, v.said, v.known = d, map[string]bool{}, false
	v.outside, v.future, v.early = map[[2]string]bool{}, 0, 0
}

// Fault reports what could not be read.
func (v *Validator) Fault(f *schema.Fault) error {
	v.fault(f, nil)
	return v.err
}

// fault reports what could not be read, in a record of a day if that is known.
func (v *Validator) fault(f *schema.Fault, day *schema.Date) {
	v.find(f.Code, schema.Finding{Message: f.Message, Value: clip(f.Raw), Date: day}, f.Spot)
}

// Entry runs the rules on one record as a whole.
func (v *Validator) Entry(e *schema.Entry) error {
	for i := range e.Record.Faults {
		f := &e.Record.Faults[i]
		day := e.Context.AsOf
		if f.Spot.Start < e.Record.Start { // a line before it that is no record
			day = nil
		}
		v.fault(f, day)
	}
	v.known = v.known || len(e.Candidates) > 0 || len(e.Record.Faults) > 0
	checkDay(v, e)
	checkStrangers(v, e)
	checkHedge(v, e)
	return v.err
}

// Figure runs the rules on a figure of an entry.
func (v *Validator) Figure(f *schema.Figure, e *schema.Entry) error {
	for i := range v.figure {
		v.figure[i](v, f, e)
	}
	return v.err
}

// EndDocument runs the rules on a structured document as a whole.
func (v *Validator) EndDocument() error {
	if !v.known {
		v.find("no_figures", schema.Finding{Message: "no key of this document is known as a category: nothing was read; see toll categories and toll formats"}, schema.Spot{})
	}
	return v.err
}

// Unused reports an option that a document contradicts: what its layout states
// is taken.
func (v *Validator) Unused(option, given, stated string, rule string) error {
	v.find("option_unused", schema.Finding{Value: given, Expected: stated,
		Message: fmt.Sprintf("--%s %s is not used here: %s states %s; give the file by itself, or without that option", option, given, rule, stated)}, schema.Spot{})
	return v.err
}

// NoSeries reports a run whose figures all stay out of the series.
func (v *Validator) NoSeries(figures int64, reasons []string) error {
	v.doc = nil
	v.find("no_series", schema.Finding{Value: strconv.FormatInt(figures, 10),
		Message: fmt.Sprintf("%d figures were read and none entered a series, so losses is empty: %s", figures, strings.Join(reasons, "; "))}, schema.Spot{})
	return v.err
}

// Conflict reports a day for which totals differ.
func (v *Validator) Conflict(c *schema.Conflict) error {
	checkConflict(v, c)
	return v.err
}

// Day runs the rules on one day of the series.
func (v *Validator) Day(day []schema.Loss) error {
	t := v.open(day)
	for i := range v.day {
		v.day[i](v, t)
	}
	v.close(t)
	return v.err
}

// once reports whether something was not said yet about this document.
func (v *Validator) once(what string) bool {
	if v.said[what] {
		return false
	}
	v.said[what] = true
	return true
}

// find reports a finding of a rule at a place; the rule fills severity and
// fingerprint.
func (v *Validator) find(id string, f schema.Finding, at schema.Spot) {
	if v.err != nil {
		return
	}
	f.Code = id
	f.Severity = v.grave[id]
	if f.Source == "" {
		f.Source = v.Source(at)
	}
	if at.Line > 0 {
		line, col := at.Line, at.Col
		f.Line, f.Col = &line, &col
	}
	f.Pointer = at.Track.Pointer(at.Record)
	f.Fingerprint = fingerprint(&f, at.Track)
	v.err = v.report(&f)
}

// Source is the document of a place, else the one being read.
func (v *Validator) Source(at schema.Spot) string {
	if at.Track != nil && at.Track.Doc != nil {
		return at.Track.Doc.Source
	}
	if v.doc != nil {
		return v.doc.Source
	}
	return ""
}

// fingerprint is the identity of a finding: its code, source and record key.
// Where a finding is about no category, the key in the record stands for it;
// where there is no record key at all, what was found does.
func fingerprint(f *schema.Finding, t *schema.Track) string {
	h := schema.NewHash().Text(f.Code).Text(f.Source).Text(f.Side).Text(f.Claimant).Text(f.Category)
	if f.Date != nil {
		h = h.Text(f.Date.String())
	}
	if f.Category == "" && t != nil {
		h = h.Text(t.Suffix)
	}
	if f.Side == "" && f.Date == nil {
		h = h.Text(f.Value)
	}
	return schema.IDText(h.Sum())
}

// maxShown is how many bytes of a value a finding shows.
const maxShown = 120

// clip is a value as a finding shows it: cut at a rune when it is long, and in
// hex when it is no text.
func clip[T string | []byte](value T) string {
	text := schema.Cut([]byte(value), maxShown)
	shown := string(text)
	if !utf8.Valid(text) {
		shown = fmt.Sprintf("% x", text[:min(len(text), maxHex)])
	}
	if len(shown) < len(value) {
		shown += "…"
	}
	return shown
}

// maxHex is how many bytes of a value that is no text a finding shows.
const maxHex = 16
