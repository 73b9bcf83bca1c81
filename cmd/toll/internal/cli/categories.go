package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"toll/output/table"
	"toll/pipeline/config"
	"toll/schema"
)

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
