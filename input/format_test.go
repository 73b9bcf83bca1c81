package input

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestFormats reads the sample of every format, testdata/formats/NAME.*, and
// compares what is said of it with NAME.golden beside it.
func TestFormats(t *testing.T) {
	for _, f := range Formats {
		if f.Title == "" || f.Doc == "" || f.Sniff == nil {
			t.Errorf("format %s is half done: it needs a title, a doc and a way to recognise it", f.Name)
		}
		golden := filepath.Join("testdata/formats", f.Name+".golden")
		samples, err := filepath.Glob(filepath.Join("testdata/formats", f.Name+".*"))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, sample := range samples {
			if sample == golden {
				continue
			}
			found = true
			text, err := os.ReadFile(sample)
			if err != nil {
				t.Fatal(err)
			}
			if got := sniff(text, "no extension").Name; got != f.Name {
				t.Errorf("%s is taken for %s", sample, got)
			}
			compareGolden(t, golden, describe(t, f, text))
		}
		if !found {
			t.Errorf("format %s has no sample in testdata/formats", f.Name)
		}
	}
}

func describe(t *testing.T, f Format, text []byte) string {
	if f.open == nil {
		_, fault := readAll(t, "sample", text, nil)
		return fault.Code + " " + fault.Error() + "\n"
	}
	w := newWindow(bytes.NewReader(text), make([]byte, 8192+pad), DefaultMaxUnit)
	w.fill(headSize)
	lines, _, _ := trace(t, f.open, w, text, Options{MaxDepth: DefaultMaxDepth})
	return strings.Join(lines, "\n") + "\n"
}

func compareGolden(t *testing.T, golden, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got, -update accepts it):\n%s", golden, diff)
	}
}

func TestSniff(t *testing.T) {
	for _, c := range []struct{ text, name, want string }{
		{"[]", "x", "json"},
		{" \n{\"a\":1}\n", "x.txt", "json"},
		{"{\"a\":1}\n", "x.jsonl", "ndjson"},
		{"{\"a\":1}\n{\"a\":2}\n", "x.json", "ndjson"},
		{"{\n \"a\": \"}{\\\"\"\n}\n\n{}", "-", "ndjson"},
		{"{\"a\":1} {\"a\":2}", "x.json", "json"},
		{"5", "x.json", "json"}, {"nul", "x.JSON", "json"}, {`"x"`, "x.json", "json"}, {"5", "x", "text"},
		{"a,b\n1,2\n", "x.json", "csv"},
		{"a,b\n1,2\n", "-", "csv"}, {"a;b\n1,5;2,5\n", "-", "csv"}, {"a\tb, c\n1\t2\n", "-", "csv"},
		{"a,b\n", "-", "text"}, {"a,b\n", "x.csv", "csv"}, {"a\n1\n", "x.csv", "csv"},
		{"a,b\n1\n2\n", "-", "text"}, {"a,b\n1,2\n3,4\n5,6\n7\n", "-", "csv"},
		{"Hello, Bob\nThe enemy lost, it is said, 5 tanks\n", "-", "text"},
		{"The enemy lost 5 tanks.\n", "x.json.txt", "text"},
	} {
		if got := sniff([]byte(c.text), c.name).Name; got != c.want {
			t.Errorf("%q named %s is taken for %s, want %s", c.text, c.name, got, c.want)
		}
	}
}
