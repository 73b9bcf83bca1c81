package table

import (
	"fmt"
	"reflect"

	"toll/schema"
)

// An Encoder writes rows of one table to a stream. Rows are lent to Write: the
// caller may change them afterwards. Close writes what is left and does not
// close the stream below. After an error an Encoder is of no more use.
type Encoder[T any] interface {
	Write(rows []T) error
	Close() error
}

// A cell is one value of a row: num of a number or day, text of a text.
type cell struct {
	null bool
	num  int64
	text string
}

// A filler puts the values of a row into one cell per column. It fails on a row
// of another shape than the table.
type filler[T any] func(row *T, cells []cell) error

// structCells is the filler of a table with a row struct. A blank text in a
// nullable column is null, as it is in Parquet.
func structCells[T any](t schema.Table) (filler[T], error) {
	if want, got := reflect.TypeOf(t.Row), reflect.TypeFor[T](); want != got {
		return nil, fmt.Errorf("table %s has rows of %v, not of %v", t.Name, want, got)
	}
	cols := t.Columns()
	return func(row *T, cells []cell) error {
		v := reflect.ValueOf(row).Elem()
		for i := range cols {
			cells[i] = cellOf(v.Field(cols[i].Index), cols[i].Null)
		}
		return nil
	}, nil
}

func cellOf(v reflect.Value, nullable bool) cell {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return cell{null: true}
		}
		v = v.Elem()
	}
	if v.Kind() == reflect.String {
		text := v.String()
		return cell{null: nullable && text == "", text: text}
	}
	return cell{num: v.Int()}
}
