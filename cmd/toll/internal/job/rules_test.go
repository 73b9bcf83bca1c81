package job

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"toll/pipeline"
	"toll/pipeline/config"
	"toll/pipeline/lexicon"
	"toll/pipeline/validate"
	"toll/schema"
)

// TestRulesKeepTheirExamples runs the good and the bad example of every rule
// through the whole pipeline: the bad one gives the finding, the good one gives
// none at all.
func TestRulesKeepTheirExamples(t *testing.T) {
	for _, r := range validate.Rules {
		t.Run(r.ID, func(t *testing.T) {
			if r.Title == "" || r.Text == "" || r.Good.Text == "" || r.Bad.Name == "" {
				t.Fatal("a rule has title, text, good and bad example")
			}
			if got := findingsOf(t, r.Good); len(got) > 0 {
				t.Errorf("the good example gives %v", got)
			}
			if got := findingsOf(t, r.Bad); !slices.Contains(got, r.ID) {
				t.Errorf("the bad example gives %v, not %s", got, r.ID)
			}
		})
	}
}

// findingsOf are the codes of the findings about an example.
func findingsOf(t *testing.T, e validate.Example) []string {
	t.Helper()
	dir := t.TempDir()
	var args []string
	for i, text := range e.Documents() {
		name := filepath.Join(dir, strconv.Itoa(i)+e.Name)
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	j := Job{Args: args, Pipeline: pipeline.Options{Profile: profile(t), Lexicon: lexicon.Builtin()}}
	setOptions(t, &j, e.Options)
	var codes []string
	_, err := j.find(context.Background(), pipeline.Out{Finding: func(f *schema.Finding) error {
		codes = append(codes, f.Code)
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return codes
}

func profile(t testing.TB) *config.Profile {
	t.Helper()
	p, err := config.Builtin(config.DefaultProfile)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// setOptions sets the options that examples and cases use.
func setOptions(t testing.TB, j *Job, options []string) {
	t.Helper()
	day := func(s string) *schema.Date {
		d, err := schema.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	for i := 0; i+1 < len(options); i += 2 {
		value := options[i+1]
		switch options[i] {
		case "--now":
			j.Pipeline.Now = day(value)
		case "--published":
			j.Pipeline.Published = day(value)
		case "--as-of":
			j.Pipeline.AsOf = day(value)
		case "--claimant":
			j.Pipeline.Claimant = value
		case "--side":
			j.Pipeline.Side = value
		case "--measure":
			j.Pipeline.Measure = value
		case "--include":
			j.Pipeline.Press = value == "press"
		case "--max-record":
			n, err := strconv.ParseInt(value, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			j.Input.MaxUnit = n
		default:
			t.Fatalf("no option %q", options[i])
		}
	}
}
