package shape

import (
	"slices"

	"toll/schema"
)

// A sample is what the first records tell of the numbers whose keys do not say
// what they measure.
type sample struct {
	series map[seriesKey][]point
	cells  int
	zeros  int
	minus  int
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
// counts fall on every other day, declared corrections are mostly 0.
const (
	fewChanges      = 5    // fewer say nothing
	totalRises      = 0.9  // share of changes that are rises, from which it is a total
	dailyRises      = 0.75 // up to which it is a daily count
	correctionZeros = 0.65 // share of zeros from which it is a list of corrections
)

// decide is what the numbers of a document measure when their keys do not say.
// stated is what the scheme says, blank without one; corrections is whether its
// publisher also publishes corrections in this layout. The answer is
// MeasureUnknown when nothing tells.
func (s *sample) decide(stated string, corrections bool) string {
	rises, falls := s.changes()
	changes := rises + falls
	share := float64(rises) / float64(max(changes, 1))
	isTotal := changes >= fewChanges && share >= totalRises
	mostlyZero := s.cells > 0 && float64(s.zeros)/float64(s.cells) >= correctionZeros
	switch {
	case stated != "" && stated != schema.Cumulative:
		return stated
	case isTotal:
		return schema.Cumulative
	case mostlyZero && (s.minus > 0 || corrections), corrections && s.minus > 0 && changes < fewChanges:
		return schema.Correction
	case changes >= fewChanges && share <= dailyRises:
		return schema.Daily
	case stated != "":
		return stated
	}
	return schema.MeasureUnknown
}
