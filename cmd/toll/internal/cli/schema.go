package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"toll/schema"
)

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
