package table

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"toll/schema"
)

// A Format is a form of file in which every table is published.
type Format struct {
	Name      string
	Ext       string // of the file, with its dot
	MediaType string
	Doc       string

	check func(path string, t schema.Table) ([]Check, error) // reads a file strictly
}

// Formats are the forms in which every table is published.
var Formats = []Format{
	{"csv", ".csv", "text/csv", "comma-separated text in UTF-8, header line, LF line ends, NULL as nothing", checkCSV},
	{"parquet", ".parquet", "application/vnd.apache.parquet", "Apache Parquet, compressed with zstd", checkParquet},
}

// open begins a stream of one format.
type open[T any] func(w io.Writer) Encoder[T]

// A Writer writes one table into a folder, in every format. It holds a row
// group in memory, whatever the length of the table. It is not safe for use by
// several goroutines at once.
type Writer[T any] struct {
	dir    string
	table  schema.Table
	fill   filler[T]
	cells  []cell
	ledger ledger
	files  []*file[T]
	err    error // the first failure; nothing is written after it
	closed bool
}

// Create begins DIR/<table>.csv and DIR/<table>.parquet. T is the type of
// t.Row; version is that of the program and stands in the Parquet footer.
func Create[T any](dir string, t schema.Table, version string) (*Writer[T], error) {
	fill, err := structCells[T](t)
	if err != nil {
		return nil, err
	}
	return create(dir, t, fill, map[string]open[T]{
		"csv":     func(w io.Writer) Encoder[T] { return newCSV[T](w) },
		"parquet": func(w io.Writer) Encoder[T] { return newParquet[T](w, t, version) },
	})
}

func create[T any](dir string, t schema.Table, fill filler[T], encoders map[string]open[T]) (*Writer[T], error) {
	cols := t.Columns()
	w := &Writer[T]{dir: dir, table: t, fill: fill, cells: make([]cell, len(cols)),
		ledger: ledger{cols: cols, checks: newChecks(cols), order: newOrder(t)}}
	for _, f := range Formats {
		opened, err := createFile(filepath.Join(dir, t.Name+f.Ext), encoders[f.Name])
		if err != nil {
			w.err = fmt.Errorf("create table %s: %w", t.Name, err)
			return nil, w.Close()
		}
		w.files = append(w.files, opened)
	}
	return w, nil
}

// Write appends rows. They are lent: the caller may change them, and what they
// point to, once Write has returned. A row that must not be published is an
// error: text that is not UTF-8, a day outside the years 1 to 9999 and, in a
// table in order of its key, a row out of order. After an error only Close is
// of use.
func (w *Writer[T]) Write(rows []T) error {
	if w.err != nil || len(rows) == 0 {
		return w.err
	}
	failures := make([]error, 1+len(w.files))
	done := make(chan struct{})
	go func() { // CSV, the first format, takes as long as all else
		failures[1] = w.files[0].write(rows)
		close(done)
	}()
	failures[0] = w.enter(rows)
	for i, f := range w.files[1:] {
		failures[2+i] = f.write(rows)
	}
	<-done
	w.err = cmp.Or(failures...)
	return w.err
}

// enter puts rows into the ledger.
func (w *Writer[T]) enter(rows []T) error {
	for i := range rows {
		err := w.fill(&rows[i], w.cells)
		if err == nil {
			err = w.ledger.enter(w.cells)
		}
		if err != nil {
			return fmt.Errorf("table %s: row %d: %w", w.table.Name, w.ledger.rows+1, err)
		}
	}
	return nil
}

// Close completes the files and has the disk keep them. It reports the first
// failure of the Writer: a table is complete only if Close returns nil. To
// close again does nothing.
func (w *Writer[T]) Close() error {
	if w.closed {
		return w.err
	}
	w.closed = true
	for _, f := range w.files {
		if err := f.close(w.err == nil); w.err == nil {
			w.err = err
		}
	}
	return w.err
}

// Verify reads the closed files back and compares every column with what was
// written. An error names the file and the column.
func (w *Writer[T]) Verify() error { return Verify(w.dir, w.table, w.ledger.checks) }

// Rows is the number of rows written.
func (w *Writer[T]) Rows() int64 { return w.ledger.rows }

// Checks are the checks of what was written, one per column.
func (w *Writer[T]) Checks() []Check { return w.ledger.checks }

// Verify reads the files of a table in a folder, in every format, and compares
// every column with a check. An error names the file and the column.
func Verify(dir string, t schema.Table, want []Check) error {
	failures := make([]error, len(Formats))
	var reading sync.WaitGroup
	for i, f := range Formats {
		reading.Go(func() { failures[i] = f.verify(dir, t, want) })
	}
	reading.Wait()
	return cmp.Or(failures...)
}

// verify reads the file of a table in one format.
func (f Format) verify(dir string, t schema.Table, want []Check) error {
	got, err := f.check(filepath.Join(dir, t.Name+f.Ext), t)
	if err != nil {
		return fmt.Errorf("verify %s: %w", t.Name+f.Ext, err)
	}
	for i := range got {
		if err := got[i].differ(want[i]); err != nil {
			return fmt.Errorf("verify %s: %w", t.Name+f.Ext, err)
		}
	}
	return nil
}

// A file is one file of a table in the making.
type file[T any] struct {
	f       *os.File
	buffer  *bufio.Writer
	encoder Encoder[T]
}

func createFile[T any](path string, encode open[T]) (*file[T], error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	buffer := bufio.NewWriterSize(f, 256<<10)
	return &file[T]{f, buffer, encode(buffer)}, nil
}

func (f *file[T]) write(rows []T) error {
	if err := f.encoder.Write(rows); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(f.f.Name()), err)
	}
	return nil
}

// close completes the file when all went well, and closes it in any case.
func (f *file[T]) close(complete bool) error {
	var err error
	if complete {
		err = f.complete()
	}
	if err := errors.Join(err, f.f.Close()); err != nil {
		return fmt.Errorf("close %s: %w", filepath.Base(f.f.Name()), err)
	}
	return nil
}

// complete brings everything to the disk.
func (f *file[T]) complete() error {
	for _, step := range []func() error{f.encoder.Close, f.buffer.Flush, f.f.Sync} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
