package table

import (
	"encoding/json"
	"io"
	"reflect"

	"github.com/parquet-go/parquet-go"

	"toll/schema"
)

const (
	rowsPerGroup = 122_880 // bounds the memory of writers and readers
	metadataKey  = "toll"  // key of the footer under which the columns are explained
)

// inKeyOrder are the tables whose files state that their rows are sorted by
// key. A Writer refuses rows of them in another order: readers rely on it.
var inKeyOrder = []string{"losses", "losses_wide"}

// parquetEncoder writes rows by their parquet tags, one at a time: parquet-go
// looks whether a page is full after every call, so that with whole batches the
// bytes would depend on how the caller cuts them. It costs a quarter of the
// time, and CSV beside it is slower still.
type parquetEncoder[T any] struct{ w *parquet.GenericWriter[T] }

func newParquet[T any](w io.Writer, t schema.Table, version string) parquetEncoder[T] {
	return parquetEncoder[T]{parquet.NewGenericWriter[T](w, parquetOptions(t, reflect.TypeFor[T](), version)...)}
}

func (p parquetEncoder[T]) Write(rows []T) error {
	for i := range rows {
		if _, err := p.w.Write(rows[i : i+1]); err != nil {
			return err
		}
	}
	return nil
}

func (p parquetEncoder[T]) Close() error { return p.w.Close() }

// parquetOptions are what every Parquet file of ours has in common; row is the
// struct type that has its columns. Pages of version 1 and no DELTA encodings:
// not every reader knows more.
func parquetOptions(t schema.Table, row reflect.Type, version string) []parquet.WriterOption {
	options := []parquet.WriterOption{
		parquet.NewSchema(t.Name, parquet.SchemaOf(reflect.New(row).Interface())),
		parquet.Compression(&parquet.Zstd),
		parquet.MaxRowsPerRowGroup(rowsPerGroup),
		parquet.DataPageVersion(1),
		parquet.DefaultEncodingFor(parquet.ByteArray, &parquet.Plain), // DELTA_LENGTH_BYTE_ARRAY otherwise
		parquet.CreatedBy("toll", version, ""),
		parquet.KeyValueMetadata(metadataKey, metadata(t)),
	}
	if key := sortKey(t); len(key) > 0 {
		columns := make([]parquet.SortingColumn, len(key))
		for i, name := range key {
			columns[i] = parquet.Ascending(name)
		}
		options = append(options, parquet.SortingWriterConfig(parquet.SortingColumns(columns...)))
	}
	return options
}

// metadata is what the footer says in toll's own words: version of the tables,
// name of the table, and the meaning of its columns, as compact JSON.
func metadata(t schema.Table) string {
	type column struct {
		Name string `json:"name"`
		Doc  string `json:"doc"`
	}
	about := struct {
		Schema  string   `json:"schema_version"`
		Table   string   `json:"table"`
		Doc     string   `json:"doc"`
		Columns []column `json:"columns"`
	}{schema.Version, t.Name, t.Doc, nil}
	for _, c := range t.Columns() {
		about.Columns = append(about.Columns, column{c.Name, c.Doc})
	}
	text, err := json.Marshal(about)
	if err != nil {
		panic(err) // strings only
	}
	return string(text)
}
