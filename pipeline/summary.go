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

	series map[schema.SeriesID]bool
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
	s.Claimants[f.Claimant]++
	if reason == reconcile.Entered {
		s.Entered++
		return
	}
	s.LeftOut[reason]++
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
