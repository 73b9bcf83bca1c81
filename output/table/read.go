package table

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"toll/schema"
)

// checkCSV reads a CSV file as strictly as it was written.
func checkCSV(path string, t schema.Table) ([]Check, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readCSV(f, t.Columns())
}

func readCSV(r io.Reader, cols []schema.Column) ([]Check, error) {
	s := &csvScanner{r: bufio.NewReaderSize(r, 256<<10), line: 1}
	checks := newChecks(cols)
	err := s.row(len(cols), func(i int, field []byte) error {
		if string(field) != cols[i].Name {
			return fmt.Errorf("header says %q", field)
		}
		return nil
	})
	for err == nil {
		err = s.row(len(cols), func(i int, field []byte) error { return addField(&checks[i], &cols[i], field) })
	}
	if err != io.EOF {
		return nil, err
	}
	if s.rows == 0 {
		return nil, errors.New("the header is missing")
	}
	return checks, nil
}

// addField adds a CSV field to a check. A number has one spelling.
func addField(check *Check, col *schema.Column, field []byte) error {
	if len(field) == 0 && col.Null {
		check.addNull()
		return nil
	}
	switch col.Type {
	case schema.Text:
		addText(check, field)
		return nil
	case schema.Day:
		d, ok := schema.ParseISODate(field)
		if !ok {
			return fmt.Errorf("%q is not a day", field)
		}
		check.addNumber(int64(d))
		return nil
	}
	bits := 64
	if col.Type == schema.Int32 {
		bits = 32
	}
	n, err := strconv.ParseInt(string(field), 10, bits)
	var spelt [20]byte
	if err != nil || string(strconv.AppendInt(spelt[:0], n, 10)) != string(field) {
		return fmt.Errorf("%q is not an %s", field, col.Type)
	}
	check.addNumber(n)
	return nil
}

// A csvScanner reads the CSV that is written here and nothing more lenient.
// encoding/csv would not do: it changes CRLF inside quotes and skips blank lines.
type csvScanner struct {
	r     *bufio.Reader
	field []byte
	line  int // of the file, from 1
	rows  int // read so far, with the header
}

// row reads a row of n fields. The error is io.EOF when there is none.
func (s *csvScanner) row(n int, yield func(i int, field []byte) error) error {
	if _, err := s.r.Peek(1); err != nil {
		return err
	}
	line := s.line
	for i := range n {
		end, err := s.next()
		if err != nil {
			return fmt.Errorf("line %d: field %d: %w", line, i+1, err)
		}
		if (end == '\n') != (i == n-1) {
			return fmt.Errorf("line %d: row has not %d fields", line, n)
		}
		if err := yield(i, s.field); err != nil {
			return fmt.Errorf("line %d: field %d: %w", line, i+1, err)
		}
	}
	s.rows++
	return nil
}

// next reads a field and the comma or line end after it.
func (s *csvScanner) next() (end byte, err error) {
	s.field = s.field[:0]
	if first, err := s.r.Peek(1); err == nil && first[0] == '"' {
		if _, err := s.byte(); err != nil {
			return 0, err
		}
		return s.quoted()
	}
	for {
		held, err := s.held()
		if err != nil {
			return 0, err
		}
		i := 0
		for i < len(held) && !special[held[i]] {
			i++
		}
		s.field = append(s.field, held[:i]...)
		if _, err := s.r.Discard(i); err != nil {
			return 0, err
		}
		if i == len(held) {
			continue
		}
		c, err := s.byte()
		if err != nil || c == ',' || c == '\n' {
			return c, err
		}
		return 0, fmt.Errorf("%q outside quotes", c)
	}
}

// special are the bytes that end a bare field, or may not stand in one.
var special = [256]bool{',': true, '\n': true, '"': true, '\r': true}

