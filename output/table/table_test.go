package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"toll/schema"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// tableNamed is a table of the schema.
func tableNamed(name string) schema.Table {
	t, ok := schema.TableNamed(name)
	if !ok {
		panic("no table " + name)
	}
	return t
}

func day(s string) schema.Date {
	d, err := schema.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// figure is a figure with everything that must be stated.
func figure(quote string) schema.Figure {
	return schema.Figure{FigureID: "00000000000000a1", DocID: "00000000000000d1", Source: "uk/2022-02-25.txt", Side: "russia",
		Category: "tank", CategoryGroup: "armour", Outcome: schema.Lost, Measure: schema.Cumulative, Qualifier: schema.Exact,
		Claimant: "ua_general_staff", Scope: schema.ScopeTotal, Label: "tanks", Quote: quote, Trust: schema.Official, Rule: "list"}
}

// awkward are figures with every value that a format might spoil.
func awkward() []schema.Figure {
	rows := []schema.Figure{
		figure("plain"),
		figure(`quotes " and "" and 'single'`),
		figure("comma, semicolon; tab\tand | bar"),
		figure("line\nfeed, CRLF\r\nand CR\rinside"),
		figure("\r\n"),
		figure(" spaces around "),
		figure("emoji 🛩️👨‍👩‍👧 and танків ≈ 1 000, \u202ertl\u202c, NUL \x00, \ufeff mark"),
		figure(`\.`),
		figure("NULL"),
		figure("=1+1"),
		figure("<tank> & \"T-72\" \u2028 \\ \x1b[2J"),
		figure(strings.Repeat("very long ", 20_000)),
		figure(""), // stated and blank: not NULL
	}
	numbers := []*int64{nil, new(int64(0)), new(int64(-17)), new(int64(math.MaxInt64)), new(int64(math.MinInt64))}
	days := []*schema.Date{nil, new(schema.Date(0)), new(day("0001-01-01")), new(day("9999-12-31")), new(day("1969-12-31")), new(day("2022-02-24"))}
	for i := range rows {
		r := &rows[i]
		r.Value, r.ValueLow, r.Line = numbers[i%len(numbers)], numbers[(i+1)%len(numbers)], new(int64(i))
		r.AsOf, r.PeriodStart = days[i%len(days)], days[(i+2)%len(days)]
		if i%2 == 0 {
			r.Col, r.ClaimantText, r.FlagText = new(int32(math.MaxInt32)), "Генштаб", "implicit;part"
		}
	}
	return rows
}

// write writes rows in batches of n and verifies them.
func write[T any](t testing.TB, dir string, table schema.Table, rows []T, n int) *Writer[T] {
	t.Helper()
	w, err := Create[T](dir, table, "v1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(rows); i += n {
		if err := w.Write(rows[i:min(i+n, len(rows))]); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), w.Close(), w.Verify()); err != nil {
		t.Fatal(err)
	}
	if w.Rows() != int64(len(rows)) {
		t.Errorf("Rows is %d, want %d", w.Rows(), len(rows))
	}
	return w
}

