package table

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"unicode/utf8"

	"toll/schema"
)

// A Check sums up one column. The same values in the same order have the same
// Check, in whatever format they are kept.
type Check struct {
	Column string
	Rows   int64
	Nulls  int64
	Sum    int64  // of numbers, and of days since 1970-01-01, modulo 2^64; of text, its length in bytes
	Hash   uint64 // of all values in order
}

// newChecks are the checks of no rows.
func newChecks(cols []schema.Column) []Check {
	checks := make([]Check, len(cols))
	for i := range cols {
		checks[i] = Check{Column: cols[i].Name, Hash: 14695981039346656037}
	}
	return checks
}

// What a word of the hash stands for, so that NULL, 0 and "" differ.
const (
	markNull uint64 = 1 + iota
	markNumber
	markText
)

func (c *Check) mix(word uint64) {
	c.Hash = bits.RotateLeft64(c.Hash^word, 29) * 1099511628211
}

func (c *Check) addNull() {
	c.Rows++
	c.Nulls++
	c.mix(markNull)
}

func (c *Check) addNumber(n int64) {
	c.Rows++
	c.Sum += n
	c.mix(markNumber)
	c.mix(uint64(n))
}

// addText adds a text to a check, eight bytes at a time.
func addText[S string | []byte](c *Check, text S) {
	c.Rows++
	c.Sum += int64(len(text))
	c.mix(markText)
	c.mix(uint64(len(text)))
	for len(text) >= 8 {
		c.mix(uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
			uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56)
		text = text[8:]
	}
	var last uint64
	for i := range len(text) {
		last |= uint64(text[i]) << (8 * i)
	}
	c.mix(last)
}

// differ says how the check of a file departs from the check of what was
// written, or is nil when it does not.
func (c Check) differ(want Check) error {
	switch {
	case c.Rows != want.Rows:
		return fmt.Errorf("column %s: holds %d rows, %d were written", c.Column, c.Rows, want.Rows)
	case c.Nulls != want.Nulls:
		return fmt.Errorf("column %s: holds %d nulls, %d were written", c.Column, c.Nulls, want.Nulls)
	case c.Sum != want.Sum:
		return fmt.Errorf("column %s: sums to %d, %d was written", c.Column, c.Sum, want.Sum)
	case c.Hash != want.Hash:
		return fmt.Errorf("column %s: holds other values, or in another order, than were written", c.Column)
	}
	return nil
}

// A ledger keeps the checks of the rows that pass and refuses rows that must
// not be published.
type ledger struct {
	cols   []schema.Column
	checks []Check
	order  order
	rows   int64
}

// enter adds a row to the checks.
func (l *ledger) enter(cells []cell) error {
	for i := range cells {
		if err := l.enterCell(i, &cells[i]); err != nil {
			return fmt.Errorf("column %s: %w", l.cols[i].Name, err)
		}
	}
	if err := l.order.follow(cells); err != nil {
		return err
	}
	l.rows++
	return nil
}

var (
	firstDay, _ = schema.NewDate(1, 1, 1)
	lastDay, _  = schema.NewDate(9999, 12, 31)
)

func (l *ledger) enterCell(i int, c *cell) error {
	check, typ := &l.checks[i], l.cols[i].Type
	switch {
	case c.null:
		check.addNull()
	case typ == schema.Text:
		if !utf8.ValidString(c.text) {
			return fmt.Errorf("%q is not valid UTF-8", c.text)
		}
		addText(check, c.text)
	default:
		if typ == schema.Day && (c.num < int64(firstDay) || c.num > int64(lastDay)) {
			return fmt.Errorf("day %d after 1970-01-01 is outside the years 1 to 9999", c.num)
		}
		check.addNumber(c.num)
	}
	return nil
}

// An order holds rows to the order of their key.
type order struct {
	columns []int    // columns of the key; none when any order will do
	nums    []int64  // numbers of the last key
	texts   [][]byte // texts of the last key: copies, for rows are lent
	begun   bool
}

// sortKey is the key by which the rows of a table must be sorted, or nil.
func sortKey(t schema.Table) []string {
	if !slices.Contains(inKeyOrder, t.Name) {
		return nil
	}
	return t.Key
}

func newOrder(t schema.Table) order {
	var o order
	for _, name := range sortKey(t) {
		o.columns = append(o.columns, slices.IndexFunc(t.Columns(), func(c schema.Column) bool { return c.Name == name }))
	}
	o.nums, o.texts = make([]int64, len(o.columns)), make([][]byte, len(o.columns))
	return o
}

// follow reports a row that does not come after the one before it.
func (o *order) follow(cells []cell) error {
	if len(o.columns) == 0 {
		return nil
	}
	if o.begun && o.compare(cells) <= 0 {
		return errors.New("its key does not come after that of the row before it")
	}
	o.begun = true
	for i, col := range o.columns {
		o.nums[i] = cells[col].num
		o.texts[i] = append(o.texts[i][:0], cells[col].text...)
	}
	return nil
}

// compare compares a row with the one before it.
func (o *order) compare(cells []cell) int {
	for i, col := range o.columns {
		if c := cmp.Compare(cells[col].num, o.nums[i]); c != 0 {
			return c
		}
		if c := bytes.Compare([]byte(cells[col].text), o.texts[i]); c != 0 {
			return c
		}
	}
	return 0
}
