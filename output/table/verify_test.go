package table

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"toll/schema"
)

// damaged verifies a table one file of which was changed after writing.
func damaged(t *testing.T, file string, change func(text []byte) []byte) error {
	t.Helper()
	dir := t.TempDir()
	w := write(t, dir, tableNamed("losses"), losses(), 6)
	path := filepath.Join(dir, file)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(bytes.Clone(text)), 0o644); err != nil {
		t.Fatal(err)
	}
	return w.Verify()
}

func TestVerifyCSV(t *testing.T) {
	replace := func(old, new string) func([]byte) []byte {
		return func(text []byte) []byte { return bytes.Replace(text, []byte(old), []byte(new), 1) }
	}
	for _, c := range []struct{ old, new, want string }{
		{"apv", "apw", "column category: holds other values"},
		{",100,", ",101,", "column total: sums to 604, 603 was written"},
		{"2022-02-25,2022-02-24", "2022-02-24,2022-02-25", "column date: sums to"},
		{",100,0,", ",100,,", "column increment: holds 3 nulls, 2 were written"},
		{",100,0,", ",100,00,", `line 4: field 10: "00" is not an int64`},
		{",100,0,", ",100,+0,", `"+0" is not an int64`},
		{",100,0,", ",100,-0,", `"-0" is not an int64`},
		{",100,0,", ",100, 0,", `" 0" is not an int64`},
		{",100,0,", ",100,9223372036854775808,", "is not an int64"},
		{",exact,1,", ",exact,2147483648,", "is not an int32"},
		{",exact,1,", ",exact,,", `"" is not an int32`},
		{"2022-02-25,", "2022-02-30,", `"2022-02-30" is not a day`},
		{"2022-02-25,", "2022-2-25,", `"2022-2-25" is not a day`},
		{"loss_date", "lossdate", `line 1: field 2: header says "lossdate"`},
		{",exact,1,1,00000000000000a1,,\n", ",exact,1,1\n", "line 2: row has not 19 fields"},
		{"decrease\n", "decrease,x\n", "row has not 19 fields"},
		{"decrease\n", "decrease\n\n", "row has not 19 fields"},
		{"decrease\n", "decrease\r\n", `'\r' outside quotes`},
		{"armour", `arm"our`, `'"' outside quotes`},
		{"armour", `"arm"our`, "after the closing quote"},
	} {
		if err := damaged(t, "losses.csv", replace(c.old, c.new)); err == nil ||
			!strings.HasPrefix(err.Error(), "verify losses.csv: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: %v, want %q", c.new, c.old, err, c.want)
		}
	}
}

// A cut is found wherever it falls: by a broken row, or by the number of rows.
func TestVerifyCutCSV(t *testing.T) {
	var b bytes.Buffer
	if err := encode(NewCSV[schema.Loss], "losses", losses())(&b); err != nil {
		t.Fatal(err)
	}
	table, want := tableNamed("losses"), int64(len(losses()))
	for n := range b.Len() {
		checks, err := readCSV(bytes.NewReader(b.Bytes()[:n]), table.Columns())
		if err == nil && checks[0].Rows == want {
			t.Errorf("only %d of %d bytes are left and nothing is found", n, b.Len())
		}
	}
	if err := damaged(t, "losses.csv", func([]byte) []byte { return nil }); err == nil || !strings.Contains(err.Error(), "header is missing") {
		t.Errorf("an empty file: %v", err)
	}
}

// Rows that trade places leave counts and sums as they are.
func TestVerifyOrder(t *testing.T) {
	err := damaged(t, "losses.csv", func(text []byte) []byte {
		lines := bytes.SplitAfter(text, []byte("\n"))
		lines[1], lines[2] = lines[2], lines[1]
		return bytes.Join(lines, nil)
	})
	if err == nil || !strings.Contains(err.Error(), "column category: holds other values, or in another order") {
		t.Error(err)
	}
}

