package report

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"toll/schema"
)

func day(s string) *schema.Date {
	d, err := schema.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return &d
}

var findings = []schema.Finding{
	{Code: "date_future", Severity: schema.Error, Message: "the day lies ahead", Source: "uk/a.txt", Line: new(int64(3)), Col: new(int32(14)),
		Date: day("2031-01-01"), Side: "russia", Value: "2031-01-01", Fingerprint: "00ff"},
	{Code: "row_short", Severity: schema.Warning, Message: "a field is missing", Source: "b.csv", Line: new(int64(7)), Fingerprint: "01"},
	{Code: "total_falls", Severity: schema.Info, Message: "5 < 6 & less", Source: "c.json", Pointer: "/2/tank", Category: "tank", Fingerprint: "02"},
	{Code: "nothing", Severity: schema.Error, Message: "no figure", Fingerprint: "03"},
	{Code: "forged", Severity: schema.Error, Message: "\x1b[2J\x07\r\nb.csv:1:1: info all_well: \u202egood\u202c \xff", Source: "a\nb\x9b.txt", Fingerprint: "04"},
}

func report(t *testing.T, format string, o Options) string {
	t.Helper()
	var b bytes.Buffer
	r, err := New(format, &b, o)
	if err != nil {
		t.Fatal(err)
	}
	for i := range findings {
		if err := r.Finding(&findings[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	want := `uk/a.txt:3:14: error date_future: the day lies ahead
b.csv:7: warning row_short: a field is missing
c.json:/2/tank: info total_falls: 5 < 6 & less
all inputs: error nothing: no figure
a\nb\x9b.txt: error forged: \u001b[2J\u0007\r\nb.csv:1:1: info all_well: \u202egood\u202c \xff
`
	if diff := cmp.Diff(want, report(t, "text", Options{})); diff != "" {
		t.Error(diff)
	}
}

func TestTextInColor(t *testing.T) {
	plain, colored := report(t, "text", Options{}), report(t, "text", Options{Color: true})
	if got := strings.Count(colored, "\x1b["); got != 2*len(findings) {
		t.Errorf("%d terminal sequences, want two per finding", got)
	}
	for _, code := range []string{"\x1b[31m", "\x1b[33m", "\x1b[36m", "\x1b[0m"} {
		colored = strings.ReplaceAll(colored, code, "")
	}
	if diff := cmp.Diff(plain, colored); diff != "" {
		t.Error(diff)
	}
}

func TestJSONL(t *testing.T) {
	want := `{"code":"date_future","severity":"error","message":"the day lies ahead","source":"uk/a.txt","line":3,"col":14,"date":"2031-01-01","side":"russia","value":"2031-01-01","fingerprint":"00ff"}
{"code":"row_short","severity":"warning","message":"a field is missing","source":"b.csv","line":7,"fingerprint":"01"}
{"code":"total_falls","severity":"info","message":"5 < 6 & less","source":"c.json","pointer":"/2/tank","category":"tank","fingerprint":"02"}
{"code":"nothing","severity":"error","message":"no figure","fingerprint":"03"}
{"code":"forged","severity":"error","message":"\u001b[2J\u0007\r\nb.csv:1:1: info all_well: ` + "\u202egood\u202c" + ` \ufffd","source":"a\nb\ufffd.txt","fingerprint":"04"}
`
	if diff := cmp.Diff(want, report(t, "jsonl", Options{})); diff != "" {
		t.Error(diff)
	}
}

func TestFormats(t *testing.T) {
	for _, f := range Formats {
		if f.Doc == "" || report(t, f.Name, Options{}) == "" {
			t.Errorf("format %s has no doc or no output", f.Name)
		}
	}
	if _, err := New("xml", nil, Options{}); err == nil || !strings.Contains(err.Error(), "text, jsonl") {
		t.Errorf("unknown format: %v", err)
	}
}

// full is a disk without room.
type full struct{}

var errFull = errors.New("no room")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestFailingWriter(t *testing.T) {
	for _, f := range Formats {
		r, err := New(f.Name, full{}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for range 1000 {
			if err = r.Finding(&findings[0]); err != nil {
				break
			}
		}
		if err := errors.Join(err, r.Close()); !errors.Is(err, errFull) {
			t.Errorf("%s: %v, want the error of the writer", f.Name, err)
		}
	}
}
