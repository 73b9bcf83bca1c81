package normalize

import (
	"bytes"
	"strconv"
	"testing"

	"toll/schema"
)

func TestReadValue(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "198": 198, "4121.0": 4121, "4121.000": 4121, "1,234,567": 1234567, "1 234 567": 1234567, "12'345": 12345, "12\u00a0345": 12345,
		"12\u202f345": 12345, "-5": -5, "+5": 5, "-1,234": -1234, " 7 ": 7, "9223372036854775807": 1<<63 - 1,
	} {
		if n, kind := readValue([]byte(text)); kind != number || n != want {
			t.Errorf("readValue(%q) = %d, %d; want %d", text, n, kind, want)
		}
	}
	for _, text := range []string{"", " ", "NaN", "null", "None", "n/a", "-", "—"} {
		if n, kind := readValue([]byte(text)); kind != blank {
			t.Errorf("readValue(%q) = %d, %d; want a blank", text, n, kind)
		}
	}
	for _, text := range []string{"11.9783", "5 0001", "1e3", "true", "0123", "1.", ".5", "1,23", "1,2345", "1234,567", ",123", "1,,234", "--5", "+-5",
		"9223372036854775808", "12 345,678", "11.000", "1.234.567", "5394.5", "~300", "T-72", "1,234 567", "1,234.0"} {
		if n, kind := readValue([]byte(text)); kind != bad {
			t.Errorf("readValue(%q) = %d, %d; want bad", text, n, kind)
		}
	}
}

// FuzzReadValue: a number that is read has just the digits that are written,
// less a fraction of zeros, and is read again as itself.
func FuzzReadValue(f *testing.F) {
	for _, s := range []string{"198", "4121.0", "1,234,567", "5 0001", "-5", "NaN", "11.000"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		before := bytes.Clone(b)
		n, kind := readValue(b)
		if !bytes.Equal(before, b) {
			t.Fatalf("readValue changed %q into %q", before, b)
		}
		if kind != number {
			if n != 0 {
				t.Errorf("readValue(%q) gives %d without reading a number", b, n)
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
			t.Errorf("readValue(%q) = %s", b, text)
		}
		if again, kind := readValue([]byte(text)); kind != number || again != n {
			t.Errorf("%s is read as %d", text, again)
		}
	})
}

func TestRepeats(t *testing.T) {
	var r repeats
	for i, c := range []struct {
		day   int32
		value int64
		want  bool
	}{{100, 5, false}, {100, 5, true}, {100, 6, false}, {90, 5, false}, {90, 5, true}, {100, 6, true}, {200_000, 1, false}, {200_000, 1, false}, {-200_000, 1, false}, {101, 6, false}, {101, 6, true}} {
		if got := r.add(schema.Date(c.day), c.value); got != c.want {
			t.Errorf("%d: day %d value %d: repeated %v", i, c.day, c.value, got)
		}
	}
	if len(r.said) > maxSpan {
		t.Errorf("%d days are remembered", len(r.said))
	}
}
