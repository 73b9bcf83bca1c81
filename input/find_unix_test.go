//go:build unix

package input

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestFindErrors(t *testing.T) {
	tree(t, "in/x.json", "out/y.json", "empty/.keep", "far/b/x.json", "b/x.json")
	links := [][2]string{{"x.json", "in/same.json"}, {"../out/y.json", "out/self.json"}}
	for _, l := range links {
		if err := os.Symlink(l[0], l[1]); err != nil {
			t.Skip(err)
		}
	}
	if got, err := Find([]string{"in", "out"}); err != nil || len(got) != 2 {
		t.Errorf("links to files of the same folder: %v, %v; want each file once", got, err)
	}
	for _, d := range []string{"leak", "dead", "round"} {
		os.Mkdir(d, 0o755)
		os.WriteFile(filepath.Join(d, "a.json"), nil, 0o644)
	}
	os.Symlink("../out/y.json", "leak/y.json")
	os.Symlink("nothing", "dead/y.json")
	os.Symlink("..", "round/up")
	if got, err := Find([]string{"round"}); err != nil || len(got) != 1 {
		t.Errorf("a link to a folder is not followed: %v, %v", got, err)
	}
	// A link that cannot be followed is a source that is refused: one of them does
	// not stop the rest.
	for dir, why := range map[string]string{"leak": "leads out of its folder", "dead": "leads nowhere"} {
		got, err := Find([]string{dir})
		if err != nil || len(got) != 2 || !strings.Contains(got[1].Broken, why) {
			t.Errorf("%s: %v, %v; want %s", dir, got, err, why)
		}
		for c, err := range Read(t.Context(), got[1:], Options{Hash: true}) {
			if err != nil || c.Refused == nil || c.Refused.Code != codeUnreadable || c.Document.DocID == "" {
				t.Errorf("%s: %+v, %v", dir, c, err)
			}
		}
	}
	if err := syscall.Mkfifo("pipe", 0o600); err != nil {
		t.Skip(err)
	}
	for _, c := range []struct{ arg, why string }{
		{"missing.json", "no such file"}, {"in/x.json/y", "no such file"}, {"*.xml", "no file matches"}, {"[a", "not a pattern"},
		{"empty", "no file to read"}, {"pipe", "a pipe"},
		{"/dev/null", "a device"}, {"", "empty argument"},
	} {
		_, err := Find([]string{"in", c.arg})
		var notFound *NotFoundError
		if !errors.As(err, &notFound) || !strings.Contains(notFound.Why, c.why) {
			t.Errorf("%q: %v, want %s", c.arg, err, c.why)
		}
	}
}
