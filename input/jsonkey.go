package input

import (
	"fmt"
	"strings"

	"toll/schema"
)

// maxKeys bounds the different keys of a document: every one is remembered to
// its end.
const maxKeys = 1 << 18

// A place is where a value may stand in the records of a document: the whole
// record, the value of a key, an item of an array. Places form a tree that
// grows with the document and is used again by every record.
type place struct {
	name   string
	quoted string // name with its closing quote as written; blank when it needs escapes
	wide   int64  // bytes of it that continue a character
	next   *place // the key that came after it last time
	object int64  // the last object that held it

	key   *schema.Key // nil until a scalar stood here
	index int
	track *schema.Track // how the pointer is written within list
	list  int64

	path   []string // from the root of the record
	suffix string   // the same as a JSON pointer
	first  *place   // the first key last time
	below  map[string]*place
	items  *place // root of the records of a list that stands here
}

// placeNamed is the place of a name below another; it is added when it is new.
func (p *jsonReader) placeNamed(parent *place, name []byte) *place {
	if q := parent.below[string(name)]; q != nil {
		return q
	}
	q := &place{name: string(name), wide: continuations(name)}
	q.path = append(parent.path[:len(parent.path):len(parent.path)], q.name)
	q.suffix = parent.suffix + "/" + escapePointer(q.name)
	if !strings.ContainsFunc(q.name, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' }) {
		q.quoted = q.name + `"`
	}
	if parent.below == nil {
		parent.below = map[string]*place{}
	}
	parent.below[q.name] = q
	p.places++
	return q
}

// root is the place of the records of a list that stands at a place.
func (q *place) root() *place {
	if q.items == nil {
		q.items = &place{}
	}
	return q.items
}

// keyOf is the key of a place where a scalar stands. A scalar that is itself a
// record, as in [1, 2], has a key without a name.
func (p *jsonReader) keyOf(q *place) *schema.Key {
	if q.key == nil {
		path := q.path
		if len(path) == 0 {
			path = []string{""}
		}
		q.key = &schema.Key{Path: path, Track: p.trackOf(q)}
		q.index = p.keys
		p.keys++
	}
	return q.key
}

// trackOf is how the pointer to a place is written in the list at hand.
func (p *jsonReader) trackOf(q *place) *schema.Track {
	if q.track == nil || q.list != p.list.serial {
		q.track = &schema.Track{Doc: p.doc, Prefix: p.list.prefix, Suffix: q.suffix, Single: p.list.single}
		q.list = p.list.serial
	}
	return q.track
}

// A list is a sequence of records: the items of an array of objects, the lines
// of NDJSON, or the whole document as the only one.
type list struct {
	prefix string // of the pointers of its records
	single bool
	number int64 // of the record at hand
	serial int64 // of the list in its document
}

// prefixAt is what stands before the numbers of a list at a place of the record
// at hand.
func (l *list) prefixAt(q *place) string {
	if l.single {
		return l.prefix + q.suffix + "/"
	}
	return fmt.Sprintf("%s%d%s/", l.prefix, l.number, q.suffix)
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// escapePointer writes a name as a segment of a JSON pointer (RFC 6901).
func escapePointer(name string) string { return pointerEscapes.Replace(name) }
