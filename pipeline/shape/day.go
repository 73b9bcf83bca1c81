package shape

import "toll/schema"

// readDay reads a report day as structured sources write it: YYYY-MM-DD with or
// without a time after it, YYYY/MM/DD, and D.M.YYYY. Forms whose day and month
// cannot be told apart (01/02/2023) are not read.
func readDay(b []byte) (schema.Date, bool) {
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
	case sep == '/' && n[0] > 31:
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
		case (c == '.' || c == '/') && digits > 0 && i < 2 && (sep == 0 || sep == c):
			sep = c
			i++
			digits = 0
		default:
			return n, sep, false
		}
	}
	return n, sep, i == 2 && digits > 0
}

// readNumber reads a number written with digits and an optional sign, as a
// measure decision needs it; anything else is no number here.
func readNumber(b []byte) (int64, bool) {
	negative := len(b) > 1 && b[0] == '-'
	if negative || len(b) > 1 && b[0] == '+' {
		b = b[1:]
	}
	var n int64
	digits := 0
	for _, c := range b {
		if c == '.' && digits > 0 {
			break // a whole number written 4121.0
		}
		if c < '0' || c > '9' || digits == 18 {
			return 0, false
		}
		n = n*10 + int64(c-'0')
		digits++
	}
	if negative {
		n = -n
	}
	return n, digits > 0
}