func TestParquetRoundTrip(t *testing.T) {
	dir, rows := t.TempDir(), awkward()
	write(t, dir, tableNamed("figures"), rows, 5)
	got, err := parquet.ReadFile[schema.Figure](filepath.Join(dir, "figures.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rows, got); diff != "" {
		t.Error(diff)
	}
}

func TestCSVRoundTrip(t *testing.T) {
	dir, rows, table := t.TempDir(), awkward(), tableNamed("figures")
	write(t, dir, table, rows, 5)
	f, err := os.Open(filepath.Join(dir, "figures.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(records(t, table, rows), got); diff != "" {
		t.Error(diff)
	}
}

// records are the fields that encoding/csv should read. It takes CRLF inside
// quotes for LF.
func records[T any](t testing.TB, table schema.Table, rows []T) [][]string {
	t.Helper()
	fill, err := structCells[T](table)
	if err != nil {
		t.Fatal(err)
	}
	cols := table.Columns()
	list, cells := [][]string{names(cols)}, make([]cell, len(cols))
	for i := range rows {
		if err := fill(&rows[i], cells); err != nil {
			t.Fatal(err)
		}
		var record []string
		for j := range cells {
			record = append(record, strings.ReplaceAll(cells[j].csv(cols[j].Type), "\r\n", "\n"))
		}
		list = append(list, record)
	}
	return list
}

func TestNullsInParquet(t *testing.T) {
	dir := t.TempDir()
	w := write(t, dir, tableNamed("figures"), []schema.Figure{figure(""), figure("x")}, 2)
	for i, c := range tableNamed("figures").Columns() {
		want := int64(0)
		if c.Null {
			want = 2
		}
		if got := w.Checks()[i].Nulls; got != want {
			t.Errorf("column %s: %d nulls, want %d", c.Name, got, want)
		}
	}
}

// losses are rows in order of the key.
func losses() []schema.Loss {
	var rows []schema.Loss
	for d := range schema.Date(3) {
		for i, code := range []string{"apv", "tank"} {
			r := schema.Loss{Date: day("2022-02-25") + d, LossDate: day("2022-02-24") + d, WarDay: int32(d) + 2, Side: "russia",
				Claimant: "ua_general_staff", Category: code, CategoryGroup: "armour", Outcome: schema.ClassAll,
				Total: new(int64(d*100) + int64(i)), Qualifier: schema.Exact, NDocuments: 1, NValues: 1, TotalFigureID: "00000000000000a1"}
			if d > 0 {
				r.Increment, r.DaysCovered = new(int64(0)), new(int32(1))
			}
			if d == 2 {
				r.Correction, r.FlagText = new(int64(-5)), "decrease"
			}
			rows = append(rows, r)
		}
	}
	return rows
}

// golden compares bytes with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestGolden(t *testing.T) {
	rows, figures := losses(), awkward()[:11]
	encoders := []struct {
		name string
		rows func(w *bytes.Buffer) error
	}{
		{"losses.csv", encode(NewCSV[schema.Loss], "losses", rows)},
		{"losses.jsonl", encode(NewJSONL[schema.Loss], "losses", rows)},
		{"figures.csv", encode(NewCSV[schema.Figure], "figures", figures)},
		{"figures.jsonl", encode(NewJSONL[schema.Figure], "figures", figures)},
		{"figures.txt", func(w *bytes.Buffer) error {
			e, err := NewText[schema.Figure](w, tableNamed("figures"), "as_of", "value", "claimant_text", "line", "quote")
			return errors.Join(err, e.Write(figures), e.Close())
		}},
	}
	for _, e := range encoders {
		t.Run(e.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := e.rows(&b); err != nil {
				t.Fatal(err)
			}
			golden(t, e.name, b.Bytes())
		})
	}
}

// encode is the writing of rows through an encoder.
func encode[T any](open func(w io.Writer, t schema.Table) (Encoder[T], error), name string, rows []T) func(*bytes.Buffer) error {
	return func(b *bytes.Buffer) error {
		e, err := open(b, tableNamed(name))
		if err != nil {
			return err
		}
		return errors.Join(e.Write(rows), e.Close())
	}
}

func TestNoRows(t *testing.T) {
	dir := t.TempDir()
	write[schema.Loss](t, dir, tableNamed("losses"), nil, 1)
	text, err := os.ReadFile(filepath.Join(dir, "losses.csv"))
	if err != nil || !strings.HasPrefix(string(text), "date,") || strings.Count(string(text), "\n") != 1 {
		t.Errorf("an empty table is %q, %v", text, err)
	}
}

