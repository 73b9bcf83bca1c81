package shape

import (
	"slices"

	"toll/schema"
)

// A sample is what the first records tell of the numbers whose keys do not say
// what they measure.
type sample struct {
	series  map[seriesKey][]point
	records int
	cells   int
	zeros   int
	minus   int
}

type seriesKey struct {
	column int
	words  string // long: the category
}

type point struct {
	day   schema.Date
	value int64
}

func (s *sample) add(k seriesKey, d *schema.Date, v int64) {
	s.cells++
	switch {
	case v == 0:
		s.zeros++
	case v < 0:
		s.minus++
	}
	if d == nil {
		return
	}
	if s.series == nil {
		s.series = map[seriesKey][]point{}
	}
	s.series[k] = append(s.series[k], point{*d, v})
}

// changes counts how often a series rises and falls from one day to the next.
func (s *sample) changes() (rises, falls int) {
	for _, points := range s.series {
		slices.SortStableFunc(points, func(a, b point) int { return int(a.day - b.day) })
		for i := 1; i < len(points); i++ {
			if points[i].day == points[i-1].day {
				continue
			}
			switch {
			case points[i].value > points[i-1].value:
				rises++
			case points[i].value < points[i-1].value:
				falls++
			}
		}
	}
	return rises, falls
}

// Bounds of the decision. A running total falls once in a thousand days, daily
// counts fall on every other day. A record of declared corrections names every
// category, and at least a third of them, mostly most, did not change.
const (
	fewChanges      = 5    // fewer say nothing
	totalRises      = 0.9  // share of changes that are rises, from which it is a total
	dailyRises      = 0.75 // up to which it is a daily count
	correctionZeros = 0.3  // share of zeros from which it may be a list of corrections
	correctionCells = 8    // numbers in a record from which it may be one
)

// isCorrection reports whether the numbers look like declared corrections: never
// totals, and no daily counts, which are not negative and not mostly 0.
func (s *sample) isCorrection(changes int) bool {
	zeros := float64(s.zeros) / float64(max(s.cells, 1))
	whole := s.cells >= correctionCells*s.records && (changes < fewChanges || zeros >= 2*correctionZeros)
	return zeros >= correctionZeros && (s.minus > 0 || whole)
}

// rising is how many changes there are, and which share of them are rises.
func (s *sample) rising() (changes int, share float64) {
	rises, falls := s.changes()
	changes = rises + falls
	return changes, float64(rises) / float64(max(changes, 1))
}

// isTotal reports whether numbers that change so are running totals.
func isTotal(changes int, share float64) bool { return changes >= fewChanges && share >= totalRises }

// ofList is what the numbers of a list measure whose name says a measure: that,
// unless they are running totals.
func (s *sample) ofList(said string) string {
	if isTotal(s.rising()) {
		return schema.Cumulative
	}
	return said
}

// decide is what the numbers of a document measure when their keys do not say.
// stated is what the scheme says, blank without one; corrections is whether its
// publisher also publishes corrections in this layout. The answer is
// MeasureUnknown when nothing tells.
func (s *sample) decide(stated string, corrections bool) string {
	changes, share := s.rising()
	switch {
	case stated != "" && stated != schema.Cumulative:
		return stated
	case isTotal(changes, share):
		return schema.Cumulative
	case corrections && s.isCorrection(changes):
		return schema.Correction
	case changes >= fewChanges && share <= dailyRises:
		return schema.Daily
	case stated != "":
		return stated
	}
	return schema.MeasureUnknown
}
