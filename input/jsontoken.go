package input

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"toll/schema"
)

// space skips white space and counts the lines in it: a line can end nowhere
// else.
func (p *jsonReader) space() {
	buf, i := p.buf, p.pos
	for {
		switch buf[i] {
		case ' ':
			for i++; binary.LittleEndian.Uint64(buf[i:]) == every(' '); {
				i += 8
			}
		case '\n':
			p.newline(i)
			i++
		case '\r', '\t':
			i++
		case 0:
			p.pos = i
			if p.between {
				p.keep = i
			}
			if i < p.n {
				return
			}
			if _, ok := p.more(); !ok {
				return
			}
			buf, i = p.buf, p.pos
		default:
			p.pos = i
			return
		}
	}
}

// colon reads the colon after a key and the space around it.
func (p *jsonReader) colon() bool {
	if p.buf[p.pos] <= ' ' {
		p.space()
	}
	if p.buf[p.pos] != ':' {
		return p.unexpected(`":"`)
	}
	p.pos++
	if p.buf[p.pos] <= ' ' {
		p.space()
	}
	return true
}

// key reads a key of the object at a place, after the last key read. It expects
// the keys in the order they had before; nil means that there is no key.
func (p *jsonReader) key(q, last *place) *place {
	expected := q.first
	if last != nil {
		expected = last.next
	}
	i := p.pos + 1
	if expected != nil && expected.quoted != "" && p.buf[p.pos] == '"' {
		if end := i + len(expected.quoted); end <= p.n && string(p.buf[i:end]) == expected.quoted {
			p.pos = end
			p.colBase += expected.wide
			return expected
		}
	}
	found := p.otherKey(q)
	if last != nil {
		last.next = found
	} else {
		q.first = found
	}
	return found
}

// otherKey reads a key that is not the expected one.
func (p *jsonReader) otherKey(q *place) *place {
	if p.buf[p.pos] != '"' {
		p.unexpected("a key in quotes")
		return nil
	}
	s, ok := p.quoted()
	if !ok {
		return nil
	}
	child := p.placeNamed(q, s.value)
	if p.places > maxKeys {
		p.tooMany()
		return nil
	}
	return child
}

// A quotedText is a string that was just read.
type quotedText struct {
	value []byte
	spot  schema.Spot // without the quotes
}

// quoted reads a string. The value lies in the window, or in scratch when it
// holds escapes.
func (p *jsonReader) quoted() (quotedText, bool) {
	i, escaped, wide := p.pos+1, false, false
	for {
		i = special(p.buf, i, every('\\'))
		switch c := p.buf[i]; {
		case c == '"':
			return p.endQuoted(i, escaped, wide)
		case c >= utf8.RuneSelf:
			wide = true
			i = wideEnd(p.buf, i)
		case c == '\\' && i+1 < p.n:
			if p.buf[i+1] < ' ' {
				return quotedText{}, p.failAt(i, badEscape)
			}
			escaped = true
			i += 2
		case c != '\\' && i < p.n:
			return quotedText{}, p.failAt(i, fmt.Sprintf("control character %U in a string; write it as an escape", rune(c)))
		default:
			shift, ok := p.more()
			if !ok {
				return quotedText{}, p.cutOff(`a closing quote`)
			}
			i -= shift
		}
	}
}

// endQuoted checks the string that ends before the quote at end.
func (p *jsonReader) endQuoted(end int, escaped, wide bool) (quotedText, bool) {
	start := p.pos + 1
	raw := p.buf[start:end]
	s := quotedText{value: raw, spot: p.spot(start, end)}
	if wide {
		if bad := invalid(raw, true); bad >= 0 {
			return s, p.failUTF8(start, start+bad)
		}
	}
	if escaped {
		at := len(p.scratch)
		text, bad, why := unescape(p.scratch, raw)
		if bad >= 0 {
			return s, p.failAt(start+bad, why)
		}
		p.scratch = text
		s.value = text[at:]
	}
	if wide {
		p.colBase += continuations(raw)
	}
	p.pos = end + 1
	return s, true
}

// text reads a string as a field.
func (p *jsonReader) text(q *place, keyStart int64) bool {
	s, ok := p.quoted()
	if ok {
		f := p.field(q, keyStart)
		f.Kind, f.Value = schema.TextValue, s.value
		f.Spot.Line, f.Spot.Col, f.Spot.Start, f.Spot.End = s.spot.Line, s.spot.Col, s.spot.Start, s.spot.End
		f.QuoteEnd = s.spot.End + 1
	}
	return ok
}

// field adds a field for a value at a place. Record after record it finds the
// same key in the same slot, and leaves it there.
func (p *jsonReader) field(q *place, keyStart int64) *schema.Field {
	n := len(p.fields)
	if n == cap(p.fields) {
		p.fields = append(p.fields, schema.Field{})
	}
	p.fields = p.fields[:n+1]
	f := &p.fields[n]
	if f.Key != q.key || q.key == nil {
		f.Key = p.keyOf(q)
		f.Index = q.index
	}
	if f.Spot.Track != q.track || q.list != p.list.serial {
		f.Spot.Track = p.trackOf(q)
	}
	f.Spot.Record = p.list.number
	f.KeyStart = keyStart
	return f
}

