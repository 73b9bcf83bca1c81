// Package publish puts a data set where readers find it, whole or not at all.
//
// A folder of data sets looks like this:
//
//	DIR/sets/<id>/       one folder per set, named by its content, never changed
//	DIR/current          link to the newest set; replaced last, in one step
//	DIR/losses.parquet   link to current/losses.parquet, and so on for every file
//	DIR/.lock            held by the run that publishes
//
// A reader who opens DIR/losses.parquet sees the old set or the new one, never a
// part of either. A run that dies leaves at most a folder DIR/sets/.new-*, which
// the next run removes.
package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"
)

// ErrLocked means that another run publishes into the same folder.
var ErrLocked = errors.New("another run holds the lock")

const (
	setsName     = "sets"
	currentName  = "current"
	manifestName = "manifest.json"
	newPrefix    = ".new-"  // of a set in the making
	linkPrefix   = ".link-" // of a link not yet renamed into place
)

// A Set is a data set in the making. It holds the lock of its folder.
type Set struct {
	dir  string
	path string
	lock *flock.Flock
	done bool
}

// Begin makes DIR when it is missing, locks it and starts a set. What dead runs
// left there is removed. The error is ErrLocked when another run has the lock;
// nothing is changed then.
func Begin(dir string) (*Set, error) {
	s := &Set{dir: dir, lock: flock.New(filepath.Join(dir, ".lock"))}
	if err := os.MkdirAll(s.sets(), 0o755); err != nil {
		return nil, fmt.Errorf("make the folder for data sets: %w", err)
	}
	switch locked, err := s.lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	case !locked:
		return nil, fmt.Errorf("lock %s: %w", dir, ErrLocked)
	}
	if err := s.begin(); err != nil {
		return nil, errors.Join(fmt.Errorf("begin a data set: %w", err), s.lock.Unlock())
	}
	return s, nil
}

func (s *Set) begin() error {
	for _, pattern := range []string{filepath.Join(s.sets(), newPrefix), filepath.Join(s.dir, linkPrefix)} {
		if err := removeAll(pattern); err != nil {
			return err
		}
	}
	path, err := os.MkdirTemp(s.sets(), newPrefix+"*")
	if err != nil {
		return err
	}
	s.path = path
	return os.Chmod(path, 0o755) // MkdirTemp keeps others out
}

// removeAll removes everything whose path begins so.
func removeAll(prefix string) error {
	folder, start := filepath.Split(prefix)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), start) {
			if err := os.RemoveAll(filepath.Join(folder, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Set) sets() string { return filepath.Join(s.dir, setsName) }

// Path is the folder to write the files of the set into. It is flat.
func (s *Set) Path() string { return s.path }

// Abort drops the set and gives the lock back. After Commit it does nothing, so
// it may be deferred.
func (s *Set) Abort() error {
	if s.done {
		return nil
	}
	s.done = true
	return errors.Join(os.RemoveAll(s.path), s.lock.Unlock())
}

// Commit writes the manifest, moves the set into place and gives the lock back.
// It returns the id of the set: the first 16 hex digits of the SHA-256 of the
// manifest without the id, so the same content has the same id. A set that is
// there already and whole is kept as it is. When Commit fails, the set that was current
// still is; call Abort.
func (s *Set) Commit(m Manifest) (id string, err error) {
	if err := m.fill(s.path); err != nil {
		return "", fmt.Errorf("take stock of the data set: %w", err)
	}
	names := append(m.names(), manifestName)
	if err := s.checkLinks(names); err != nil {
		return "", err
	}
	if err := m.write(s.path); err != nil {
		return "", fmt.Errorf("write the manifest: %w", err)
	}
	if err := s.place(m.ID); err != nil {
		return "", fmt.Errorf("place the data set: %w", err)
	}
	if err := s.link(m.ID, names); err != nil {
		return "", fmt.Errorf("link the data set: %w", err)
	}
	s.done = true
	return m.ID, s.lock.Unlock()
}

// place moves the finished folder to its name, unless the same set is there and
// whole.
func (s *Set) place(id string) error {
	target := filepath.Join(s.sets(), id)
	_, err := os.Lstat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = os.Rename(s.path, target)
	case err == nil && Verify(target) != nil:
		err = s.replace(target)
	case err == nil:
		err = os.RemoveAll(s.path)
	}
	return errors.Join(err, syncPath(s.sets()))
}

// replace puts the finished folder where a damaged set of the same content is.
// Between the two renames the set is absent; it was of no use before.
func (s *Set) replace(target string) error {
	damaged := s.path + "-damaged" // begins as the leftovers do that the next run removes
	if err := os.Rename(target, damaged); err != nil {
		return err
	}
	if err := os.Rename(s.path, target); err != nil {
		return err
	}
	return os.RemoveAll(damaged)
}

// checkLinks reports what stands where a link belongs and is none: a link is
// replaced, a file or folder of somebody's is not.
func (s *Set) checkLinks(names []string) error {
	for _, name := range append(slices.Clone(names), currentName) {
		path := filepath.Join(s.dir, name)
		info, err := os.Lstat(path)
		if err == nil && info.Mode().Type() != fs.ModeSymlink {
			return fmt.Errorf("publish %s: it is no link of an earlier run; move it away", path)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("publish %s: %w", path, err)
		}
	}
	return nil
}

// link makes the links of the files, then turns current to the set, then
// removes the links of files that the set lacks.
func (s *Set) link(id string, names []string) error {
	for _, name := range names {
		if err := s.replaceLink(name, filepath.Join(currentName, name)); err != nil {
			return err
		}
	}
	if err := s.replaceLink(currentName, filepath.Join(setsName, id)); err != nil {
		return err
	}
	if err := s.removeStale(names); err != nil {
		return err
	}
	return syncPath(s.dir)
}

// replaceLink makes a relative link in one step, whatever link stood there.
func (s *Set) replaceLink(name, target string) error {
	path := filepath.Join(s.dir, name)
	if old, err := os.Readlink(path); err == nil && old == target {
		return nil
	}
	temporary := filepath.Join(s.dir, linkPrefix+name)
	if err := os.Symlink(target, temporary); err != nil {
		return err
	}
	if err := os.Rename(temporary, path); err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return nil
}

// removeStale removes the links into current that lead nowhere now.
func (s *Set) removeStale(names []string) error {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		path := filepath.Join(s.dir, e.Name())
		target, err := os.Readlink(path)
		if err != nil || target != filepath.Join(currentName, e.Name()) || slices.Contains(names, e.Name()) {
			continue // not a link, not one of ours, or still needed
		}
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	return nil
}

// syncPath has the disk keep a file, or the names in a folder.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
