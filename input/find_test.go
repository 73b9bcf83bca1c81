package input

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree makes the files of a folder and goes there.
func tree(t *testing.T, files ...string) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		path := filepath.Join(root, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("[]"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(root)
	return root
}

func namesOf(sources []Source) []string {
	var names []string
	for _, s := range sources {
		names = append(names, s.Name)
	}
	return names
}

func TestFind(t *testing.T) {
	root := tree(t, "uk/2022.txt", "uk/b/x.json", "uk/.hidden", "uk/.git/x", "en/a.csv", "en/b.json", "z.json", "[1].json", "o/in/x.json")
	away := func(path string) string { return filepath.Join(root, path) }
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{"uk"}, []string{"uk/2022.txt", "uk/b/x.json"}},
		{[]string{"./uk/", "uk/b"}, []string{"uk/2022.txt", "uk/b/x.json"}},
		{[]string{"."}, []string{"[1].json", "en/a.csv", "en/b.json", "o/in/x.json", "uk/2022.txt", "uk/b/x.json", "z.json"}},
		{[]string{"z.json", "-", "en/b.json"}, []string{"-", "en/b.json", "z.json"}},
		{[]string{"**/*.json"}, []string{"[1].json", "en/b.json", "o/in/x.json", "uk/b/x.json", "z.json"}},
		{[]string{"[1].json"}, []string{"[1].json"}},
		{[]string{"e*"}, []string{"en/a.csv", "en/b.json"}},
		{[]string{"{uk,en}/*.{csv,txt}"}, []string{"en/a.csv", "uk/2022.txt"}},
		{[]string{away("uk/b/x.json")}, []string{"x.json"}},
		{[]string{away("uk")}, []string{"2022.txt", "b/x.json"}},
		{[]string{away("uk/b/x.json"), away("en/a.csv")}, []string{"en/a.csv", "uk/b/x.json"}},
		{[]string{away("uk"), away("en")}, []string{"en/a.csv", "en/b.json", "uk/2022.txt", "uk/b/x.json"}},
		{[]string{away("*/*.json")}, []string{"en/b.json"}},
		{[]string{"z.json", away("en/a.csv")}, []string{"en/a.csv", "z.json"}},
	} {
		for range 2 {
			got, err := Find(c.args)
			if err != nil {
				t.Errorf("%q: %v", c.args, err)
			}
			if diff := cmp.Diff(c.want, namesOf(got)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", c.args, diff)
			}
			for _, s := range got {
				if _, err := os.Stat(s.Path); s.Path != "" && err != nil {
					t.Error(err)
				}
			}
			slices.Reverse(c.args)
		}
	}
	t.Chdir("en")
	for _, c := range []struct{ args, want []string }{
		{[]string{"../uk"}, []string{"2022.txt", "b/x.json"}},
		{[]string{"../uk", "../en/a.csv"}, []string{"en/a.csv", "uk/2022.txt", "uk/b/x.json"}},
	} {
		got, err := Find(c.args)
		if diff := cmp.Diff(c.want, namesOf(got)); err != nil || diff != "" {
			t.Errorf("%q: %v (-want +got):\n%s", c.args, err, diff)
		}
	}
}

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
	if err := syscall.Mkfifo("pipe", 0o600); err != nil {
		t.Skip(err)
	}
	for _, c := range []struct{ arg, why string }{
		{"missing.json", "no such file"}, {"in/x.json/y", "no such file"}, {"*.xml", "no file matches"}, {"[a", "not a pattern"},
		{"empty", "no file to read"}, {"leak", "leads out of its folder"}, {"dead", "leads nowhere"}, {"pipe", "a pipe"},
		{"/dev/null", "a device"}, {"", "empty argument"},
	} {
		_, err := Find([]string{"in", c.arg})
		var notFound *NotFoundError
		if !errors.As(err, &notFound) || !strings.Contains(notFound.Why, c.why) {
			t.Errorf("%q: %v, want %s", c.arg, err, c.why)
		}
	}
}
