package reconcile

import (
	"cmp"
	"iter"
	"math/bits"
	"slices"
	"strings"

	"toll/schema"
)

// What a row holds.
const (
	hasTotal uint8 = 1 << iota
	hasIncrement
	hasStated
	hasCorrection
)

// A row is a row of losses without pointers.
type row struct {
	date                                 schema.Date
	order                                int32 // of the series by name
	series                               schema.SeriesID
	has                                  uint8
	qualifier                            uint8
	flags                                schema.SeriesFlag
	days                                 int32
	documents                            int32
	values                               int32
	total, increment, stated, correction int64
	sources                              uint64
	at, statedAt                         spot
}

func byDay(a, b *row) int {
	if a.date != b.date {
		return cmp.Compare(a.date, b.date)
	}
	return cmp.Compare(a.order, b.order)
}

// Days gives the rows of losses day by day, in the order of the table. conflict
// is called with every cell for which values differ, series by series, before
// the first day. Days are lent. An error comes last.
func (r *Reconciler) Days(conflict func(*schema.Conflict) error) iter.Seq2[[]schema.Loss, error] {
	return func(yield func([]schema.Loss, error) bool) {
		rows := &sorter[row]{compare: byDay, dir: r.o.TempDir, limit: maxHeld}
		defer rows.close()
		if err := r.cells(rows, conflict); err != nil {
			yield(nil, err)
			return
		}
		b := &builder{r: r, flags: map[schema.SeriesFlag]string{}}
		for w, err := range rows.all() {
			if err != nil {
				yield(nil, err)
				return
			}
			if b.n > 0 && b.slots[0].loss.Date != w.date {
				if !yield(b.take(), nil) {
					return
				}
			}
			b.add(w)
		}
		if b.n > 0 {
			yield(b.take(), nil)
		}
	}
}

// cells puts the rows together, series by series.
func (r *Reconciler) cells(rows *sorter[row], conflict func(*schema.Conflict) error) error {
	if err := r.mentions.flush(); err != nil {
		return err
	}
	s := &serial{r: r, rows: rows, conflict: conflict, order: order(r.o.Series), series: -1}
	var cell []mention
	for m, err := range r.mentions.sorter.all() {
		if err != nil {
			return err
		}
		if len(cell) > 0 && (cell[0].series != m.series || cell[0].date != m.date) {
			if err := s.cell(cell); err != nil {
				return err
			}
			cell = cell[:0]
		}
		// The sorter gives equals one after the other: those of several runs meet here.
		if n := len(cell) - 1; n >= 0 && cell[n].same(m) {
			cell[n].join(m)
			continue
		}
		cell = append(cell, *m)
	}
	if len(cell) == 0 {
		return nil
	}
	return s.cell(cell)
}

// order is the place of every series in the order of the table.
func order(set *schema.SeriesSet) []int32 {
	ids := make([]schema.SeriesID, set.Len())
	for i := range ids {
		ids[i] = schema.SeriesID(i)
	}
	slices.SortFunc(ids, func(a, b schema.SeriesID) int {
		x, y := set.At(a), set.At(b)
		return cmp.Or(strings.Compare(x.Side, y.Side), strings.Compare(x.Claimant, y.Claimant),
			strings.Compare(x.Category, y.Category), strings.Compare(x.Outcome, y.Outcome))
	})
	places := make([]int32, len(ids))
	for i, id := range ids {
		places[id] = int32(i)
	}
	return places
}

// A serial goes through one series after the other, day by day.
type serial struct {
	r        *Reconciler
	rows     *sorter[row]
	conflict func(*schema.Conflict) error
	order    []int32

	series    schema.SeriesID
	met       bool // a total was met
	last      int64
	lastDay   schema.Date
	rowOfCell row
}

// cell makes the row of one day of one series.
func (s *serial) cell(list []mention) error {
	if list[0].series != s.series {
		s.series, s.met = list[0].series, false
	}
	w := &s.rowOfCell
	*w = row{date: list[0].date, series: s.series, order: s.order[s.series], values: 0}
	if err := s.correction(w, gather(list, isCorrection)); err != nil {
		return err
	}
	if err := s.stated(w, gather(list, isIncrement)); err != nil {
		return err
	}
	if err := s.total(w, gather(list, isTotal)); err != nil {
		return err
	}
	if w.has == hasCorrection && w.correction == 0 {
		return nil // says that nothing changed in a series that says nothing
	}
	return s.rows.add(w)
}

func (s *serial) correction(w *row, list []choice) error {
	if len(list) == 0 {
		return nil
	}
	rule := choose(list, nil)
	w.has |= hasCorrection
	w.correction, w.at = list[0].value, list[0].at
	w.count(list)
	return s.report(w, schema.Correction, rule, list)
}

func (s *serial) stated(w *row, list []choice) error {
	if len(list) == 0 {
		return nil
	}
	rule := choose(list, nil)
	w.has |= hasStated
	w.stated, w.statedAt, w.at = list[0].value, list[0].at, list[0].at
	w.qualifier = list[0].qualifier
	w.count(list)
	return s.report(w, schema.Daily, rule, list)
}

func (s *serial) total(w *row, list []choice) error {
	if len(list) == 0 {
		return nil
	}
	w.flags = choose(list, s.expected(w))
	if err := s.report(w, schema.Cumulative, w.flags, list); err != nil {
		return err
	}
	c := &list[0]
	w.has |= hasTotal
	w.total, w.at, w.qualifier = c.value, c.at, c.qualifier
	w.values = int32(len(list))
	w.count(list)
	if c.outside {
		w.flags |= schema.SeriesOutsideWindow
	}
	s.difference(w)
	s.met, s.last, s.lastDay = true, w.total, w.date
	return nil
}

// expected is the previous total plus the stated increment, when both are there.
func (s *serial) expected(w *row) *int64 {
	if !s.met || w.has&hasStated == 0 || w.date != s.lastDay+1 {
		return nil
	}
	v := s.last + w.stated
	return &v
}

func (s *serial) difference(w *row) {
	if !s.met {
		w.flags |= schema.FirstValue
		return
	}
	w.has |= hasIncrement
	w.increment = w.total - s.last
	w.days = int32(w.date - s.lastDay)
	if w.days > 1 {
		w.flags |= schema.AfterGap
	}
	if w.increment < 0 {
		w.flags |= schema.Falls
	}
}

// count counts the documents that say any of these. Of more than 64 documents,
// one that says two different values of one kind counts twice.
func (w *row) count(list []choice) {
	var n int32
	many := false
	for i := range list {
		n += list[i].documents
		w.sources |= list[i].sources
		many = many || list[i].last >= 64
	}
	if !many {
		n = int32(bits.OnesCount64(w.sources))
	}
	w.documents = max(w.documents, n)
}

// report hands over a cell for which values differ.
func (s *serial) report(w *row, measure string, rule schema.SeriesFlag, list []choice) error {
	if len(list) < 2 {
		return nil
	}
	c := &schema.Conflict{Date: w.date, Series: w.series, Measure: measure, Rule: rule}
	for i := range list {
		c.Said = append(c.Said, schema.Said{Value: list[i].value, Documents: list[i].documents, At: s.r.place(&list[i].at)})
		for j := range i {
			c.Within = c.Within || list[i].first <= list[j].last && list[j].first <= list[i].last
		}
	}
	return s.conflict(c)
}
