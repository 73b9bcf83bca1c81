package cli

import (
	"bufio"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"toll/cmd/toll/internal/job"
)

// newExtract is the command extract.
func newExtract(s Streams) *cobra.Command {
	var o inputOptions
	var format string
	c := &cobra.Command{
		Use:   "extract INPUT...",
		Short: "Write the figures of inputs to standard output",
		Long: `Extract reads the inputs and writes their figures, one row each as stated, to
standard output, with the columns of the table figures. Findings go to standard
error. toll schema figures explains the columns.`,
		Example: `  toll extract equipment.json | head -1
  toll extract --format table --claimant ru_mod briefing.csv`,
		Args: inputs,
		RunE: func(cmd *cobra.Command, args []string) error {
			j, err := o.job(args, s)
			if err != nil {
				return err
			}
			if format == "ndjson" {
				format = "jsonl"
			}
			if !slices.Contains(extractNames(), format) {
				return usage("it may be "+strings.Join(extractNames(), ", "), "--format: %q is not known", format)
			}
			r, err := newReport("text", s.Err)
			if err != nil {
				return err
			}
			out := bufio.NewWriterSize(s.Out, 1<<16)
			summary, err := job.Extract(cmd.Context(), j, format, out, r)
			if err = errors.Join(err, out.Flush()); err != nil {
				return err
			}
			return o.verdict(summary)
		},
	}
	c.Flags().StringVar(&format, "format", "jsonl", "`FORMAT` of the figures: "+strings.Join(extractNames(), ", "))
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(extractNames(), cobra.ShellCompDirectiveNoFileComp))
	o.add(c)
	return c
}

func extractNames() []string {
	var names []string
	for _, e := range job.Extracts {
		names = append(names, e.Name)
	}
	return names
}
