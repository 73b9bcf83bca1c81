package input

import (
	"fmt"
	"io"
	"unicode/utf8"

	"toll/schema"
)

// row scans the next row into fields that have no keys yet. It returns the place
// of the row without its line end, and false when there is none: the table has
// ended, or the caller has been given the error.
func (p *csvReader) row() (schema.Spot, bool) {
	p.skipBlank()
	if p.pos >= p.n {
		if p.err != io.EOF {
			p.cutOff()
		}
		return schema.Spot{}, false
	}
	p.turned = p.turn
	p.fields = p.fields[:0]
	p.start = p.spot(p.pos, p.pos)
	spot := p.start
	spot.Track, spot.Record = &p.track, p.record.Number
	for {
		if !p.cell() {
			return spot, false
		}
		if p.pos == p.n || p.buf[p.pos] != p.comma {
			spot.End = p.at(p.pos)
			p.endRow()
			return spot, true
		}
		if len(p.fields) == maxKeys {
			return spot, p.fail(codeTooLong, p.spot(p.pos, p.pos+1), fmt.Sprintf("a row has more than %d cells; is this a table?", maxKeys))
		}
		p.pos++
	}
}

// skipBlank skips blank lines, where no row is open.
func (p *csvReader) skipBlank() {
	for {
		p.keep = p.pos
		switch c := p.buf[p.pos]; {
		case c == '\n':
			p.newline(p.pos)
			p.pos++
		case c == '\r' && p.lineFeedAfter(p.pos):
			p.pos++
		case p.pos < p.n:
			return
		default:
			if _, ok := p.more(); !ok {
				return
			}
		}
	}
}

// lineFeedAfter reports whether the carriage return at i ends a line or the
// document.
func (p *csvReader) lineFeedAfter(i int) bool {
	if i+1 < p.n {
		return p.buf[i+1] == '\n'
	}
	shift, ok := p.more()
	return !ok && p.err == io.EOF || ok && p.buf[i-shift+1] == '\n'
}

// endRow steps over the end of the line.
func (p *csvReader) endRow() {
	if p.pos < p.n && p.buf[p.pos] == '\r' {
		p.pos++
	}
	if p.pos < p.n {
		p.newline(p.pos)
		p.pos++
	}
}

// cell scans one cell, up to the delimiter or line end after it.
func (p *csvReader) cell() bool {
	if p.pos == p.n {
		p.more()
	}
	if p.buf[p.pos] == '"' {
		return p.quotedCell()
	}
	i, wide := p.pos, false
	for {
		i = special(p.buf, i, every(p.comma))
		switch c := p.buf[i]; {
		case c == p.comma, c == '\n':
			return p.endCell(i, wide)
		case c >= utf8.RuneSelf:
			wide = true
			i = wideEnd(p.buf, i)
		case c == '"':
			return p.failAt(i, codeCSV, `a quote inside a cell that does not begin with one; put the cell in quotes and double the quote`)
		case c != 0 && c != '\r':
			i++
		default:
			next, done, ok := p.rareByte(i)
			if !ok {
				return false
			}
			if i = next; done {
				return p.endCell(i, wide)
			}
		}
	}
}

// rareByte sees to a carriage return or the end of the window in a cell.
func (p *csvReader) rareByte(i int) (at int, done, ok bool) {
	if i < p.n && p.buf[i] == 0 {
		return i, false, p.failAt(i, codeUnreadable, "a NUL byte in a cell; this is no text")
	}
	before := p.base
	if i < p.n {
		ends := p.lineFeedAfter(i)
		if i -= int(p.base - before); !ends {
			return i, false, p.failAt(i, codeCSV, "a carriage return without a line feed; end lines with a line feed")
		}
		return i, true, true
	}
	shift, more := p.more()
	if !more && p.err != io.EOF {
		p.cutOff()
		return i, false, false
	}
	return i - shift, !more, true
}

// endCell adds the unquoted cell that ends before the byte at end.
func (p *csvReader) endCell(end int, wide bool) bool {
	raw := p.buf[p.pos:end]
	if wide {
		if bad := invalid(raw, true); bad >= 0 {
			i := p.wholeRune(p.pos + bad)
			return p.failAt(i, codeUnreadable, badByte(p.buf[i:p.n], p.at(i)))
		}
	}
	start := p.at(p.pos)
	p.field(raw, p.line, start-p.colBase, start, p.at(end)).QuoteEnd = p.at(end)
	if wide {
		p.colBase += continuations(raw)
	}
	p.pos = end
	return true
}

