package schema

import (
	"fmt"
	"iter"
	"strconv"
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
	Number int32  // of the track in a run, from 1; given by reconcile
}

// Pointer is the JSON pointer, or the /row/column, of the value of this key in
// a record.
func (t *Track) Pointer(record int64) string { return string(t.AppendPointer(nil, record)) }

// AppendPointer appends what Pointer returns.
func (t *Track) AppendPointer(b []byte, record int64) []byte {
	if t == nil {
		return b
	}
	b = append(b, t.Prefix...)
	if !t.Single {
		b = strconv.AppendInt(b, record+t.First, 10)
	}
	return append(b, t.Suffix...)
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

// An Entry is what the shape of one record says: what holds for all of it, the
// values that may be figures, and those that nobody knows. It is lent like the
// record.
type Entry struct {
	Record     *Record
	Context    Context
	Candidates []Candidate
	Strangers  []Stranger
	Hedge      *Field // a qualifier that nobody knows, nil when there is none
	PassedOver int    // values that are known to be no figures, blanks not counted
}

// A Context is what a record says about all of its candidates.
type Context struct {
	AsOf       *Date
	AsOfSource string
	DateText   []byte // the day as written, nil when there is none
	DateSpot   Spot
	HasWarDay  bool
	WarDay     int // day of the war
	WarDayText []byte
	WarDaySpot Spot
	Side       string // as a code, blank when the record does not say
	SideText   []byte // as written
	Claimant   string // likewise
}

// A Candidate is a value that may be a figure, with what the shape of its
// record says about it.
type Candidate struct {
	Label *Label
	Field *Field
	Hedge []byte // qualifier as written beside it, nil when there is none

	// Where the label is a value of the record and not its key:
	LabelField *Field
	Outcome    string // outcome that the record states for this value, blank when none
}

// A Stranger is a number under a key that nobody knows.
type Stranger struct {
	Field   *Field
	Label   string // the key, or the words that stand for it
	Nearest string // the nearest key that is known, blank when none is near
	First   bool   // the first under this key in the document
}

// A Label is what a key, a column or a word means, as far as its scheme or the
// lexicon knows. A blank field leaves the question open.
type Label struct {
	Index    int       // number of the label in its document, from 0
	Text     string    // as written
	Lang     string    // language of the words, when known
	Meanings []Meaning // by window, in order; more than one when it changed
	Rule     string    // the scheme or the lexicon that knows it
	Scheme   bool      // read by a scheme, which states what follows
	Measure  string
	Outcome  string
	Side     string
	SideTold bool // by a word of the source
	Claimant string
	Rank     uint8 // 1 the claimant's own page, 2 an aggregator, 3 the press
	Inferred Flag  // which of side and claimant follow from the scheme alone

	Breakdown bool // Outcome is one of several that the source counts apart
}

// A Meaning is a category that a label stands for within a window of days.
type Meaning struct {
	Category string
	From, To *Date // inclusive; nil is open
}

// On is the category that the label means on a day; without a day, the latest
// meaning. It is blank when the label means nothing then.
func (l *Label) On(d *Date) string {
	for i := len(l.Meanings) - 1; i >= 0; i-- {
		m := &l.Meanings[i]
		if d == nil || (m.From == nil || *d >= *m.From) && (m.To == nil || *d <= *m.To) {
			return m.Category
		}
	}
	return ""
}

// A Conflict is a day of a series for which sources state different values of
// one kind.
type Conflict struct {
	Date    Date
	Series  SeriesID
	Measure string // Cumulative, Daily or Correction: what differs
	Said    []Said // the values, the chosen one first
	More    int    // how many more values there are
	Rule    SeriesFlag
	Within  bool // one document states two of them
}

// A Said is a value and where it stands first.
type Said struct {
	Value     int64
	Documents int32
	At        Spot
}
