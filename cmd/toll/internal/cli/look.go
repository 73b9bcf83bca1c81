package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"toll/input"
	"toll/output/table"
	"toll/pipeline/config"
	"toll/pipeline/shape"
	"toll/pipeline/validate"
	"toll/schema"
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
	c.Flags().StringVar(&format, "format", "text", "text or json")
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

func newCategories(s Streams) *cobra.Command {
	return listing{
		use: "categories", short: "List the categories: codes, windows, names in other schemes",
		long: "Categories lists the category table. The windows are those of the Ukrainian General\nStaff list. --format json has every column, with the terms of each scheme.",
		text: func(w io.Writer, _ []string) error {
			return aligned(w, func(w io.Writer) {
				fmt.Fprintln(w, "CODE\tGROUP\tKIND\tUNIT\tFROM\tTO\tDEFINITION")
				for _, c := range schema.Categories() {
					fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", c.Code, c.Group, c.Kind, c.Unit, dayText(c.ValidFrom), dayText(c.ValidTo), c.Definition)
				}
			})
		},
		json: func([]string) (any, error) { return rowsJSON("categories", schema.Categories()) },
	}.command(s)
}

func dayText(d *schema.Date) string {
	if d == nil {
		return "-"
	}
	return d.String()
}

// rowsJSON are rows of a table as JSON objects, with the columns as keys.
func rowsJSON[T any](name string, rows []T) (any, error) {
	t, _ := schema.TableNamed(name)
	var b strings.Builder
	enc, err := table.NewJSONL[T](&b, t)
	if err != nil {
		return nil, err
	}
	if err := enc.Write(rows); err != nil {
		return nil, err
	}
	if err := enc.Close(); err != nil {
		return nil, err
	}
	var list []json.RawMessage
	for line := range strings.Lines(b.String()) {
		list = append(list, json.RawMessage(strings.TrimSuffix(line, "\n")))
	}
	return list, nil
}

func newClaimants(s Streams) *cobra.Command {
	load := func() *config.Profile {
		p, err := config.Builtin(config.DefaultProfile)
		if err != nil {
			panic(err) // built in
		}
		return p
	}
	return listing{
		use: "claimants", short: "List who claims: codes, sides, methods",
		long: "Claimants lists the parties that claim losses in the built-in profile.",
		text: func(w io.Writer, _ []string) error {
			return aligned(w, func(w io.Writer) {
				fmt.Fprintln(w, "CODE\tSIDE\tCOUNTS LOSSES OF\tSERIES\tNAME")
				for _, c := range load().Claimants {
					fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", c.Code, orDash(c.Side), orDash(c.About), c.Series, c.Name)
				}
			})
		},
		json: func([]string) (any, error) { return rowsJSON("claimants", load().Claimants) },
	}.command(s)
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// A tableJSON is a table as toll schema shows it.
type tableJSON struct {
	Name    string       `json:"name"`
	Title   string       `json:"title"`
	Doc     string       `json:"doc"`
	Key     []string     `json:"key,omitempty"`
	Columns []columnJSON `json:"columns"`
}

type columnJSON struct {
	Name string       `json:"name"`
	Type string       `json:"type"`
	Null bool         `json:"null"`
	Enum []enumerated `json:"enum,omitempty"`
	Doc  string       `json:"doc"`
}

type enumerated struct {
	Code string `json:"code"`
	Doc  string `json:"doc"`
}

func newSchema(s Streams) *cobra.Command {
	return listing{
		use: "schema [TABLE]", short: "Explain the published tables, column by column", args: 1,
		long: "Schema lists the columns of the published tables with type, whether they may be\nNULL, and meaning. NULL means not stated, 0 means stated as zero.",
		text: func(w io.Writer, args []string) error {
			list, err := tablesNamed(args)
			if err != nil {
				return err
			}
			for i, t := range list {
				if i > 0 {
					fmt.Fprintln(w)
				}
				if err := describeTable(w, t); err != nil {
					return err
				}
			}
			return nil
		},
		json: func(args []string) (any, error) {
			list, err := tablesNamed(args)
			if err != nil {
				return nil, err
			}
			out := []tableJSON{}
			for _, t := range list {
				out = append(out, tableToJSON(t))
			}
			return out, nil
		},
		complete: tableNames,
	}.command(s)
}

func tableNames() []string {
	var names []string
	for _, t := range schema.Tables {
		names = append(names, t.Name)
	}
	return names
}

// tablesNamed are the table of the one argument, or all.
func tablesNamed(args []string) ([]schema.Table, error) {
	if len(args) == 0 {
		return schema.Tables, nil
	}
	t, ok := schema.TableNamed(args[0])
	if !ok {
		return nil, usage("there are "+strings.Join(tableNames(), ", "), "no table %q", args[0])
	}
	return []schema.Table{t}, nil
}

func describeTable(w io.Writer, t schema.Table) error {
	fmt.Fprintf(w, "%s: %s\n", t.Name, t.Doc)
	if t.Key != nil {
		fmt.Fprintf(w, "Unique by %s.\n", strings.Join(t.Key, ", "))
	}
	return aligned(w, func(w io.Writer) {
		for _, c := range t.Columns() {
			null := "not null"
			if c.Null {
				null = ""
			}
			fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", c.Name, c.Type, null, c.Doc)
		}
	})
}

func tableToJSON(t schema.Table) tableJSON {
	out := tableJSON{Name: t.Name, Title: t.Title, Doc: t.Doc, Key: t.Key}
	for _, c := range t.Columns() {
		col := columnJSON{Name: c.Name, Type: c.Type, Null: c.Null, Doc: c.Doc}
		for _, e := range schema.Enums[c.Enum] {
			col.Enum = append(col.Enum, enumerated(e))
		}
		out.Columns = append(out.Columns, col)
	}
	return out
}

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

func newFormats(s Streams) *cobra.Command {
	type one struct {
		Name  string `json:"name"`
		Title string `json:"title"`
		Doc   string `json:"doc,omitempty"`
	}
	list := func() (formats, schemes []one) {
		for _, f := range input.Formats {
			formats = append(formats, one{f.Name, f.Title, f.Doc})
		}
		for _, x := range shape.Schemes() {
			schemes = append(schemes, one{Name: x.Name, Title: x.Title})
		}
		return formats, schemes
	}
	return listing{
		use: "formats", short: "List the formats and published layouts that toll reads",
		long: "Formats lists what toll reads, found from the content, and the published layouts\n(schemes) whose keys it knows; other keys are read by their words.",
		text: func(w io.Writer, _ []string) error {
			return aligned(w, func(w io.Writer) {
				formats, schemes := list()
				fmt.Fprintln(w, "FORMAT\tWHAT")
				for _, f := range formats {
					fmt.Fprintf(w, "%s\t%s: %s\n", f.Name, f.Title, f.Doc)
				}
				fmt.Fprintln(w, "\nSCHEME\tWHAT")
				for _, x := range schemes {
					fmt.Fprintf(w, "%s\t%s\n", x.Name, x.Title)
				}
			})
		},
		json: func([]string) (any, error) {
			formats, schemes := list()
			return map[string]any{"formats": formats, "schemes": schemes}, nil
		},
	}.command(s)
}
