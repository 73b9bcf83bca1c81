package publish

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// publish publishes files and returns the id of the set.
func publish(t *testing.T, dir string, files map[string]string) string {
	t.Helper()
	s := begin(t, dir, files)
	id, err := s.Commit(manifest())
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// begin begins a set and writes files into it.
func begin(t *testing.T, dir string, files map[string]string) *Set {
	t.Helper()
	s, err := Begin(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Abort(); err != nil {
			t.Error(err)
		}
	})
	write(t, s.Path(), files)
	return s
}

func write(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func manifest() Manifest {
	return Manifest{Schema: "1", Tool: "v0.1.0", Options: map[string]string{"include": "press", "conflict": "ru-ua-2022"},
		Inputs: []Input{{Source: "uk/<1>.txt", SHA256: "ab", Bytes: 2, DocID: "cd", Status: "read"}}}
}

// tree is everything below a folder: what files hold, where links lead.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if e.Type() == fs.ModeSymlink {
			target, err := os.Readlink(path)
			all[name] = "-> " + target
			return err
		}
		text, err := os.ReadFile(path)
		all[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var (
	first  = map[string]string{"losses.csv": "a\n", "old.csv": "o\n"}
	second = map[string]string{"losses.csv": "b\n", "new.csv": "n\n"}
)

func TestCommit(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "by", "Begin")
	one := publish(t, dir, first)
	two := publish(t, dir, second)
	got := tree(t, dir)
	want := map[string]string{
		".lock":                       "",
		"current":                     "-> sets/" + two,
		"losses.csv":                  "-> current/losses.csv",
		"new.csv":                     "-> current/new.csv",
		"manifest.json":               "-> current/manifest.json",
		"sets/" + one + "/losses.csv": "a\n",
		"sets/" + one + "/old.csv":    "o\n",
		"sets/" + two + "/losses.csv": "b\n",
		"sets/" + two + "/new.csv":    "n\n",
	}
	for _, id := range []string{one, two} {
		name := "sets/" + id + "/manifest.json"
		want[name] = got[name]
		if err := Verify(filepath.Join(dir, "sets", id)); err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestManifest(t *testing.T) {
	dir := t.TempDir()
	s := begin(t, dir, first)
	m := manifest()
	m.Rows = map[string]int64{"losses.csv": 0}
	id, err := s.Commit(m)
	if err != nil {
		t.Fatal(err)
	}
	got := tree(t, dir)["sets/"+id+"/manifest.json"]
	want := `{
  "id": "` + id + `",
  "schema_version": "1",
  "tool_version": "v0.1.0",
  "options": {
    "conflict": "ru-ua-2022",
    "include": "press"
  },
  "inputs": [
    {
      "source": "uk/<1>.txt",
      "sha256": "ab",
      "bytes": 2,
      "doc_id": "cd",
      "status": "read"
    }
  ],
  "files": [
    {
      "path": "losses.csv",
      "sha256": "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7",
      "bytes": 2,
      "rows": 0
    },
    {
      "path": "old.csv",
      "sha256": "7427d152005f9ed0fa31c76ef9963cf4bb47dce6e2768111d9eb0edbfe59c704",
      "bytes": 2
    }
  ]
}
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSameContentSameBytes(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	id := publish(t, dir, first)
	before := tree(t, dir)
	if again := publish(t, dir, first); again != id {
		t.Errorf("the same content has the ids %s and %s", id, again)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Errorf("a rerun changed the folder:\n%s", diff)
	}
	publish(t, other, first)
	if diff := cmp.Diff(before, tree(t, other)); diff != "" {
		t.Errorf("another folder holds other bytes:\n%s", diff)
	}
}

func TestBackToAnOlderSet(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, first)
	before := tree(t, dir)
	two := publish(t, dir, second)
	publish(t, dir, first)
	after := tree(t, dir)
	for name := range after {
		if strings.HasPrefix(name, "sets/"+two) {
			delete(after, name)
		}
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
}

// A run may die after any step. Whatever it leaves, readers see the old set
// until current is turned, and the next run cleans up and succeeds.
func TestDeadRun(t *testing.T) {
	steps := map[string]func(s *Set, m *Manifest) error{
		"writing":  func(s *Set, m *Manifest) error { return nil },
		"manifest": func(s *Set, m *Manifest) error { return m.write(s.path) },
		"place":    func(s *Set, m *Manifest) error { return errors.Join(m.write(s.path), s.place(m.ID)) },
		"links": func(s *Set, m *Manifest) error {
			return errors.Join(m.write(s.path), s.place(m.ID), s.replaceLink("losses.csv", "current/losses.csv"),
				s.replaceLink("new.csv", "current/new.csv"), os.Symlink("x", filepath.Join(s.dir, linkPrefix+currentName)))
		},
	}
	for name, die := range steps {
		t.Run(name, func(t *testing.T) {
			dir, clean := t.TempDir(), t.TempDir()
			for _, d := range []string{dir, clean} {
				publish(t, d, first)
			}
			s := begin(t, dir, second)
			m := manifest()
			if err := errors.Join(m.fill(s.path), die(s, &m), s.lock.Unlock()); err != nil {
				t.Fatal(err)
			}
			s.done = true // dead: no Abort
			for name, want := range first {
				if got, err := os.ReadFile(filepath.Join(dir, name)); string(got) != want {
					t.Errorf("%s: %q, %v after a dead run, want %q", name, got, err, want)
				}
			}
			publish(t, dir, second)
			publish(t, clean, second)
			if diff := cmp.Diff(tree(t, clean), tree(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAbort(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, first)
	before := tree(t, dir)
	s := begin(t, dir, second)
	if err := errors.Join(s.Abort(), s.Abort()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
	publish(t, dir, second) // the lock is free again
}

func TestLocked(t *testing.T) {
	dir := t.TempDir()
	begin(t, dir, first)
	if _, err := Begin(dir); !errors.Is(err, ErrLocked) {
		t.Errorf("second Begin: %v, want ErrLocked", err)
	}
	if out := beginElsewhere(t, dir); out != "locked" {
		t.Errorf("Begin in another process: %s, want locked", out)
	}
}

func TestUnlockedAfterwards(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, first)
	if out := beginElsewhere(t, dir); out != "begun" {
		t.Errorf("Begin in another process: %s, want begun", out)
	}
}

// beginElsewhere runs this test binary again, as TestElsewhere.
func beginElsewhere(t *testing.T, dir string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestElsewhere$", "-test.v")
	cmd.Env = append(os.Environ(), "PUBLISH_TEST_DIR="+dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, word := range []string{"begun", "locked"} {
		if strings.Contains(string(out), "result: "+word) {
			return word
		}
	}
	return string(out)
}

func TestElsewhere(t *testing.T) {
	dir := os.Getenv("PUBLISH_TEST_DIR")
	if dir == "" {
		t.Skip("helper of the other tests")
	}
	s, err := Begin(dir)
	switch {
	case errors.Is(err, ErrLocked):
		t.Log("result: locked")
	case err != nil:
		t.Fatal(err)
	default:
		t.Log("result: begun")
		_ = s.Abort()
	}
}

func TestRefused(t *testing.T) {
	cases := []struct {
		name  string
		spoil func(t *testing.T, s *Set, m *Manifest)
		want  string
	}{
		{"a file in place of a link", func(t *testing.T, s *Set, m *Manifest) { write(t, s.dir, map[string]string{"new.csv": "mine"}) }, "move it away"},
		{"a folder in the set", func(t *testing.T, s *Set, m *Manifest) { mkdir(t, filepath.Join(s.path, "sub")) }, "is not a file"},
		{"a reserved name", func(t *testing.T, s *Set, m *Manifest) { write(t, s.path, map[string]string{"current": ""}) }, "cannot be named current"},
		{"a hidden name", func(t *testing.T, s *Set, m *Manifest) { write(t, s.path, map[string]string{".x": ""}) }, "cannot be named .x"},
		{"rows of no file", func(t *testing.T, s *Set, m *Manifest) { m.Rows = map[string]int64{"none.csv": 1} }, "none.csv"},
		{"the folder is gone", func(t *testing.T, s *Set, m *Manifest) { _ = os.RemoveAll(s.path) }, "take stock"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			publish(t, dir, first)
			s := begin(t, dir, second)
			m := manifest()
			c.spoil(t, s, &m)
			if _, err := s.Commit(m); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("Commit: %v, want %q", err, c.want)
			}
			if err := s.Abort(); err != nil {
				t.Fatal(err)
			}
			_ = os.Remove(filepath.Join(dir, "new.csv"))
			clean := t.TempDir()
			publish(t, clean, first)
			if diff := cmp.Diff(tree(t, clean), tree(t, dir)); diff != "" {
				t.Errorf("the old set changed:\n%s", diff)
			}
		})
	}
}

func mkdir(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
}

func TestNotAFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"file": ""})
	for _, path := range []string{"file", "file/below"} {
		if _, err := Begin(filepath.Join(dir, path)); err == nil || errors.Is(err, ErrLocked) {
			t.Errorf("Begin at %s: %v", path, err)
		}
	}
}

func TestVerifyFindsDamage(t *testing.T) {
	damage := map[string]func(folder string) error{
		"other bytes": func(f string) error { return os.WriteFile(filepath.Join(f, "losses.csv"), []byte("z\n"), 0o644) },
		"file gone":   func(f string) error { return os.Remove(filepath.Join(f, "losses.csv")) },
		"file added":  func(f string) error { return os.WriteFile(filepath.Join(f, "more"), nil, 0o644) },
		"manifest": func(f string) error {
			path := filepath.Join(f, manifestName)
			raw, err := os.ReadFile(path)
			return errors.Join(err, os.WriteFile(path, []byte(strings.Replace(string(raw), "press", "prose", 1)), 0o644))
		},
	}
	for name, do := range damage {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			id := publish(t, dir, first)
			if err := do(filepath.Join(dir, "sets", id)); err != nil {
				t.Fatal(err)
			}
			if err := Verify(filepath.Join(dir, "current")); err == nil {
				t.Error("Verify found nothing")
			}
			if again := publish(t, dir, first); again != id {
				t.Errorf("the same content is %s now, it was %s", again, id)
			}
			if err := Verify(filepath.Join(dir, "sets", id)); err != nil {
				t.Errorf("the damaged set was not replaced: %v", err)
			}
		})
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	id := publish(t, dir, first)
	m, _, err := read(filepath.Join(dir, "current"))
	if err != nil {
		t.Fatal(err)
	}
	if m.ID != id || len(m.Files) != 2 || len(m.Inputs) != 1 {
		t.Errorf("read %+v", m)
	}
}
