package table

import (
	"errors"
	"io"
	"testing"

	"toll/schema"
)

const benchRows = 50_000

// perRow reports rows a second.
func perRow(b *testing.B) {
	b.ReportMetric(benchRows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// benchmark writes figures through encoders.
func benchmark(b *testing.B, open func() (Encoder[schema.Figure], error)) {
	rows := manyFigures(benchRows)
	for b.Loop() {
		e, err := open()
		if err := errors.Join(err, writeBatches(e, rows), e.Close()); err != nil {
			b.Fatal(err)
		}
	}
	perRow(b)
}

func writeBatches[T any](e interface{ Write(rows []T) error }, rows []T) error {
	for i := 0; i < len(rows); i += 1000 {
		if err := e.Write(rows[i:min(i+1000, len(rows))]); err != nil {
			return err
		}
	}
	return nil
}

func BenchmarkCSV(b *testing.B) {
	benchmark(b, func() (Encoder[schema.Figure], error) {
		return NewCSV[schema.Figure](io.Discard, tableNamed("figures"))
	})
}

func BenchmarkParquet(b *testing.B) {
	benchmark(b, func() (Encoder[schema.Figure], error) {
		return newParquet[schema.Figure](io.Discard, tableNamed("figures"), ""), nil
	})
}

func BenchmarkJSONL(b *testing.B) {
	benchmark(b, func() (Encoder[schema.Figure], error) {
		return NewJSONL[schema.Figure](io.Discard, tableNamed("figures"))
	})
}

// BenchmarkWriter writes both files with their checks.
func BenchmarkWriter(b *testing.B) {
	dir := b.TempDir()
	benchmark(b, func() (Encoder[schema.Figure], error) { return Create[schema.Figure](dir, tableNamed("figures"), "") })
}

// BenchmarkVerify reads both files back.
func BenchmarkVerify(b *testing.B) {
	w := write(b, b.TempDir(), tableNamed("figures"), manyFigures(benchRows), 1000)
	for b.Loop() {
		if err := w.Verify(); err != nil {
			b.Fatal(err)
		}
	}
	perRow(b)
}
