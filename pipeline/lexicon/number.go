package lexicon

import "bytes"

// A Reading is what a value says as a number.
type Reading uint8

// Readings.
const (
	Blank     Reading = iota // nothing, or a word for "no value"
	Whole                    // a whole number
	Malformed                // something else
)

// blanks are the words for "no value" that tables and scripts leave behind.
var blanks = [][]byte{[]byte("nan"), []byte("null"), []byte("none"), []byte("n/a"), []byte("na"), []byte("-"), []byte("—"), []byte("–")}

// ReadNumber reads a whole number written with digits, an optional sign, a
// fraction of zeros (4121.0) or groups of three with one kind of separator
// (1,234,567 or 1 234 567). Anything else is malformed: nothing is repaired.
func ReadNumber(b []byte) (int64, Reading) {
	b = bytes.TrimSpace(b)
	if n, ok := plain(b); ok {
		if thousands(b) {
			return 0, Malformed // 11.000 is eleven here and eleven thousand elsewhere
		}
		return n, Whole
	}
	if len(b) == 0 {
		return 0, Blank
	}
	for _, w := range blanks {
		if bytes.EqualFold(b, w) {
			return 0, Blank
		}
	}
	sign, digits := b[:0], b
	if b[0] == '-' || b[0] == '+' {
		sign, digits = b[:1], b[1:]
	}
	joined, ok := ungroup(digits)
	if !ok {
		return 0, Malformed
	}
	n, ok := plain(append(append([]byte(nil), sign...), joined...))
	if !ok {
		return 0, Malformed
	}
	return n, Whole
}

// thousands reports whether a number with a fraction of zeros may be meant as
// groups of three: 11.000.
func thousands(b []byte) bool {
	i := bytes.IndexByte(b, '.')
	return i > 0 && len(bytes.TrimLeft(b[:i], "+-")) <= 3 && len(b)-i-1 == 3
}

// plain reads digits with an optional sign and a fraction of zeros.
func plain(b []byte) (int64, bool) {
	negative := false
	if len(b) > 1 && (b[0] == '-' || b[0] == '+') {
		negative = b[0] == '-'
		b = b[1:]
	}
	var n int64
	i := 0
	for ; i < len(b) && b[i] >= '0' && b[i] <= '9'; i++ {
		d := int64(b[i] - '0')
		if n > (1<<63-1-d)/10 {
			return 0, false
		}
		n = n*10 + d
	}
	if i == 0 || i > 1 && b[0] == '0' {
		return 0, false
	}
	if i < len(b) {
		if b[i] != '.' || i+1 == len(b) || len(bytes.Trim(b[i+1:], "0")) > 0 {
			return 0, false
		}
	}
	if negative {
		n = -n
	}
	return n, true
}

// separators are the marks between groups of three digits: comma, space,
// apostrophe, no-break space, thin and narrow no-break space.
var separators = [][]byte{[]byte(","), []byte(" "), []byte("'"), []byte("\u00a0"), []byte("\u2009"), []byte("\u202f"), []byte("\u2019")}

// ungroup takes the separators out of a number whose groups are one to three
// digits and then always three.
func ungroup(b []byte) ([]byte, bool) {
	for _, sep := range separators {
		if !bytes.Contains(b, sep) {
			continue
		}
		groups := bytes.Split(b, sep)
		for i, g := range groups {
			if len(g) != 3 && (i > 0 || len(g) == 0 || len(g) > 3) {
				return nil, false
			}
		}
		return bytes.Join(groups, nil), true
	}
	return nil, false
}
