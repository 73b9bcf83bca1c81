package arrow

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	arrowlib "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// TestSet compares every Parquet file of the set in the folder TOLL_SET, cell
// by cell, with the CSV beside it.
func TestSet(t *testing.T) {
	dir := os.Getenv("TOLL_SET")
	if dir == "" {
		t.Skip("TOLL_SET names no published set, such as out/current")
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Fatalf("TOLL_SET: no Parquet file in %s", dir)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".parquet"), func(t *testing.T) {
			rows, err := compare(path, strings.TrimSuffix(path, ".parquet")+".csv")
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d rows are the same", rows)
		})
	}
}

// compare compares a Parquet file with a CSV file and returns the number of rows.
func compare(parquetPath, csvPath string) (rows int64, err error) {
	f, err := os.Open(csvPath)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	lines := csv.NewReader(f)
	lines.ReuseRecord = true

	p, err := file.OpenParquetFile(parquetPath, false)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	reader, err := pqarrow.NewFileReader(p, pqarrow.ArrowReadProperties{BatchSize: 8192}, memory.DefaultAllocator)
	if err != nil {
		return 0, err
	}
	records, err := reader.GetRecordReader(context.Background(), nil, nil)
	if err != nil {
		return 0, err
	}
	defer records.Release()
	if err := compareHeader(records.Schema(), lines); err != nil {
		return 0, err
	}
	rows, err = compareRows(records, lines)
	if err == nil && rows != p.NumRows() {
		err = fmt.Errorf("read %d rows, the footer says %d", rows, p.NumRows())
	}
	return rows, err
}

// compareHeader compares names, and holds columns to the types that every
// reader understands: text that is bytes to Arrow is what the enum type of
// Parquet would make.
func compareHeader(s *arrowlib.Schema, lines *csv.Reader) error {
	header, err := lines.Read()
	if err != nil {
		return err
	}
	if len(header) != s.NumFields() {
		return fmt.Errorf("%d columns, CSV has %d", s.NumFields(), len(header))
	}
	for i, f := range s.Fields() {
		if f.Name != header[i] {
			return fmt.Errorf("column %d is named %s, in CSV %s", i+1, f.Name, header[i])
		}
		switch f.Type.ID() {
		case arrowlib.STRING, arrowlib.INT64, arrowlib.INT32, arrowlib.DATE32:
		default:
			return fmt.Errorf("column %s is of type %v", f.Name, f.Type)
		}
	}
	return nil
}

func compareRows(records pqarrow.RecordReader, lines *csv.Reader) (rows int64, err error) {
	for records.Next() {
		batch := records.RecordBatch()
		for i := range int(batch.NumRows()) {
			line, err := lines.Read()
			if err != nil {
				return rows, fmt.Errorf("CSV: row %d: %w", rows+1, err)
			}
			for j, column := range batch.Columns() {
				if err := compareCell(column, i, batch.Schema().Field(j), line[j]); err != nil {
					return rows, fmt.Errorf("row %d: column %s: %w", rows+1, batch.ColumnName(j), err)
				}
			}
			rows++
		}
	}
	if err := records.Err(); err != nil && err != io.EOF {
		return rows, err
	}
	if _, err := lines.Read(); err != io.EOF {
		return rows, fmt.Errorf("CSV has more than %d rows: %v", rows, err)
	}
	return rows, nil
}

// compareCell compares one value with its CSV field. NULL is an empty field,
// and an empty field of a nullable column is NULL.
func compareCell(column arrowlib.Array, i int, f arrowlib.Field, field string) error {
	if null := f.Nullable && field == ""; column.IsNull(i) != null {
		return fmt.Errorf("null is %t, CSV has %q", column.IsNull(i), field)
	}
	if column.IsNull(i) {
		return nil
	}
	if got := text(column, i); got != field {
		return fmt.Errorf("is %q, CSV has %q", got, field)
	}
	return nil
}

// text is a value as CSV spells it. encoding/csv reads CRLF inside quotes as LF.
func text(column arrowlib.Array, i int) string {
	switch c := column.(type) {
	case *array.String:
		return strings.ReplaceAll(c.Value(i), "\r\n", "\n")
	case *array.Int64:
		return strconv.FormatInt(c.Value(i), 10)
	case *array.Int32:
		return strconv.FormatInt(int64(c.Value(i)), 10)
	case *array.Date32:
		return c.Value(i).ToTime().Format(time.DateOnly)
	}
	return fmt.Sprintf("a value of type %T", column)
}
