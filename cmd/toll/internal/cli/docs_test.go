package cli

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"toll/schema"
)

var update = flag.Bool("update", false, "rewrite the generated documents")

// TestTablesDoc holds docs/tables.md against the schema that it is made from.
func TestTablesDoc(t *testing.T) {
	const path = "../../../../docs/tables.md"
	want := tablesDoc()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/tables.md is not what the schema says: make golden writes it again")
	}
}

// tablesDoc is the codebook of the published tables.
func tablesDoc() string {
	var b strings.Builder
	b.WriteString("# Tables\n\nMade from the struct tags of `schema` (`make golden`); `toll schema` shows the same.\n\n")
	b.WriteString("Each table is published as CSV and as Parquet. NULL (an empty CSV field) means not stated, 0 means stated as zero.\n")
	b.WriteString("Dates are `YYYY-MM-DD` in CSV and `DATE` in Parquet; counts are 64-bit integers.\n")
	for _, t := range schema.Tables {
		fmt.Fprintf(&b, "\n## %s\n\n%s", t.Name, t.Doc)
		if t.Key != nil {
			fmt.Fprintf(&b, " Unique by `%s`.", strings.Join(t.Key, "`, `"))
		}
		if t.Row == nil {
			b.WriteString(wideNote)
			continue
		}
		b.WriteString("\n\n| column | type | null | meaning |\n|---|---|---|---|\n")
		for _, c := range t.Columns() {
			null := "no"
			if c.Null {
				null = "yes"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.Name, c.Type, null, c.Doc)
		}
	}
	b.WriteString("\n## Codes\n")
	for _, list := range []struct{ name, doc string }{{"outcome", "`outcome` and `outcome_official` of figures"}, {"class", "`outcome` of losses"},
		{"measure", "`measure`"}, {"qualifier", "`qualifier`"}, {"scope", "`scope`"}, {"trust", "`trust`"}, {"as_of_source", "`as_of_source`"},
		{"flag", "`flags` of figures"}, {"series_flag", "`flags` of losses"}, {"severity", "`severity`"}, {"status", "`status`"}} {
		fmt.Fprintf(&b, "\n%s:\n\n", list.doc)
		for _, c := range schema.Enums[list.name] {
			fmt.Fprintf(&b, "- `%s`: %s\n", c.Code, c.Doc)
		}
	}
	b.WriteString("\n`category` and `claimant`: see `toll categories` and `toll claimants`, or the tables of that name.\n")
	return b.String()
}

const wideNote = `

One integer column per category, named by its code, with the running total of
class ` + "`all`" + `, and one ` + "`<category>_increment`" + `; before them ` + "`date`, `side`, `claimant`" + `,
after them ` + "`derived`" + `, which names the columns of the row that were computed from
others: ` + "`vehicle_and_fuel_tanker`" + ` before 2022-05-01 is the sum of its two parts.
Nothing is filled: what was not stated is NULL.
`
