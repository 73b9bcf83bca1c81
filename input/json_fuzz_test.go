package input

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"toll/schema"
)

type opener func(*window, *schema.Document, Options) iter.Seq2[*schema.Record, error]

// trace reads a document and writes down all that is said of it, one line a
// record, field and fault.
func trace(t testing.TB, open opener, w *window, text []byte, o Options) (lines []string, fatal *schema.Fault, soft []schema.Fault) {
	t.Helper()
	for r, err := range open(w, &schema.Document{}, o) {
		if err != nil {
			if !errors.As(err, &fatal) {
				t.Fatal(err)
			}
			checkSpot(t, text, fatal.Spot)
			lines = append(lines, fmt.Sprintf("fatal %s %s", fatal.Code, fatal.Error()))
			continue
		}
		checkRecord(t, text, r)
		lines = append(lines, fmt.Sprintf("record %d %s %s", r.Number, placeOf(r.Spot), r.Raw))
		for _, f := range r.Fields {
			lines = append(lines, fmt.Sprintf("  %d %q %d %q %s %d %d", f.Index, f.Key.Path, f.Kind, f.Value, placeOf(f.Spot), f.KeyStart, f.QuoteEnd))
		}
		for _, f := range r.Faults {
			checkSpot(t, text, f.Spot)
			lines = append(lines, fmt.Sprintf("  fault %s %s %q", f.Code, f.Error(), f.Raw))
		}
		soft = append(soft, r.Faults...)
	}
	return lines, fatal, soft
}

// placeOf is a place as line:col, span and pointer.
func placeOf(s schema.Spot) string {
	return fmt.Sprintf("%d:%d [%d:%d] %s", s.Line, s.Col, s.Start, s.End, s.Track.Pointer(s.Record))
}

// checkSpot counts line and column again, the slow way.
func checkSpot(t testing.TB, text []byte, s schema.Spot) {
	t.Helper()
	if s.Start < 0 || s.End < s.Start || s.End > int64(len(text)) {
		t.Fatalf("span %d:%d is outside the document of %d bytes", s.Start, s.End, len(text))
	}
	before := text[:s.Start]
	line := bytes.Count(before, []byte("\n")) + 1
	col := 1
	for _, b := range before[bytes.LastIndexByte(before, '\n')+1:] {
		if b&0xC0 != 0x80 {
			col++
		}
	}
	if s.Line != int64(line) || s.Col != int32(col) {
		t.Fatalf("offset %d is said to be %d:%d, it is %d:%d", s.Start, s.Line, s.Col, line, col)
	}
}

func checkRecord(t testing.TB, text []byte, r *schema.Record) {
	t.Helper()
	checkSpot(t, text, r.Spot)
	if !bytes.HasPrefix(text[r.Start:], r.Raw) {
		t.Fatalf("record is %q, the document has %q", r.Raw, text[r.Start:])
	}
	for _, f := range r.Fields {
		checkSpot(t, text, f.Spot)
		raw := text[f.Spot.Start:f.Spot.End]
		if f.Kind == schema.NumberValue && !bytes.Equal(raw, f.Value) {
			t.Fatalf("number is %q, the document has %q", f.Value, raw)
		}
		if f.KeyStart >= 0 && text[f.KeyStart] != '"' {
			t.Fatalf("key begins with %q", text[f.KeyStart])
		}
		if f.QuoteEnd < f.Spot.End || f.QuoteEnd > f.Spot.End+1 {
			t.Fatalf("value ends at %d and its quotes at %d", f.Spot.End, f.QuoteEnd)
		}
	}
}

// bothWays reads a document through a large window and through a very small one
// that gets a byte at a time, and expects the same.
func bothWays(t testing.TB, open opener, text []byte, o Options) (fatal *schema.Fault, soft []schema.Fault) {
	t.Helper()
	large := newWindow(bytes.NewReader(text), make([]byte, 8192+pad), o.MaxUnit)
	want, fatal, soft := trace(t, open, large, text, o)
	small := newWindow(iotest.OneByteReader(bytes.NewReader(text)), make([]byte, 12+pad), o.MaxUnit)
	got, _, _ := trace(t, open, small, text, o)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("the small window reads otherwise (-large +small):\n%s", diff)
	}
	return fatal, soft
}

var jsonSeeds = []string{
	`[{"date":"2022-02-25","tank":80},{"date":"2022-02-26","tank":146}]`,
	"[\n  {\"дата\": \"2022\", \"танки\": 80},\r\n  {\"танки\": 1e5, \"дата\": \"a\\u0431\\n\"}\n]\n",
	`{"message":"ok","data":{"date":"2022-04-14","stats":{"tanks":756,"l":[1,[2,{"x":3}]]}}}`,
	`{"source":"x\ty","data":[{"a":1},5,[6]],"meta":{"n":2},"more":[{"b":null}],"end":true}`,
	"{\"date\":\"d\",\"losses\":[{\"category\":\"tank\",\"total\":5}]}\n{\"date\":\"e\",\"losses\":[{\"category\":\"tank\",\"total\":6}]}\n",
	`[{"a":1,"a":1,"b":{"x":1},"b":{"x":2}},{"a":NaN,"b":-Infinity,},]`,
	"{\"a\":1,\n\"a\"\n:\n2}", `{"a":{"items":[{"x":1}],"count":2},"b":1}`,
	`[{"a":"\ud83d\ude00","b":"\ud83d"}]`, `[01]`, `[1 2]`, `{"a" 1}`, `[]x`, `5`, ``, "[\"\x01\"]", "[\"\xff\"]", `[[[[[]]]]]`,
}

func FuzzJSON(f *testing.F) {
	for _, seed := range jsonSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 4096 {
			return // places are counted again for every field
		}
		o := Options{MaxUnit: 1 << 20, MaxDepth: 10000}
		fatal, soft := bothWays(t, openJSON, text, o)
		open := strings.TrimLeft(string(text), " \t\r\n")
		if !utf8.Valid(text) || open == "" || open[0] != '{' && open[0] != '[' {
			return
		}
		wellFormed := oracle(text)
		if wellFormed && fatal != nil {
			t.Fatalf("well-formed, but: %v", fatal)
		}
		if !wellFormed && fatal == nil && !hasCode(soft, codeJSON) && !isStream(text) {
			t.Fatal("malformed, but no fault")
		}
		if wellFormed && hasCode(soft, codeJSON) {
			t.Fatalf("well-formed, but: %v", soft)
		}
	})
}

func hasCode(faults []schema.Fault, code string) bool {
	for _, f := range faults {
		if f.Code == code {
			return true
		}
	}
	return false
}

// oracle reports whether another reader takes the text for one JSON value.
func oracle(text []byte) bool {
	d := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true))
	if _, err := d.ReadValue(); err != nil {
		return false
	}
	_, err := d.ReadToken()
	return err == io.EOF
}

// isStream reports whether another reader takes the text for several objects
// with a line end between them.
func isStream(text []byte) bool {
	d := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true))
	for n := 0; ; n++ {
		end := d.InputOffset()
		v, err := d.ReadValue()
		if err != nil {
			return err == io.EOF && n > 1
		}
		gap := text[end : d.InputOffset()-int64(len(v))]
		if v.Kind() != '{' || n > 0 && !bytes.ContainsRune(gap, '\n') {
			return false
		}
	}
}
