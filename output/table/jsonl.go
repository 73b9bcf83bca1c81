package table

import (
	"bufio"
	"io"
	"strconv"
	"unicode/utf8"

	"toll/schema"
)

// NewJSONL is an Encoder that writes every row as a JSON object on a line of
// its own, with the columns as keys in their order. NULL columns are absent;
// days are "YYYY-MM-DD".
func NewJSONL[T any](w io.Writer, t schema.Table) (Encoder[T], error) {
	fill, err := structCells[T](t)
	if err != nil {
		return nil, err
	}
	e := &jsonlEncoder[T]{w: bufio.NewWriterSize(w, 64<<10), fill: fill}
	for _, c := range t.Columns() {
		key := append(appendJSON(nil, c.Name), ':')
		e.cols, e.keys = append(e.cols, c), append(e.keys, string(key))
	}
	e.cells = make([]cell, len(e.cols))
	return e, nil
}

type jsonlEncoder[T any] struct {
	w     *bufio.Writer
	fill  filler[T]
	cols  []schema.Column
	keys  []string // quoted, with the colon
	cells []cell
	line  []byte
}

func (e *jsonlEncoder[T]) Write(rows []T) error {
	for i := range rows {
		if err := e.fill(&rows[i], e.cells); err != nil {
			return err
		}
		e.line = e.append(e.line[:0])
		if _, err := e.w.Write(e.line); err != nil {
			return err
		}
	}
	return nil
}

func (e *jsonlEncoder[T]) Close() error { return e.w.Flush() }

// append appends the cells as one line.
func (e *jsonlEncoder[T]) append(b []byte) []byte {
	separator := byte('{')
	for i := range e.cells {
		if e.cells[i].null {
			continue
		}
		b = append(append(b, separator), e.keys[i]...)
		b = e.cells[i].appendJSON(b, e.cols[i].Type)
		separator = ','
	}
	if separator == '{' {
		b = append(b, '{')
	}
	return append(b, '}', '\n')
}

// appendJSON appends a value that is not null.
func (c *cell) appendJSON(b []byte, typ string) []byte {
	switch typ {
	case schema.Text:
		return appendJSON(b, c.text)
	case schema.Day:
		return append(schema.Date(c.num).AppendTo(append(b, '"')), '"')
	}
	return strconv.AppendInt(b, c.num, 10)
}

const hexDigits = "0123456789abcdef"

// appendJSON appends a JSON string. Control characters, those of the C1 range
// included, are escaped, so that a line can be shown on a terminal; everything
// else stands for itself, < and & too. Bytes that are not UTF-8 become U+FFFD.
func appendJSON(b []byte, s string) []byte {
	b = append(b, '"')
	begin := 0 // of what is not appended yet
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < 0x7f && c != '"' && c != '\\' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r > 0x9f && (r != utf8.RuneError || size > 1) {
			i += size
			continue
		}
		b = appendEscape(append(b, s[begin:i]...), r)
		i += size
		begin = i
	}
	return append(append(b, s[begin:]...), '"')
}

// appendEscape appends an escaped character of at most four hex digits.
func appendEscape(b []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(b, '\\', byte(r))
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	}
	return append(b, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
}
