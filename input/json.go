package input

import (
	"bytes"
	"io"
	"iter"
	"strconv"

	"toll/schema"
)

// A jsonReader hands over the records of a JSON document.
//
// A record is an object that is an item of an array, a line of NDJSON, or else
// the whole document. Objects and arrays inside it are flattened: the path of a
// field holds every key and index from the root of the record. An array whose
// first item is an object is a list: its items are records of their own, and
// inherit the scalars that stand before the list in whatever it stands in.
// Scalars after the last list of an object have no record to go to; they are
// handed over at the end of that object as a record of their own. Items of a
// list, and of the outermost array, that are not objects are records too: a
// scalar has a key without a name, an array is flattened.
type jsonReader struct {
	*window
	doc      *schema.Document
	yield    func(*schema.Record, error) bool
	maxDepth int
	stream   bool // more than one object may stand at the top

	root      *list // of the top
	list      *list // the innermost
	lists     int64 // number of lists begun
	objects   int64 // number of objects begun
	places    int   // number of places known
	keys      int   // number of them that bear a key
	depth     int
	between   bool // no record is open: nothing need be kept
	turned    int  // turn of the window at the last look
	inherited int  // fields that stand in a record around the list at hand

	broken  *schema.Fault // what is wrong with the line at hand, where the next one may be read
	record  schema.Record
	fields  []schema.Field
	faults  []schema.Fault // of the record to come
	scratch []byte         // texts of the record at hand that held escapes
	arena   []byte         // values of inherited fields
}

// openJSON reads one JSON value; openNDJSON a sequence of objects.
func openJSON(w *window, doc *schema.Document, o Options) iter.Seq2[*schema.Record, error] {
	return readJSON(w, doc, o, false)
}

func openNDJSON(w *window, doc *schema.Document, o Options) iter.Seq2[*schema.Record, error] {
	return readJSON(w, doc, o, true)
}

func readJSON(w *window, doc *schema.Document, o Options, stream bool) iter.Seq2[*schema.Record, error] {
	return func(yield func(*schema.Record, error) bool) {
		p := &jsonReader{window: w, doc: doc, yield: yield, maxDepth: o.MaxDepth, stream: stream}
		if p.document() && len(p.faults) > 0 {
			spot := p.spot(p.pos, p.pos) // the faults stand after the last record
			p.hand(spot, spot.Start, spot.Start)
		}
	}
}

// document reads all values of the document. Like all that read a value it
// returns false when there is nothing more to do: the caller has had enough, or
// has been given the error.
func (p *jsonReader) document() bool {
	root := &place{}
	p.list = &list{single: !p.stream}
	if p.stream {
		p.list.prefix = "/"
	}
	p.root = p.list
	for p.gap(); ; p.list.number++ {
		first := p.buf[p.pos]
		if !p.top(root, first) {
			if !p.resume() {
				return false
			}
			continue
		}
		line := p.line
		p.gap()
		switch {
		case p.ended():
			return p.ok()
		case first != '{' || p.buf[p.pos] != '{' || p.line == line:
			p.unexpected("the end of the document")
			if !p.resume() {
				return false
			}
		case !p.stream:
			p.becomeStream()
		}
	}
}

// resume goes on after a line of NDJSON that is no JSON, when the next one begins
// as an object: the fault then is one of the next record. Else it ends the
// document. It reports whether there is more to read.
func (p *jsonReader) resume() bool {
	broken := p.broken
	if broken == nil {
		return false // the caller has had enough, or was given the error
	}
	p.broken = nil
	p.fields, p.scratch, p.arena = p.fields[:0], p.scratch[:0], p.arena[:0]
	p.depth, p.inherited = 0, 0
	p.list = p.root
	if len(p.faults) < maxFaults && p.nextLine() && p.buf[p.pos] == '{' {
		p.faults = append(p.faults, *broken)
		return true
	}
	return p.end(broken)
}

// end gives the error that ends the document, after what is wrong before it.
func (p *jsonReader) end(err error) bool {
	if len(p.faults) > 0 {
		spot := p.faults[0].Spot
		p.record = schema.Record{Number: p.record.Number, Faults: p.faults, Start: spot.Start, Spot: spot}
		if !p.yield(&p.record, nil) {
			return false
		}
	}
	p.yield(nil, err)
	return false
}

// nextLine skips what is left of a line, and the space after it; false when
// there is nothing more.
func (p *jsonReader) nextLine() bool {
	for {
		if i := bytes.IndexByte(p.buf[p.pos:p.n], '\n'); i >= 0 {
			p.newline(p.pos + i)
			p.pos += i + 1
			p.gap()
			return !p.ended()
		}
		p.pos = p.n
		p.keep = p.n
		if _, ok := p.more(); !ok {
			return false
		}
	}
}

// becomeStream goes on after the only value of a JSON document: it was the
// first line of NDJSON, too long to be seen at the beginning.
func (p *jsonReader) becomeStream() {
	p.stream = true
	p.doc.Format = "ndjson"
	p.lists++
	p.list = &list{prefix: "/", serial: p.lists}
	p.root = p.list
}