// plain adds a field for the unquoted value of a given length at pos and steps
// over it.
func (p *jsonReader) plain(q *place, keyStart int64, kind schema.Kind, n int) bool {
	f := p.field(q, keyStart)
	start := p.at(p.pos)
	f.Kind, f.Value = kind, p.buf[p.pos:p.pos+n]
	f.Spot.Line, f.Spot.Col = p.line, int32(start-p.colBase)
	f.Spot.Start, f.Spot.End = start, start+int64(n)
	f.QuoteEnd = f.Spot.End
	p.pos += n
	return true
}

// number reads a number as a field.
func (p *jsonReader) number(q *place, keyStart int64) bool {
	for {
		end, bad := scanNumber(p.buf, p.pos)
		switch {
		case end < p.n && bad == "":
			return p.plain(q, keyStart, schema.NumberValue, end-p.pos)
		case end < p.n && p.buf[end] == 'I' && end == p.pos+1:
			return p.literal(q, keyStart)
		case end < p.n:
			end = p.wholeRune(end)
			return p.failAt(end, bad+", found "+p.found(end))
		}
		if shift, ok := p.more(); !ok {
			return p.endNumber(q, keyStart, end-shift, bad)
		}
	}
}

// endNumber reads a number that the document ends with.
func (p *jsonReader) endNumber(q *place, keyStart int64, end int, bad string) bool {
	if bad != "" || p.err != io.EOF {
		return p.cutOff("a digit")
	}
	return p.plain(q, keyStart, schema.NumberValue, end-p.pos)
}

// scanNumber is the end of the number at i, or the place and reason of what is
// wrong with it.
func scanNumber(buf []byte, i int) (end int, bad string) {
	if buf[i] == '-' {
		i++
	}
	switch {
	case buf[i] == '0':
		i++
		if isDigit(buf[i]) {
			return i, "a number cannot begin with 0: expected its end"
		}
	case isDigit(buf[i]):
		i = digits(buf, i)
	default:
		return i, "expected a digit"
	}
	if buf[i] == '.' {
		i++
		if !isDigit(buf[i]) {
			return i, "expected a digit after the point"
		}
		i = digits(buf, i)
	}
	if buf[i]|0x20 == 'e' {
		i++
		if buf[i] == '+' || buf[i] == '-' {
			i++
		}
		if !isDigit(buf[i]) {
			return i, "expected a digit of the exponent"
		}
		i = digits(buf, i)
	}
	return i, ""
}

func digits(buf []byte, i int) int {
	for isDigit(buf[i]) {
		i++
	}
	return i
}

func isDigit(c byte) bool { return c-'0' < 10 }

// literals are the words that JSON knows, and those that some programs write
// though it does not: they are faults, and count as null.
var literals = []struct {
	word string
	kind schema.Kind
	soft bool
}{
	{"null", schema.NullValue, false},
	{"true", schema.BoolValue, false},
	{"false", schema.BoolValue, false},
	{"NaN", schema.NullValue, true},
	{"Infinity", schema.NullValue, true},
	{"-Infinity", schema.NullValue, true},
}

// literal reads a word as a field.
func (p *jsonReader) literal(q *place, keyStart int64) bool {
	for p.n-p.pos <= len("-Infinity") {
		if _, ok := p.more(); !ok {
			break
		}
	}
	for _, l := range literals {
		if !bytes.HasPrefix(p.buf[p.pos:p.n], []byte(l.word)) {
			continue
		}
		n := len(l.word)
		if l.soft {
			spot := p.spot(p.pos, p.pos+n)
			spot.Track, spot.Record = p.trackOf(q), p.list.number
			if !p.fault(codeJSON, spot, []byte(l.word), l.word+" is not JSON; it is read as null, write null") {
				return false
			}
		}
		return p.plain(q, keyStart, l.kind, n)
	}
	return p.unexpected("a value")
}

// trailingComma notes a comma that nothing follows.
func (p *jsonReader) trailingComma(spot schema.Spot) bool {
	return p.fault(codeJSON, spot, []byte(","), "a comma before "+strconv.Quote(string(p.buf[p.pos]))+" is not JSON; remove it")
}

// fault notes what is wrong inside a record, and reading goes on, unless there
// is no end to it.
func (p *jsonReader) fault(code string, spot schema.Spot, raw []byte, message string) bool {
	if len(p.faults) == maxFaults {
		return p.fail(code, spot, fmt.Sprintf("%s; one record has more than %d such faults", message, maxFaults))
	}
	p.faults = append(p.faults, schema.Fault{Code: code, Message: message, Spot: spot, Raw: bytes.Clone(raw)})
	return true
}

