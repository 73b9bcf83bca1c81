package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"toll/cmd/toll/internal/job"
	"toll/pipeline"
	"toll/schema"
)

// newRun is the command run.
func newRun(s Streams) *cobra.Command {
	var o inputOptions
	p := job.Publication{}
	var include string
	c := &cobra.Command{
		Use:   "run INPUT... -o DIR",
		Short: "Read inputs and publish a data set",
		Long: `Run reads the inputs, normalizes, validates and reconciles them, and publishes
documents, figures, losses, losses_wide, findings, categories and claimants as
CSV and Parquet, with datapackage.json, manifest.json and rejects.jsonl.

A set is published whole or not at all: DIR/losses.parquet and the rest always
lead to a complete set. On a finding at or above --fail-on nothing is published
and what was there stays. Running again over the same inputs changes no byte.`,
		Example: `  toll run data/ -o out
  toll run equipment.json personnel.json correction.json -o out
  curl -s https://example.org/losses.json | toll run - -o out`,
		Args: inputs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if p.Dir == "" {
				return usage("toll run INPUT... -o DIR", "toll run: -o DIR is missing: the folder to publish into")
			}
			if slices.ContainsFunc(args, func(arg string) bool { return sameFolder(arg, p.Dir) }) {
				return usage("publish beside the inputs or below them", "-o %s: this is an INPUT", p.Dir)
			}
			j, err := o.job(args, s)
			if err != nil {
				return err
			}
			if include != "" && include != "press" {
				return usage("it may be press", "--include: %q is not known", include)
			}
			j.Pipeline.Press = include == "press"
			p.FailOn = o.threshold()
			p.Options = o.manifest(j.Pipeline.Profile)
			if include != "" {
				p.Options["include"] = include
			}
			worst := &gravest{least: p.FailOn}
			p.Finding = worst.finding
			bar := watch(&j, s.Err)
			id, summary, err := job.Run(cmd.Context(), j, p)
			bar.stop()
			return ended(s.Err, p.Dir, id, summary, worst, err)
		},
	}
	c.Flags().StringVarP(&p.Dir, "output", "o", "", "folder `DIR` to publish into")
	_ = c.MarkFlagDirname("output") // it exists
	o.add(c)
	c.Flags().StringVar(&include, "include", "", "`WHAT`: press lets attributed figures into the series too, not only official lists")
	c.Flags().BoolVar(&p.AllowEmpty, "allow-empty", false, "publish a set even when no figure was read")
	return c
}

// sameFolder reports whether two paths name one folder that is there.
func sameFolder(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// ended tells how a run ended.
func ended(w io.Writer, dir, id string, s *pipeline.Summary, worst *gravest, err error) error {
	switch {
	case errors.Is(err, job.ErrFindings):
		worst.show(w)
		fmt.Fprintf(w, "toll: nothing published: %s; what was in %s stays\n", countFindings(s, worst.least), dir)
		fmt.Fprintln(w, "hint: mend the inputs, or publish all the same with --fail-on never; toll check shows every finding")
		return errFound
	case errors.Is(err, job.ErrEmpty):
		worst.show(w)
		fmt.Fprintf(w, "toll: nothing published: %v; what was in %s stays\n", err, dir)
		fmt.Fprintln(w, "hint: toll check tells why; --allow-empty publishes an empty set")
		return errFound
	case err != nil:
		return err
	}
	summarize(w, s)
	fmt.Fprintf(w, "published   %s/current, set %s\n", strings.TrimRight(dir, "/"), id)
	return nil
}

// maxShown is how many findings a failed run shows.
const maxShown = 20

// gravest keeps the findings at a severity or above it, to show why nothing was
// published.
type gravest struct {
	least string
	kept  []schema.Finding
	more  int64
}

func (g *gravest) finding(f *schema.Finding) error {
	if !g.grave(f.Severity) {
		return nil
	}
	if len(g.kept) == maxShown {
		g.more++
		return nil
	}
	g.kept = append(g.kept, *f)
	return nil
}

// grave reports whether a severity is at the threshold or above it.
func (g *gravest) grave(severity string) bool {
	least := g.least
	if least == "" {
		least = schema.Error
	}
	for _, c := range schema.Severities {
		if c.Code == severity {
			return true
		}
		if c.Code == least {
			return false
		}
	}
	return false
}

// show writes what was kept.
func (g *gravest) show(w io.Writer) {
	r, err := newReport("text", w)
	if err != nil {
		return
	}
	for i := range g.kept {
		_ = r.Finding(&g.kept[i]) // standard error: there is nobody left to tell
	}
	_ = r.Close()
	if g.more > 0 {
		fmt.Fprintf(w, "and %d more\n", g.more)
	}
}