// held are the bytes at hand, one at least. The end of the file is unexpected
// inside a row.
func (s *csvScanner) held() ([]byte, error) {
	if _, err := s.r.Peek(1); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	return s.r.Peek(s.r.Buffered())
}

// quoted reads the rest of a field whose opening quote is read.
func (s *csvScanner) quoted() (end byte, err error) {
	for {
		c, err := s.byte()
		if err != nil {
			return 0, err
		}
		if c == '"' {
			switch c, err = s.byte(); {
			case err != nil:
				return 0, err
			case c == ',' || c == '\n':
				return c, nil
			case c != '"':
				return 0, fmt.Errorf("%q after the closing quote", c)
			}
		}
		s.field = append(s.field, c)
	}
}

// byte reads one byte. The end of the file is unexpected inside a row.
func (s *csvScanner) byte() (byte, error) {
	c, err := s.r.ReadByte()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if c == '\n' {
		s.line++
	}
	return c, err
}

// checkParquet reads a Parquet file column by column.
func checkParquet(path string, t schema.Table) ([]Check, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return readParquet(f, info.Size(), t.Columns())
}

// readParquet makes an error of a panic too: parquet-go panics on some damage.
func readParquet(r io.ReaderAt, size int64, cols []schema.Column) (checks []Check, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("is damaged: %v", r)
		}
	}()
	p, err := parquet.OpenFile(r, size)
	if err != nil {
		return nil, err
	}
	return readColumns(p, cols)
}

func readColumns(p *parquet.File, cols []schema.Column) ([]Check, error) {
	fields := p.Schema().Fields()
	if len(fields) != len(cols) {
		return nil, fmt.Errorf("has %d columns, want %d", len(fields), len(cols))
	}
	checks := newChecks(cols)
	values := make([]parquet.Value, 1024)
	for i := range cols {
		if err := checkField(fields[i], &cols[i]); err != nil {
			return nil, fmt.Errorf("column %s: %w", cols[i].Name, err)
		}
		for _, group := range p.RowGroups() {
			if err := addChunk(&checks[i], group.ColumnChunks()[i], values); err != nil {
				return nil, fmt.Errorf("column %s: %w", cols[i].Name, err)
			}
		}
	}
	return checks, nil
}

// parquetTypes are the types of columns as Parquet names them.
var parquetTypes = map[string]string{schema.Text: "STRING", schema.Day: "DATE", schema.Int64: "INT(64,true)", schema.Int32: "INT(32,true)"}

// checkField reports a Parquet column that is not what the schema says.
func checkField(f parquet.Field, col *schema.Column) error {
	switch {
	case f.Name() != col.Name:
		return fmt.Errorf("is named %q", f.Name())
	case !f.Leaf() || f.Type().String() != parquetTypes[col.Type]:
		return fmt.Errorf("is of type %v, want %s", f.Type(), parquetTypes[col.Type])
	case f.Optional() != col.Null || f.Repeated():
		return errors.New("is nullable where it must not be, or the reverse")
	}
	return nil
}

// addChunk adds the values of a column in one row group to its check.
func addChunk(check *Check, chunk parquet.ColumnChunk, values []parquet.Value) (err error) {
	pages := chunk.Pages()
	defer func() { err = errors.Join(err, pages.Close()) }()
	for {
		page, err := pages.ReadPage()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		err = addPage(check, page.Values(), values)
		parquet.Release(page)
		if err != nil {
			return err
		}
	}
}

func addPage(check *Check, r parquet.ValueReader, values []parquet.Value) error {
	for {
		n, err := r.ReadValues(values)
		for i := range values[:n] {
			addValue(check, &values[i])
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func addValue(check *Check, v *parquet.Value) {
	switch {
	case v.IsNull():
		check.addNull()
	case v.Kind() == parquet.ByteArray:
		addText(check, v.ByteArray())
	case v.Kind() == parquet.Int32:
		check.addNumber(int64(v.Int32()))
	default:
		check.addNumber(v.Int64())
	}
}
