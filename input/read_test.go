package input

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"toll/schema"
)

// contents reads sources to the end.
func contents(t *testing.T, sources []Source, o Options) []*schema.Content {
	t.Helper()
	var list []*schema.Content
	for c, err := range Read(t.Context(), sources, o) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, c)
		if c.Records == nil {
			continue
		}
		for _, err := range c.Records {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return list
}

func TestHash(t *testing.T) {
	tree(t)
	text := `[{"a":1}]`
	os.WriteFile("a.json", []byte(text), 0o644)
	os.WriteFile("b.json", []byte("\ufeff"+text), 0o644)
	sources := []Source{{Name: "-"}, {Name: "a.json", Path: "a.json"}, {Name: "b.json", Path: "b.json"}}
	read := int64(0)
	o := Options{Hash: true, Stdin: strings.NewReader("[]"), TempDir: ".", Progress: func(n int64) { read += n }}
	list := contents(t, sources, o)
	sum := sha256.Sum256([]byte(text))
	if want := hex.EncodeToString(sum[:]); list[1].SHA256 != want || list[1].Document.DocID != want[:16] {
		t.Errorf("hash %s, doc_id %s, want %s", list[1].SHA256, list[1].Document.DocID, want)
	}
	marked := list[2]
	if d := marked.Document; d.SameAs != "a.json" || d.Bytes != int64(len(text)) || d.DocID != list[1].Document.DocID || marked.SHA256 == list[1].SHA256 {
		t.Errorf("with a mark: %+v", d)
	}
	if want := int64(len("[]") + len(text)); read != want {
		t.Errorf("progress told of %d bytes, want %d", read, want)
	}
	if left, _ := os.ReadDir("."); len(left) != 2 {
		t.Errorf("the copy of standard input was left behind: %v", left)
	}
}

func TestOnePass(t *testing.T) {
	text := "\ufeff" + string(wideJSON(3000, "", "", 0))
	list := contents(t, []Source{{Name: "-"}}, Options{Stdin: strings.NewReader(text)})
	d := list[0].Document
	if d.DocID != "" || d.Bytes != int64(len(text)-3) || d.Encoding != "utf-8-bom" || d.Format != "json" {
		t.Errorf("%+v", d)
	}
}

// TestStops leaves the sequences early and expects nothing to stay behind.
func TestStops(t *testing.T) {
	tree(t)
	o := Options{Hash: true, Stdin: strings.NewReader(`[{"a":1},{"a":2}]`), TempDir: "."}
	for c, err := range Read(t.Context(), []Source{{Name: "-"}}, o) {
		if err != nil {
			t.Fatal(err)
		}
		for range c.Records {
			break
		}
		break
	}
	if left, _ := os.ReadDir("."); len(left) != 0 {
		t.Errorf("the copy of standard input was left behind: %v", left)
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, text, code, place, message string }{
		{"x.json", "", codeJSON, "1:1", "empty"},
		{"x.txt", "\ufeff \n", codeUnreadable, "1:1", "empty"},
		{"x", "\xff\xfe[\x00]\x00", codeUnreadable, "1:1", "UTF-16LE"},
		{"x", "\x00[\x00{\x00}\x00]", codeUnreadable, "1:1", "UTF-16BE"},
		{"x", "\xff\xfe\x00\x00[\x00\x00\x00", codeUnreadable, "1:1", "UTF-32LE"},
		{"x.json", "[\"ї\n\xe2\xe8\"]", codeJSON, "2:1", "offset 5 is not UTF-8"},
		{"x.json", "[\"ї\xd1", codeJSON, "1:4", "cut off inside a character at offset 4"},
		{"x.json", "[1]\n  \x00", codeJSON, "2:3", "NUL byte stands at offset 6"},
		{"x.gz", "\x1f\x8b\x08", codeUnreadable, "1:1", "gzip"},
		{"x", "PAR1\x15\x04", codeUnreadable, "1:1", "Parquet"},
		{"x", "%PDF-1.7", codeUnreadable, "1:1", "PDF"},
		{"x", "The enemy lost 5 tanks.", codeUnsupported, "1:1", "prose is not read"},
	} {
		_, fault := readAll(t, c.name, []byte(c.text), nil)
		if fault == nil || fault.Code != c.code || !strings.HasPrefix(fault.Error(), c.place+":") || !strings.Contains(fault.Message, c.message) {
			t.Errorf("%q: %v, want %s: %s %s", c.text, fault, c.place, c.code, c.message)
		}
	}
}