// bytesOf are the bytes of a place, as far as they are still at hand, possibly
// cut.
func (p *jsonReader) bytesOf(spot schema.Spot) []byte {
	start := max(spot.Start, p.base)
	return p.buf[start-p.base : min(spot.End, start+rawLimit)-p.base]
}

// fail ends the document, or in NDJSON the line.
func (p *jsonReader) fail(code string, spot schema.Spot, message string) bool {
	f := &schema.Fault{Code: code, Message: message, Spot: spot, Raw: p.rest()}
	if p.stream && code == codeJSON {
		to := max(int(spot.End-p.base), p.keep) // what follows was not looked at
		f.Raw = f.Raw[:min(len(f.Raw), to-p.keep)]
		p.broken = f
		return false
	}
	return p.end(f)
}

// failAt fails at a byte of the string or number at hand.
func (p *jsonReader) failAt(i int, message string) bool {
	spot := p.spot(i, min(i+1, p.n))
	spot.Col -= int32(continuations(p.buf[p.pos:i]))
	return p.fail(codeJSON, spot, message)
}

// failUTF8 fails at a byte that is not UTF-8, in the string that begins at start.
func (p *jsonReader) failUTF8(start, i int) bool {
	spot := p.spot(i, i+1)
	spot.Col -= int32(continuations(p.buf[start:i]))
	i = p.wholeRune(i)
	return p.fail(codeJSON, spot, badByte(p.buf[i:p.n], p.at(i)))
}

// unexpected fails at pos, where something else had to be.
func (p *jsonReader) unexpected(wanted string) bool {
	if p.ended() {
		return p.cutOff(wanted)
	}
	p.wholeRune(p.pos)
	_, size := utf8.DecodeRune(p.buf[p.pos:p.n])
	return p.fail(codeJSON, p.spot(p.pos, p.pos+size), "expected "+wanted+", found "+p.found(p.pos))
}

// cutOff fails where the window ends: the document ends too early, the record is
// too long, or the system failed.
func (p *jsonReader) cutOff(wanted string) bool {
	switch p.err {
	case errTooLong:
		return p.tooLong()
	case io.EOF:
		spot := p.spot(p.n, p.n)
		spot.Col -= int32(continuations(p.buf[p.pos:p.n]))
		return p.fail(codeJSON, spot, "expected "+wanted+", found the end of the document; it is incomplete")
	}
	return p.end(p.err)
}

func (p *jsonReader) tooLong() bool {
	return p.fail(codeTooLong, p.spot(p.pos, p.pos), fmt.Sprintf("a record is longer than %d bytes; split it", p.max))
}

func (p *jsonReader) tooMany() bool {
	return p.fail(codeTooLong, p.spot(p.pos, p.pos), fmt.Sprintf("more than %d different keys; give records that share their keys", maxKeys))
}

// found describes what stands at i.
func (p *jsonReader) found(i int) string {
	if i >= p.n {
		return "the end of the document"
	}
	r, _ := utf8.DecodeRune(p.buf[i:p.n])
	switch {
	case r == '"':
		return "a string"
	case r == utf8.RuneError:
		return fmt.Sprintf("byte 0x%02X", p.buf[i])
	case strconv.IsPrint(r):
		return strconv.Quote(string(r))
	}
	return fmt.Sprintf("%U", r)
}

const badEscape = `this escape is not JSON; the backslash itself is written \\`

var shortEscapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unescape appends the text that the inside of a string means. bad is the index
// of an escape that means nothing, else -1.
func unescape(to, raw []byte) (text []byte, bad int, why string) {
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			n := bytes.IndexByte(raw[i:], '\\')
			if n < 0 {
				n = len(raw) - i
			}
			to = append(to, raw[i:i+n]...)
			i += n
			continue
		}
		if b := shortEscapes[raw[i+1]]; b != 0 {
			to = append(to, b)
			i += 2
			continue
		}
		r, size := unescapeRune(raw[i:])
		if size == 0 {
			return to, i, badEscape
		}
		if r == utf8.RuneError && size == len(`\uFFFF`) && !bytes.EqualFold(raw[i:i+size], []byte(`\ufffd`)) {
			return to, i, "half of a surrogate pair stands for no character"
		}
		to = utf8.AppendRune(to, r)
		i += size
	}
	return to, -1, ""
}

// unescapeRune reads \u and four hex digits, or the two of a surrogate pair.
func unescapeRune(raw []byte) (r rune, size int) {
	r, ok := hexEscape(raw)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if low, ok := hexEscape(raw[6:]); ok {
		if full := utf16.DecodeRune(r, low); full != utf8.RuneError {
			return full, 12
		}
	}
	return utf8.RuneError, 6
}

func hexEscape(raw []byte) (r rune, ok bool) {
	if len(raw) < 6 || raw[0] != '\\' || raw[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(raw[2:6]), 16, 16)
	return rune(n), err == nil
}
