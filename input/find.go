package input

import (
	"errors"
	"fmt"
)

// A Source is one document to read.
type Source struct {
	Name string // as in documents.source
	Path string // what to open, as the user gave it; blank for standard input
}

// A NotFoundError is an argument that names nothing to read.
type NotFoundError struct {
	Arg string // the argument
	Why string // what is wrong with it
}

// Error is the argument with what is wrong with it.
func (e *NotFoundError) Error() string { return fmt.Sprintf("%s: %s", e.Arg, e.Why) }

// Find lists the sources that arguments name.
func Find(args []string) ([]Source, error) { return nil, errors.ErrUnsupported }
