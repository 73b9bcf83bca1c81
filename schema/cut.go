package schema

import "unicode/utf8"

// Cut shortens a text to at most so many bytes, at the beginning of a rune. Of
// bytes that are no text the last few may go too.
func Cut(b []byte, most int) []byte {
	if len(b) <= most {
		return b
	}
	n := most
	for n > most-utf8.UTFMax && n > 0 && !utf8.RuneStart(b[n]) {
		n--
	}
	return b[:n]
}
