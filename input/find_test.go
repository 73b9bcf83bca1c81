package input

import (
	"os"
	"path/filepath"
	"slices"
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
