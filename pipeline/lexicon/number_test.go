package lexicon

import (
	"bytes"
	"strconv"
	"testing"
)

func TestReadNumber(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "198": 198, "4121.0": 4121, "4121.000": 4121, "1,234,567": 1234567, "1 234 567": 1234567, "12'345": 12345, "12\u00a0345": 12345,
		"12\u202f345": 12345, "-5": -5, "+5": 5, "-1,234": -1234, " 7 ": 7, "9223372036854775807": 1<<63 - 1,
	} {
		if n, kind := ReadNumber([]byte(text)); kind != Whole || n != want {
			t.Errorf("ReadNumber(%q) = %d, %d; want %d", text, n, kind, want)
		}
	}
	for _, text := range []string{"", " ", "NaN", "null", "None", "n/a", "-", "—"} {
		if n, kind := ReadNumber([]byte(text)); kind != Blank {
			t.Errorf("ReadNumber(%q) = %d, %d; want a blank", text, n, kind)
		}
	}
	for _, text := range []string{"11.9783", "5 0001", "1e3", "true", "0123", "1.", ".5", "1,23", "1,2345", "1234,567", ",123", "1,,234", "--5", "+-5",
		"9223372036854775808", "12 345,678", "11.000", "1.234.567", "5394.5", "~300", "T-72", "1,234 567", "1,234.0"} {
		if n, kind := ReadNumber([]byte(text)); kind != Malformed {
			t.Errorf("ReadNumber(%q) = %d, %d; want bad", text, n, kind)
		}
	}
}

// FuzzReadNumber: a number that is read has just the digits that are written,
// less a fraction of zeros, and is read again as itself.
func FuzzReadNumber(f *testing.F) {
	for _, s := range []string{"198", "4121.0", "1,234,567", "5 0001", "-5", "NaN", "11.000"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		before := bytes.Clone(b)
		n, kind := ReadNumber(b)
		if !bytes.Equal(before, b) {
			t.Fatalf("ReadNumber changed %q into %q", before, b)
		}
		if kind != Whole {
			if n != 0 {
				t.Errorf("ReadNumber(%q) gives %d without reading a number", b, n)
			}
			return
		}
		whole, _, _ := bytes.Cut(b, []byte("."))
		digits := bytes.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, whole)
		text := strconv.FormatInt(n, 10)
		if got := string(bytes.TrimPrefix([]byte(text), []byte("-"))); got != string(digits) {
			t.Errorf("ReadNumber(%q) = %s", b, text)
		}
		if again, kind := ReadNumber([]byte(text)); kind != Whole || again != n {
			t.Errorf("%s is read as %d", text, again)
		}
	})
}
