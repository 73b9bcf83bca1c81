package input

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"iter"
	"os"
	"strings"

	"toll/schema"
)

// Options say how documents are read. The zero value reads UTF-8 in one pass.
type Options struct {
	Stdin    io.Reader     // what the source "-" reads
	Hash     bool          // take the hash of every document first; standard input is spooled to a file
	Encoding string        // blank or "utf-8"
	MaxUnit  int64         // longest record or row in bytes; 0 is DefaultMaxUnit
	MaxDepth int           // deepest nesting of JSON; 0 is DefaultMaxDepth
	Progress func(n int64) // told the length of every read of the reading pass; may be nil
	TempDir  string        // where standard input is spooled; blank is the system's
}

// Limits that hold when Options names none.
const (
	DefaultMaxUnit  = 16 << 20
	DefaultMaxDepth = 512
)

// stdinName is what errors call standard input.
const stdinName = "standard input"

// Read opens the sources in order and yields one content for each. A content,
// its document apart, is valid until the next step.
//
// With Options.Hash, every document is read twice: first for its hash, then for
// its records; one whose decoded text was met before has SameAs and no records.
// Without it, doc_id is blank and Document.Bytes grows while the records are
// read; even standard input then takes one pass and constant memory.
//
// An error is of the system, or of Options, and comes last.
func Read(ctx context.Context, sources []Source, o Options) iter.Seq2[*schema.Content, error] {
	o.MaxUnit = cmp.Or(o.MaxUnit, DefaultMaxUnit)
	o.MaxDepth = cmp.Or(o.MaxDepth, DefaultMaxDepth)
	return func(yield func(*schema.Content, error) bool) {
		if e := strings.ToLower(o.Encoding); e != "" && e != "utf-8" && e != "utf8" {
			yield(nil, fmt.Errorf("encoding %q is not read by this version of toll; convert to utf-8, e.g. iconv -f %s -t UTF-8", o.Encoding, o.Encoding))
			return
		}
		r := &reader{
			ctx: ctx, o: o, seed: maphash.MakeSeed(), first: map[string]string{},
			buf: make([]byte, windowSize+pad),
		}
		for _, s := range sources {
			more, err := r.read(s, yield)
			if err != nil {
				yield(nil, err)
			}
			if err != nil || !more {
				return
			}
		}
	}
}

// A reader reads the sources of one run.
type reader struct {
	ctx   context.Context
	o     Options
	seed  maphash.Seed
	first map[string]string // source of every doc_id
	buf   []byte            // the window of every document begins with it
}

// read reads one source, and reports whether the caller wants more.
func (r *reader) read(s Source, yield func(*schema.Content, error) bool) (more bool, err error) {
	if s.Broken != "" {
		return yield(refusedSource(s), nil), nil
	}
	src, done, err := r.open(s)
	if err != nil {
		return false, err
	}
	defer done()
	doc := &schema.Document{Source: s.Name, Status: schema.StatusRead}
	content := &schema.Content{Document: doc}
	pass := &pass{r: r, src: src, doc: doc, name: cmp.Or(s.Path, stdinName)}
	if r.o.Hash {
		if err := r.fingerprint(src.(io.ReadSeeker), content, pass); err != nil {
			return false, err
		}
		if doc.SameAs = r.first[doc.DocID]; doc.SameAs != "" {
			return yield(content, nil), nil
		}
		r.first[doc.DocID] = s.Name
	}
	if err := r.identify(content, pass); err != nil {
		return false, err
	}
	return yield(content, nil), nil
}

// refusedSource is the content of a source that cannot be opened: nothing.
func refusedSource(s Source) *schema.Content {
	nothing := hex.EncodeToString(sha256.New().Sum(nil))
	return &schema.Content{
		Document: &schema.Document{Source: s.Name, DocID: nothing[:16]},
		SHA256:   nothing,
		Refused:  &schema.Fault{Code: codeUnreadable, Message: s.Broken, Spot: schema.Spot{Line: 1, Col: 1}},
	}
}

// open opens a source. done closes it and removes what was made for it.
func (r *reader) open(s Source) (src io.Reader, done func(), err error) {
	if s.Path != "" {
		return openFile(s.Path)
	}
	if r.o.Stdin == nil {
		return nil, nil, errors.New("standard input is not at hand")
	}
	if !r.o.Hash {
		return r.o.Stdin, func() {}, nil
	}
	return r.spool()
}

func openFile(path string) (io.Reader, func(), error) {
	info, err := os.Stat(path) // before opening: to open a pipe may block
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%s: this is no regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	return f, func() { f.Close() }, nil
}

