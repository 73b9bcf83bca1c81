package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// A Manifest says what a set was made from and what it holds. Nothing in it may
// depend on the clock, the machine or where DIR lies.
type Manifest struct {
	ID      string            `json:"id,omitempty"` // given by Commit
	Schema  string            `json:"schema_version"`
	Tool    string            `json:"tool_version"`
	Options map[string]string `json:"options"`
	Inputs  []Input           `json:"inputs"`
	Files   []File            `json:"files"` // found by Commit, in order of path; without the manifest

	Rows map[string]int64 `json:"-"` // for Commit: rows of the files that have rows, by path
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
	Path   string `json:"path"` // its name
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Rows   *int64 `json:"rows,omitempty"` // absent when it has no rows
}

// read reads the manifest of a published set: DIR/current or DIR/sets/<id>.
func read(folder string) (m *Manifest, raw []byte, err error) {
	path := filepath.Join(folder, manifestName)
	raw, err = os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	m = new(Manifest)
	if err := json.Unmarshal(raw, m); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, raw, nil
}

// Verify compares a published set with its manifest: the id, the names of the
// files and every byte of them.
func Verify(folder string) error {
	m, raw, err := read(folder)
	if err != nil {
		return fmt.Errorf("verify the data set: %w", err)
	}
	if got := contentID(bytes.Replace(raw, idLine(m.ID), nil, 1)); got != m.ID {
		return fmt.Errorf("verify the data set: %s: the id is %s, its content has %s", filepath.Join(folder, manifestName), m.ID, got)
	}
	names, err := list(folder)
	if err != nil {
		return fmt.Errorf("verify the data set: %w", err)
	}
	if want := len(m.Files) + 1; len(names) != want {
		return fmt.Errorf("verify the data set: %s: %d files, want %d", folder, len(names), want)
	}
	for _, want := range m.Files {
		got, err := takeStock(folder, want.Path)
		if err != nil {
			return fmt.Errorf("verify the data set: %w", err)
		}
		if got.SHA256 != want.SHA256 {
			return fmt.Errorf("verify the data set: %s: not the bytes that were published", filepath.Join(folder, want.Path))
		}
	}
	return nil
}

// fill completes the manifest with the files of a folder, which are synced to
// disk, and with the id.
func (m *Manifest) fill(folder string) error {
	names, err := list(folder)
	if err != nil {
		return err
	}
	m.Files = []File{}
	for _, name := range names {
		if name == manifestName || name == currentName || name == setsName || name[0] == '.' {
			return fmt.Errorf("a file of a set cannot be named %s", name)
		}
		f, err := takeStock(folder, name)
		if err != nil {
			return err
		}
		if n, ok := m.Rows[name]; ok {
			f.Rows = &n
		}
		m.Files = append(m.Files, f)
	}
	for name := range m.Rows {
		if !slices.Contains(names, name) {
			return fmt.Errorf("rows are stated of %s, which is not in the set", name)
		}
	}
	if m.Options == nil {
		m.Options = map[string]string{}
	}
	if m.Inputs == nil {
		m.Inputs = []Input{}
	}
	m.ID = ""
	raw, err := m.marshal()
	m.ID = contentID(raw)
	return err
}

// list is the names of the files in a folder, in order; anything else there is
// an error.
func list(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if !e.Type().IsRegular() {
			return nil, fmt.Errorf("%s is not a file", filepath.Join(folder, e.Name()))
		}
		names = append(names, e.Name())
	}
	return names, nil
}

// takeStock measures a file and has the disk keep it.
func takeStock(folder, name string) (File, error) {
	f, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		return File{}, err
	}
	h := sha256.New()
	n, err := io.Copy(h, f)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return File{}, fmt.Errorf("%s: %w", name, err)
	}
	return File{Path: name, SHA256: hex.EncodeToString(h.Sum(nil)), Bytes: n}, nil
}

// names lists the files.
func (m *Manifest) names() []string {
	var names []string
	for _, f := range m.Files {
		names = append(names, f.Path)
	}
	return names
}

// write writes the manifest into the folder and has the disk keep both.
func (m *Manifest) write(folder string) error {
	raw, err := m.marshal()
	if err != nil {
		return err
	}
	path := filepath.Join(folder, manifestName)
	if err := os.WriteFile(path, raw, 0o644); err != nil {
		return err
	}
	return errors.Join(syncPath(path), syncPath(folder))
}

func (m *Manifest) marshal() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(m)
	return b.Bytes(), err
}

// contentID is the id of a manifest without its id.
func contentID(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}

// idLine is the line by which a manifest with id differs from one without.
func idLine(id string) []byte { return fmt.Appendf(nil, "  \"id\": %q,\n", id) }
