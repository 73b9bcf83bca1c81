package job

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"toll/pipeline"
	"toll/pipeline/lexicon"
	"toll/schema"
)

var update = flag.Bool("update", false, "rewrite what the cases and the reference expect; review the difference by hand")

// TestCases reads testdata/cases. A case is a txtar archive: a comment that says
// what it shows, input files, "options" (one a line, as on the command line),
// and what is wanted:
//
//	want/figures   category, outcome, measure, value, qualifier, side, claimant, trust, as_of, flags
//	want/losses    date, category, class, total, increment, stated, correction, days, n, flags
//	want/wide      date, side, claimant, the columns that hold something, derived
//	want/findings  severity, code, place, date, category, value, expected
//	want/passed    values passed over, rejects, and why figures stayed out of losses
//
// A want that a case does not name is not looked at. "go test -update" rewrites
// those that it names.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			c := readCase(t, file)
			got := c.run(t, c.inputs)
			c.compare(t, got)
			if again := c.run(t, c.inputs); !gocmp.Equal(got.wants(), again.wants()) {
				t.Errorf("two runs differ:\n%s", gocmp.Diff(got.wants(), again.wants()))
			}
			turned := c.run(t, reversed(t, c.inputs))
			if diff := gocmp.Diff(got.losses(), turned.losses()); diff != "" && !c.ordered {
				t.Errorf("losses depend on the order of the records (option \"ordered\" says that they may):\n%s", diff)
			}
		})
	}
}

// A caseFile is one case.
type caseFile struct {
	path    string
	archive *txtar.Archive
	inputs  []txtar.File
	options []string
	ordered bool // the order of records decides
}

func readCase(t *testing.T, path string) *caseFile {
	t.Helper()
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(bytes.TrimSpace(a.Comment)) == 0 {
		t.Error("a case says what it shows")
	}
	c := &caseFile{path: path, archive: a}
	for _, f := range a.Files {
		switch {
		case f.Name == "options":
			for _, o := range strings.Fields(string(f.Data)) {
				if o == "ordered" {
					c.ordered = true
					continue
				}
				c.options = append(c.options, o)
			}
		case !strings.HasPrefix(f.Name, "want/"):
			c.inputs = append(c.inputs, f)
		}
	}
	return c
}

