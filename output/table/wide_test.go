package table

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"toll/schema"
)

// wideNumbers is the number of int64 columns of losses_wide.
func wideNumbers() int { return len(tableNamed("losses_wide").Columns()) - len(schema.WideFixed) - 1 }

// wideRows are three days: nothing stated, zeros, numbers.
func wideRows() []WideRow {
	var rows []WideRow
	for d := range 3 {
		r := WideRow{Date: day("2022-02-25") + schema.Date(d), Side: "russia", Claimant: "ua_general_staff", Cells: make([]*int64, wideNumbers())}
		for i := range r.Cells {
			if d > 0 {
				r.Cells[i] = new(int64((d - 1) * (i - 5)))
			}
		}
		if d == 2 {
			r.Derived = "vehicle_and_fuel_tanker"
		}
		rows = append(rows, r)
	}
	return rows
}

func writeWide(t *testing.T, dir string, rows []WideRow) {
	t.Helper()
	w, err := CreateWide(dir, tableNamed("losses_wide"), "v1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write(rows[:1]), w.Write(rows[1:]), w.Close(), w.Verify()); err != nil {
		t.Fatal(err)
	}
}

// wideRecords are the rows as text, "NULL" for null.
func wideRecords(t *testing.T, rows []WideRow, null string) [][]string {
	t.Helper()
	cols := tableNamed("losses_wide").Columns()
	cells := make([]cell, len(cols))
	var list [][]string
	for i := range rows {
		if err := wideCells(&rows[i], cells); err != nil {
			t.Fatal(err)
		}
		var record []string
		for j := range cells {
			text := cells[j].csv(cols[j].Type)
			if cells[j].null {
				text = null
			}
			record = append(record, text)
		}
		list = append(list, record)
	}
	return list
}

func TestWideCSV(t *testing.T) {
	dir, rows := t.TempDir(), wideRows()
	writeWide(t, dir, rows)
	f, err := os.Open(filepath.Join(dir, "losses_wide.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := append([][]string{names(tableNamed("losses_wide").Columns())}, wideRecords(t, rows, "")...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWideParquet(t *testing.T) {
	dir, rows := t.TempDir(), wideRows()
	writeWide(t, dir, rows)
	f, err := os.Open(filepath.Join(dir, "losses_wide.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := parquet.NewReader(f)
	defer r.Close()
	var columns []string
	for _, c := range r.Schema().Columns() {
		columns = append(columns, c[0])
	}
	if diff := cmp.Diff(names(tableNamed("losses_wide").Columns()), columns); diff != "" {
		t.Errorf("columns out of order:\n%s", diff)
	}
	read := make([]parquet.Row, len(rows)+1)
	n, _ := r.ReadRows(read)
	var got [][]string
	for _, row := range read[:n] {
		record := []string{schema.Date(row[0].Int32()).String()}
		for _, v := range row[1:] {
			text := v.String()
			if v.IsNull() {
				text = "NULL"
			}
			record = append(record, text)
		}
		got = append(got, record)
	}
	if diff := cmp.Diff(wideRecords(t, rows, "NULL"), got); diff != "" {
		t.Error(diff)
	}
}

func TestWideRefused(t *testing.T) {
	short, unsorted := wideRows(), wideRows()
	short[1].Cells = short[1].Cells[1:]
	unsorted[0], unsorted[1] = unsorted[1], unsorted[0]
	for want, rows := range map[string][]WideRow{"row 2: has": short, "row 2: its key": unsorted} {
		w, err := CreateWide(t.TempDir(), tableNamed("losses_wide"), "")
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Write(rows), w.Close()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
