// Package pipeline runs the stages in order: shape, normalize, validate figures,
// reconcile, validate series. It knows neither where documents come from nor
// where tables go.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"toll/pipeline/config"
	"toll/pipeline/lexicon"
	"toll/pipeline/normalize"
	"toll/pipeline/reconcile"
	"toll/pipeline/shape"
	"toll/pipeline/validate"
	"toll/schema"
)

// Options are what a run is told.
type Options struct {
	Profile *config.Profile
	Lexicon *lexicon.Lexicon

	Now       *schema.Date // no figure may speak of a later day
	Published *schema.Date // of documents that do not say
	AsOf      *schema.Date // of figures without a day
	Side      string       // where a source does not say
	Claimant  string       // likewise
	Lang      string       // likewise
	Measure   string       // of numbers whose keys do not say

	Press    bool              // let attributed figures into the series
	Severity map[string]string // of rules, by id
	Detail   bool              // make the texts that only the figures table needs
	TempDir  string            // for sorting
}

// An Out is where the results of a run go. Each function is called in the order
// of the table it fills; what it is given is lent. A nil function means that
// nobody wants it.
type Out struct {
	Content  func(*schema.Content) // a document and its input, when it was read
	Document func(*schema.Document) error
	Figure   func(*schema.Figure) error
	Finding  func(*schema.Finding) error
	Reject   func(*schema.Reject) error
	Read     func() // all inputs were read: no figure comes after this
	Losses   func([]schema.Loss) error
	Wide     func([]schema.WideRow) error
}

// Run reads contents and fills out. The error is that of the system, of a
// contents source or of out, or ctx's; what is wrong with an input is a finding.
func Run(ctx context.Context, contents iter.Seq2[*schema.Content, error], o Options, out Out) (*Summary, error) {
	r := newRun(o, out)
	defer r.reconcile.Close()
	defer r.summary.settle()
	for c, err := range contents {
		if err != nil {
			return r.summary, err
		}
		if err := r.document(ctx, c); err != nil {
			return r.summary, err
		}
	}
	if r.out.Read != nil {
		r.out.Read()
	}
	if err := r.losses(ctx); err != nil {
		return r.summary, err
	}
	return r.summary, r.noSeries()
}

// A run is the state of Run.
type run struct {
	o         Options
	out       Out
	shape     shape.Options
	normalize *normalize.Normalizer
	validate  *validate.Validator
	reconcile *reconcile.Reconciler
	widen     *reconcile.Widener
	summary   *Summary
	told      bool // the options were held against the document

	doc    *schema.Document // being read
	record *schema.Entry    // likewise
	take   func(*schema.Figure) error
}

func newRun(o Options, out Out) *run {
	listed := o.Profile.Listed
	series := &schema.SeriesSet{}
	r := &run{o: o, out: out, summary: newSummary()}
	r.shape = shape.Options{Lexicon: o.Lexicon, FirstDay: o.Profile.FirstDay, Measure: o.Measure, Claimant: o.Claimant, Side: o.Side}
	r.normalize = normalize.New(normalize.Options{Lexicon: o.Lexicon, Claimants: o.Profile.Claimants, Listed: listed, FirstDay: o.Profile.FirstDay,
		Series: series, AsOf: o.AsOf, Side: o.Side, Claimant: o.Claimant, Lang: o.Lang, Detail: o.Detail})
	r.validate = validate.New(validate.Options{FirstDay: o.Profile.FirstDay, Now: o.Now, Listed: listed, Daily: parties(o.Profile), Series: series, Severity: o.Severity}, r.finding)
	r.reconcile = reconcile.New(reconcile.Options{Series: series, FirstDay: o.Profile.FirstDay, Press: o.Press, TempDir: o.TempDir})
	r.widen = reconcile.NewWidener(listed)
	r.take = r.figure // made once, not for every record
	return r
}

// parties are the claimants that are a party to the war or its organ: their lists
// come daily.
func parties(p *config.Profile) map[string]bool {
	daily := map[string]bool{}
	for _, c := range p.Claimants {
		daily[c.Code] = c.Rank == 1
	}
	return daily
}

// document reads one document.
func (r *run) document(ctx context.Context, c *schema.Content) error {
	d := c.Document
	if d.Published == nil {
		d.Published = r.o.Published
	}
	r.normalize.Document(d)
	r.validate.Document(d)
	r.reconcile.Document(d)
	r.told = false
	switch {
	case c.Refused != nil:
		d.Status, d.Reason = schema.StatusRefused, c.Refused.Message
		if err := r.fault(c.Refused); err != nil {
			return err
		}
	case d.SameAs == "":
		if err := r.records(ctx, c); err != nil {
			return err
		}
	}
	r.summary.document(d)
	if r.out.Content != nil {
		r.out.Content(c)
	}
	if r.out.Document == nil {
		return nil
	}
	return r.out.Document(d)
}

