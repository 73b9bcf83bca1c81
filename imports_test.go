// Package toll_test holds what is true of the whole tree.
package toll_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the one-way road: what each package may import of the module. A
// package that is not listed is an error, so that a new one finds its place.
var mayImport = map[string][]string{
	"schema":             {},
	"input":              {"schema"},
	"output/table":       {"schema"},
	"output/report":      {"schema", "output/table"},
	"output/publish":     {},
	"pipeline/lexicon":   {"schema"},
	"pipeline/config":    {"schema"},
	"pipeline/shape":     {"schema", "pipeline/lexicon"},
	"pipeline/normalize": {"schema", "pipeline/lexicon"},
	"pipeline/validate":  {"schema"},
	"pipeline/reconcile": {"schema"},
	"pipeline": {"schema", "pipeline/config", "pipeline/lexicon", "pipeline/shape", "pipeline/normalize",
		"pipeline/validate", "pipeline/reconcile"},
	"cmd/toll/internal/job": {"schema", "input", "output/table", "output/report", "output/publish", "pipeline", "pipeline/config"},
	"cmd/toll/internal/cli": {"schema", "input", "output/table", "output/report", "output/publish", "pipeline", "pipeline/config",
		"pipeline/lexicon", "pipeline/shape", "pipeline/validate", "cmd/toll/internal/job"},
	"cmd/toll": {"cmd/toll/internal/cli"},
}

func TestImportsGoOneWay(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || exists(file, "go.mod")):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		pkg := path.Dir(filepath.ToSlash(file))
		seen[pkg] = true
		may, listed := mayImport[pkg]
		if !listed {
			t.Errorf("%s: package %s has no place in mayImport", file, pkg)
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, imp := range f.Imports {
			name, _ := strconv.Unquote(imp.Path.Value)
			own, ok := strings.CutPrefix(name, "toll/")
			if ok && !slices.Contains(may, own) {
				t.Errorf("%s: %s may not import %s", file, pkg, own)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range mayImport {
		if !seen[pkg] {
			t.Errorf("package %s is in mayImport and not in the tree", pkg)
		}
	}
}

func exists(dir, name string) bool {
	m, err := filepath.Glob(filepath.Join(dir, name))
	return err == nil && len(m) > 0
}
