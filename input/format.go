package input

import (
	"bytes"
	"iter"
	"path"
	"slices"

	"toll/schema"
)

// headSize is how much of a document is looked at to tell its format.
const headSize = 64 << 10

// A Format is a kind of document that toll recognises.
type Format struct {
	Name  string                              // as in documents.format
	Title string                              // what people call it
	Doc   string                              // what is read of it
	Sniff func(head []byte, name string) bool // whether a document that begins so, of that name, is of this format

	open func(*window, *schema.Document, Options) iter.Seq2[*schema.Record, error] // nil: not read
}

// Formats are the formats in the order in which they are tried; the first that
// fits is taken. The content decides; the name does only where content cannot.
var Formats = []Format{
	{
		Name: "ndjson", Title: "JSON lines (NDJSON)", Sniff: isNDJSON, open: openNDJSON,
		Doc: "One JSON object a line; every one is a record, or holds an array of objects that are.",
	},
	{
		Name: "json", Title: "JSON (RFC 8259)", Sniff: isJSON, open: openJSON,
		Doc: "An array of objects, each a record; an object that holds such arrays, whose scalars before an array go with each of its records; or one object that is a record itself.",
	},
	{
		Name: "csv", Title: "CSV (RFC 4180)", Sniff: isCSV, open: openCSV,
		Doc: "A header and a row a record, between commas, semicolons or tabs.",
	},
	{
		Name: "text", Title: "Prose", Sniff: isText,
		Doc: "Everything else. Recognised, and not read by this version of toll.",
	},
}

// sniff is the format of a document that begins with head.
func sniff(head []byte, name string) *Format {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Sniff(head, name) })
	return &Formats[i]
}

func isText([]byte, string) bool { return true }

// isJSON reports whether a bracket opens the document, or its name says JSON and
// it is no table.
func isJSON(head []byte, name string) bool {
	if first := firstByte(head); first == '{' || first == '[' {
		return true
	}
	return namedJSON(name) && !isCSV(head, "")
}

func namedJSON(name string) bool { return hasExt(name, ".json", ".jsonl", ".ndjson") }

// isNDJSON reports whether the document begins with an object and something
// follows on a later line; the name decides when nothing is seen to follow.
func isNDJSON(head []byte, name string) bool {
	if firstByte(head) != '{' {
		return false
	}
	after := afterObject(head)
	if rest := bytes.TrimLeft(after, " \t\r\n"); len(rest) > 0 {
		return bytes.IndexByte(after[:len(after)-len(rest)], '\n') >= 0
	}
	return hasExt(name, ".jsonl", ".ndjson")
}

// afterObject is what follows the first object; nil when it does not end here.
func afterObject(head []byte) []byte {
	depth, quoted := 0, false
	for i := 0; i < len(head); i++ {
		switch c := head[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return head[i+1:]
			}
		}
	}
	return nil
}

func firstByte(head []byte) byte {
	if head = bytes.TrimLeft(head, " \t\r\n"); len(head) > 0 {
		return head[0]
	}
	return 0
}

func hasExt(name string, exts ...string) bool {
	return slices.Contains(exts, string(bytes.ToLower([]byte(path.Ext(name)))))
}

// isCSV reports whether the first rows have as many cells as the header; the
// name decides when there are no rows to tell by.
func isCSV(head []byte, name string) bool {
	_, sure := delimiter(head)
	return sure || hasExt(name, ".csv", ".tsv", ".tab")
}

// sniffedRows is how many rows after the header are looked at.
const sniffedRows = 20

// delimiter is the delimiter that cuts the header and most of the rows after it
// into the same number of cells, at least two, and most cells of all; sure tells
// whether there is one that looks like a table.
func delimiter(head []byte) (comma byte, sure bool) {
	comma = ','
	best, most := false, 1
	for _, c := range []byte{',', ';', '\t'} {
		counts := cellCounts(head, c)
		if len(counts) == 0 || counts[0] < 2 {
			continue
		}
		same := 0
		for _, n := range counts[1:] {
			if n == counts[0] {
				same++
			}
		}
		consistent := same > 0 && same*4 >= 3*(len(counts)-1)
		if consistent && !best || consistent == best && counts[0] > most {
			comma, best, most = c, consistent, counts[0]
		}
	}
	return comma, best
}

// cellCounts counts the cells of the first whole rows under a delimiter.
func cellCounts(head []byte, comma byte) []int {
	var counts []int
	cells, quoted, blank := 1, false, true
	end := func() {
		if !blank {
			counts = append(counts, cells)
		}
		cells, blank = 1, true
	}
	for i, c := range head {
		switch {
		case len(counts) > sniffedRows:
			return counts
		case c == '"':
			quoted, blank = !quoted, false
		case quoted:
		case c == comma:
			cells++
			blank = false
		case c == '\n':
			end()
		case c != '\r':
			blank = false
		}
		if i == len(head)-1 && !quoted && len(head) < headSize {
			end()
		}
	}
	return counts
}
