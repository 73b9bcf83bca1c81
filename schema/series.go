package schema

// A Series is what a running total is a total of.
type Series struct {
	Side, Claimant, Category, Outcome string // Outcome is a class
}

// A SeriesID is the number of a series in a SeriesSet, from 0.
type SeriesID int32

// A SeriesSet numbers the series of a run in the order of their first mention.
// The zero value is ready for use.
type SeriesSet struct {
	list []Series
	ids  map[Series]SeriesID
}

// ID is the number of a series; it is added when it is new.
func (s *SeriesSet) ID(series Series) SeriesID {
	if id, ok := s.ids[series]; ok {
		return id
	}
	if s.ids == nil {
		s.ids = map[Series]SeriesID{}
	}
	id := SeriesID(len(s.list))
	s.ids[series] = id
	s.list = append(s.list, series)
	return id
}

// At is the series of a number.
func (s *SeriesSet) At(id SeriesID) Series { return s.list[id] }

// Len is the number of series.
func (s *SeriesSet) Len() int { return len(s.list) }
