package input

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/bmatcuk/doublestar/v4"
)

// A Source is one document to read.
type Source struct {
	Name   string // as in documents.source
	Path   string // what to open, as the user gave it; blank for standard input
	Broken string // why it cannot be opened, though it lies in a folder; blank when it can
}

// StandardInput is the argument, and the name, of standard input.
const StandardInput = "-"

// A NotFoundError is an argument that names nothing to read.
type NotFoundError struct {
	Arg string // the argument, or a path below it
	Why string // what is wrong with it and what to do
}

// Error is the argument with what is wrong with it.
func (e *NotFoundError) Error() string { return fmt.Sprintf("%s: %s", e.Arg, e.Why) }

// Find lists the sources that arguments name: files, folders with all below
// them, globs where no such file exists, or "-" for standard input. In folders
// and globs, names that begin with a dot are skipped and links to folders are
// not followed; a link to a file in a folder must lead to a file in that folder.
// A folder of published sets below an argument is passed over.
//
// A source is named by its argument, cleaned, with slashes, plus the path below
// it. Arguments that are absolute or lead out of the working folder with ".."
// are named from the nearest folder that holds all arguments, so that names do
// not depend on where a tree lies: "/a/b/x.json" and "/a/c/y.json" are
// "b/x.json" and "c/y.json"; "/a/b" alone gives the paths below it. A folder
// counts as holding itself.
//
// Sources come in bytewise order of their names, each file once, under the first
// of its names. The order of the arguments does not matter. The error is a
// *NotFoundError when an argument is wrong, and of the system otherwise.
func Find(args []string) ([]Source, error) {
	var f finder
	for _, arg := range args {
		if err := f.argument(arg); err != nil {
			return nil, err
		}
	}
	return f.sources()
}

// A found is a file before it has a name.
type found struct {
	path string // as given, cleaned
	real string // absolute, without links: the identity of the file
	away bool   // named from the common folder

	broken string // why it cannot be opened
}

type finder struct {
	files   []found
	folders []string // absolute folder of every argument
	stdin   bool
}

// argument finds the files of one argument.
func (f *finder) argument(arg string) error {
	if arg == StandardInput {
		f.stdin = true
		return nil
	}
	if arg == "" {
		return &NotFoundError{`""`, "an empty argument names nothing"}
	}
	info, err := os.Stat(arg)
	switch {
	case err == nil:
		return f.path(arg, info)
	case !missing(err):
		return err
	case strings.ContainsAny(arg, `*?[{`):
		return f.glob(arg)
	}
	return &NotFoundError{arg, "no such file or folder"}
}

func missing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// path finds the files of an argument that exists.
func (f *finder) path(arg string, info fs.FileInfo) error {
	clean := filepath.Clean(arg)
	abs, err := filepath.Abs(clean)
	if err != nil {
		return err
	}
	switch {
	case info.IsDir():
		f.folders = append(f.folders, abs)
		return f.folder(clean)
	case info.Mode().IsRegular():
		f.folders = append(f.folders, filepath.Dir(abs))
		return f.file(clean)
	case clean == "/dev/stdin":
		return &NotFoundError{arg, `this is no regular file; write "-" for standard input`}
	}
	return &NotFoundError{arg, fmt.Sprintf("this is %s, not a regular file", kindOf(info.Mode()))}
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}

// glob finds the files that a pattern matches, and those below the folders that
// it matches.
func (f *finder) glob(arg string) error {
	if !doublestar.ValidatePathPattern(arg) {
		return &NotFoundError{arg, "no such file, and not a pattern either: a bracket is not closed"}
	}
	matches, err := doublestar.FilepathGlob(arg, doublestar.WithNoHidden(), doublestar.WithNoFollow(), doublestar.WithFailOnIOErrors())
	if err != nil && !missing(err) {
		return err
	}
	before, held := len(f.files), len(f.folders)
	for _, match := range matches {
		info, err := os.Stat(match)
		if err != nil && missing(err) {
			err = &NotFoundError{match, "this link leads nowhere; remove it"}
		}
		if err != nil {
			return err
		}
		var empty *NotFoundError
		if err := f.path(match, info); err != nil && !errors.As(err, &empty) {
			return err
		}
	}
	if len(f.files) == before {
		return &NotFoundError{arg, "no file matches"}
	}
	base, _ := doublestar.SplitPattern(filepath.ToSlash(filepath.Clean(arg)))
	abs, err := filepath.Abs(filepath.FromSlash(base))
	f.folders = append(f.folders[:held], abs)
	return err
}

