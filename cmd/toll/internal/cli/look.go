package cli

import (
	"encoding/json"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

// A listing is a command that shows a table that toll works by, as text or JSON.
type listing struct {
	use, short, long string
	args             int
	text             func(w io.Writer, args []string) error
	json             func(args []string) (any, error)
	complete         func() []string
}

// command is the command of a listing.
func (l listing) command(s Streams) *cobra.Command {
	var format string
	c := &cobra.Command{Use: l.use, Short: l.short, Long: l.long, Args: noMore(l.args),
		RunE: func(_ *cobra.Command, args []string) error {
			switch format {
			case "text":
				return l.text(s.Out, args)
			case "json":
				v, err := l.json(args)
				if err != nil {
					return err
				}
				return writeJSON(s.Out, v)
			}
			return usage("it may be text, json", "--format: %q is not known", format)
		}}
	if l.complete != nil {
		c.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return l.complete(), cobra.ShellCompDirectiveNoFileComp
		}
	}
	c.Flags().StringVar(&format, "format", "text", "`FORMAT`: text or json")
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
	return c
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// aligned calls fill with a writer of columns between tabs.
func aligned(w io.Writer, fill func(io.Writer)) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fill(tw)
	return tw.Flush()
}