// A flipped byte of a Parquet file is found, or no reader gets another value
// without an error: there are bytes that only statistics and page index use.
func TestVerifyParquetBytes(t *testing.T) {
	var b bytes.Buffer
	table := tableNamed("losses")
	e := newParquet[schema.Loss](&b, table, "")
	if err := errors.Join(e.Write(losses()), e.Close()); err != nil {
		t.Fatal(err)
	}
	step := 1
	if testing.Short() {
		step = 7
	}
	want, found := checksOf(t, table, losses()), 0
	for i := 0; i < b.Len(); i += step {
		flipped := bytes.Clone(b.Bytes())
		flipped[i] ^= 0x10
		checks, err := readParquet(bytes.NewReader(flipped), int64(len(flipped)), table.Columns())
		if err != nil || !slices.Equal(checks, want) {
			found++
			continue
		}
		rows, err := parquet.Read[schema.Loss](bytes.NewReader(flipped), int64(len(flipped)))
		if diff := cmp.Diff(losses(), rows); err == nil && diff != "" {
			t.Errorf("byte %d of %d is flipped and nothing is found:\n%s", i, b.Len(), diff)
		}
	}
	if found < b.Len()/step/4 {
		t.Errorf("of %d flipped bytes only %d are found", b.Len(), found)
	}
}

// Damage of a Parquet file comes with its name and the column.
func TestVerifyParquet(t *testing.T) {
	other := losses()
	other[3].Total = new(int64(102))
	var b bytes.Buffer
	e := newParquet[schema.Loss](&b, tableNamed("losses"), "")
	if err := errors.Join(e.Write(other), e.Close()); err != nil {
		t.Fatal(err)
	}
	err := damaged(t, "losses.parquet", func([]byte) []byte { return b.Bytes() })
	if err == nil || err.Error() != "verify losses.parquet: column total: sums to 604, 603 was written" {
		t.Error(err)
	}
}

func TestVerifyParquetSchema(t *testing.T) {
	type other struct {
		Date  int32  `parquet:"date,date"`
		Total int64  `parquet:"total"`
		Side  string `parquet:"side"`
	}
	var b bytes.Buffer
	if err := parquet.Write(&b, []other{{1, 2, "x"}}); err != nil {
		t.Fatal(err)
	}
	read := func(cols []schema.Column) error {
		_, err := readParquet(bytes.NewReader(b.Bytes()), int64(b.Len()), cols)
		return err
	}
	cols := func(change func(c []schema.Column)) []schema.Column {
		c := []schema.Column{{Name: "date", Type: schema.Day}, {Name: "total", Type: schema.Int64}, {Name: "side", Type: schema.Text}}
		change(c)
		return c
	}
	if err := read(cols(func([]schema.Column) {})); err != nil {
		t.Error(err)
	}
	for want, change := range map[string]func(c []schema.Column){
		`column totals: is named "total"`:                          func(c []schema.Column) { c[1].Name = "totals" },
		"column total: is of type INT(64,true), want INT(32,true)": func(c []schema.Column) { c[1].Type = schema.Int32 },
		"column side: is nullable":                                 func(c []schema.Column) { c[2].Null = true },
	} {
		if err := read(cols(change)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if err := read(cols(func([]schema.Column) {})[:2]); err == nil {
		t.Error("a column too many is not noticed")
	}
}

func TestVerifyMissingFile(t *testing.T) {
	dir := t.TempDir()
	w := write(t, dir, tableNamed("losses"), losses(), 6)
	if err := os.Remove(filepath.Join(dir, "losses.parquet")); err != nil {
		t.Fatal(err)
	}
	if err := w.Verify(); err == nil || !strings.Contains(err.Error(), "verify losses.parquet") {
		t.Error(err)
	}
}

// A check tells NULL, zero and blank apart, and where one text ends.
func TestCheckTellsApart(t *testing.T) {
	build := func(add ...func(c *Check)) uint64 {
		c := newChecks([]schema.Column{{}})[0]
		for _, a := range add {
			a(&c)
		}
		return c.Hash
	}
	null := func(c *Check) { c.addNull() }
	number := func(n int64) func(*Check) { return func(c *Check) { c.addNumber(n) } }
	text := func(s string) func(*Check) { return func(c *Check) { addText(c, s) } }
	seen := map[uint64]int{}
	for i, h := range []uint64{build(), build(null), build(null, null), build(number(0)), build(text("")), build(text(""), text("")),
		build(text("a"), text("b")), build(text("ab"), text("")), build(text(""), text("ab")), build(text("ab")),
		build(number(1), number(2)), build(number(2), number(1)), build(number(-1<<63), number(0)), build(number(0), number(-1<<63))} {
		if j, ok := seen[h]; ok {
			t.Errorf("cases %d and %d have the same hash", i, j)
		}
		seen[h] = i
	}
}
