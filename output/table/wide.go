package table

import (
	"encoding/csv"
	"fmt"
	"io"
	"reflect"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"toll/schema"
)

// WideRow is one row of losses_wide.
type WideRow = schema.WideRow

// A WideWriter writes losses_wide.
type WideWriter = Writer[WideRow]

// CreateWide is Create for losses_wide.
func CreateWide(dir string, t schema.Table, version string) (*WideWriter, error) {
	cols := t.Columns()
	encoders := map[string]open[WideRow]{
		"csv":     func(w io.Writer) Encoder[WideRow] { return newWideCSV(w, cols) },
		"parquet": func(w io.Writer) Encoder[WideRow] { return newWideParquet(w, t, version) },
	}
	return create(dir, t, wideCells, encoders)
}

// wideCells is the filler of losses_wide: the fixed columns, the numbers, and
// derived as the last.
func wideCells(row *WideRow, cells []cell) error {
	numbers := cells[len(schema.WideFixed) : len(cells)-1]
	if len(row.Cells) != len(numbers) {
		return fmt.Errorf("has %d cells, want %d", len(row.Cells), len(numbers))
	}
	cells[0] = cell{num: int64(row.Date)}
	cells[1] = cell{text: row.Side}
	cells[2] = cell{text: row.Claimant}
	for i, p := range row.Cells {
		numbers[i] = cell{null: p == nil}
		if p != nil {
			numbers[i].num = *p
		}
	}
	cells[len(cells)-1] = cell{null: row.Derived == "", text: row.Derived}
	return nil
}

// wideCSV writes losses_wide as CSV: gocsv knows structs only.
type wideCSV struct {
	w      *csv.Writer
	cols   []schema.Column
	cells  []cell
	record []string
}

func newWideCSV(w io.Writer, cols []schema.Column) *wideCSV {
	c := &wideCSV{w: csv.NewWriter(w), cols: cols, cells: make([]cell, len(cols)), record: make([]string, len(cols))}
	for i := range cols {
		c.record[i] = cols[i].Name
	}
	_ = c.w.Write(c.record) // Close reports it: the csv.Writer keeps its error
	return c
}

func (c *wideCSV) Write(rows []WideRow) error {
	for i := range rows {
		if err := wideCells(&rows[i], c.cells); err != nil {
			return err
		}
		for j := range c.cells {
			c.record[j] = c.cells[j].csv(c.cols[j].Type)
		}
		if err := c.w.Write(c.record); err != nil {
			return err
		}
	}
	return nil
}

func (c *wideCSV) Close() error {
	c.w.Flush()
	return c.w.Error()
}

// csv is the value as it stands in CSV, before quoting.
func (c *cell) csv(typ string) string {
	switch {
	case c.null:
		return ""
	case typ == schema.Text:
		return c.text
	case typ == schema.Day:
		return schema.Date(c.num).String()
	}
	return strconv.FormatInt(c.num, 10)
}

// wideParquet writes losses_wide as Parquet.
type wideParquet struct {
	w     *parquet.GenericWriter[any]
	cols  []schema.Column
	cells []cell
	row   parquet.Row
}

func newWideParquet(w io.Writer, t schema.Table, version string) *wideParquet {
	cols := t.Columns()
	return &wideParquet{w: parquet.NewGenericWriter[any](w, parquetOptions(t, wideStruct(cols), version)...),
		cols: cols, cells: make([]cell, len(cols)), row: make(parquet.Row, len(cols))}
}

// wideStruct is a struct type with the columns as fields: parquet.Group would
// sort them by name.
func wideStruct(cols []schema.Column) reflect.Type {
	types := map[string]reflect.Type{
		schema.Text: reflect.TypeFor[string](), schema.Day: reflect.TypeFor[schema.Date](), schema.Int64: reflect.TypeFor[*int64]()}
	tags := map[string]string{schema.Text: ",dict", schema.Day: ",date", schema.Int64: ""}
	fields := make([]reflect.StructField, len(cols))
	for i, c := range cols {
		tag := c.Name + tags[c.Type]
		if c.Null {
			tag += ",optional"
		}
		fields[i] = reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: types[c.Type],
			Tag: reflect.StructTag(fmt.Sprintf("parquet:%q", tag))}
	}
	return reflect.StructOf(fields)
}

// Write writes row by row, for the reason given at parquetEncoder.
func (p *wideParquet) Write(rows []WideRow) error {
	for i := range rows {
		if err := wideCells(&rows[i], p.cells); err != nil {
			return err
		}
		for j := range p.cells {
			p.row[j] = p.cells[j].parquet(&p.cols[j]).Level(0, p.level(j), j)
		}
		if _, err := p.w.WriteRows([]parquet.Row{p.row}); err != nil {
			return err
		}
	}
	return nil
}

// level is the definition level of a cell: 1 for a value that might be null.
func (p *wideParquet) level(j int) int {
	if p.cols[j].Null && !p.cells[j].null {
		return 1
	}
	return 0
}

func (p *wideParquet) Close() error { return p.w.Close() }

// parquet is the value as it stands in Parquet.
func (c *cell) parquet(col *schema.Column) parquet.Value {
	switch {
	case c.null:
		return parquet.NullValue()
	case col.Type == schema.Text:
		return parquet.ValueOf(c.text)
	case col.Type == schema.Day:
		return parquet.Int32Value(int32(c.num))
	}
	return parquet.Int64Value(c.num)
}
