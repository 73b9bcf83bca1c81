package table

import (
	"io"

	"toll/schema"
)

// An Encoder writes rows of one table to a stream. Rows are lent to Write: the
// caller may change them afterwards. Close writes what is left and does not
// close the stream below.
type Encoder[T any] interface {
	Write(rows []T) error
	Close() error
}

// A Check sums up one column. Equal columns have equal checks.
type Check struct {
	Column      string
	Rows, Nulls int64
	Sum         int64  // of numbers and days, modulo 2^64; of text, its bytes
	Hash        uint64 // of all values in order
}

// A Format is a form of file in which every table is published.
type Format struct {
	Name, Ext, MediaType, Doc string
}

// Formats are the forms in which every table is published.
var Formats = []Format{}

// A Writer writes one table into a folder, in every format.
type Writer[T any] struct{}

// A WideRow is one row of losses_wide.
type WideRow struct {
	Date     schema.Date
	Side     string
	Claimant string
	Cells    []*int64 // in the order of the table's int64 columns; nil is NULL
	Derived  string
}

// A WideWriter writes losses_wide.
type WideWriter = Writer[WideRow]

// Create begins DIR/<table>.csv and DIR/<table>.parquet. Version is that of the
// program, for the Parquet footer.
func Create[T any](dir string, t schema.Table, version string) (*Writer[T], error) { return nil, nil }

// CreateWide is Create for the table whose columns are made at run time.
func CreateWide(dir string, t schema.Table, version string) (*WideWriter, error) { return nil, nil }

// Write appends rows, which are lent.
func (w *Writer[T]) Write(rows []T) error { return nil }

// Close completes the files and syncs them to disk.
func (w *Writer[T]) Close() error { return nil }

// Verify reads the closed files back.
func (w *Writer[T]) Verify() error { return nil }

// Rows is the number of rows written.
func (w *Writer[T]) Rows() int64 { return 0 }

// Checks are the checks of what was written, one per column.
func (w *Writer[T]) Checks() []Check { return nil }

// Verify compares the files of a table in a folder with checks.
func Verify(dir string, t schema.Table, want []Check) error { return nil }

// NewCSV writes rows as CSV.
func NewCSV[T any](w io.Writer, t schema.Table) (Encoder[T], error) { return nil, nil }

// NewJSONL writes rows as JSON objects, one a line.
func NewJSONL[T any](w io.Writer, t schema.Table) (Encoder[T], error) { return nil, nil }

// NewText writes chosen columns (all when none is named) as an aligned table.
func NewText[T any](w io.Writer, t schema.Table, columns ...string) (Encoder[T], error) {
	return nil, nil
}

// Visible is text with everything that could steer a terminal escaped.
func Visible(s string) string { return s }

// A Package is what a descriptor says about the whole set.
type Package struct {
	Name, Title, Description, Version string
	License                           License
}

// A License is a licence of the data.
type License struct {
	Name  string `json:"name"`
	Title string `json:"title,omitempty"`
	Path  string `json:"path,omitempty"`
}

// DataPackage is the Frictionless descriptor (datapackage.json) of tables in a folder.
func DataPackage(dir string, tables []schema.Table, p Package) ([]byte, error) { return nil, nil }