// folder finds the files below a folder.
func (f *finder) folder(root string) error {
	inside, err := realPath(root)
	if err != nil {
		return err
	}
	before := len(f.files)
	if err := f.below(root, inside); err != nil {
		return err
	}
	if len(f.files) == before {
		return &NotFoundError{root, "this folder holds no file to read"}
	}
	return nil
}

// below finds the files below dir, which lies in the folder inside.
func (f *finder) below(dir, inside string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, d := range entries {
		path := filepath.Join(dir, d.Name())
		switch {
		case strings.HasPrefix(d.Name(), "."):
		case d.IsDir():
			if !published(path) {
				err = f.below(path, inside)
			}
		case d.Type().IsRegular():
			err = f.file(path)
		case d.Type()&fs.ModeSymlink != 0:
			err = f.link(path, inside)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// published reports whether a folder is one that toll publishes into: what was
// made from the inputs beside it is no input itself.
func published(dir string) bool {
	_, lock := os.Lstat(filepath.Join(dir, ".lock"))
	sets, err := os.Lstat(filepath.Join(dir, "sets"))
	return lock == nil && err == nil && sets.IsDir()
}

// link finds the file that a link in a folder leads to. Links to folders are
// passed over.
func (f *finder) link(path, inside string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil && missing(err):
		return f.bad(path, "this link leads nowhere; remove it")
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return nil
	}
	real, err := realPath(path)
	if err != nil {
		return err
	}
	if rel, err := filepath.Rel(inside, real); err != nil || !filepath.IsLocal(rel) {
		return f.bad(path, "this link leads out of its folder; give its target as an argument")
	}
	return f.file(path)
}

// realPath is the absolute path of a file or folder, without links.
func realPath(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", err
	}
	return filepath.Abs(real)
}

// file adds a regular file.
func (f *finder) file(path string) error {
	real, err := realPath(path)
	f.files = append(f.files, found{path: path, real: real, away: !filepath.IsLocal(path)})
	return err
}

// bad adds a link that cannot be followed: it is a source that is refused, so
// that one bad link need not stop the rest.
func (f *finder) bad(path, why string) error {
	abs, err := filepath.Abs(path)
	f.files = append(f.files, found{path: path, real: abs, away: !filepath.IsLocal(path), broken: why})
	return err
}

// sources names the files and puts them in order.
func (f *finder) sources() ([]Source, error) {
	type named struct {
		Source
		real string
	}
	var list []named
	if f.stdin {
		list = append(list, named{Source{Name: StandardInput}, ""})
	}
	common := commonFolder(f.folders)
	for _, file := range f.files {
		name := file.path
		if file.away {
			abs, err := filepath.Abs(name)
			if err != nil {
				return nil, err
			}
			if name, err = filepath.Rel(common, abs); err != nil {
				return nil, err
			}
		}
		list = append(list, named{Source{filepath.ToSlash(name), file.path, file.broken}, file.real})
	}
	slices.SortFunc(list, func(a, b named) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Path, b.Path))
	})
	var sources []Source
	seen, names := map[string]bool{}, map[string]string{}
	for _, s := range list {
		if seen[s.real] {
			continue
		}
		if other, ok := names[s.Name]; ok {
			return nil, &NotFoundError{s.Path, fmt.Sprintf("%s would have the same name, %s; give both as absolute paths", other, s.Name)}
		}
		seen[s.real], names[s.Name] = true, s.Path
		sources = append(sources, s.Source)
	}
	return sources, nil
}

// commonFolder is the nearest folder that holds all of some absolute folders.
func commonFolder(folders []string) string {
	if len(folders) == 0 {
		return ""
	}
	common := folders[0]
	for _, folder := range folders[1:] {
		for {
			rel, err := filepath.Rel(common, folder)
			if err != nil || filepath.IsLocal(rel) {
				break
			}
			common = filepath.Dir(common)
		}
	}
	return common
}
