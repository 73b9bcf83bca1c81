package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"toll/pipeline/validate"
)

// A ruleJSON is a rule as toll rules shows it.
type ruleJSON struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Severity string `json:"severity"`
	Text     string `json:"text"`
	Good     string `json:"good"`
	Bad      string `json:"bad"`
}

func newRules(s Streams) *cobra.Command {
	return listing{
		use: "rules [ID]", short: "Explain the rules, with good and bad examples", args: 1,
		long: "Rules lists what toll looks for, or explains one rule with an input that keeps it\nand one that breaks it.",
		text: func(w io.Writer, args []string) error {
			list, err := rulesNamed(args)
			if err != nil {
				return err
			}
			if len(args) == 1 {
				explainRule(w, list[0])
				return nil
			}
			return aligned(w, func(w io.Writer) {
				fmt.Fprintln(w, "ID\tSEVERITY\tTITLE")
				for _, r := range list {
					fmt.Fprintf(w, "%s\t%s\t%s\n", r.ID, r.Severity, r.Title)
				}
			})
		},
		json: func(args []string) (any, error) {
			list, err := rulesNamed(args)
			if err != nil {
				return nil, err
			}
			out := []ruleJSON{}
			for _, r := range list {
				out = append(out, ruleJSON{r.ID, r.Title, r.Severity, r.Text, r.Good.Text, r.Bad.Text})
			}
			return out, nil
		},
		complete: func() []string {
			var ids []string
			for _, r := range validate.Rules {
				ids = append(ids, r.ID+"\t"+r.Title)
			}
			return ids
		},
	}.command(s)
}

func rulesNamed(args []string) ([]validate.Rule, error) {
	if len(args) == 0 {
		return validate.Rules, nil
	}
	r, ok := validate.Find(args[0])
	if !ok {
		return nil, usage("toll rules lists them", "no rule %q", args[0])
	}
	return []validate.Rule{r}, nil
}

func explainRule(w io.Writer, r validate.Rule) {
	fmt.Fprintf(w, "%s (%s): %s\n\n%s\n\nGood:\n%s\n\nBad:\n%s\n", r.ID, r.Severity, r.Title, r.Text, shown(r.Good), shown(r.Bad))
}

// maxLines is how many lines of an example are shown.
const maxLines = 8

// shown is an example, indented, each of its documents.
func shown(e validate.Example) string {
	var parts []string
	for _, d := range e.Documents() {
		parts = append(parts, "  "+strings.Join(cutMiddle(d), "\n  "))
	}
	text := strings.Join(parts, "\n  and in another document\n")
	if len(e.Options) > 0 {
		text += "\n  with " + strings.Join(e.Options, " ")
	}
	return text
}

// cutMiddle are the lines of a text; of a long one the first and the last.
func cutMiddle(text string) []string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if len(lines) <= maxLines {
		return lines
	}
	cut := append(slices.Clone(lines[:maxLines-3]), fmt.Sprintf("… %d more …", len(lines)-maxLines+1))
	return append(cut, lines[len(lines)-2:]...)
}
