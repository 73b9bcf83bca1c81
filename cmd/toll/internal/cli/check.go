package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"toll/cmd/toll/internal/job"
	"toll/output/report"
)

// newCheck is the command check.
func newCheck(s Streams) *cobra.Command {
	var o inputOptions
	var format string
	c := &cobra.Command{
		Use:   "check INPUT...",
		Short: "Validate inputs; write nothing",
		Long: `Check reads the inputs as run does and reports what the rules find, each at its
file:line:col, on standard output. It writes no files and holds no more in
memory for a large input than for a small one. toll rules explains the rules.`,
		Example: `  toll check inputs/
  toll check --fail-on warning --format jsonl 'data/*.json'`,
		Args: inputs,
		RunE: func(cmd *cobra.Command, args []string) error {
			j, err := o.job(args, s)
			if err != nil {
				return err
			}
			r, err := newReport(format, s.Out)
			if err != nil {
				return err
			}
			bar := watch(&j, s.Err)
			summary, err := job.Check(cmd.Context(), j, r)
			bar.stop()
			if err != nil {
				return err
			}
			fmt.Fprintf(s.Err, "toll: %s, %s: %s\n", plural(sum(summary.Documents), "document"), plural(summary.Figures, "figure"), allFindings(summary))
			return o.verdict(summary)
		},
	}
	c.Flags().StringVar(&format, "format", "text", "`FORMAT` of the findings: "+strings.Join(reportNames(), ", "))
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(reportNames(), cobra.ShellCompDirectiveNoFileComp))
	o.add(c)
	return c
}

// newReport opens a report in a format, coloured on a terminal.
func newReport(format string, w io.Writer) (report.Reporter, error) {
	if !slices.Contains(reportNames(), format) {
		return nil, usage("it may be "+strings.Join(reportNames(), ", "), "--format: %q is not known", format)
	}
	return report.New(format, w, report.Options{Color: colored(w)})
}

func reportNames() []string {
	var names []string
	for _, f := range report.Formats {
		names = append(names, f.Name)
	}
	return names
}