// TestBadByteLater meets a byte that is not UTF-8 behind the part by which the
// document was recognised.
func TestBadByteLater(t *testing.T) {
	for name, text := range map[string]string{
		"x.json": string(bytes.TrimRight(wideJSON(1000, "", "", 0), "]\n")) + `,{"ї":"ї` + "\xe2\"}]",
		"x.csv":  string(wideCSV(2000, "")) + "ї\xe2,1\n",
		"y.csv":  string(wideCSV(2000, "")) + "\"ї\xe2\",1\n",
	} {
		records := 0
		_, fault := readAll(t, name, []byte(text), func(*schema.Record) { records++ })
		at := strings.IndexByte(text, 0xe2)
		if fault == nil || fault.Code != unreadable(name) || fault.Spot.Start != int64(at) || records < 1000 {
			t.Fatalf("%s: %v after %d records, want offset %d", name, fault, records, at)
		}
		checkSpot(t, []byte(text), fault.Spot)
	}
}

type broken struct{}

var errBroken = errors.New("the cable is out")

func (broken) Read([]byte) (int, error) { return 0, errBroken }

// lastError reads everything and returns the error of the system.
func lastError(ctx context.Context, sources []Source, o Options, each func()) error {
	for c, err := range Read(ctx, sources, o) {
		if err != nil {
			return err
		}
		for _, err := range c.Records {
			if err != nil {
				return err
			}
			each()
		}
	}
	return nil
}

func TestSystemErrors(t *testing.T) {
	tree(t)
	text := string(wideJSON(3000, "", "", 0))
	stdin := []Source{{Name: "-"}}
	late := Options{Stdin: io.MultiReader(strings.NewReader(text[:len(text)-9]), broken{})}
	for name, err := range map[string]error{
		"early":   lastError(t.Context(), stdin, Options{Stdin: broken{}}, func() {}),
		"late":    lastError(t.Context(), stdin, late, func() {}),
		"spooled": lastError(t.Context(), stdin, Options{Stdin: broken{}, Hash: true, TempDir: "."}, func() {}),
	} {
		if !errors.Is(err, errBroken) || !strings.HasPrefix(err.Error(), "standard input: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := lastError(t.Context(), []Source{{Name: "x", Path: "none/x"}}, Options{}, nil); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), " none/x:") {
		t.Errorf("missing: %v", err)
	}
	if err := lastError(t.Context(), stdin, Options{Encoding: "cp1251"}, nil); err == nil || !strings.Contains(err.Error(), "cp1251") {
		t.Errorf("encoding: %v", err)
	}
	if err := lastError(t.Context(), stdin, Options{Hash: true, Stdin: strings.NewReader(""), TempDir: "none"}, nil); err == nil || strings.Contains(err.Error(), "none/") {
		t.Errorf("no place for the copy: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := lastError(ctx, stdin, Options{Stdin: strings.NewReader(text)}, cancel); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestChanged(t *testing.T) {
	tree(t)
	text := wideJSON(3000, "", "", 0)
	for name, change := range map[string]func(){
		"longer":    func() { os.WriteFile("x.json", append(text[:len(text):len(text)], ' '), 0o644) },
		"shorter":   func() { os.Truncate("x.json", int64(len(text)-5)) },
		"different": func() { os.WriteFile("x.json", bytes.Replace(text, []byte("2022"), []byte("2023"), -1), 0o644) },
	} {
		os.WriteFile("x.json", text, 0o644)
		done := false
		err := lastError(t.Context(), []Source{{Name: "x.json", Path: "x.json"}}, Options{Hash: true}, func() {
			if !done {
				change()
			}
			done = true
		})
		if err == nil || !strings.Contains(err.Error(), "x.json: the file changed") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