// Every table of the schema can be written, and its files are what the schema says.
func TestEveryTable(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, tableNamed("documents"), []schema.Document{{DocID: "d", Source: "s", Status: "read"}}, 1)
	write(t, dir, tableNamed("figures"), awkward(), 3)
	write(t, dir, tableNamed("losses"), losses(), 4)
	write(t, dir, tableNamed("findings"), []schema.Finding{{Code: "c", Severity: "info", Message: "m", Fingerprint: "f"}}, 1)
	write(t, dir, tableNamed("categories"), schema.Categories(), 7)
	write(t, dir, tableNamed("claimants"), []schema.Claimant{{Code: "un", Name: "n", Series: "un", Method: "m"}}, 1)
	writeWide(t, dir, wideRows())
	for _, table := range schema.Tables {
		for _, f := range Formats {
			if _, err := os.Stat(filepath.Join(dir, table.Name+f.Ext)); err != nil {
				t.Errorf("table %s is not tested: %v", table.Name, err)
			}
		}
	}
}

// The bytes depend on the rows alone, not on batches or on the run.
func TestDeterminism(t *testing.T) {
	rows := manyFigures(5000)
	want := map[string][]byte{}
	for _, batch := range []int{5000, 1, 64, 1000, 333} {
		dir := t.TempDir()
		write(t, dir, tableNamed("figures"), rows, batch)
		for _, f := range Formats {
			got, err := os.ReadFile(filepath.Join(dir, "figures"+f.Ext))
			if err != nil {
				t.Fatal(err)
			}
			if want[f.Name] == nil {
				want[f.Name] = got
			}
			if !bytes.Equal(want[f.Name], got) {
				t.Errorf("%s differs when written in batches of %d", f.Name, batch)
			}
		}
	}
}

// manyFigures are figures as a long list would give.
func manyFigures(n int) []schema.Figure {
	rows := make([]schema.Figure, n)
	for i := range rows {
		r := figure(fmt.Sprintf("tanks ‒ %d (+%d)", i, i%50))
		r.FigureID, r.DocID = fmt.Sprintf("%016x", i*2654435761), fmt.Sprintf("%016x", i/30)
		r.AsOf, r.AsOfSource = new(day("2022-02-24")+schema.Date(i/30)), schema.AsOfExplicit
		r.Value, r.Line, r.Col = new(int64(i)), new(int64(i+1)), new(int32(3))
		r.ByteStart, r.ByteEnd = new(int64(i*40)), new(int64(i*40+5))
		r.QuoteStart, r.QuoteEnd = new(int64(i*40-3)), new(int64(i*40+9))
		rows[i] = r
	}
	return rows
}

// Rows are lent: the caller may overwrite them, and what they point to, after Write.
func TestRowsAreLent(t *testing.T) {
	dir := t.TempDir()
	w, err := Create[schema.Figure](dir, tableNamed("figures"), "")
	if err != nil {
		t.Fatal(err)
	}
	row := []schema.Figure{figure("x")}
	row[0].Value = new(int64)
	for i := range int64(100) {
		*row[0].Value = i
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), w.Verify()); err != nil {
		t.Fatal(err)
	}
	got, err := parquet.ReadFile[schema.Figure](filepath.Join(dir, "figures.parquet"))
	if err != nil || *got[7].Value != 7 {
		t.Errorf("row 7 has %d, %v", *got[7].Value, err)
	}
}

func TestParquetFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, tableNamed("losses"), losses(), 6)
	f, err := os.Open(filepath.Join(dir, "losses.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	p, err := parquet.OpenFile(f, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.Metadata().CreatedBy, "toll version v1.2.3(build )"; got != want {
		t.Errorf("created by %q, want %q", got, want)
	}
	if got, _ := p.Lookup("toll"); !strings.HasPrefix(got, `{"schema_version":"1","table":"losses","doc":"`) {
		t.Errorf("metadata %q", got)
	}
	if got := p.Schema().Name(); got != "losses" {
		t.Errorf("the schema is named %q", got)
	}
	group := p.Metadata().RowGroups[0]
	if len(group.SortingColumns) != len(tableNamed("losses").Key) {
		t.Errorf("sorting columns %v", group.SortingColumns)
	}
	for _, c := range group.Columns {
		for _, e := range c.MetaData.Encoding {
			if strings.HasPrefix(e.String(), "DELTA") {
				t.Errorf("column %v is encoded as %v", c.MetaData.PathInSchema, e)
			}
		}
		if c.MetaData.Codec.String() != "ZSTD" {
			t.Errorf("column %v is compressed with %v", c.MetaData.PathInSchema, c.MetaData.Codec)
		}
	}
}

