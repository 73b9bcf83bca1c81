package shape

import (
	"bytes"
	"strings"
	"toll/pipeline/lexicon"

	"toll/schema"
)

// readDay reads a report day as structured sources write it: YYYY-MM-DD with or
// without a time after it, Y-M-D, Y/M/D, and D.M.YYYY. Forms whose day and month
// cannot be told apart (01/02/2023) are not read.
func readDay(b []byte) (schema.Date, bool) {
	b = bytes.TrimSpace(b)
	if len(b) == 10 && b[4] == '-' {
		return schema.ParseISODate(b)
	}
	if len(b) > 10 && (b[10] == 'T' || b[10] == ' ') && b[4] == '-' {
		return schema.ParseISODate(b[:10])
	}
	n, sep, ok := parts(b)
	switch {
	case !ok:
		return 0, false
	case (sep == '/' || sep == '-') && n[0] > 31:
		return schema.NewDate(n[0], n[1], n[2])
	case sep == '.' && n[2] > 31:
		return schema.NewDate(n[2], n[1], n[0])
	}
	return 0, false
}

// parts splits three numbers between two equal separators.
func parts(b []byte) (n [3]int, sep byte, ok bool) {
	i, digits := 0, 0
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9':
			n[i] = n[i]*10 + int(c-'0')
			if digits++; digits > 4 {
				return n, sep, false
			}
		case (c == '.' || c == '/' || c == '-') && digits > 0 && i < 2 && (sep == 0 || sep == c):
			sep = c
			i++
			digits = 0
		default:
			return n, sep, false
		}
	}
	return n, sep, i == 2 && digits > 0
}

// readNumber reads a whole number.
func readNumber(b []byte) (int64, bool) {
	n, kind := lexicon.ReadNumber(b)
	return n, kind == lexicon.Whole
}

// looksNumeric reports whether a value is written with digits, and with nothing
// else but a sign and the marks that stand in and around numbers. Days are none.
func looksNumeric(b []byte) bool {
	if _, ok := readDay(b); ok {
		return false
	}
	digits := false
	for _, c := range string(b) {
		switch {
		case c >= '0' && c <= '9':
			digits = true
		case strings.ContainsRune("+-.,~%' \u00a0\u2009\u202f\u2019\u2212", c):
		case digits && (c == 'e' || c == 'E'):
		default:
			return false
		}
	}
	return digits
}