// top reads a value that stands in nothing else.
func (p *jsonReader) top(root *place, first byte) bool {
	if first != '[' {
		return p.unit(root)
	}
	p.between = false
	if !p.enter() {
		return false
	}
	p.pos++
	p.gap()
	if p.buf[p.pos] == ']' {
		return p.leave()
	}
	return p.items(root) && p.leave()
}

// gap skips space where no record is open.
func (p *jsonReader) gap() {
	p.between = true
	p.keep = p.pos
	p.space()
	p.keep = p.pos
	p.between = false
}

// unit reads a value that is a record, unless it holds lists: then their items
// are.
func (p *jsonReader) unit(q *place) bool {
	p.keep, p.turned = p.pos, p.turn
	spot := p.spot(p.pos, p.pos)
	spot.Track, spot.Record = p.trackOf(q), p.list.number
	lists, inherited, arena := p.lists, len(p.fields), len(p.arena)
	if !p.value(q, -1) {
		return false
	}
	if p.lists == lists {
		spot.End = p.at(p.pos)
		if !p.hand(spot, spot.Start, spot.End) {
			return false
		}
	} else if !p.leftOver() {
		return false
	}
	p.fields, p.inherited, p.arena = p.fields[:inherited], inherited, p.arena[:arena]
	return true
}

// hand hands over the fields as the record that stands between two bytes of the
// document.
func (p *jsonReader) hand(spot schema.Spot, start, end int64) bool {
	if end-start > int64(p.max) {
		return p.tooLong()
	}
	if p.turn != p.turned {
		p.reread(p.fields[p.inherited:])
		p.turned = p.turn
	}
	p.record = schema.Record{
		Number: p.record.Number, Fields: p.fields, Faults: p.faults,
		Raw: p.buf[start-p.base : end-p.base], Start: start, Spot: spot,
	}
	more := p.yield(&p.record, nil)
	p.record.Number++
	p.faults, p.scratch = p.faults[:0], p.scratch[:0]
	return more
}

// leftOver hands over the scalars that no list inherited. The place of such a
// record is that of its first value.
func (p *jsonReader) leftOver() bool {
	own := p.fields[p.inherited:]
	if len(own) == 0 {
		return true
	}
	spot, start := own[0].Spot, own[0].KeyStart
	if start < 0 {
		start = spot.Start
	}
	spot.End = own[len(own)-1].QuoteEnd
	return p.hand(spot, start, spot.End)
}

// items reads the items of a list, up to its closing bracket.
func (p *jsonReader) items(q *place) bool {
	p.inherit()
	outer, inherited := p.list, p.inherited
	p.lists++
	p.list = &list{prefix: outer.prefixAt(q), serial: p.lists}
	for root := q.root(); ; p.list.number++ {
		if !p.unit(root) {
			return false
		}
		p.gap()
		if p.buf[p.pos] == ',' {
			comma := p.spot(p.pos, p.pos+1)
			p.pos++
			if p.gap(); p.buf[p.pos] != ']' {
				continue
			}
			if !p.trailingComma(comma) {
				return false
			}
		}
		if p.buf[p.pos] != ']' {
			return p.unexpected(`"," or "]"`)
		}
		p.list, p.inherited = outer, inherited
		p.keep, p.turned = p.pos, p.turn
		return true
	}
}

// inherit makes the fields read so far inherited ones: their values are copied,
// for the bytes they lie in may go.
func (p *jsonReader) inherit() {
	if p.turn != p.turned {
		p.reread(p.fields[p.inherited:])
	}
	for i := p.inherited; i < len(p.fields); i++ {
		f := &p.fields[i]
		at := len(p.arena)
		p.arena = append(p.arena, f.Value...)
		f.Value = p.arena[at:len(p.arena):len(p.arena)]
		f.KeyStart = -1
	}
	p.inherited = len(p.fields)
}

// value reads the value that stands at a place; keyStart is where its key
// begins, -1 when it has none.
func (p *jsonReader) value(q *place, keyStart int64) bool {
	switch c := p.buf[p.pos]; c {
	case '"':
		return p.text(q, keyStart)
	case '{':
		return p.object(q)
	case '[':
		return p.array(q)
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return p.number(q, keyStart)
	}
	return p.literal(q, keyStart)
}

// object reads an object. One that holds a list hands over what came after it,
// and keeps its scalars to itself.
func (p *jsonReader) object(q *place) bool {
	if !p.enter() {
		return false
	}
	p.objects++
	self, mark, lists := p.objects, len(p.fields), p.lists
	p.pos++
	p.space()
	if p.buf[p.pos] == '}' {
		return p.leave()
	}
	for last := (*place)(nil); ; {
		line, colBase, keyStart := p.line, p.colBase, p.at(p.pos)
		child := p.key(q, last)
		if child == nil || !p.colon() {
			return false
		}
		if child.object == self {
			if !p.again(child, mark, schema.Spot{Line: line, Col: int32(keyStart - colBase), Start: keyStart}) {
				return false
			}
		} else if child.object = self; !p.value(child, keyStart) {
			return false
		}
		last = child
		switch done, ok := p.comma('}'); {
		case !ok:
			return false
		case !done:
			continue
		case p.lists != lists:
			return p.closeOver(mark) && p.leave()
		}
		return p.leave()
	}
}

