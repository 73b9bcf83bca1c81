package schema

import (
	"testing"
	"unicode/utf8"
)

func FuzzCut(f *testing.F) {
	f.Add([]byte("особового складу"), 5)
	f.Add([]byte("\x80\x80\x80\x80\x80\x80\x80\x80"), 3)
	f.Add([]byte("\x80\x80"), 0)
	f.Fuzz(func(t *testing.T, b []byte, most int) {
		most = min(max(most, 0), 300)
		got := Cut(b, most)
		if len(got) > most || string(got) != string(b[:len(got)]) {
			t.Fatalf("Cut(%q, %d) = %q", b, most, got)
		}
		if utf8.Valid(b) && (!utf8.Valid(got) || len(got) < min(len(b), most)-utf8.UTFMax+1) {
			t.Fatalf("Cut(%q, %d) = %q", b, most, got)
		}
	})
}