func TestRowGroupsAreBounded(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, tableNamed("losses"), manyLosses(rowsPerGroup+1), 10_000)
	f, err := os.Open(filepath.Join(dir, "losses.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, _ := f.Stat()
	p, err := parquet.OpenFile(f, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, g := range p.RowGroups() {
		got = append(got, g.NumRows())
	}
	if diff := cmp.Diff([]int64{rowsPerGroup, 1}, got); diff != "" {
		t.Error(diff)
	}
}

func manyLosses(n int) []schema.Loss {
	rows := make([]schema.Loss, n)
	for i := range rows {
		rows[i] = losses()[0]
		rows[i].Date = schema.Date(i)
	}
	return rows
}

func TestRefusedRows(t *testing.T) {
	outOfOrder, twice := losses(), losses()
	outOfOrder[1], outOfOrder[2] = outOfOrder[2], outOfOrder[1]
	twice[1] = twice[0]
	badDay := losses()
	badDay[1].LossDate = day("9999-12-31") + 1
	badText := losses()
	badText[2].FlagText = "a\xffb"
	for name, c := range map[string]struct {
		rows []schema.Loss
		want string
	}{
		"out of order": {outOfOrder, "table losses: row 3: its key"},
		"same key":     {twice, "table losses: row 2: its key"},
		"no such day":  {badDay, "table losses: row 2: column loss_date: day 2932897"},
		"not UTF-8":    {badText, `table losses: row 3: column flags: "a\xffb" is not valid UTF-8`},
	} {
		t.Run(name, func(t *testing.T) {
			w, err := Create[schema.Loss](t.TempDir(), tableNamed("losses"), "")
			if err != nil {
				t.Fatal(err)
			}
			for _, err := range []error{w.Write(c.rows), w.Write(losses()), w.Close()} {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%v, want %q", err, c.want)
				}
			}
		})
	}
}

func TestWrongRowType(t *testing.T) {
	_, err := Create[schema.Loss](t.TempDir(), tableNamed("figures"), "")
	_, err2 := NewJSONL[schema.Loss](nil, tableNamed("figures"))
	_, err3 := NewCSV[schema.Loss](nil, tableNamed("losses_wide"))
	for _, err := range []error{err, err2, err3} {
		if err == nil || !strings.Contains(err.Error(), "not of schema.Loss") {
			t.Errorf("rows of another type: %v", err)
		}
	}
}

// A full disk is an error, at the latest of Close: parquet-go keeps quiet in Write.
func TestFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here")
	}
	for _, f := range Formats {
		for _, n := range []int{1, 20_000} {
			dir := t.TempDir()
			if err := os.Symlink("/dev/full", filepath.Join(dir, "figures"+f.Ext)); err != nil {
				t.Fatal(err)
			}
			w, err := Create[schema.Figure](dir, tableNamed("figures"), "")
			if err != nil {
				t.Fatal(err)
			}
			_ = w.Write(manyFigures(n))
			if err := w.Close(); !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "figures"+f.Ext) {
				t.Errorf("%d rows into a full disk: %v", n, err)
			}
		}
	}
}

func TestCreateFails(t *testing.T) {
	if _, err := Create[schema.Loss](filepath.Join(t.TempDir(), "none"), tableNamed("losses"), ""); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("folder is missing: %v", err)
	}
}

// failing is a writer without room.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestFailingWriter(t *testing.T) {
	csv, err1 := NewCSV[schema.Loss](failing{}, tableNamed("losses"))
	jsonl, err2 := NewJSONL[schema.Loss](failing{}, tableNamed("losses"))
	text, err3 := NewText[schema.Loss](failing{}, tableNamed("losses"))
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	for i, e := range []Encoder[schema.Loss]{csv, jsonl, text} {
		for _, rows := range [][]schema.Loss{losses(), manyLosses(2000)} {
			if err := errors.Join(e.Write(rows), e.Close()); !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("encoder %d: %v", i, err)
			}
		}
	}
}
