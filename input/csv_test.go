package input

import (
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"toll/schema"
)

func TestCSVRecords(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"a table", "a, b ,\n1,,3\n\n\"x \"\"y\"\"\",\"1\r\n2\", \r\n",
			[]string{"a=1@/2/a b=@/2/b column 3=3@/2/column 3", "a=x \"y\"@/3/a b=1\r\n2@/3/b column 3= @/3/column 3"}},
		{"semicolons", "a/b;b\n1,5;2\n", []string{"a/b=1,5@/2/a~1b b=2@/2/b"}},
		{"no last line end", "a\tb\r\n1\t2", []string{"a=1@/2/a b=2@/2/b"}},
		{"a mark and wide letters", "\ufeffдата,б\nї,\"ї\"\n", []string{"дата=ї@/2/дата б=ї@/2/б"}},
		{"a header alone", "a,b\n", nil},
	} {
		got, soft, fatal := short(t, "x.csv", c.text)
		if fatal != nil || len(soft) > 0 {
			t.Errorf("%s: %v %v", c.name, fatal, soft)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestCSVFaults: a "▮" marks the place of the fault in the text.
func TestCSVFaults(t *testing.T) {
	for _, c := range []struct{ text, code, message, records string }{
		{"a,b,▮a\n1,2,3\n", codeDuplicate, "left out", "a=1@/2/a b=2@/2/b"},
		{"a,b,▮a\n", codeDuplicate, "left out", ""},
		{"a,b\n▮1\n", codeCSV, "1 cells and the header 2", "a=1@/2/a"},
		{"a,b\nї,2\n▮1,2,3\n", codeCSV, "3 cells and the header 2", "a=ї@/2/a b=2@/2/b|a=1@/3/a b=2@/3/b column 3=3@/3/column 3"},
		{"a,b\nї,2▮\"3\n", codeCSV, "quote inside a cell", ""},
		{"a,b\n\"ї\"▮x,2\n", codeCSV, "after a closing quote", ""},
		{"a,b\n1,2\nї,▮\"2\n3\n", codeCSV, "not closed", "a=1@/2/a b=2@/2/b"},
		{"a,b\n1▮\r,2\n", codeCSV, "carriage return", ""},
	} {
		before, after, _ := strings.Cut(c.text, "▮")
		got, soft, fatal := short(t, "x.csv", before+after)
		if fatal != nil {
			soft = append(soft, *fatal)
		}
		if len(soft) != 1 {
			t.Errorf("%q: faults %v, want one", c.text, soft)
			continue
		}
		f := soft[0]
		checkSpot(t, []byte(before+after), f.Spot)
		if f.Code != c.code || !strings.Contains(f.Message, c.message) || f.Spot.Start != int64(len(before)) {
			t.Errorf("%q: %s at offset %d: %v, want %s at %d: %s", c.text, f.Code, f.Spot.Start, &f, c.code, len(before), c.message)
		}
		if records := strings.Join(got, "|"); records != c.records {
			t.Errorf("%q: records %s, want %s", c.text, records, c.records)
		}
	}
}

// forever repeats a text and never ends.
type forever struct{ text string }

func (f forever) Read(b []byte) (int, error) {
	n := 0
	for n < len(b) {
		n += copy(b[n:], f.text)
	}
	return n, nil
}

func TestEndless(t *testing.T) {
	for name, text := range map[string]struct{ head, rest string }{
		"a row":       {"a,b\n1,2\n3,4\n", "x"},
		"many cells":  {"a,b\n1,2\n3,4\n", ","},
		"a quote":     {"a,b\n1,2\n3,\"", "x\n"},
		"a string":    {`[{"a":1},{"a":"`, "x"},
		"a number":    {`[{"a":1},{"a":`, "1"},
		"an object":   {`[{"a":1},{"b":{`, `"a":1,`},
		"an array":    {`[{"a":1},{"b":[`, `1,`},
		"a key":       {`[{"a":1},{"`, `x`},
		"some space":  {`[{"a":1},{`, " "},
		"NaN":         {`[{"a":1},{"a":[`, "NaN,"},
		"wide string": {`[{"a":1},{"a":"`, "ї"},
	} {
		o := Options{Stdin: io.MultiReader(strings.NewReader(text.head), forever{text.rest})}
		records := 0
		_, fault := readWith(t, o, "x", func(*schema.Record) { records++ })
		if fault == nil || fault.Code != codeTooLong && fault.Code != codeDuplicate && fault.Code != codeJSON || records == 0 {
			t.Errorf("%s without end: %v after %d records", name, fault, records)
		} else if len(fault.Raw) > rawLimit {
			t.Errorf("%s: the fault carries %d bytes", name, len(fault.Raw))
		}
	}
}
