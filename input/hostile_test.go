package input

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"toll/schema"
)

// hostile lists files of public test suites, which lie outside the tree: the
// environment names the folder.
func hostile(t *testing.T, pattern string) []string {
	t.Helper()
	shared := os.Getenv("TOLL_SHARED")
	if shared == "" {
		t.Skip("TOLL_SHARED names no folder")
	}
	files, err := filepath.Glob(filepath.Join(shared, "data/hostile", pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no file %s: %v", pattern, err)
	}
	return files
}

// TestJSONSuite reads JSONTestSuite: y_ must be taken, n_ refused, and i_ is up
// to the reader.
func TestJSONSuite(t *testing.T) {
	for _, file := range hostile(t, "json/*.json") {
		name := filepath.Base(file)
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var soft []schema.Fault
		_, fatal := readAll(t, name, text, func(r *schema.Record) { soft = append(soft, r.Faults...) })
		if fatal != nil {
			soft = append(soft, *fatal)
		}
		switch {
		case strings.HasPrefix(name, "y_object_duplicated_key"):
			if fatal != nil || !hasCode(soft, codeDuplicate) {
				t.Errorf("%s: %v, want %s", name, soft, codeDuplicate)
			}
		case name[0] == 'y':
			if len(soft) > 0 {
				t.Errorf("%s: %v", name, soft)
			}
		case name[0] == 'n':
			if !hasCode(soft, codeJSON) {
				t.Errorf("%s: %v, want %s", name, soft, codeJSON)
			}
			for _, f := range soft {
				if f.Spot.Line == 0 || f.Spot.Col == 0 {
					t.Errorf("%s: %v has no place", name, f)
				}
			}
		}
	}
}

// TestCSVSpectrum reads csv-spectrum and compares it with its JSON.
func TestCSVSpectrum(t *testing.T) {
	for _, file := range hostile(t, "csv/csvs/*.csv") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Base(file) == "location_coordinates.csv" {
			continue // holds quotes inside bare cells, which RFC 4180 forbids
		}
		var got []map[string]string
		_, fatal := readAll(t, filepath.Base(file), text, func(r *schema.Record) {
			row := map[string]string{}
			for _, f := range r.Fields {
				row[f.Key.Name()] = string(f.Value)
			}
			got = append(got, maps.Clone(row))
		})
		if fatal != nil {
			t.Errorf("%s: %v", file, fatal)
		}
		var want []map[string]string
		answer, err := os.ReadFile(strings.NewReplacer("/csvs/", "/json/", ".csv", ".json").Replace(filepath.ToSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(answer, &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", filepath.Base(file), diff)
		}
	}
}
