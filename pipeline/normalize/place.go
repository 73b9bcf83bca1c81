package normalize

import (
	"toll/schema"
)

// maxQuote is the length of a quote in bytes.
const maxQuote = 240

// gap stands between parts of a quote that do not touch.
const gap = " … "

// place fills where the figure stands and, when asked, its identity, pointer
// and quote.
func (n *Normalizer) place(s *slot, e *schema.Entry, c *schema.Candidate) {
	f, at := &s.f, &c.Field.Spot
	s.line, s.col, s.start, s.end = at.Line, at.Col, at.Start, at.End
	f.Line, f.Col, f.ByteStart, f.ByteEnd = &s.line, &s.col, &s.start, &s.end
	s.quoteStart, s.quoteEnd = at.Start, at.End
	if whole(c, e.Record) {
		s.quoteStart, s.quoteEnd = c.Field.KeyStart, c.Field.QuoteEnd
	}
	f.QuoteStart, f.QuoteEnd = &s.quoteStart, &s.quoteEnd
	f.Track, f.Record = at.Track, at.Record
	if n.o.Detail {
		n.texts(s, e, c)
	}
}

// whole reports whether label and value touch: a JSON key with its value, in
// the record.
func whole(c *schema.Candidate, rec *schema.Record) bool {
	return c.LabelField == nil && c.Field.KeyStart >= rec.Start && c.Field.QuoteEnd <= rec.Start+int64(len(rec.Raw))
}

// texts appends identity, pointer and quote to the text of the record.
func (n *Normalizer) texts(s *slot, e *schema.Entry, c *schema.Candidate) {
	at := &c.Field.Spot
	s.id[0] = len(n.text)
	n.text = schema.AppendID(n.text, n.docHash.FigureID(at.Start, 0))
	s.id[1] = len(n.text)
	n.text = at.Track.AppendPointer(n.text, at.Record)
	s.pointer = [2]int{s.id[1], len(n.text)}
	n.text = appendQuote(n.text, e.Record, c)
	s.quote = [2]int{s.pointer[1], len(n.text)}
}

func appendQuote(b []byte, rec *schema.Record, c *schema.Candidate) []byte {
	start := len(b)
	switch {
	case whole(c, rec):
		b = append(b, rec.Raw[c.Field.KeyStart-rec.Start:c.Field.QuoteEnd-rec.Start]...)
	case c.LabelField != nil:
		b = append(b, c.LabelField.Value...)
		b = append(append(b, gap...), c.Field.Key.Name()...)
		b = append(append(b, gap...), c.Field.Value...)
	default:
		b = append(b, c.Field.Key.Name()...)
		b = append(append(b, gap...), c.Field.Value...)
	}
	return b[:start+len(schema.Cut(b[start:], maxQuote))]
}
