package reconcile

import (
	"cmp"
	"iter"
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

// maxCell is how many mentions of one day of one series are compared. More would
// be no list but an attack; all of them are in figures.
const maxCell = 1 << 16

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
		if n := len(cell) - 1; n >= 0 && cell[n].same(m) || len(cell) == maxCell {
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
	list      []mention // of the cell at hand
	choices   []choice  // of one kind of it
}

// cell makes the row of one day of one series.
func (s *serial) cell(list []mention) error {
	if list[0].series != s.series {
		s.series, s.met = list[0].series, false
	}
	s.list = list
	w := &s.rowOfCell
	*w = row{date: list[0].date, series: s.series, order: s.order[s.series], documents: documents(list)}
	for _, part := range []struct {
		kind uint8
		fill func(*row, []choice) error
	}{{isCorrection, s.correction}, {isIncrement, s.stated}, {isTotal, s.total}} {
		s.choices = gather(s.choices, list, part.kind)
		if len(s.choices) == 0 {
			continue
		}
		if err := part.fill(w, s.choices); err != nil {
			return err
		}
	}
	if w.has == hasCorrection && w.correction == 0 {
		return nil // says that nothing changed in a series that says nothing
	}
	return s.rows.add(w)
}

func (s *serial) correction(w *row, list []choice) error {
	rule := choose(list, nil)
	w.has |= hasCorrection
	w.correction, w.at = list[0].value, list[0].at
	return s.report(w, isCorrection, rule, list)
}

func (s *serial) stated(w *row, list []choice) error {
	rule := choose(list, nil)
	w.has |= hasStated
	w.stated, w.statedAt, w.at = list[0].value, list[0].at, list[0].at
	w.qualifier = list[0].qualifier
	return s.report(w, isIncrement, rule, list)
}

func (s *serial) total(w *row, list []choice) error {
	w.flags = choose(list, s.expected(w))
	if err := s.report(w, isTotal, w.flags, list); err != nil {
		return err
	}
	c := &list[0]
	w.has |= hasTotal
	w.total, w.at, w.qualifier = c.value, c.at, c.qualifier
	w.values = int32(len(list))
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

// documents counts the documents of mentions.
func documents(list []mention) int32 {
	numbers := make([]int32, 0, 8)
	for i := range list {
		if d := list[i].document; len(numbers) == 0 || numbers[len(numbers)-1] != d {
			numbers = append(numbers, d)
		}
	}
	if len(numbers) == 1 {
		return 1
	}
	slices.Sort(numbers)
	return int32(len(slices.Compact(numbers)))
}

// maxSaid is how many of the values that differ are named.
const maxSaid = 8

// report hands over a cell for which values differ.
func (s *serial) report(w *row, kind uint8, rule schema.SeriesFlag, list []choice) error {
	if len(list) < 2 {
		return nil
	}
	c := &schema.Conflict{Date: w.date, Series: w.series, Measure: measures[kind], Rule: rule, Within: s.within(kind)}
	for i := range list[:min(len(list), maxSaid)] {
		c.Said = append(c.Said, schema.Said{Value: list[i].value, Documents: list[i].documents, At: s.r.place(&list[i].at)})
	}
	c.More = len(list) - len(c.Said)
	return s.conflict(c)
}

// within reports whether one document states two values of a kind for the cell
// at hand.
func (s *serial) within(kind uint8) bool {
	value := map[int32]int64{} // by document
	for i := range s.list {
		m := &s.list[i]
		if m.kind != kind {
			continue
		}
		if v, ok := value[m.document]; ok && v != m.value {
			return true
		}
		value[m.document] = m.value
	}
	return false
}
