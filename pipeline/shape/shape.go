package shape

import (
	"iter"
	"unsafe"

	"toll/pipeline/lexicon"
	"toll/schema"
)

// Options are what a run says about all of its documents.
type Options struct {
	Lexicon  *lexicon.Lexicon
	FirstDay schema.Date // day 1 of the war
	Measure  string      // what numbers measure whose keys do not say; blank: decide from the values
	Claimant string      // who claims where the source does not say, blank when not told
	Side     string      // whose losses, likewise
}

// Bounds of the sample that decisions rest on.
const (
	sampleRecords = 10_000
	sampleBytes   = 32 << 20
)

// fieldSize is what a field takes in memory, beside its value.
const fieldSize = int(unsafe.Sizeof(schema.Field{}))

// Read reads what the records of one document are about. Decisions rest on the
// first 10,000 records, or as many as fit into 32 MiB; then records go through one at a time. Entries are lent.
// An error of the records comes last, with a nil entry.
func Read(records iter.Seq2[*schema.Record, error], o Options) iter.Seq2[*schema.Entry, error] {
	return func(yield func(*schema.Entry, error) bool) {
		r := &reader{options: o, codes: map[string]map[string]string{}, met: map[string]bool{}}
		var held []*schema.Record
		bytes := 0
		for rec, err := range records {
			switch {
			case err != nil:
				if r.replay(held, yield) {
					yield(nil, err)
				}
				return
			case r.plan != nil:
				if !yield(r.entry(rec), nil) {
					return
				}
				continue
			}
			held = append(held, keep(rec))
			if bytes += len(rec.Raw) + len(rec.Fields)*fieldSize; len(held) == sampleRecords || bytes >= sampleBytes {
				if !r.replay(held, yield) {
					return
				}
				held = nil
			}
		}
		r.replay(held, yield)
	}
}

// keep is a copy of a record that lasts.
func keep(r *schema.Record) *schema.Record {
	k := *r
	k.Raw = append([]byte(nil), r.Raw...)
	k.Fields = append([]schema.Field(nil), r.Fields...)
	k.Faults = append([]schema.Fault(nil), r.Faults...)
	n := 0
	for i := range k.Fields {
		n += len(k.Fields[i].Value)
	}
	values := make([]byte, 0, n)
	for i := range k.Fields {
		start := len(values)
		values = append(values, k.Fields[i].Value...)
		k.Fields[i].Value = values[start:len(values):len(values)]
	}
	return &k
}

// A reader reads the records of one document.
type reader struct {
	options Options
	plan    *plan
	e       schema.Entry
	asOf    schema.Date
	dayFrom role  // where the day of the record at hand comes from, unknown none
	read    int64 // up to where what stands around lists was taken
	texts   map[string]string
	codes   map[string]map[string]string // kind, then words
	met     map[string]bool              // words that nobody knows
}

// replay decides about the keys, when that was not done, and reads the held
// records. It reports whether to go on.
func (r *reader) replay(held []*schema.Record, yield func(*schema.Entry, error) bool) bool {
	if r.plan == nil {
		r.decide(held)
	}
	for _, rec := range held {
		if !yield(r.entry(rec), nil) {
			return false
		}
	}
	return true
}
