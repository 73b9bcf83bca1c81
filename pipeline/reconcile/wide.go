package reconcile

import (
	"strings"

	"toll/schema"
)

// A Widener turns the days of losses into rows of losses_wide.
type Widener struct {
	listed string // claimant whose list had two rows merged
	merged []*schema.Category
	place  map[string]int // of a category's total among the cells
	cells  int
	before map[[2]string][]int64 // last totals of the merged categories, by side and claimant; -1 none
}

// NewWidener is a widener. listed is the claimant whose list the windows of the
// category table are of: where two of its rows were merged into one, the days
// before get the sum.
func NewWidener(listed string) *Widener {
	w := &Widener{listed: listed, place: map[string]int{}, before: map[[2]string][]int64{}}
	table, _ := schema.TableNamed("losses_wide")
	for _, c := range table.Columns() {
		if c.Type != schema.Int64 {
			continue
		}
		if !strings.HasSuffix(c.Name, "_increment") {
			w.place[c.Name] = w.cells
		}
		w.cells++
	}
	list := schema.Categories()
	for i := range list {
		if len(list[i].MemberCodes()) > 0 && list[i].ValidFrom != nil {
			w.merged = append(w.merged, &list[i])
		}
	}
	return w
}

// Day makes the rows of one day: one for each side and claimant with a total.
func (w *Widener) Day(day []schema.Loss) []schema.WideRow {
	var rows []schema.WideRow
	for i := range day {
		l := &day[i]
		if l.Outcome != schema.ClassAll || l.Total == nil {
			continue
		}
		if n := len(rows) - 1; n < 0 || rows[n].Side != l.Side || rows[n].Claimant != l.Claimant {
			rows = append(rows, schema.WideRow{Date: l.Date, Side: l.Side, Claimant: l.Claimant, Cells: make([]*int64, w.cells)})
		}
		at, ok := w.place[l.Category]
		if !ok {
			continue
		}
		cells := rows[len(rows)-1].Cells
		cells[at], cells[at+1] = copied(l.Total), copied(l.Increment)
	}
	for i := range rows {
		if rows[i].Claimant == w.listed {
			w.derive(&rows[i])
		}
	}
	return rows
}

func copied(p *int64) *int64 {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// derive fills the merged categories before their first day with the sum of
// their parts, and the increment that leads over to it.
func (w *Widener) derive(row *schema.WideRow) {
	key := [2]string{row.Side, row.Claimant}
	last := w.before[key]
	if last == nil {
		last = make([]int64, len(w.merged))
		for i := range last {
			last[i] = -1
		}
		w.before[key] = last
	}
	var names []string
	for i, c := range w.merged {
		at := w.place[c.Code]
		if row.Cells[at] == nil && row.Date < *c.ValidFrom {
			if sum, ok := w.sum(row, c); ok {
				row.Cells[at] = &sum
				names = append(names, c.Code)
			}
		}
		if row.Cells[at] == nil {
			continue
		}
		total := *row.Cells[at]
		if row.Cells[at+1] == nil && last[i] >= 0 {
			difference := total - last[i]
			row.Cells[at+1] = &difference
			names = append(names, c.Code+"_increment")
		}
		last[i] = total
	}
	row.Derived = strings.Join(names, ";")
}

// sum adds the parts of a category; false when one is missing.
func (w *Widener) sum(row *schema.WideRow, c *schema.Category) (sum int64, ok bool) {
	for _, part := range c.MemberCodes() {
		v := row.Cells[w.place[part]]
		if v == nil {
			return 0, false
		}
		sum += *v
	}
	return sum, true
}
