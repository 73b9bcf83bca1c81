package schema

import (
	"fmt"
	"iter"
)

// A Spot is a place in a document.
type Spot struct {
	Line  int64 // from 1; 0 means that there is none
	Col   int32 // in code points, from 1
	Start int64 // first byte, in the decoded document
	End   int64 // byte after the last

	Track  *Track // how the pointer is written; nil when there is none
	Record int64  // number of the record within the track
}

// A Track tells where in a document one key of its records stands, so that the
// pointer of a value need not be written before somebody asks for it.
type Track struct {
	Doc    *Document
	Prefix string // what stands before the number of the record
	Suffix string // what stands after it
	Single bool   // the document is one record: no number between prefix and suffix
	First  int64  // number that the first record bears
}

// Pointer is the JSON pointer, or the /row/column, of the value of this key in
// a record.
func (t *Track) Pointer(record int64) string {
	if t == nil {
		return ""
	}
	if t.Single {
		return t.Prefix + t.Suffix
	}
	return fmt.Sprintf("%s%d%s", t.Prefix, record+t.First, t.Suffix)
}

// Kind is the type of a value as written.
type Kind uint8

// Kinds of values.
const (
	NullValue   Kind = iota // null, or an empty cell of a table
	NumberValue             // a JSON number
	TextValue               // a JSON string, or a cell of a table
	BoolValue               // true or false
)

// A Key is one key of a document's records: a JSON key, or a column of a table.
type Key struct {
	Path  []string // the key and those it stands under, outermost first
	Track *Track
}

// Name is the key as written, without those it stands under.
func (k *Key) Name() string { return k.Path[len(k.Path)-1] }

// A Field is a label as written beside a value as written at a place.
type Field struct {
	Key      *Key
	Index    int    // number of Key within its document, from 0
	Kind     Kind   // type of the value
	Value    []byte // the value: digits of a number, text of a string without quotes and escapes
	Spot     Spot   // of the value, without quotes
	QuoteEnd int64  // byte after the value with its quotes
	KeyStart int64  // first byte of the key; -1 where the key stands elsewhere
}

// A Record is one unit of structured input: a JSON object or a row of a table,
// with the fields of what it stands in. It is lent: it and its bytes are valid
// until the receiving function returns.
type Record struct {
	Number int64   // of the record in its document, from 0
	Fields []Field // in the order of writing
	Raw    []byte  // the record as written
	Start  int64   // first byte of Raw in the document
	Spot   Spot    // of the record
	Faults []Fault // what is wrong inside it
}

// A Fault is something in a document that cannot be read. As the error that
// ends a sequence of records it means that nothing after it can be read; in a
// Record it means one value of that record.
type Fault struct {
	Code    string // code of the finding
	Message string // what is wrong and what to do
	Spot    Spot
	Raw     []byte // the bytes that could not be read, possibly cut
}

// Error is the message with its place.
func (f *Fault) Error() string {
	return fmt.Sprintf("%d:%d: %s", f.Spot.Line, f.Spot.Col, f.Message)
}

// A Content is what input hands to the pipeline: one document and its units.
type Content struct {
	Document *Document // what is known before reading
	SHA256   string    // of the bytes as they lie in the input, in hex; blank when nobody asked

	// Records of a structured document, read once, in order. An error comes
	// last, with a nil record: a *Fault when the content cannot be read any
	// further, anything else when the system failed.
	Records iter.Seq2[*Record, error]

	// Refused is why the document is not read at all; then Records is nil.
	Refused *Fault
}

// A Candidate is a value that may be a figure, with what the shape of its
// record says about it. It is lent like the record it comes from.
type Candidate struct {
	Label  *Label
	Text   string // label as written
	Lang   string // language of the label, when known
	Kind   Kind
	Value  []byte
	Spot   Spot
	Record *Record

	QuoteStart, QuoteEnd int64  // what the quote spans in the record
	Hedge                []byte // qualifier as written in the record, or nil
}

// A Label is what a key, column or word means, as far as its scheme or the
// lexicon knows; a nil or empty meaning leaves the question open.
type Label struct {
	Meanings []Meaning // by window, in order; more than one when it changed
	Scheme   string    // the scheme or "lexicon" that knows it
	Measure  string
	Outcome  string
	Side     string
	Claimant string
	Rank     uint8 // 1 the claimant's own page, 2 an aggregator, 3 the press
	Inferred Flag  // which of side and claimant follow from the scheme alone
}

// A Meaning is a category that a label stands for within a window of days.
type Meaning struct {
	Category string
	From, To *Date // inclusive; nil is open
}

// A Context is what a record says about all of its candidates.
type Context struct {
	AsOf       *Date
	AsOfSource string
	Side       string
	Claimant   string
	Published  *Date
}