// closeOver ends an object that held a list.
func (p *jsonReader) closeOver(mark int) bool {
	if !p.leftOver() {
		return false
	}
	p.fields, p.inherited = p.fields[:mark], mark
	p.keep = p.pos
	return true
}

// comma reads what stands after a member or item: a comma, or the closing
// bracket, which it leaves.
func (p *jsonReader) comma(closing byte) (done, ok bool) {
	if p.buf[p.pos] <= ' ' {
		p.space()
	}
	switch p.buf[p.pos] {
	case ',':
		line, colBase, comma := p.line, p.colBase, p.at(p.pos)
		p.pos++
		if p.buf[p.pos] <= ' ' {
			p.space()
		}
		if p.buf[p.pos] == closing {
			return true, p.trailingComma(schema.Spot{Line: line, Col: int32(comma - colBase), Start: comma, End: comma + 1})
		}
		return false, true
	case closing:
		return true, true
	}
	return false, p.unexpected(`"," or "` + string(closing) + `"`)
}

// array reads an array: a list when it begins with an object, else fields whose
// last segment is the index.
func (p *jsonReader) array(q *place) bool {
	if !p.enter() {
		return false
	}
	p.pos++
	p.space()
	switch p.buf[p.pos] {
	case ']':
		return p.leave()
	case '{':
		return p.items(q) && p.leave()
	}
	var digits [20]byte
	for i := int64(0); ; i++ {
		child := p.placeNamed(q, strconv.AppendInt(digits[:0], i, 10))
		if p.places > maxKeys {
			return p.tooMany()
		}
		if !p.value(child, -1) {
			return false
		}
		if done, ok := p.comma(']'); !ok || done {
			return ok && p.leave()
		}
	}
}

// enter goes one level down, leave up again, over the closing bracket.
func (p *jsonReader) enter() bool {
	if p.depth++; p.depth > p.maxDepth {
		return p.fail(codeJSON, p.spot(p.pos, p.pos+1), "nested deeper than "+strconv.Itoa(p.maxDepth)+" levels; flatten the document")
	}
	return true
}

func (p *jsonReader) leave() bool {
	p.depth--
	p.pos++
	return true
}

// again reads the value of a key that this object has had. The same value twice
// is one value; of two different ones neither can be believed.
func (p *jsonReader) again(q *place, mark int, key schema.Spot) bool {
	lists := p.lists
	key.Track, key.Record = p.trackOf(q), p.list.number
	from := len(p.fields)
	if !p.value(q, key.Start) {
		return false
	}
	why := "its values differ; both are left out, keep the right one"
	if mark = max(mark, p.inherited); p.lists != lists {
		why = "the lists under it are all read; keep one of them"
	} else if p.turn != p.turned {
		p.reread(p.fields[p.inherited:])
		p.turned = p.turn
	}
	if p.lists == lists && p.settle(q, mark, from) {
		why = "its values are the same; one is taken"
	}
	key.End = p.at(p.pos)
	var raw []byte // the items of lists were read and are gone
	if p.lists == lists {
		raw = p.bytesOf(key)
	}
	return p.fault(codeDuplicate, key, raw, "key "+strconv.Quote(q.name)+" stands twice in one object; "+why)
}

// settle drops the second value of a key when it equals the first, else both,
// and tells which. The first lies in the fields from mark, the second from from.
func (p *jsonReader) settle(q *place, mark, from int) (same bool) {
	first, end := from, mark
	for i := mark; i < from; i++ {
		if q.holds(p.fields[i].Key) {
			first, end = min(first, i), i+1
		}
	}
	end = max(first, end)
	same = equalFields(p.fields[first:end], p.fields[from:])
	p.fields = p.fields[:from]
	if !same {
		p.fields = append(p.fields[:first], p.fields[end:]...)
	}
	return same
}

// holds reports whether a key stands at the place or below it.
func (q *place) holds(key *schema.Key) bool {
	if q.key == key {
		return true
	}
	for _, child := range q.below {
		if child.holds(key) {
			return true
		}
	}
	return false
}

func equalFields(a, b []schema.Field) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Key != b[i].Key || a[i].Kind != b[i].Kind || !bytes.Equal(a[i].Value, b[i].Value) {
			return false
		}
	}
	return true
}

// ended reports whether nothing follows.
func (p *jsonReader) ended() bool { return p.pos >= p.n }

// ok reports whether nothing follows because the document ends; if not, the
// caller is given the error.
func (p *jsonReader) ok() bool {
	return p.err == io.EOF || p.unexpected("the end of the document")
}
