package lexicon

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold brings words to the form in which they are compared: NFKC, lower case,
// one kind of apostrophe, dash and space, camelCase and snake_case as separate
// words, without default-ignorable characters. Words that read alike fold alike.
func Fold(s string) string {
	var b strings.Builder
	space, before := false, rune(0)
	runes := []rune(norm.NFKC.String(s))
	for i, r := range runes {
		switch {
		case ignorable(r):
			continue
		case unicode.IsSpace(r) || r == '_' || dash(r):
			space = true
			before = r
			continue
		case apostrophe(r):
			r = '\''
		case unicode.IsUpper(r) && startsWord(before, runes[i+1:]):
			space = true
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		before = r
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// startsWord reports whether an upper-case letter begins a word of camelCase:
// after a lower-case letter, or at the end of a run of capitals.
func startsWord(before rune, rest []rune) bool {
	if unicode.IsLower(before) {
		// A lone capital after lower case at the end belongs to an abbreviation
		// with mixed case (БпЛА): such runs stay together.
		return len(rest) == 0 || unicode.IsLower(rest[0])
	}
	return false
}

func ignorable(r rune) bool {
	switch {
	case r == 0x00AD, r == 0x034F, r == 0x061C, r == 0xFEFF:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r >= 0xFE00 && r <= 0xFE0F:
		return true
	}
	return false
}

func apostrophe(r rune) bool {
	return r == '\'' || r == 0x2019 || r == 0x2018 || r == 0x02BC || r == 0x02B9
}

func dash(r rune) bool {
	return r == '-' || r >= 0x2010 && r <= 0x2015 || r == 0x2212
}
