package schema

import (
	"reflect"
	"strings"
)

// A Table is one published table.
type Table struct {
	Name  string   // file name without extension
	Title string   // one line
	Doc   string   // what a row is, and the order of the rows
	Key   []string // columns that are unique together
	Row   any      // a zero row; nil for the table whose columns are made at run time
}

// Tables are the published tables, in the order of their making.
var Tables = []Table{
	{
		Name: "documents", Title: "Documents read", Row: Document{}, Key: []string{"source"},
		Doc: "One row per document, in bytewise order of source.",
	},
	{
		Name: "figures", Title: "Figures as stated", Row: Figure{}, Key: []string{"figure_id"},
		Doc: "One row per figure as stated in a source, in input order: source, then place. Nothing is chosen, repaired or left out here.",
	},
	{
		Name: "losses", Title: "Daily loss series", Row: Loss{}, Key: []string{"date", "side", "claimant", "category", "outcome"},
		Doc: "One row per day, side, claimant, category and class of outcome: what the claimant's running total said that day. In order of the key.",
	},
	{
		Name: "losses_wide", Title: "Daily loss series, one row a day", Key: []string{"date", "side", "claimant"},
		Doc: "The class all of losses with one column per category and one per increment. In order of the key.",
	},
	{
		Name: "findings", Title: "Findings", Row: Finding{}, Key: nil,
		Doc: "What the rules have to say: first about single documents in input order, then about days for which sources differ, series by series, then about the days of all series in order.",
	},
	{
		Name: "categories", Title: "Categories", Row: Category{}, Key: []string{"code"},
		Doc: "The category table: codes, definitions, windows and how other schemes name them. In order of code.",
	},
	{
		Name: "claimants", Title: "Claimants", Row: Claimant{}, Key: []string{"code"},
		Doc: "Who claims: codes, names, sides and published method. In order of code.",
	},
}

// TableNamed is the table of that name, or false.
func TableNamed(name string) (Table, bool) {
	for _, t := range Tables {
		if t.Name == name {
			return t, true
		}
	}
	return Table{}, false
}

// Types of columns.
const (
	Text  = "text"
	Day   = "date"
	Int64 = "int64"
	Int32 = "int32"
)

// A Column is one column of a table, as its struct tags state it.
type Column struct {
	Name  string
	Type  string // Text, Day, Int64 or Int32
	Null  bool   // whether it may be NULL
	Enum  string // name of its list of codes, blank when free
	Doc   string
	Index int // field of the row struct
}

// Columns lists the columns of a table in order. Of the table without a struct
// they are made from the category table.
func (t Table) Columns() []Column {
	if t.Row == nil {
		return wideColumns()
	}
	return ColumnsOf(reflect.TypeOf(t.Row))
}

// ColumnsOf lists the columns of a row struct. Fields with the csv tag "-"
// travel with the row and are not published.
func ColumnsOf(row reflect.Type) []Column {
	var cols []Column
	for i := range row.NumField() {
		f := row.Field(i)
		name := f.Tag.Get("csv")
		if name == "-" || name == "" {
			continue
		}
		c := Column{Name: name, Enum: f.Tag.Get("enum"), Doc: f.Tag.Get("doc"), Index: i}
		c.Null = strings.Contains(f.Tag.Get("parquet"), ",optional")
		typ := f.Type
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		switch {
		case typ == reflect.TypeFor[Date]():
			c.Type = Day
		case typ.Kind() == reflect.Int64:
			c.Type = Int64
		case typ.Kind() == reflect.Int32:
			c.Type = Int32
		default:
			c.Type = Text
		}
		cols = append(cols, c)
	}
	return cols
}

// WideFixed are the columns of losses_wide that stand before the categories.
var WideFixed = []Column{
	{Name: "date", Type: Day, Doc: "Report day of the totals."},
	{Name: "side", Type: Text, Enum: "side", Doc: "Whose losses."},
	{Name: "claimant", Type: Text, Enum: "claimant", Doc: "Who claims them."},
}

// wideColumns makes the columns of losses_wide: the key, two columns for every
// category, and the names of the derived ones.
func wideColumns() []Column {
	cols := append([]Column(nil), WideFixed...)
	for _, c := range Categories() {
		if c.Code == PrisonerOfWar {
			continue // never a series of its own: personnel, class captured
		}
		cols = append(cols,
			Column{Name: c.Code, Type: Int64, Null: true, Doc: "Running total. " + c.Definition},
			Column{Name: c.Code + "_increment", Type: Int64, Null: true, Doc: "Total of " + c.Code + " minus its previous total."})
	}
	return append(cols, Column{Name: "derived", Type: Text, Null: true,
		Doc: "Names of the columns of this row that were computed from other rows of the list, joined by a semicolon."})
}
