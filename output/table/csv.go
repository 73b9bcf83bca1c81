package table

import (
	"encoding/csv"
	"io"

	"github.com/gocarina/gocsv"

	"toll/schema"
)

// NewCSV is an Encoder that writes CSV: a header line, commas, "\n" line ends,
// quotes where needed, NULL as nothing. The header is written even when there
// are no rows.
func NewCSV[T any](w io.Writer, t schema.Table) (Encoder[T], error) {
	if _, err := structCells[T](t); err != nil {
		return nil, err
	}
	return newCSV[T](w), nil
}

// csvEncoder writes rows by their csv tags.
type csvEncoder[T any] struct{ w csvLines }

func newCSV[T any](w io.Writer) *csvEncoder[T] {
	c := &csvEncoder[T]{csvLines{csv.NewWriter(w)}}
	_ = gocsv.MarshalCSV([]T{}, c.w) // the header; Close reports it: the csv.Writer keeps its error
	return c
}

func (c *csvEncoder[T]) Write(rows []T) error {
	return gocsv.MarshalCSVWithoutHeaders(rows, c.w)
}

func (c *csvEncoder[T]) Close() error {
	c.w.Writer.Flush()
	return c.w.Error()
}

// csvLines is a csv.Writer that gocsv cannot flush: it would after every batch.
type csvLines struct{ *csv.Writer }

// Flush does nothing; see csvEncoder.Close.
func (csvLines) Flush() {}
