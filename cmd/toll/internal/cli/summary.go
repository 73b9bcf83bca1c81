package cli

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"toll/cmd/toll/internal/job"
	"toll/pipeline"
	"toll/schema"
)

// summarize writes what a run did.
func summarize(w io.Writer, s *pipeline.Summary) {
	fmt.Fprintf(w, "read        %s (%s)\n", plural(sum(s.Documents), "document"), counts(s.Documents, "as another"))
	fmt.Fprintf(w, "figures     %d; passed over %d; rejected %d\n", s.Figures, s.PassedOver, s.Rejects)
	if s.Figures > 0 {
		fmt.Fprintf(w, "claimed by  %s\n", byClaimant(s.Claimants))
	}
	if s.Losses > 0 {
		fmt.Fprintf(w, "losses      %s of %d series, %s to %s, from %s\n", plural(s.Losses, "row"), s.Series, s.First, s.Last, plural(s.Entered, "figure"))
	}
	reasons := slices.Sorted(maps.Keys(s.LeftOut))
	for _, r := range reasons {
		fmt.Fprintf(w, "left out    %d: %s\n", s.LeftOut[r], r)
	}
	fmt.Fprintf(w, "findings    %s\n", allFindings(s))
}

// byClaimant lists who claims how many of the figures.
func byClaimant(m map[string]int64) string {
	var parts []string
	for _, c := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, fmt.Sprintf("%s %d", c, m[c]))
	}
	return strings.Join(parts, ", ")
}

// counts lists the statuses of documents with their numbers.
func counts(m map[string]int64, same string) string {
	var parts []string
	for _, c := range append(slices.Clone(schema.Statuses), schema.Code{Code: "same"}) {
		if m[c.Code] > 0 {
			name := c.Code
			if name == "same" {
				name = "same " + same
			}
			parts = append(parts, fmt.Sprintf("%d %s", m[c.Code], name))
		}
	}
	return strings.Join(parts, ", ")
}

// allFindings lists the findings by severity.
func allFindings(s *pipeline.Summary) string {
	var parts []string
	for _, c := range schema.Severities {
		if n := s.Findings[c.Code]; n > 0 {
			name := c.Code
			if n > 1 && c.Code != schema.Info {
				name += "s"
			}
			parts = append(parts, fmt.Sprintf("%d %s", n, name))
		}
	}
	if parts == nil {
		return "no findings"
	}
	return strings.Join(parts, ", ")
}

// countFindings names the findings at a severity or above it.
func countFindings(s *pipeline.Summary, least string) string {
	return plural(s.Worst(least), "finding") + " at " + least + " or above"
}

func plural(n int64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

func sum(m map[string]int64) (n int64) {
	for _, v := range m {
		n += v
	}
	return n
}

// terminal reports whether a stream is a terminal.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colored reports whether a stream should be coloured: a terminal, and nobody
// said NO_COLOR.
func colored(w io.Writer) bool { return terminal(w) && os.Getenv("NO_COLOR") == "" }

// A bar shows what goes on, on a terminal. It is the only place that looks at a
// clock, and nothing of it is published.
type bar struct {
	w     io.Writer
	step  job.Step
	n     int64
	start time.Time // of the step
	drawn time.Time
}

// watch lets a job show its progress when w is a terminal.
func watch(j *job.Job, w io.Writer) *bar {
	b := &bar{w: w}
	if terminal(w) {
		j.Progress = b.progress
	}
	return b
}

// redraw is the time between two looks of the screen.
const redraw = 200 * time.Millisecond

func (b *bar) progress(step job.Step, n int64) {
	now := time.Now()
	if step != b.step {
		b.step, b.n, b.start = step, 0, now
	}
	b.n += n
	if now.Sub(b.drawn) < redraw {
		return
	}
	b.drawn = now
	if step != job.Reading {
		fmt.Fprintf(b.w, "\r\x1b[K%s: %d", step, b.n)
		return
	}
	megabytes := float64(b.n) / 1e6
	fmt.Fprintf(b.w, "\r\x1b[K%s: %.1f MB, %.0f MB/s", step, megabytes, megabytes/max(now.Sub(b.start).Seconds(), 0.001))
}

// stop clears the line.
func (b *bar) stop() {
	if !b.drawn.IsZero() {
		fmt.Fprint(b.w, "\r\x1b[K")
	}
}
