// Package job does what the commands ask for: it joins input, pipeline and
// output. It knows files; flags and exit codes are those of cli.
package job

import (
	"context"
	"fmt"
	"io"

	"toll/input"
	"toll/output/report"
	"toll/output/table"
	"toll/pipeline"
	"toll/schema"
)

// Version is the version of toll. It stands in what is published.
const Version = "0.1.0"

// A Job is what all operations are told.
type Job struct {
	Args     []string // INPUT...
	Input    input.Options
	Pipeline pipeline.Options

	// Progress, when not nil, is told what goes on: how many bytes were read, how
	// many rows of series made, how many tables verified since the last call.
	Progress func(step Step, n int64)
}

// A Step is what goes on in a job.
type Step string

// Steps, in order.
const (
	Reading   Step = "read"
	Series    Step = "made series"
	Verifying Step = "verified tables"
)

func (j *Job) progress(step Step, n int64) {
	if j.Progress != nil {
		j.Progress(step, n)
	}
}

// find is read over the sources that the arguments name.
func (j *Job) find(ctx context.Context, out pipeline.Out) (*pipeline.Summary, error) {
	sources, err := input.Find(j.Args)
	if err != nil {
		return nil, err
	}
	return j.read(ctx, sources, out)
}

// read is the pipeline over sources.
func (j *Job) read(ctx context.Context, sources []input.Source, out pipeline.Out) (*pipeline.Summary, error) {
	j.Input.Progress = func(n int64) { j.progress(Reading, n) }
	losses := out.Losses
	out.Losses = func(day []schema.Loss) error {
		j.progress(Series, int64(len(day)))
		if losses == nil {
			return nil
		}
		return losses(day)
	}
	return pipeline.Run(ctx, input.Read(ctx, sources, j.Input), j.Pipeline, out)
}

// Check validates the inputs and reports every finding.
func Check(ctx context.Context, j Job, r report.Reporter) (*pipeline.Summary, error) {
	s, err := j.find(ctx, pipeline.Out{Finding: r.Finding})
	if err != nil {
		return s, err
	}
	return s, r.Close()
}

// Extracts lists the formats of Extract with what they write.
var Extracts = []struct {
	Name, Doc string
	open      func(io.Writer, schema.Table) (table.Encoder[schema.Figure], error)
}{
	{"jsonl", "one JSON object a line, keys as the columns, null columns absent", func(w io.Writer, t schema.Table) (table.Encoder[schema.Figure], error) {
		return table.NewJSONL[schema.Figure](w, t)
	}},
	{"csv", "CSV with a header, the columns of the table figures", func(w io.Writer, t schema.Table) (table.Encoder[schema.Figure], error) {
		return table.NewCSV[schema.Figure](w, t)
	}},
	{"table", "an aligned table of the main columns, for the eye", func(w io.Writer, t schema.Table) (table.Encoder[schema.Figure], error) {
		return table.NewText[schema.Figure](w, t, "as_of", "side", "category", "outcome", "measure", "value", "qualifier", "claimant", "flags", "source", "line")
	}},
}

// Extract writes the figures of the inputs in one of the formats of Extracts.
// Findings go to r.
func Extract(ctx context.Context, j Job, format string, w io.Writer, r report.Reporter) (*pipeline.Summary, error) {
	t, _ := schema.TableNamed("figures")
	var enc table.Encoder[schema.Figure]
	for _, e := range Extracts {
		if e.Name == format {
			var err error
			if enc, err = e.open(w, t); err != nil {
				return nil, err
			}
		}
	}
	if enc == nil {
		return nil, fmt.Errorf("no format %q", format)
	}
	// A figure's doc_id is the hash of all of its document, so that is taken
	// first.
	j.Input.Hash = true
	j.Pipeline.Detail = true
	b := newBatch((*schema.Arena).Copy, enc.Write)
	s, err := j.find(ctx, pipeline.Out{Figure: b.add, Finding: r.Finding})
	if err != nil {
		return s, err
	}
	if err := b.flush(); err != nil {
		return s, err
	}
	if err := enc.Close(); err != nil {
		return s, err
	}
	return s, r.Close()
}
