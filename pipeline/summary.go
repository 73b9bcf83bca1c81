package pipeline

import (
	"toll/pipeline/reconcile"
	"toll/schema"
)

// A Summary is what a run did, in numbers.
type Summary struct {
	Documents  map[string]int64 // by status; "same" are repetitions of another
	Figures    int64
	PassedOver int64
	Entered    int64                      // figures that entered the series
	LeftOut    map[reconcile.Reason]int64 // the others, by reason
	Claimants  map[string]int64           // figures by claimant
	Findings   map[string]int64           // by severity
	Rejects    int64
	Losses     int64
	Series     int
	First      schema.Date // of the series; meaningful when Losses > 0
	Last       schema.Date

	series    map[schema.SeriesID]bool
	claimants tally[string]
	reasons   tally[reconcile.Reason]
}

// A tally counts by name, cheaply where the same name comes again and again.
type tally[T ~string] struct {
	name T
	n    int64
}

// add counts one; what was counted of another name goes into the map.
func (t *tally[T]) add(name T, counts map[T]int64) {
	if name != t.name {
		t.flush(counts)
		t.name = name
	}
	t.n++
}

func (t *tally[T]) flush(counts map[T]int64) {
	if t.n > 0 {
		counts[t.name] += t.n
	}
	t.n = 0
}

// settle completes the counts.
func (s *Summary) settle() {
	s.claimants.flush(s.Claimants)
	s.reasons.flush(s.LeftOut)
}

func newSummary() *Summary {
	return &Summary{Documents: map[string]int64{}, LeftOut: map[reconcile.Reason]int64{}, Claimants: map[string]int64{},
		Findings: map[string]int64{}, series: map[schema.SeriesID]bool{}}
}

func (s *Summary) document(d *schema.Document) {
	s.PassedOver += d.PassedOver
	if d.SameAs != "" {
		s.Documents["same"]++
		return
	}
	s.Documents[d.Status]++
}

func (s *Summary) figure(f *schema.Figure, reason reconcile.Reason) {
	s.Figures++
	s.claimants.add(f.Claimant, s.Claimants)
	if reason == reconcile.Entered {
		s.Entered++
		return
	}
	s.reasons.add(reason, s.LeftOut)
}

func (s *Summary) finding(f *schema.Finding) { s.Findings[f.Severity]++ }

func (s *Summary) day(day []schema.Loss) {
	if s.Losses == 0 {
		s.First = day[0].Date
	}
	s.Last = day[0].Date
	s.Losses += int64(len(day))
	for i := range day {
		if id := day[i].Series; !s.series[id] {
			s.series[id] = true
			s.Series++
		}
	}
}

// Worst is the number of findings at a severity or above it.
func (s *Summary) Worst(severity string) (n int64) {
	for _, c := range schema.Severities {
		n += s.Findings[c.Code]
		if c.Code == severity {
			return n
		}
	}
	return n
}
