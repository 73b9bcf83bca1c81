package input

import (
	"bytes"
	"encoding/csv"
	"iter"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"toll/schema"
)

var csvSeeds = []string{
	"date,tank\n2022-02-25,80\n", "a;b;c\r\n1;2;3\r\n", "a\tb\n1\t2\n",
	"a,b\n\"x \"\"y\"\" z\",\"1\r\n2\"\n\n,\n", "a,a, b ,,\n1,2,3,4,5,6\n1\n",
	"\"назва\",число\nтанки,\"80\"\r\n", "a,b\n1,\"2", "a,b\n1,\"2\"3\n", "a,b\n1,2\"3\n", "a,b\n1,\r2\n", "a,b\n1,2\r", "\n\n", "a,b\n1,\xff\n",
}

func FuzzCSV(f *testing.F) {
	for _, seed := range csvSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 4096 {
			return // places are counted again for every field
		}
		o := Options{MaxUnit: 1 << 20}
		comma, _ := delimiter(text)
		open := func(w *window, doc *schema.Document, _ Options) iter.Seq2[*schema.Record, error] {
			return readCSV(w, doc, comma)
		}
		fatal, _ := bothWays(t, open, text, o)
		if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 || loneReturn(text) {
			return
		}
		want, err := standardRows(text)
		if (err != nil) != (fatal != nil) {
			t.Fatalf("fault %v, encoding/csv says %v", fatal, err)
		}
		if err == nil && len(want) > 0 {
			compareRows(t, text, want)
		}
	})
}

// loneReturn reports whether a carriage return stands without a line feed, which
// encoding/csv takes for a part of the cell.
func loneReturn(text []byte) bool {
	return bytes.Count(text, []byte("\r")) != bytes.Count(text, []byte("\r\n"))
}

func standardRows(text []byte) ([][]string, error) {
	r := csv.NewReader(bytes.NewReader(text))
	comma, _ := delimiter(text)
	r.Comma, r.FieldsPerRecord = rune(comma), -1
	return r.ReadAll()
}

// compareRows compares the rows after the header, as far as they are given.
func compareRows(t *testing.T, text []byte, want [][]string) {
	w := newWindow(bytes.NewReader(text), make([]byte, 8192+pad), 1<<20)
	w.fill(headSize)
	row := 1
	for r, err := range openCSV(w, &schema.Document{}, Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Raw == nil {
			continue // the faults of a header without rows
		}
		if got := cellsOf(r); !hasCode(r.Faults, codeDuplicate) && len(got) == len(want[row]) && !slices.Equal(got, want[row]) {
			t.Fatalf("row %d is %q, encoding/csv has %q", row, got, want[row])
		}
		row++
	}
	if row != len(want) {
		t.Fatalf("%d rows, encoding/csv has %d", row, len(want))
	}
}

func cellsOf(r *schema.Record) []string {
	var cells []string
	for _, f := range r.Fields {
		cells = append(cells, strings.ReplaceAll(string(f.Value), "\r\n", "\n"))
	}
	return cells
}
