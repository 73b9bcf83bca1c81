package input

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"toll/schema"
)

// Codes of the findings that input makes.
const (
	codeUnreadable  = "unreadable"
	codeUnsupported = "unsupported_format"
	codeJSON        = "malformed_json"
	codeCSV         = "malformed_csv"
	codeDuplicate   = "duplicate_key"
	codeTooLong     = "too_long"
)

var utf8BOM = []byte("\xef\xbb\xbf")

// magics are the first bytes of files that are no text.
var magics = []struct{ prefix, kind, advice string }{
	{"\x1f\x8b", "a gzip archive", "unpack it first, e.g. gzip -d"},
	{"PK\x03\x04", "a zip archive (or a workbook)", "unpack it, or save the sheet as CSV"},
	{"PK\x05\x06", "an empty zip archive", "give the files themselves"},
	{"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it first, e.g. zstd -d"},
	{"\xfd7zXZ\x00", "an xz archive", "unpack it first, e.g. xz -d"},
	{"BZh", "a bzip2 archive", "unpack it first, e.g. bzip2 -d"},
	{"PAR1", "a Parquet file", "give it as CSV or JSON"},
	{"%PDF-", "a PDF", "give its data as CSV or JSON"},
	{"SQLite format 3\x00", "an SQLite database", "export its tables as CSV"},
	{"\x89PNG\r\n\x1a\n", "a PNG picture", "give its data as CSV or JSON"},
	{"\xff\xd8\xff", "a JPEG picture", "give its data as CSV or JSON"},
}

// wides are the encodings of more than one byte a character, by their mark.
// UTF-32 comes first: its mark begins with that of UTF-16.
var wides = []struct{ mark, name string }{
	{"\xff\xfe\x00\x00", "UTF-32LE"},
	{"\x00\x00\xfe\xff", "UTF-32BE"},
	{"\xff\xfe", "UTF-16LE"},
	{"\xfe\xff", "UTF-16BE"},
}

// decode looks at the first bytes of a document, or all of them, and tells its
// encoding and the length of its mark, or why it cannot be read as text.
func decode(head []byte, whole bool) (encoding string, mark int, refused *schema.Fault) {
	for _, w := range wides {
		if bytes.HasPrefix(head, []byte(w.mark)) {
			return "", 0, notUTF8(head, 0, w.name)
		}
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			return "", 0, refuse(head, 0, fmt.Sprintf("this is %s; %s", m.kind, m.advice))
		}
	}
	encoding = "utf-8"
	if bytes.HasPrefix(head, utf8BOM) {
		encoding, mark = "utf-8-bom", len(utf8BOM)
	}
	text := head[mark:]
	if i := bytes.IndexByte(text, 0); i >= 0 {
		if name := widePattern(text); name != "" {
			return "", 0, notUTF8(text, 0, name)
		}
		return "", 0, refuse(text, i, fmt.Sprintf("this is binary: a NUL byte stands at offset %d; give text", i))
	}
	if i := invalid(text, whole); i >= 0 {
		return "", 0, notUTF8(text, i, "")
	}
	return encoding, mark, nil
}

// widePattern names UTF-16 without a mark: every second byte of ASCII is NUL.
func widePattern(text []byte) string {
	text = text[:min(len(text)&^1, 512)]
	var nul [2]int
	for i, b := range text {
		if b == 0 {
			nul[i&1]++
		}
	}
	switch enough := len(text) / 5; {
	case nul[0] == 0 && nul[1] > enough:
		return "UTF-16LE"
	case nul[1] == 0 && nul[0] > enough:
		return "UTF-16BE"
	}
	return ""
}

// invalid is the index of the first byte that is not UTF-8, or -1. A character
// cut off by the end counts only when this is all there is.
func invalid(text []byte, whole bool) int {
	if utf8.Valid(text) {
		return -1
	}
	i := 0
	for {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		i += size
	}
	if !whole && !utf8.FullRune(text[i:]) {
		return -1
	}
	return i
}

// continuations counts the bytes that continue a character.
func continuations(text []byte) int64 {
	n := int64(0)
	for _, b := range text {
		if b&0xC0 == 0x80 {
			n++
		}
	}
	return n
}

// notUTF8 is the fault of text in another encoding: the named one, or one that
// cannot be told.
func notUTF8(text []byte, i int, name string) *schema.Fault {
	if name != "" {
		return refuse(text, i, fmt.Sprintf("this looks like %s, not UTF-8; convert it to UTF-8, e.g. iconv -f %s -t UTF-8", name, name))
	}
	return refuse(text, i, badByte(text[i:], int64(i)))
}

// badByte is the message about bytes that are not UTF-8.
func badByte(text []byte, offset int64) string {
	if !utf8.FullRune(text) {
		return fmt.Sprintf("the document is cut off inside a character at offset %d; get all of it", offset)
	}
	return fmt.Sprintf("byte 0x%02X at offset %d is not UTF-8; it looks like an 8-bit encoding such as Windows-1251; convert it to UTF-8, e.g. iconv -f WINDOWS-1251 -t UTF-8", text[0], offset)
}

// refuse is a fault at a byte of the beginning of a document.
func refuse(text []byte, i int, message string) *schema.Fault {
	lineStart := bytes.LastIndexByte(text[:i], '\n') + 1
	return &schema.Fault{
		Code: codeUnreadable, Message: message,
		Spot: schema.Spot{
			Line:  int64(bytes.Count(text[:i], []byte("\n"))) + 1,
			Col:   int32(utf8.RuneCount(text[lineStart:i])) + 1,
			Start: int64(i), End: int64(min(i+1, len(text))),
		},
		Raw: bytes.Clone(text[i:min(len(text), i+rawLimit)]),
	}
}
