package table

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"toll/schema"
)

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"танк №1 “x”":        "танк №1 “x”",
		"\x1b]0;x\x07":       `\u001b]0;x\u0007`,
		"a\r\n\tb":           `a\r\n\tb`,
		"\u009b31m \x9b31m":  `\u009b31m \x9b31m`,
		"\u202eabc\u2069":    `\u202eabc\u2069`,
		"\u200b\ufeff\u00ad": `\u200b\ufeff\u00ad`,
		"\U000e0041":         `\U000e0041`,
		"\ufffd \xef":        `\ufffd \xef`,
		"\u2028\u2029":       `\u2028\u2029`,
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) is %s, want %s", in, got, want)
		}
	}
}

func TestTextWidths(t *testing.T) {
	rows := []schema.Finding{{Code: "坦克", Line: new(int64(5)), Message: strings.Repeat("x", 70)},
		{Code: "абв", Line: new(int64(1234)), Message: "e\u0301"}, {Code: "abcdef", Message: "ok"}}
	var b bytes.Buffer
	e, err := NewText[schema.Finding](&b, tableNamed("findings"), "line", "code", "message")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(e.Write(rows), e.Close()); err != nil {
		t.Fatal(err)
	}
	want := "line  code    message\n" +
		"   5  坦克    " + strings.Repeat("x", 59) + "…\n" +
		"1234  абв     e\u0301\n" +
		"      abcdef  ok\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

// Rows after the first ones are written at once and may stick out.
func TestTextStreams(t *testing.T) {
	var b bytes.Buffer
	e, err := NewText[schema.Finding](&b, tableNamed("findings"), "code", "severity")
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]schema.Finding, sizingRows+1)
	for i := range rows {
		rows[i] = schema.Finding{Code: "abc", Severity: "info"}
	}
	rows[sizingRows].Code = "longer"
	if err := errors.Join(e.Write(rows), e.Close()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(b.String(), "\n")
	if len(lines) != sizingRows+3 || lines[0] != "code  severity" || lines[1] != "abc   info" || lines[sizingRows+1] != "longer  info" {
		t.Errorf("%d lines: %q, %q, ..., %q", len(lines), lines[0], lines[1], lines[sizingRows+1])
	}
}

func TestTextColumns(t *testing.T) {
	_, err := NewText[schema.Finding](nil, tableNamed("findings"), "code", "colour")
	if err == nil || !strings.Contains(err.Error(), `no column "colour"; it has code, severity`) {
		t.Error(err)
	}
}