// compare holds what came out against what the case wants, or rewrites that.
func (c *caseFile) compare(t *testing.T, got *outcome) {
	t.Helper()
	wants := got.wants()
	for i := range c.archive.Files {
		f := &c.archive.Files[i]
		if !strings.HasPrefix(f.Name, "want/") {
			continue
		}
		text, ok := wants[f.Name]
		switch {
		case !ok:
			t.Errorf("there is no %s", f.Name)
		case *update:
			f.Data = []byte(text)
		default:
			if diff := gocmp.Diff(strings.Split(string(f.Data), "\n"), strings.Split(text, "\n")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", f.Name, diff)
			}
		}
	}
	if *update {
		if err := os.WriteFile(c.path, txtar.Format(c.archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// reversed are the inputs with the records of each the other way round, as far
// as that can be done without changing what they say.
func reversed(t *testing.T, inputs []txtar.File) []txtar.File {
	t.Helper()
	out := slices.Clone(inputs)
	for i := range out {
		switch data := out[i].Data; {
		case strings.HasSuffix(out[i].Name, ".csv"):
			lines := strings.SplitAfter(string(data), "\n")
			last := len(lines) - 1 // blank after the last line end
			if strings.Contains(string(data), "\"") || last < 2 {
				continue
			}
			slices.Reverse(lines[1:last])
			out[i].Data = []byte(strings.Join(lines, ""))
		case strings.HasSuffix(out[i].Name, ".json"):
			var list []json.RawMessage
			if json.Unmarshal(data, &list) != nil {
				continue
			}
			slices.Reverse(list)
			b, err := json.Marshal(list)
			if err != nil {
				t.Fatal(err)
			}
			out[i].Data = b
		}
	}
	return out
}

// An outcome is all that came out of a case.
type outcome struct {
	figures, rows, wide, findings []string
	summary                       *pipeline.Summary
}

// run puts inputs through the whole pipeline.
func (c *caseFile) run(t *testing.T, inputs []txtar.File) *outcome {
	t.Helper()
	dir := t.TempDir()
	var args []string
	for _, f := range inputs {
		name := filepath.Join(dir, f.Name)
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	j := Job{Args: args, Pipeline: pipeline.Options{Profile: profile(t), Lexicon: lexicon.Builtin(), Detail: true}}
	j.Input.Hash = true
	setOptions(t, &j, c.options)
	return gather(t, j)
}

// gather runs a job and keeps what comes out as text.
func gather(t *testing.T, j Job) *outcome {
	t.Helper()
	o := &outcome{}
	table, _ := schema.TableNamed("losses_wide")
	columns := table.Columns()
	s, err := j.find(context.Background(), pipeline.Out{
		Figure: func(f *schema.Figure) error {
			o.figures = append(o.figures, figureLine(f))
			return nil
		},
		Losses: func(day []schema.Loss) error {
			for i := range day {
				o.rows = append(o.rows, lossLine(&day[i]))
			}
			return nil
		},
		Wide: func(rows []schema.WideRow) error {
			for i := range rows {
				o.wide = append(o.wide, wideLine(&rows[i], columns))
			}
			return nil
		},
		Finding: func(f *schema.Finding) error {
			o.findings = append(o.findings, findingLine(f))
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	o.summary = s
	return o
}

// wants are the sections that a case may name.
func (o *outcome) wants() map[string]string {
	return map[string]string{
		"want/figures":  section(o.figures),
		"want/losses":   section(o.rows),
		"want/wide":     section(o.wide),
		"want/findings": section(o.findings),
		"want/passed":   section(o.passed()),
	}
}

func section(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}

// losses are the rows without which document said it first.
func (o *outcome) losses() []string { return o.rows }

func (o *outcome) passed() []string {
	lines := []string{fmt.Sprintf("passed over\t%d", o.summary.PassedOver), fmt.Sprintf("rejects\t%d", o.summary.Rejects)}
	var why []string
	for reason, n := range o.summary.LeftOut {
		why = append(why, fmt.Sprintf("%s\t%d", reason, n))
	}
	slices.Sort(why)
	return append(lines, why...)
}

// line joins cells; "." stands for none.
func line(cells ...string) string {
	for i := range cells {
		cells[i] = cmp.Or(cells[i], ".")
	}
	return strings.Join(cells, "\t")
}

func figureLine(f *schema.Figure) string {
	value := number(f.Value)
	if f.ValueLow != nil || f.ValueHigh != nil {
		value += " [" + number(f.ValueLow) + ".." + number(f.ValueHigh) + "]"
	}
	outcome := f.Outcome
	if f.OutcomeOfficial != "" {
		outcome += "/" + f.OutcomeOfficial
	}
	claimant := f.Claimant
	if f.ClaimantText != "" {
		claimant += " (" + f.ClaimantText + ")"
	}
	return line(f.Category, outcome, f.Measure, value, f.Qualifier, f.Side, claimant, f.Trust, date(f.AsOf), f.FlagText)
}

func lossLine(l *schema.Loss) string {
	who := l.Side + " " + l.Claimant
	if who == "russia ua_general_staff" {
		who = ""
	}
	days := ""
	if l.DaysCovered != nil {
		days = strconv.Itoa(int(*l.DaysCovered))
	}
	return line(l.Date.String(), who, l.Category, l.Outcome, number(l.Total), number(l.Increment), number(l.IncrementStated), number(l.Correction),
		days, l.Qualifier, fmt.Sprintf("%d/%d", l.NDocuments, l.NValues), l.FlagText)
}

func wideLine(r *schema.WideRow, columns []schema.Column) string {
	cells := []string{r.Date.String(), r.Side, r.Claimant}
	for i, c := range r.Cells {
		if c != nil {
			cells = append(cells, columns[i+len(schema.WideFixed)].Name+"="+number(c))
		}
	}
	return line(append(cells, r.Derived)...)
}

func findingLine(f *schema.Finding) string {
	place := f.Source
	if f.Line != nil {
		place += fmt.Sprintf(":%d:%d", *f.Line, *f.Col)
	}
	return line(f.Severity, f.Code, place, date(f.Date), f.Category, f.Value, f.Expected)
}

func number(p *int64) string {
	if p == nil {
		return ""
	}
	return strconv.FormatInt(*p, 10)
}

func date(d *schema.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}