// spool copies standard input to a file, so that it can be read twice.
func (r *reader) spool() (io.Reader, func(), error) {
	f, err := os.CreateTemp(r.o.TempDir, "toll-stdin-*")
	if err != nil {
		return nil, nil, spoolError(err)
	}
	done := func() {
		f.Close()
		os.Remove(f.Name())
	}
	if _, err := io.Copy(f, &pass{r: r, src: r.o.Stdin, name: stdinName}); err != nil {
		done()
		return nil, nil, spoolError(err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		done()
		return nil, nil, spoolError(err)
	}
	return f, done, nil
}

// spoolError says what the file was for. An error of standard input itself says
// so already.
func spoolError(err error) error {
	if _, ok := err.(*os.PathError); ok {
		return fmt.Errorf("cannot keep a copy of %s: %w", stdinName, withoutPath(err))
	}
	return err
}

// withoutPath leaves out a path that nobody gave.
func withoutPath(err error) error {
	if path, ok := err.(*os.PathError); ok {
		return fmt.Errorf("%s: %w", path.Op, path.Err)
	}
	return err
}

// fingerprint reads a document to its end for its hashes, and goes back to its
// beginning.
func (r *reader) fingerprint(src io.ReadSeeker, c *schema.Content, p *pass) error {
	first := &pass{r: r, src: src, name: p.name}
	first.sum.SetSeed(r.seed)
	mark := make([]byte, len(utf8BOM))
	n, err := io.ReadFull(first, mark)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	raw := sha256.New()
	raw.Write(mark[:n])
	text, out := raw, io.Writer(raw)
	if bytes.Equal(mark, utf8BOM) {
		text = sha256.New()
		out = io.MultiWriter(raw, text)
		p.mark = int64(n)
	}
	if _, err := io.CopyBuffer(out, first, make([]byte, windowSize)); err != nil {
		return err
	}
	c.SHA256 = hex.EncodeToString(raw.Sum(nil))
	c.Document.DocID = hex.EncodeToString(text.Sum(nil))[:16]
	c.Document.Bytes = first.read - p.mark
	p.known, p.size, p.check = true, first.read, first.sum.Sum64()
	p.sum.SetSeed(r.seed)
	_, err = src.Seek(0, io.SeekStart)
	return err
}

// identify finds encoding and format of a document from its beginning, and opens
// its records.
func (r *reader) identify(c *schema.Content, p *pass) error {
	p.progress = r.o.Progress
	w := newWindow(p, r.buf, windowSize)
	w.fill(len(utf8BOM) + headSize)
	w.max = int(r.o.MaxUnit)
	if w.err != nil && w.err != io.EOF {
		return w.err
	}
	head := w.buf[:min(w.n, len(utf8BOM)+headSize)]
	whole := w.err == io.EOF && w.n == len(head)
	encoding, mark, refused := decode(head, whole)
	if refused != nil {
		refused.Code = unreadable(c.Document.Source)
		c.Refused = refused
		return nil
	}
	c.Document.Encoding = encoding
	p.begin(mark)
	w.skip(mark)
	head = w.head()
	if whole && firstByte(head) == 0 {
		c.Refused = empty(c.Document.Source)
		return nil
	}
	format := sniff(head, c.Document.Source)
	c.Document.Format = format.Name
	if format.open == nil {
		c.Refused = &schema.Fault{
			Code: codeUnsupported, Spot: schema.Spot{Line: 1, Col: 1},
			Message: "prose is not read by this version of toll; give JSON or CSV",
		}
		return nil
	}
	c.Records = format.open(w, c.Document, r.o)
	return nil
}

// empty is the fault of a document of nothing but space.
func empty(name string) *schema.Fault {
	return &schema.Fault{Code: unreadable(name), Message: "the document is empty", Spot: schema.Spot{Line: 1, Col: 1}}
}

// unreadable is the code of a document that is no text: by its name it may be
// meant as JSON, which it then is not.
func unreadable(name string) string {
	if namedJSON(name) {
		return codeJSON
	}
	return codeUnreadable
}

// A pass is one reading of a document from its beginning to its end.
type pass struct {
	r        *reader
	src      io.Reader
	doc      *schema.Document
	name     string
	progress func(n int64)
	read     int64
	mark     int64 // length of the byte order mark
	begun    bool  // whether it is known

	// What an earlier pass found, if there was one.
	known bool
	size  int64
	check uint64
	sum   maphash.Hash
}

// begin says how long the byte order mark was.
func (p *pass) begin(mark int) {
	p.mark, p.begun = int64(mark), true
	if !p.known {
		p.doc.Bytes = p.read - p.mark
	}
}

// Read reads on. At the end it compares the bytes with those of the earlier
// pass.
func (p *pass) Read(b []byte) (int, error) {
	if err := p.r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := p.src.Read(b)
	p.read += int64(n)
	if p.r.o.Hash {
		p.sum.Write(b[:n])
	}
	if p.progress != nil && n > 0 {
		p.progress(int64(n))
	}
	if p.begun && !p.known {
		p.doc.Bytes = p.read - p.mark
	}
	changed := p.read > p.size || err == io.EOF && (p.read < p.size || p.sum.Sum64() != p.check)
	if p.known && changed {
		return 0, fmt.Errorf("%s: the file changed while it was read; run again", p.name)
	}
	if p.name == stdinName && err != nil && err != io.EOF {
		err = fmt.Errorf("%s: %w", stdinName, withoutPath(err))
	}
	return n, err
}