// records reads the records of a document to its end, or to where it cannot be
// read any further.
func (r *run) records(ctx context.Context, c *schema.Content) error {
	d := c.Document
	d.Status = schema.StatusRead
	for e, err := range shape.Read(c.Records, r.shape) {
		switch {
		case err != nil:
			return r.broken(d, err)
		case ctx.Err() != nil:
			return context.Cause(ctx)
		}
		if err := r.entry(d, e); err != nil {
			return err
		}
	}
	return r.validate.EndDocument()
}

// broken ends a document that cannot be read any further; an error of the system
// it gives back.
func (r *run) broken(d *schema.Document, err error) error {
	var fault *schema.Fault
	if !errors.As(err, &fault) {
		return err
	}
	d.Status, d.Reason = schema.StatusPartly, fault.Message
	if d.Figures == 0 {
		d.Status = schema.StatusRefused
	}
	return r.fault(fault)
}

// entry reads one record.
func (r *run) entry(d *schema.Document, e *schema.Entry) error {
	if err := r.validate.Entry(e); err != nil {
		return err
	}
	if len(e.Record.Faults) > 0 || len(e.Strangers) > 0 {
		if err := r.leftOut(d, e); err != nil {
			return err
		}
	}
	if err := r.unused(e); err != nil {
		return err
	}
	r.doc, r.record = d, e
	blanks, err := r.normalize.Figures(e, r.take)
	d.PassedOver += int64(e.PassedOver + len(e.Strangers) + blanks)
	return err
}

// unused reports options that the layout of a document contradicts, with its
// first candidate.
func (r *run) unused(e *schema.Entry) error {
	if r.told || len(e.Candidates) == 0 {
		return nil
	}
	r.told = true
	l := e.Candidates[0].Label
	for _, o := range []struct{ name, given, stated string }{{"claimant", r.o.Claimant, l.Claimant}, {"side", r.o.Side, l.Side}} {
		if o.given == "" || o.stated == "" || o.given == o.stated {
			continue
		}
		if err := r.validate.Unused(o.name, o.given, o.stated, l.Rule); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) figure(f *schema.Figure) error {
	r.doc.Figures++
	if err := r.validate.Figure(f, r.record); err != nil {
		return err
	}
	reason, err := r.reconcile.Add(f)
	if err != nil {
		return err
	}
	r.summary.figure(f, reason)
	if r.out.Figure == nil {
		return nil
	}
	return r.out.Figure(f)
}

// losses puts the series together.
func (r *run) losses(ctx context.Context) error {
	for day, err := range r.reconcile.Days(r.validate.Conflict) {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := r.validate.Day(day); err != nil {
			return err
		}
		r.summary.day(day)
		if r.out.Losses != nil {
			if err := r.out.Losses(day); err != nil {
				return err
			}
		}
		if r.out.Wide != nil {
			if err := r.out.Wide(r.widen.Day(day)); err != nil {
				return err
			}
		}
	}
	return nil
}

// noSeries reports figures of which none entered a series. A state of an undated
// list is not meant to.
func (r *run) noSeries() error {
	s := r.summary
	s.settle()
	meant := s.Figures - s.LeftOut[reconcile.OtherMeasure] - s.LeftOut[reconcile.PartOrRepeat]
	if s.Losses > 0 || s.Entered > 0 || meant == 0 {
		return nil
	}
	var reasons []string
	for _, reason := range slices.Sorted(maps.Keys(s.LeftOut)) {
		reasons = append(reasons, fmt.Sprintf("%d %s", s.LeftOut[reason], reason))
	}
	return r.validate.NoSeries(s.Figures, reasons)
}

// finding counts a finding and hands it on.
func (r *run) finding(f *schema.Finding) error {
	r.summary.finding(f)
	if r.out.Finding == nil {
		return nil
	}
	return r.out.Finding(f)
}

// fault reports what ends a document, or keeps it from being read.
func (r *run) fault(f *schema.Fault) error {
	if err := r.validate.Fault(f); err != nil {
		return err
	}
	return r.reject(f.Code, f.Message, f.Spot, f.Raw)
}

// leftOut keeps the parts of a record that could not be read: they are in no
// table.
func (r *run) leftOut(d *schema.Document, e *schema.Entry) error {
	for i := range e.Record.Faults {
		f := &e.Record.Faults[i]
		d.Status, d.Reason = schema.StatusPartly, f.Message
		if err := r.reject(f.Code, f.Message, f.Spot, f.Raw); err != nil {
			return err
		}
	}
	for i := range e.Strangers {
		s := &e.Strangers[i]
		d.Status, d.Reason = schema.StatusPartly, "numbers under unknown keys; see findings and rejects"
		if err := r.reject("unknown_key", fmt.Sprintf("%q is not known as a key or a category", s.Label), s.Field.Spot, s.Field.Value); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) reject(code, reason string, at schema.Spot, raw []byte) error {
	r.summary.Rejects++
	if r.out.Reject == nil {
		return nil
	}
	return r.out.Reject(&schema.Reject{Source: r.validate.Source(at), Line: at.Line, Col: at.Col, Start: at.Start,
		Pointer: at.Track.Pointer(at.Record), Code: code, Reason: reason, Raw: raw})
}
