package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"toll/cmd/toll/internal/cli"
)

var update = flag.Bool("update", false, "rewrite the expected output in the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"toll": func() { os.Exit(cli.Main(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})) },
	})
}

// TestScripts runs every behaviour of the command line: one script a topic.
func TestScripts(t *testing.T) {
	examples, err := filepath.Abs("../../examples/data")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("EXAMPLES", examples)
			return nil
		},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "root":
				return os.Geteuid() == 0, nil
			case "mount":
				return canMount(t), nil
			}
			return false, fmt.Errorf("no condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":    status,
			"repeat":    repeat,
			"bytes":     putBytes,
			"tmpfs":     tmpfs,
			"same-tree": sameTree,
			"for-each":  runRefuses,
		},
	})
}

// status asserts the exit code of a toll command: status CODE toll ARGS...
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status CODE COMMAND ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if err != nil {
		var exit interface{ ExitCode() int }
		if !asExit(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func asExit(err error, into *interface{ ExitCode() int }) bool {
	e, ok := err.(interface{ ExitCode() int })
	*into = e
	return ok
}

// repeat writes a text over and over: repeat FILE TIMES TEXT
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: repeat FILE TIMES TEXT")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	ts.Check(err)
	chunk := strings.Repeat(args[2], min(n, 1<<16))
	for n > 0 {
		k := min(n, 1<<16)
		_, err = f.WriteString(chunk[:k*len(args[2])])
		ts.Check(err)
		n -= k
	}
	ts.Check(f.Close())
}

// putBytes writes a file from a Go string literal: bytes FILE '"\xff"'
func putBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE LITERAL")
	}
	text, err := strconv.Unquote(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// tmpfs mounts a small file system: tmpfs DIR SIZE
func tmpfs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: tmpfs DIR SIZE")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o755))
	ts.Check(mount(dir, args[1]))
	ts.Defer(func() { _ = unmount(dir) })
}

// canMount reports whether a file system can be mounted here.
func canMount(t *testing.T) bool {
	dir := t.TempDir()
	return mount(dir, "64k") == nil && unmount(dir) == nil
}

// runRefuses asserts that a run over each of the files ends with 1, says where,
// and publishes nothing: for-each FILE...
func runRefuses(ts *testscript.TestScript, neg bool, args []string) {
	for _, file := range args {
		ts.Logf("toll run %s", file)
		status(ts, neg, []string{"1", "toll", "run", file, "-o", "refused"})
		if !strings.Contains(ts.ReadFile("stderr"), file+":") {
			ts.Fatalf("%s: no finding on standard error", file)
		}
		if _, err := os.Stat(ts.MkAbs("refused/current")); err == nil {
			ts.Fatalf("%s: something was published", file)
		}
	}
}

// sameTree asserts that two folders hold the same files with the same bytes, or
// with !, that they do not: same-tree A B
func sameTree(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: same-tree A B")
	}
	a, b := tree(ts, args[0]), tree(ts, args[1])
	same := len(a) == len(b)
	for name, text := range a {
		if other, ok := b[name]; !ok || other != text {
			same = false
			if !neg {
				ts.Fatalf("%s differs", name)
			}
		}
	}
	if same == neg {
		ts.Fatalf("same: %v (%d and %d files)", same, len(a), len(b))
	}
}

// tree reads a folder through its links.
func tree(ts *testscript.TestScript, dir string) map[string]string {
	files := map[string]string{}
	entries, err := os.ReadDir(ts.MkAbs(dir))
	ts.Check(err)
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		path := filepath.Join(ts.MkAbs(dir), e.Name())
		if info, err := os.Stat(path); err != nil || info.IsDir() {
			continue
		}
		b, err := os.ReadFile(path)
		ts.Check(err)
		files[e.Name()] = string(b)
	}
	return files
}
