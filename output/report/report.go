// Package report shows findings to people and programs.
package report

import (
	"io"

	"toll/schema"
)

// A Reporter shows findings, one by one.
type Reporter interface {
	Finding(f *schema.Finding) error
	Close() error // writes what is left; does not close the stream
}

// Options of a report.
type Options struct {
	Color bool // terminal colours in text
}

// A Format is a form of report.
type Format struct {
	Name, Doc string
	open      func(io.Writer, Options) (Reporter, error)
}

// Formats are the forms of report.
var Formats = []Format{}

// New is a reporter of the named format.
func New(format string, w io.Writer, o Options) (Reporter, error) { return nil, nil }
