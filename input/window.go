package input

import (
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
	"unicode/utf8"

	"toll/schema"
)

const (
	windowSize = 256 << 10 // stays in the second-level cache
	pad        = 8         // zero bytes after the last one: an end that needs no bounds check
)

// errTooLong ends a window that would have to keep more than its limit.
var errTooLong = errors.New("too long")

// A window slides over a document. buf[:n] are the bytes at hand, buf[keep:n]
// those still needed; at least pad zero bytes follow. Whoever reads stops at a
// zero byte, compares its index with n, and asks for more.
type window struct {
	src  io.Reader
	buf  []byte
	n    int
	pos  int   // next byte to read
	keep int   // first byte that is still needed
	base int64 // place of buf[0] in the document
	max  int   // how many bytes may be kept
	err  error // why nothing follows: io.EOF, errTooLong or an error of the system
	turn int   // counts how often the bytes moved

	line    int64 // number of the line at pos, from 1
	colBase int64 // place of a byte of this line minus its column
}

// newWindow is a window at the beginning of a document. It takes buf over.
func newWindow(src io.Reader, buf []byte, limit int64) *window {
	clear(buf[:pad])
	return &window{src: src, buf: buf, max: int(limit), line: 1, colBase: -1}
}

// more reads on. It returns how far the bytes moved towards the front, to be
// taken off every index the caller holds (pos and keep are seen to), and
// whether there is a new byte.
func (w *window) more() (shift int, ok bool) {
	if w.err != nil {
		return 0, false
	}
	if w.n-w.keep >= w.max {
		w.err = errTooLong
		return 0, false
	}
	shift = w.makeRoom()
	for range 100 {
		k, err := w.src.Read(w.buf[w.n : len(w.buf)-pad])
		w.n += k
		clear(w.buf[w.n : w.n+pad])
		w.err = err
		if k > 0 || err != nil {
			return shift, k > 0
		}
	}
	w.err = io.ErrNoProgress
	return shift, false
}

// makeRoom drops what is not needed, and doubles the window when that is not
// enough.
func (w *window) makeRoom() (shift int) {
	if len(w.buf)-pad-w.n >= len(w.buf)/4 {
		return 0
	}
	w.turn++
	shift = w.keep
	to := w.buf
	if w.n-w.keep > len(w.buf)/2 {
		to = make([]byte, 2*len(w.buf))
	}
	w.n = copy(to, w.buf[w.keep:w.n])
	w.buf = to
	w.base += int64(shift)
	w.pos -= shift
	w.keep = 0
	return shift
}

// fill reads until n bytes are at hand or the document ends.
func (w *window) fill(n int) {
	for w.n-w.pos < n {
		if _, ok := w.more(); !ok {
			return
		}
	}
}

// wholeRune reads on until the character at i is at hand, and returns where it
// is now.
func (w *window) wholeRune(i int) int {
	for !utf8.FullRune(w.buf[i:w.n]) {
		shift, ok := w.more()
		if i -= shift; !ok {
			break
		}
	}
	return i
}

// head are the bytes by which a document is recognised.
func (w *window) head() []byte { return w.buf[w.pos:min(w.n, w.pos+headSize)] }

// skip takes bytes off the front that are no part of the document.
func (w *window) skip(n int) {
	w.pos, w.keep = n, n
	w.base, w.colBase = -int64(n), -1
}

// at is the place of a byte of the window in the document.
func (w *window) at(i int) int64 { return w.base + int64(i) }

// spot is the place of bytes of the current line.
func (w *window) spot(from, to int) schema.Spot {
	start := w.at(from)
	return schema.Spot{Line: w.line, Col: int32(start - w.colBase), Start: start, End: w.at(to)}
}

// newline notes that the byte at i ends a line.
func (w *window) newline(i int) {
	w.line++
	w.colBase = w.at(i)
}

// reread points the values at the bytes again after these have moved. Values
// that were decoded are shorter than their span and do not lie in the window.
func (w *window) reread(fields []schema.Field) {
	for i := range fields {
		f := &fields[i]
		if int64(len(f.Value)) == f.Spot.End-f.Spot.Start {
			f.Value = w.buf[f.Spot.Start-w.base : f.Spot.End-w.base]
		}
	}
}

// maxFaults is how many faults one record may have before reading ends.
const maxFaults = 1000

// rawLimit is how many bytes of an unreadable record a fault carries.
const rawLimit = 4 << 10

// rest is a copy of the unfinished record, possibly cut.
func (w *window) rest() []byte {
	end := min(w.n, w.keep+rawLimit)
	return append([]byte(nil), w.buf[w.keep:end]...)
}

// wideEnd is the index of the next byte that is ASCII.
func wideEnd(buf []byte, i int) int {
	for buf[i] >= utf8.RuneSelf {
		i++
	}
	return i
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// every is a word made of one byte.
func every(b byte) uint64 { return ones * uint64(b) }

// special is the index of the next byte that is a quote, the given byte, a
// control character or not ASCII. The zero bytes of the pad end the search.
func special(buf []byte, i int, other uint64) int {
	for {
		x := binary.LittleEndian.Uint64(buf[i:])
		quote, mark := x^every('"'), x^other
		hit := (x-every(' '))&^x | (quote-ones)&^quote | (mark-ones)&^mark | x
		if hit &= highs; hit != 0 {
			return i + bits.TrailingZeros64(hit)/8
		}
		i += 8
	}
}
