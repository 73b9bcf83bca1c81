package pipeline_test

import (
	"context"
	"errors"
	"runtime"
	"testing"

	"toll/pipeline"
	"toll/pipeline/config"
	"toll/pipeline/lexicon"
	"toll/schema"
)

func options(t testing.TB) pipeline.Options {
	t.Helper()
	p, err := config.Builtin(config.DefaultProfile)
	if err != nil {
		t.Fatal(err)
	}
	return pipeline.Options{Profile: p, Lexicon: lexicon.Builtin()}
}

// feedContents is one document of n records out of memory.
func feedContents(f *feed, n int) func(func(*schema.Content, error) bool) {
	return func(yield func(*schema.Content, error) bool) {
		yield(&schema.Content{Document: f.doc, Records: f.records(n)}, nil)
	}
}

// TestFiguresCostNoAllocation: beyond the sample on which a document is decided,
// a record of thirteen figures allocates nothing.
func TestFiguresCostNoAllocation(t *testing.T) {
	mallocs := func(records int) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := pipeline.Run(context.Background(), feedContents(newFeed(), records), options(t), pipeline.Out{}); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.Mallocs - before.Mallocs
	}
	mallocs(20_000) // what is made once
	few, many := mallocs(20_000), mallocs(60_000)
	if more := int64(many) - int64(few); more > 2000 {
		t.Errorf("40,000 further records made %d allocations", more)
	}
}

func TestRunGivesErrorsBack(t *testing.T) {
	broken := errors.New("broken")
	for name, out := range map[string]pipeline.Out{
		"figure":   {Figure: func(*schema.Figure) error { return broken }},
		"document": {Document: func(*schema.Document) error { return broken }},
		"losses":   {Losses: func([]schema.Loss) error { return broken }},
		"wide":     {Wide: func([]schema.WideRow) error { return broken }},
		"finding":  {Finding: func(*schema.Finding) error { return broken }},
	} {
		n := 1001 // the feed begins again after a thousand days: two totals for one
		if name != "finding" {
			n = 10
		}
		f := newFeed()
		f.clash = name == "finding"
		if _, err := pipeline.Run(context.Background(), feedContents(f, n), options(t), out); !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	failing := func(yield func(*schema.Content, error) bool) { yield(nil, broken) }
	if _, err := pipeline.Run(context.Background(), failing, options(t), pipeline.Out{}); !errors.Is(err, broken) {
		t.Errorf("contents: %v", err)
	}
}

func TestRunStops(t *testing.T) {
	enough := errors.New("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	n := 0
	out := pipeline.Out{Figure: func(*schema.Figure) error {
		if n++; n == 50 {
			cancel(enough)
		}
		return nil
	}}
	if _, err := pipeline.Run(ctx, feedContents(newFeed(), 1000), options(t), out); !errors.Is(err, enough) {
		t.Errorf("a cancelled run ends with %v", err)
	}
	if n > 50+13 {
		t.Errorf("%d figures after it was cancelled", n-50)
	}
}

// TestRunReadsAFaultAsAFinding: what a reader cannot read ends the document, not
// the run.
func TestRunReadsAFaultAsAFinding(t *testing.T) {
	f := newFeed()
	contents := func(yield func(*schema.Content, error) bool) {
		c := &schema.Content{Document: f.doc, Records: func(yield func(*schema.Record, error) bool) {
			for r := range f.records(3) {
				if !yield(r, nil) {
					return
				}
			}
			yield(nil, &schema.Fault{Code: "malformed_json", Message: "it ends here", Spot: schema.Spot{Line: 4, Col: 1}})
		}}
		yield(c, nil)
	}
	var codes []string
	s, err := pipeline.Run(context.Background(), contents, options(t), pipeline.Out{Finding: func(f *schema.Finding) error {
		codes = append(codes, f.Code)
		return nil
	}})
	if err != nil || len(codes) != 1 || codes[0] != "malformed_json" || s.Figures != 39 || s.Documents[schema.StatusPartly] != 1 || s.Rejects != 1 {
		t.Errorf("%v, %v, %+v", err, codes, s)
	}
	if s.Entered != 39 || s.Claimants["ua_general_staff"] != 39 || s.Series != 13 || s.Losses != 39 {
		t.Errorf("%+v", s)
	}
}
