package job

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"toll/input"
	"toll/pipeline"
	"toll/pipeline/lexicon"
	"toll/schema"
)

// TestEveryNumberIsAccountedFor reads the documents of all cases: every number
// in them is a figure, is rejected, is a day of the war, or is counted as passed
// over. None is dropped without a record.
func TestEveryNumberIsAccountedFor(t *testing.T) {
	cases, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal(cases, err)
	}
	numbers := 0
	for _, file := range cases {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			if filepath.Ext(f.Name) == "" { // options and what is wanted
				continue
			}
			path := filepath.Join(t.TempDir(), filepath.Base(f.Name))
			if err := os.WriteFile(path, f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
			numbers += account(t, filepath.Base(file)+": "+f.Name, path)
		}
	}
	if numbers < 500 {
		t.Errorf("only %d numbers were looked at", numbers)
	}
}

// account reads one document and returns how many numbers it holds.
func account(t *testing.T, name, path string) int {
	seen := map[int64]bool{} // by first byte
	passed := int64(0)
	refused := false
	j := Job{Args: []string{path}, Pipeline: pipeline.Options{Profile: profile(t), Lexicon: lexicon.Builtin(), Claimant: "ua_general_staff", Side: "russia", Measure: schema.Cumulative}}
	_, err := j.find(t.Context(), pipeline.Out{
		Document: func(d *schema.Document) error {
			passed, refused = d.PassedOver, d.Status == schema.StatusRefused
			return nil
		},
		Figure: func(f *schema.Figure) error { seen[*f.ByteStart] = true; return nil },
		Reject: func(r *schema.Reject) error { seen[r.Start] = true; return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if refused {
		return 0
	}
	sources, err := input.Find([]string{path})
	if err != nil {
		t.Fatal(err)
	}
	n, lost := 0, int64(0)
	for c, err := range input.Read(t.Context(), sources, input.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		met := map[int64]bool{}
		for r, err := range c.Records {
			if err != nil {
				break
			}
			for i := range r.Fields {
				f := &r.Fields[i]
				_, kind := lexicon.ReadNumber(f.Value)
				if kind != lexicon.Whole || met[f.Spot.Start] || f.Kind == schema.BoolValue || strings.EqualFold(f.Key.Name(), "day") || f.Key.Name() == "war_day" {
					continue
				}
				met[f.Spot.Start] = true
				n++
				if !seen[f.Spot.Start] {
					lost++
				}
			}
		}
	}
	if lost > passed {
		t.Errorf("%s: %d numbers are in no table, and %d are counted as passed over", name, lost, passed)
	}
	return n
}
