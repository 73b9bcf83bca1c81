package table

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"toll/schema"
)

func TestDataPackage(t *testing.T) {
	dir := t.TempDir()
	for _, f := range Formats { // any bytes will do; those of Parquet may change with parquet-go
		if err := os.WriteFile(filepath.Join(dir, "losses"+f.Ext), []byte(f.Name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tables := []schema.Table{tableNamed("losses")}
	about := Package{Name: "losses", Title: "Losses <claimed>", Description: "What they claim.", Version: "2",
		License: License{Name: "CC-BY-4.0", Path: "https://creativecommons.org/licenses/by/4.0/"}}
	got, err := DataPackage(dir, tables, about)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "datapackage.json", got)
	if strings.Contains(string(got), dir) {
		t.Error("the descriptor names the folder")
	}
	if err := os.Remove(filepath.Join(dir, "losses.csv")); err != nil {
		t.Fatal(err)
	}
	if _, err := DataPackage(dir, tables, about); err == nil || !strings.Contains(err.Error(), "describe losses.csv") {
		t.Errorf("without its CSV: %v", err)
	}
}

// Every column of every table is described, and codes are listed where a cell
// holds one of a fixed list.
func TestTableSchema(t *testing.T) {
	for _, table := range schema.Tables {
		s := tableSchema(table)
		for i, c := range table.Columns() {
			f := s.Fields[i]
			if f.Name != c.Name || f.Type == "" || f.Description == "" {
				t.Errorf("table %s: column %s is described as %+v", table.Name, c.Name, f)
			}
			if f.Constraints != nil && f.Constraints.Required == c.Null {
				t.Errorf("table %s: column %s: required is %t", table.Name, c.Name, f.Constraints.Required)
			}
		}
	}
	for column, want := range map[string]int{"measure": len(schema.Measures), "flags": 0, "category": 0} {
		got := 0
		for _, f := range tableSchema(tableNamed("figures")).Fields {
			if f.Name == column && f.Constraints != nil {
				got = len(f.Constraints.Enum)
			}
		}
		if got != want {
			t.Errorf("column %s: %d codes, want %d", column, got, want)
		}
	}
}

func TestDataPackageWithoutLicense(t *testing.T) {
	text, err := DataPackage(t.TempDir(), nil, Package{Name: "empty"})
	if err != nil {
		t.Fatal(err)
	}
	var d map[string]any
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	if _, ok := d["licenses"]; ok {
		t.Error("an empty licence is written")
	}
}
