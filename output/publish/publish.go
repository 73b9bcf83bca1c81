// Package publish puts a data set where readers find it, whole or not at all.
package publish

import "errors"

// ErrLocked means that another run publishes into the same folder.
var ErrLocked = errors.New("another run holds the lock")

// A Set is a data set in the making.
type Set struct{}

// A Manifest says what a set was made from and what it holds.
type Manifest struct {
	ID      string            `json:"id,omitempty"`
	Schema  string            `json:"schema_version"`
	Tool    string            `json:"tool_version"`
	Options map[string]string `json:"options"`
	Inputs  []Input           `json:"inputs"`
	Files   []File            `json:"files"` // filled in by Commit

	Rows map[string]int64 `json:"-"` // rows of the files that have rows, by name
}

// An Input is one input of a set.
type Input struct {
	Source string `json:"source"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	DocID  string `json:"doc_id,omitempty"`
	Status string `json:"status,omitempty"`
}

// A File is one file of a set.
type File struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Rows   *int64 `json:"rows,omitempty"`
}

// Begin makes DIR, locks it and starts a new set. ErrLocked when another run has it.
func Begin(dir string) (*Set, error) { return nil, nil }

// Path is the folder to write into.
func (s *Set) Path() string { return "" }

// Commit publishes the set and returns its id.
func (s *Set) Commit(m Manifest) (id string, err error) { return "", nil }

// Abort drops the set. It does nothing after Commit.
func (s *Set) Abort() error { return nil }

// Read is the manifest of a published set: DIR/sets/<id> or DIR/current.
func Read(folder string) (*Manifest, error) { return nil, nil }

// Verify compares every file of a published set with its manifest.
func Verify(folder string) error { return nil }
