package input

import (
	"bytes"
	"fmt"
	"iter"
	"strconv"

	"toll/schema"
)

// A csvReader hands over the rows of a table (RFC 4180). The first row names
// the columns: names are trimmed, a column without a name is "column N", and of
// two columns of one name the later is left out. Blank lines are no rows. The
// row of a pointer counts from the header, which is row 1, as a spreadsheet
// shows it when there are no blank lines.
type csvReader struct {
	*window
	doc   *schema.Document
	yield func(*schema.Record, error) bool
	comma byte
	track schema.Track // of a whole row

	columns []column
	named   int // how many columns the header names
	known   map[string]bool
	keys    int

	record  schema.Record
	fields  []schema.Field
	faults  []schema.Fault // of the record to come
	scratch []byte         // cells of the row at hand that held quotes
	start   schema.Spot    // of the row at hand
	turned  int            // turn of the window when the row began
}

// A column is one column of the table; without a key it is left out.
type column struct {
	key   *schema.Key
	index int
}

func openCSV(w *window, doc *schema.Document, _ Options) iter.Seq2[*schema.Record, error] {
	comma, _ := delimiter(w.head())
	return readCSV(w, doc, comma)
}

func readCSV(w *window, doc *schema.Document, comma byte) iter.Seq2[*schema.Record, error] {
	return func(yield func(*schema.Record, error) bool) {
		p := &csvReader{window: w, doc: doc, yield: yield, comma: comma, known: map[string]bool{}}
		p.track = schema.Track{Doc: doc, Prefix: "/", First: 2}
		p.table()
	}
}

// table reads the whole document.
func (p *csvReader) table() {
	spot, more := p.row()
	if !more {
		return
	}
	p.header(spot)
	for {
		if spot, more = p.row(); !more || !p.hand(spot) {
			return
		}
	}
}

// header takes the row at hand as the names of the columns.
func (p *csvReader) header(spot schema.Spot) {
	if p.turn != p.turned {
		p.reread(p.fields)
	}
	for i := range p.fields {
		f := &p.fields[i]
		name := string(bytes.TrimSpace(f.Value))
		if name == "" {
			name = numbered(i)
		}
		if p.known[name] {
			p.columns = append(p.columns, column{})
			p.fault(codeDuplicate, f.Spot, f.Spot.Start, f.QuoteEnd,
				"column "+strconv.Quote(name)+" stands twice in the header; this one is left out, rename it")
			continue
		}
		p.addColumn(name)
	}
	p.named = len(p.columns)
	if len(p.faults) > 0 {
		p.keepFaults(spot)
	}
}

// keepFaults moves the faults of the header to a record without fields when no
// row follows.
func (p *csvReader) keepFaults(spot schema.Spot) {
	p.skipBlank()
	if p.pos < p.n {
		return
	}
	p.record.Faults, p.record.Spot = p.faults, spot
	p.yield(&p.record, nil)
}

func numbered(i int) string { return fmt.Sprintf("column %d", i+1) }

// addColumn adds a column that is read.
func (p *csvReader) addColumn(name string) {
	p.known[name] = true
	track := &schema.Track{Doc: p.doc, Prefix: "/", Suffix: "/" + escapePointer(name), First: 2}
	p.columns = append(p.columns, column{&schema.Key{Path: []string{name}, Track: track}, p.keys})
	p.keys++
}

// hand hands over the row at hand as a record.
func (p *csvReader) hand(spot schema.Spot) bool {
	if spot.End-spot.Start > int64(p.max) {
		return p.tooLong()
	}
	if n := len(p.fields); n != p.named {
		p.ragged(n, spot)
	}
	if p.turn != p.turned {
		p.reread(p.fields)
	}
	p.label()
	p.record.Fields, p.record.Faults, p.record.Spot = p.fields, p.faults, spot
	p.record.Raw, p.record.Start = p.buf[spot.Start-p.base:spot.End-p.base], spot.Start
	more := p.yield(&p.record, nil)
	p.record.Number++
	p.faults, p.scratch = p.faults[:0], p.scratch[:0]
	return more
}

// label gives the cells their keys and drops those of columns left out. Row
// after row a slot holds the same key and keeps it.
func (p *csvReader) label() {
	kept := 0
	for i := range p.fields {
		c := &p.columns[i]
		if c.key == nil {
			continue
		}
		if kept != i {
			p.fields[kept] = p.fields[i]
		}
		f := &p.fields[kept]
		kept++
		if f.Key != c.key {
			f.Key, f.Index, f.Spot.Track = c.key, c.index, c.key.Track
		}
		f.Spot.Record = p.record.Number
	}
	p.fields = p.fields[:kept]
}

// ragged notes a row that has not as many cells as the header. Cells beyond it
// are given all the same, under the number of their column.
func (p *csvReader) ragged(n int, spot schema.Spot) {
	p.fault(codeCSV, spot, spot.Start, spot.End,
		fmt.Sprintf("this row has %d cells and the header %d; mend the row", n, p.named))
	for i := len(p.columns); i < n; i++ {
		if name := numbered(i); p.known[name] {
			p.columns = append(p.columns, column{})
		} else {
			p.addColumn(name)
		}
	}
}

// fault notes what is wrong inside a record, and reading goes on.
func (p *csvReader) fault(code string, spot schema.Spot, from, to int64, message string) {
	raw := p.buf[from-p.base : min(to, from+rawLimit)-p.base]
	p.faults = append(p.faults, schema.Fault{Code: code, Message: message, Spot: spot, Raw: bytes.Clone(raw)})
}