// field adds a field without a key.
func (p *csvReader) field(value []byte, line, col, start, end int64) *schema.Field {
	n := len(p.fields)
	if n == cap(p.fields) {
		p.fields = append(p.fields, schema.Field{})
	}
	p.fields = p.fields[:n+1]
	f := &p.fields[n]
	f.Kind = schema.TextValue
	if len(value) == 0 {
		f.Kind = schema.NullValue
	}
	f.Value = value
	f.Spot.Line, f.Spot.Col, f.Spot.Start, f.Spot.End = line, int32(col), start, end
	f.KeyStart = -1
	return f
}

// quotedCell scans a cell in quotes. Line ends in it are part of it.
func (p *csvReader) quotedCell() bool {
	open := p.spot(p.pos, p.pos+1)
	inside := p.spot(p.pos+1, p.pos+1)
	i, doubled := p.pos+1, false
	for {
		i = special(p.buf, i, every('"'))
		switch c := p.buf[i]; {
		case c == '"':
			if i+1 >= p.n {
				shift, _ := p.more()
				i -= shift
			}
			if i+1 >= p.n || p.buf[i+1] != '"' {
				return p.endQuotedCell(inside, i, doubled)
			}
			doubled = true
			i += 2
		case c >= utf8.RuneSelf:
			i = p.wideRun(i)
			if i < 0 {
				return false
			}
		case c != 0:
			if c == '\n' {
				p.newline(i)
			}
			i++
		case i < p.n:
			return p.failAt(i, codeUnreadable, "a NUL byte in a cell; this is no text")
		default:
			shift, ok := p.more()
			if i -= shift; !ok {
				return p.unclosed(open)
			}
		}
	}
}

// wideRun steps over characters that are not ASCII; -1 when they are not UTF-8.
func (p *csvReader) wideRun(i int) int {
	for p.buf[i] >= utf8.RuneSelf {
		i = p.wholeRune(i)
		r, size := utf8.DecodeRune(p.buf[i:p.n])
		if r == utf8.RuneError && size == 1 {
			p.fail(codeUnreadable, p.spot(i, i+1), badByte(p.buf[i:p.n], p.at(i)))
			return -1
		}
		p.colBase += int64(size - 1)
		i += size
	}
	return i
}

// endQuotedCell adds the cell whose closing quote is at i.
func (p *csvReader) endQuotedCell(spot schema.Spot, i int, doubled bool) bool {
	switch c := p.buf[i+1]; {
	case c == p.comma, c == '\n', i+1 >= p.n && p.err == io.EOF:
	case i+1 >= p.n:
		return p.cutOff()
	case c == '\r' && p.crlf(&i):
	default:
		return p.fail(codeCSV, p.spot(i+1, i+2), `something stands after a closing quote; a quote inside a cell is doubled`)
	}
	value := p.buf[spot.Start-p.base : i]
	if doubled {
		at := len(p.scratch)
		p.scratch = halveQuotes(p.scratch, value)
		value = p.scratch[at:]
	}
	p.field(value, spot.Line, int64(spot.Col), spot.Start, p.at(i)).QuoteEnd = p.at(i + 1)
	p.pos = i + 1
	return true
}

// crlf reports whether the carriage return after the quote at i ends a line.
func (p *csvReader) crlf(i *int) bool {
	before := p.base
	ends := p.lineFeedAfter(*i + 1)
	*i -= int(p.base - before)
	return ends
}

// halveQuotes appends a quoted text with every doubled quote as one.
func halveQuotes(to, raw []byte) []byte {
	for i := 0; i < len(raw); i++ {
		to = append(to, raw[i])
		if raw[i] == '"' {
			i++
		}
	}
	return to
}

// unclosed fails at the quote that opens a cell and is not closed.
func (p *csvReader) unclosed(open schema.Spot) bool {
	if p.err != io.EOF {
		return p.cutOff()
	}
	return p.fail(codeCSV, open, "this quote is not closed before the document ends; close it, or double it inside a cell")
}

// failAt fails at a byte of the cell at hand.
func (p *csvReader) failAt(i int, code, message string) bool {
	spot := p.spot(i, i+1)
	if i > p.pos && p.buf[p.pos] != '"' {
		spot.Col -= int32(continuations(p.buf[p.pos:i]))
	}
	return p.fail(code, spot, message)
}

// cutOff fails where the window ends: the row is too long, or the system failed.
func (p *csvReader) cutOff() bool {
	if p.err == errTooLong {
		return p.tooLong()
	}
	p.yield(nil, p.err)
	return false
}

func (p *csvReader) tooLong() bool {
	return p.fail(codeTooLong, p.start, fmt.Sprintf("this row is longer than %d bytes; is a quote not closed?", p.max))
}

// fail ends the table.
func (p *csvReader) fail(code string, spot schema.Spot, message string) bool {
	p.yield(nil, &schema.Fault{Code: code, Message: message, Spot: spot, Raw: p.rest()})
	return false
}
