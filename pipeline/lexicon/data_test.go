package lexicon

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/unicode/norm"

	"toll/schema"
)

// TestFilesAreTidy: every file is sorted, in NFC, without spaces that nobody
// sees, and all its codes exist.
func TestFilesAreTidy(t *testing.T) {
	files, err := fs.Glob(data, "data/*/*.tsv")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := data.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !norm.NFC.IsNormal(text) {
			t.Errorf("%s is not in NFC", file)
		}
		var lines []string
		for l := range strings.Lines(string(text)) {
			l = strings.TrimSuffix(l, "\n")
			if strings.HasPrefix(l, "#") || strings.HasPrefix(l, "kind\t") {
				continue
			}
			if l == "" || strings.TrimSpace(l) != l || strings.Contains(l, "  ") {
				t.Errorf("%s: %q has space where none belongs", file, l)
			}
			lines = append(lines, l)
		}
		if !slices.IsSorted(lines) {
			t.Errorf("%s is not sorted", file)
		}
		if len(slices.Compact(slices.Clone(lines))) != len(lines) {
			t.Errorf("%s says something twice", file)
		}
	}
}

func TestCodesExist(t *testing.T) {
	columns := []string{"category", "claimant", "correction", "count", "cumulative", "date", "day_number", "increment", "measure", "note", "outcome", "published",
		"qualifier", "recorded", "report_date", "side", "total", "war_day"}
	codes := func(list []schema.Code) []string {
		var out []string
		for _, c := range list {
			out = append(out, c.Code)
		}
		return out
	}
	known := map[string][]string{Column: columns, Outcome: codes(schema.Outcomes), Qualifier: codes(schema.Qualifiers), Side: {"russia", "ukraine"}, Measure: codes(schema.Measures), Wrapper: {"neutral"}}
	for _, term := range Builtin().Terms {
		ok := slices.Contains(known[term.Kind], term.Code)
		switch term.Kind {
		case Category:
			ok = schema.CategoryOf(term.Code) != nil
		case Claimant:
			ok = true // a test of the profile looks at these
		}
		if !ok {
			t.Errorf("%s:%d: no %s %q", term.File, term.Line, term.Kind, term.Code)
		}
		if term.Evidence == "" {
			t.Errorf("%s:%d: where was %q seen?", term.File, term.Line, term.Form)
		}
		if got := Builtin().Find(term.Kind, term.Form); got == nil || got.Code != term.Code {
			t.Errorf("%s:%d: %q is found as %v", term.File, term.Line, term.Form, got)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"category\ttank":                                    "en/a.tsv:2: no form",
		"category\ttank\ttanks\tx\ty\tz":                    "en/a.tsv:2: 6 fields",
		"animal\ttank\ttanks\tx":                            `unknown kind "animal"`,
		"category\ttank\ttanks\tx\ncategory\tuav\tTanks\tx": `"Tanks" reads like "tanks"`,
	} {
		_, err := Load(fstest.MapFS{"en/a.tsv": {Data: []byte("kind\tcode\tform\n" + text)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestFoldIsStable(t *testing.T) {
	for _, term := range Builtin().Terms {
		if once := Fold(term.Form); Fold(once) != once {
			t.Errorf("Fold(%q) = %q, and folded again %q", term.Form, once, Fold(once))
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("airDefense")
	f.Add("БпЛА\u00a0оперативно‑тактичного")
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if strings.TrimSpace(once) != once || strings.Contains(once, "  ") {
			t.Errorf("Fold(%q) = %q has space around or twice", s, once)
		}
	})
}
