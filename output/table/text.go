package table

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"toll/schema"
)

const (
	sizingRows = 200 // rows that are looked at before the columns get their widths
	widestCell = 60  // what is longer is cut
)

// NewText is an Encoder that writes an aligned table to be looked at: chosen
// columns in the given order, all when none is named, numbers to the right.
// Widths are those of the first 200 rows; a value of more than 60 places is cut
// and ends in "…". Text cannot steer the terminal; see Visible.
func NewText[T any](w io.Writer, t schema.Table, columns ...string) (Encoder[T], error) {
	fill, err := structCells[T](t)
	if err != nil {
		return nil, err
	}
	e := &textEncoder[T]{w: bufio.NewWriter(w), fill: fill, cols: t.Columns()}
	e.cells = make([]cell, len(e.cols))
	if len(columns) == 0 {
		columns = names(e.cols)
	}
	for _, name := range columns {
		i := slices.IndexFunc(e.cols, func(c schema.Column) bool { return c.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("table %s has no column %q; it has %s", t.Name, name, strings.Join(names(e.cols), ", "))
		}
		e.chosen = append(e.chosen, i)
	}
	e.widths = make([]int, len(columns))
	e.held = [][]string{columns}
	return e, nil
}

func names(cols []schema.Column) []string {
	var list []string
	for _, c := range cols {
		list = append(list, c.Name)
	}
	return list
}

type textEncoder[T any] struct {
	w      *bufio.Writer
	fill   filler[T]
	cols   []schema.Column
	cells  []cell
	chosen []int      // columns to show
	widths []int      // of the shown columns, in places
	held   [][]string // header and first rows, until the widths are known; then nil
	line   []byte
}

func (e *textEncoder[T]) Write(rows []T) error {
	for i := range rows {
		if err := e.fill(&rows[i], e.cells); err != nil {
			return err
		}
		texts := make([]string, len(e.chosen))
		for j, col := range e.chosen {
			texts[j] = cut(Visible(e.cells[col].csv(e.cols[col].Type)))
		}
		if err := e.add(texts); err != nil {
			return err
		}
	}
	return nil
}

// add holds a row back, or writes it when the widths are known.
func (e *textEncoder[T]) add(texts []string) error {
	if e.held == nil {
		return e.show(texts)
	}
	e.held = append(e.held, texts)
	if len(e.held) <= sizingRows {
		return nil
	}
	return e.release()
}

// release fixes the widths and writes what was held back.
func (e *textEncoder[T]) release() error {
	held := e.held
	e.held = nil
	for _, texts := range held {
		for j, text := range texts {
			e.widths[j] = max(e.widths[j], width(text))
		}
	}
	for _, texts := range held {
		if err := e.show(texts); err != nil {
			return err
		}
	}
	return nil
}

// show writes one line, two spaces between the columns.
func (e *textEncoder[T]) show(texts []string) error {
	b := e.line[:0]
	for j, text := range texts {
		if j > 0 {
			b = append(b, "  "...)
		}
		space := strings.Repeat(" ", max(0, e.widths[j]-width(text)))
		switch e.cols[e.chosen[j]].Type {
		case schema.Int64, schema.Int32:
			b = append(append(b, space...), text...)
		default:
			b = append(append(b, text...), space...)
		}
	}
	e.line = append(bytes.TrimRight(b, " "), '\n')
	_, err := e.w.Write(e.line)
	return err
}

func (e *textEncoder[T]) Close() error {
	if e.held != nil {
		if err := e.release(); err != nil {
			return err
		}
	}
	return e.w.Flush()
}

// Visible is text with everything escaped that could steer a terminal, change
// the direction of writing or hide: control and format characters and line
// ends, as \u001b, and bytes that are not UTF-8, as \xff.
func Visible(s string) string {
	if strings.IndexFunc(s, steers) < 0 {
		return s
	}
	var b []byte
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case !steers(r):
			b = append(b, s[:size]...)
		case r == utf8.RuneError && size == 1:
			b = append(b, '\\', 'x', hexDigits[s[0]>>4], hexDigits[s[0]&15])
		case r > 0xffff:
			b = fmt.Appendf(b, `\U%08x`, r)
		default:
			b = appendEscape(b, r)
		}
		s = s[size:]
	}
	return string(b)
}

// steers reports characters that must not reach a terminal. U+FFFD is among
// them because a byte that is not UTF-8 is read as it.
func steers(r rune) bool {
	return r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// cut cuts a text to the widest cell.
func cut(s string) string {
	if width(s) <= widestCell {
		return s
	}
	places := 0
	for i, r := range s {
		if places += runeWidth(r); places > widestCell-1 {
			return s[:i] + "…"
		}
	}
	return s
}

// width is the number of places a text takes on a terminal.
func width(s string) int {
	places := 0
	for _, r := range s {
		places += runeWidth(r)
	}
	return places
}

// wide are the scripts whose characters take two places.
var wide = []*unicode.RangeTable{unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana}

func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.In(r, wide...), r >= 0x3000 && r <= 0x303f, r >= 0xff01 && r <= 0xff60, r >= 0x1f300 && r <= 0x1faff:
		return 2
	}
	return 1
}
