package input

import (
	"context"
	"errors"
	"io"
	"iter"

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

// Read opens the sources in order and yields one content for each. A content is
// valid until the next step. An error is of the system and comes last.
func Read(ctx context.Context, sources []Source, o Options) iter.Seq2[*schema.Content, error] {
	return func(yield func(*schema.Content, error) bool) { yield(nil, errors.ErrUnsupported) }
}
