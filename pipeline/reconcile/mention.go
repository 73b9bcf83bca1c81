package reconcile

import (
	"cmp"

	"toll/schema"
)

// Kinds of mentions, in the order in which a day is put together.
const (
	isTotal uint8 = iota
	isIncrement
	isCorrection
)

// measures are the measures of the kinds.
var measures = [...]string{isTotal: schema.Cumulative, isIncrement: schema.Daily, isCorrection: schema.Correction}

// A spot is a schema.Spot without pointers: where a mention stands.
type spot struct {
	track  int32 // number of its track, -1 none
	col    int32
	record int64
	line   int64
	start  int64
}

// A mention is one value that one document states for one day of one series, and
// where it does so first. It holds no pointers, so that it can be sorted on disk.
type mention struct {
	series    schema.SeriesID
	date      schema.Date
	value     int64
	kind      uint8
	rank      uint8
	qualifier uint8 // index in schema.Qualifiers
	outside   bool
	document  int32 // its number, from 1; 0 is no mention
	published schema.Date
	at        spot
}

// same reports whether two mentions say the same in the same document.
func (m *mention) same(o *mention) bool {
	return m.series == o.series && m.date == o.date && m.kind == o.kind && m.value == o.value &&
		m.rank == o.rank && m.qualifier == o.qualifier && m.document == o.document
}

// byCell orders mentions by series, day and kind, then so that equals meet, then
// by document. Nearly all are told apart by series and day.
func byCell(a, b *mention) int {
	switch {
	case a.series != b.series:
		return cmp.Compare(a.series, b.series)
	case a.date != b.date:
		return cmp.Compare(a.date, b.date)
	}
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.value, b.value), cmp.Compare(a.rank, b.rank),
		cmp.Compare(a.qualifier, b.qualifier), cmp.Compare(a.document, b.document), cmp.Compare(a.at.start, b.at.start))
}

// mentions gathers mentions, one of those that say the same, and gives them in
// order. Its memory is bounded.
type mentions struct {
	sorter sorter[mention]
	table  []mention // open addressing; document 0 is a free place
	used   int
}

// Sizes of the table.
const (
	firstTable = 1 << 12
	lastTable  = 1 << 16
)

func newMentions(dir string) *mentions {
	return &mentions{sorter: sorter[mention]{compare: byCell, dir: dir, limit: maxHeld}}
}

// add takes a mention.
func (t *mentions) add(m *mention) error {
	if t.used*4 >= len(t.table)*3 {
		if err := t.grow(); err != nil {
			return err
		}
	}
	i := t.find(m)
	if t.table[i].document > 0 {
		return nil
	}
	t.table[i] = *m
	t.used++
	return nil
}

// find is the place of a mention that says the same, or a free one.
func (t *mentions) find(m *mention) int {
	h := uint64(m.series)<<32 ^ uint64(uint32(m.date)) ^ uint64(m.value)*0x9E3779B97F4A7C15 ^ uint64(m.kind)<<56 ^ uint64(m.document)<<24
	h *= 0xFF51AFD7ED558CCD
	i := int(h>>33) & (len(t.table) - 1)
	for t.table[i].document > 0 && !t.table[i].same(m) {
		i = (i + 1) & (len(t.table) - 1)
	}
	return i
}

// grow doubles the table, or empties the largest into the sorter.
func (t *mentions) grow() error {
	if len(t.table) == lastTable {
		return t.flush()
	}
	old := t.table
	t.table = make([]mention, max(firstTable, 2*len(old)))
	for i := range old {
		if old[i].document > 0 {
			t.table[t.find(&old[i])] = old[i]
		}
	}
	return nil
}

// flush hands all mentions to the sorter.
func (t *mentions) flush() error {
	for i := range t.table {
		if t.table[i].document == 0 {
			continue
		}
		if err := t.sorter.add(&t.table[i]); err != nil {
			return err
		}
	}
	clear(t.table)
	t.used = 0
	return nil
}

// spotOf is a place without pointers.
func spotOf(f *schema.Figure, track int32) spot {
	s := spot{track: track, record: f.Record}
	if f.Line != nil {
		s.line = *f.Line
	}
	if f.Col != nil {
		s.col = *f.Col
	}
	if f.ByteStart != nil {
		s.start = *f.ByteStart
	}
	return s
}
