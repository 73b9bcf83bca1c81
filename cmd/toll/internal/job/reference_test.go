package job

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"toll/pipeline"
	"toll/pipeline/lexicon"
	"toll/schema"
)

// The tests of this file read the reference series: the four files of
// PetroIvaniuk/2022-Ukraine-Russia-War-Dataset in the folder data/petro below
// TOLL_SHARED. Without the variable they are skipped.

// reference is the folder of the reference series.
func reference(t *testing.T) string {
	t.Helper()
	shared := os.Getenv("TOLL_SHARED")
	if shared == "" {
		t.Skip("TOLL_SHARED is not set: the folder that has data/petro")
	}
	return filepath.Join(shared, "data", "petro")
}

// A cellKey is a day of a category of the General Staff list.
type cellKey struct {
	date, category, class string
}

// referenceRun is what the reference series became.
type referenceRun struct {
	losses   []schema.Loss
	wide     []map[string]int64
	days     []string // of each wide row
	findings []schema.Finding
	measures map[string]int
	summary  *pipeline.Summary
}

func runReference(t *testing.T) *referenceRun {
	t.Helper()
	dir := reference(t)
	var args []string
	for _, name := range []string{"correction", "equipment", "oryx", "personnel"} {
		args = append(args, filepath.Join(dir, name+".json"))
	}
	r := &referenceRun{measures: map[string]int{}}
	table, _ := schema.TableNamed("losses_wide")
	columns := table.Columns()[len(schema.WideFixed):]
	j := Job{Args: args, Pipeline: pipeline.Options{Profile: profile(t), Lexicon: lexicon.Builtin()}}
	s, err := j.find(context.Background(), pipeline.Out{
		Figure: func(f *schema.Figure) error {
			r.measures[f.Claimant+" "+f.Measure]++
			return nil
		},
		Losses: func(day []schema.Loss) error {
			for i := range day {
				r.losses = append(r.losses, lasting(&day[i]))
			}
			return nil
		},
		Wide: func(rows []schema.WideRow) error {
			for i := range rows {
				cells := map[string]int64{}
				for k, c := range rows[i].Cells {
					if c != nil {
						cells[columns[k].Name] = *c
					}
				}
				r.wide, r.days = append(r.wide, cells), append(r.days, rows[i].Date.String())
			}
			return nil
		},
		Finding: func(f *schema.Finding) error {
			r.findings = append(r.findings, *f)
			if f.Date != nil {
				d := *f.Date
				r.findings[len(r.findings)-1].Date = &d
			}
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	r.summary = s
	return r
}

// lasting is a row whose numbers are its own.
func lasting(l *schema.Loss) schema.Loss {
	c := *l
	for _, p := range []**int64{&c.Total, &c.Increment, &c.IncrementStated, &c.Correction} {
		if *p != nil {
			v := **p
			*p = &v
		}
	}
	return c
}

// referenceCells reads the numeric cells of a file without any of toll's code.
func referenceCells(t *testing.T, name string) map[cellKey]int64 {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(reference(t), name))
	if err != nil {
		t.Fatal(err)
	}
	var records []map[string]any
	if err := json.Unmarshal(raw, &records); err != nil {
		t.Fatal(err)
	}
	codes := map[string]string{}
	for _, m := range schema.Mappings() {
		if m.Scheme == "petro" {
			codes[m.Term] = m.Code
		}
	}
	cells := map[cellKey]int64{}
	for _, rec := range records {
		for key, v := range rec {
			n, isNumber := v.(float64)
			if !isNumber || key == "day" {
				continue
			}
			k := cellKey{rec["date"].(string), codes[key], schema.ClassAll}
			if k.category == schema.PrisonerOfWar {
				k.category, k.class = schema.Personnel, schema.Captured
			}
			cells[k] = int64(n)
		}
	}
	return cells
}

func TestReferenceHasEveryCell(t *testing.T) {
	r := runReference(t)
	want := referenceCells(t, "equipment.json")
	maps.Copy(want, referenceCells(t, "personnel.json"))
	if len(want) != 22_375 {
		t.Fatalf("the files hold %d numeric cells, not 22,375", len(want))
	}
	got := map[cellKey]int64{}
	for i := range r.losses {
		if l := &r.losses[i]; l.Total != nil {
			got[cellKey{l.Date.String(), l.Category, l.Outcome}] = *l.Total
		}
	}
	if diff := gocmp.Diff(want, got, gocmp.AllowUnexported(cellKey{})); diff != "" {
		t.Errorf("totals (-file +losses):\n%s", diff)
	}
	if len(r.wide) != 1626 {
		t.Errorf("losses_wide has %d rows, not 1626", len(r.wide))
	}
	if n := r.summary.Worst(schema.Error); n != 0 {
		t.Errorf("%d errors", n)
	}
}

// TestReferenceAddsUp: the first total plus the increments is the last total, so
// no correction was added.
func TestReferenceAddsUp(t *testing.T) {
	r := runReference(t)
	sum, last := map[schema.SeriesID]int64{}, map[schema.SeriesID]int64{}
	for i := range r.losses {
		l := &r.losses[i]
		if l.Total == nil {
			continue
		}
		_, met := last[l.Series]
		if met != (l.Increment != nil) {
			t.Fatalf("%s %s: the first total has no increment, all others have one", l.Date, l.Category)
		}
		if !met {
			sum[l.Series] = *l.Total
		} else {
			sum[l.Series] += *l.Increment
		}
		last[l.Series] = *l.Total
	}
	if len(last) != 19 {
		t.Errorf("%d series, not 19", len(last))
	}
	if diff := gocmp.Diff(last, sum); diff != "" {
		t.Errorf("first total and increments against last totals:\n%s", diff)
	}
}

func TestReferenceCorrections(t *testing.T) {
	r := runReference(t)
	want := referenceCells(t, "correction.json")
	got := map[cellKey]int64{}
	for i := range r.losses {
		if l := &r.losses[i]; l.Correction != nil {
			got[cellKey{l.Date.String(), l.Category, l.Outcome}] = *l.Correction
		}
	}
	for k, v := range want {
		if w, ok := got[k]; v != 0 && (!ok || w != v) {
			t.Errorf("%v: correction %d, got %d", k, v, w)
		}
	}
	for k, v := range got {
		if want[k] != v {
			t.Errorf("%v: nobody declared a correction of %d", k, v)
		}
	}
}

func TestReferenceOryxStaysApart(t *testing.T) {
	r := runReference(t)
	if n := r.measures["oryx snapshot"]; n != 338 {
		t.Errorf("%d snapshots of oryx, not 338: %v", n, r.measures)
	}
	for i := range r.losses {
		if r.losses[i].Claimant == "oryx" {
			t.Fatalf("oryx stands in losses: %+v", r.losses[i])
		}
	}
}

func TestReferenceDerivesVehicles(t *testing.T) {
	r := runReference(t)
	n := 0
	for i, row := range r.wide {
		sum, ok := row["vehicle_and_fuel_tanker"]
		if !ok {
			t.Errorf("%s: no vehicles", r.days[i])
		}
		if r.days[i] < "2022-05-01" {
			n++
			if want := row["motor_vehicle"] + row["fuel_tanker"]; sum != want {
				t.Errorf("%s: %d vehicles, the parts are %d", r.days[i], sum, want)
			}
		}
		if r.days[i] == "2022-05-01" && row["vehicle_and_fuel_tanker_increment"] != 1796-1777 {
			t.Errorf("the increment that leads over is %d", row["vehicle_and_fuel_tanker_increment"])
		}
	}
	if n != 65 {
		t.Errorf("%d days before the merge, not 65", n)
	}
}

// TestReferenceDecreases: thirteen, of which one is not declared.
func TestReferenceDecreases(t *testing.T) {
	r := runReference(t)
	var got []string
	for _, f := range r.findings {
		if strings.HasPrefix(f.Code, "decrease") {
			got = append(got, fmt.Sprintf("%s %s %s", f.Code, f.Date, f.Category))
		}
	}
	slices.Sort(got)
	want := []string{
		"decrease 2026-03-04 artillery_system",
		"decrease_corrected 2022-10-13 armoured_vehicle",
		"decrease_corrected 2023-05-28 tank",
		"decrease_corrected 2023-10-03 aircraft",
		"decrease_corrected 2024-03-13 cruise_missile",
		"decrease_corrected 2024-08-05 air_defence_system",
		"decrease_corrected 2024-10-03 aircraft",
		"decrease_corrected 2024-11-30 mlrs",
		"decrease_corrected 2024-11-30 special_equipment",
		"decrease_corrected 2025-04-22 mlrs",
		"decrease_corrected 2025-05-04 cruise_missile",
		"decrease_corrected 2025-10-03 air_defence_system",
		"decrease_corrected 2025-10-03 special_equipment",
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

const referenceGolden = "testdata/reference.tsv"

// TestReferenceWarnings holds every warning on the reference series against
// testdata/reference.tsv. The last column there is written by hand: what the
// warning really is. "go test -update" keeps the reasons it knows and leaves
// those of new warnings empty, which fails.
func TestReferenceWarnings(t *testing.T) {
	r := runReference(t)
	var got []string
	for i := range r.findings {
		f := &r.findings[i]
		if f.Severity == schema.Warning {
			got = append(got, line(f.Code, date(f.Date), f.Category, f.Message))
		}
	}
	slices.SortStableFunc(got, func(a, b string) int {
		return strings.Compare(strings.Split(a, "\t")[1], strings.Split(b, "\t")[1])
	})
	text, err := os.ReadFile(referenceGolden)
	if err != nil && !*update {
		t.Fatal(err)
	}
	want, reasons := splitReasons(string(text))
	if *update {
		writeReasons(t, got, reasons)
		return
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-%s +got):\n%s", referenceGolden, diff)
	}
	for _, w := range want {
		if strings.TrimSpace(reasons[aboutWhat(w)]) == "" {
			t.Errorf("no reason for %s", w)
		}
	}
}

// splitReasons takes the last column off the lines of the golden file.
func splitReasons(text string) (lines []string, reasons map[string]string) {
	reasons = map[string]string{}
	for l := range strings.Lines(text) {
		l = strings.TrimRight(l, "\n")
		if strings.HasPrefix(l, "code\t") || l == "" {
			continue
		}
		i := strings.LastIndexByte(l, '\t')
		lines = append(lines, l[:i])
		reasons[aboutWhat(l)] = l[i+1:]
	}
	return lines, reasons
}

// aboutWhat is code, date and category of a line: a reason survives other words
// in the message.
func aboutWhat(line string) string {
	return strings.Join(strings.SplitN(line, "\t", 4)[:3], "\t")
}

func writeReasons(t *testing.T, lines []string, reasons map[string]string) {
	t.Helper()
	b := "code\tdate\tcategory\tmessage\treason\n"
	for _, l := range lines {
		b += l + "\t" + reasons[aboutWhat(l)] + "\n"
	}
	if err := os.WriteFile(referenceGolden, []byte(b), 0o644); err != nil {
		t.Fatal(err)
	}
}
