package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"toll/schema"
)

// fuzzed are findings made from whatever the fuzzer gives, as rows may be:
// valid UTF-8 and days of four-digit years.
func fuzzed(message, value string, line int64, col int32, d int32, null bool) []schema.Finding {
	span := int32(lastDay-firstDay) + 1
	r := schema.Finding{Code: "c", Severity: schema.Info, Message: strings.ToValidUTF8(message, "�"),
		Value: strings.ToValidUTF8(value, "�"), Fingerprint: "f"}
	if !null {
		r.Line, r.Col, r.Date = &line, &col, new(firstDay+schema.Date((d%span+span)%span))
	}
	return []schema.Finding{r, {}, r}
}

func addSeeds(f *testing.F) {
	for _, r := range awkward() {
		f.Add(r.Quote, r.ClaimantText, int64(math.MaxInt64), int32(-1), int32(-719163), false)
	}
	f.Add("", "\r\n", int64(0), int32(0), int32(0), true)
	f.Add("\xff\xfe", "\x85\u0085\u2028", int64(math.MinInt64), int32(math.MinInt32), int32(math.MaxInt32), false)
}

// CSV read back, by our strict reader and by encoding/csv, is what was written.
func FuzzCSV(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, message, value string, line int64, col, d int32, null bool) {
		rows, table := fuzzed(message, value, line, col, d, null), tableNamed("findings")
		var b bytes.Buffer
		if err := encode(NewCSV[schema.Finding], "findings", rows)(&b); err != nil {
			t.Fatal(err)
		}
		checks, err := readCSV(bytes.NewReader(b.Bytes()), table.Columns())
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range checksOf(t, table, rows) {
			if err := checks[i].differ(want); err != nil {
				t.Error(err)
			}
		}
		got, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(records(t, table, rows), got); diff != "" {
			t.Error(diff)
		}
	})
}

// checksOf are the checks a Writer keeps of rows.
func checksOf[T any](t testing.TB, table schema.Table, rows []T) []Check {
	t.Helper()
	fill, err := structCells[T](table)
	if err != nil {
		t.Fatal(err)
	}
	cols := table.Columns()
	l, cells := ledger{cols: cols, checks: newChecks(cols), order: newOrder(table)}, make([]cell, len(cols))
	for i := range rows {
		if err := errors.Join(fill(&rows[i], cells), l.enter(cells)); err != nil {
			t.Fatal(err)
		}
	}
	return l.checks
}

// Parquet read back is what was written.
func FuzzParquet(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, message, value string, line int64, col, d int32, null bool) {
		write(t, t.TempDir(), tableNamed("findings"), fuzzed(message, value, line, col, d, null), 2)
	})
}

// A JSON line is one line, shows no control character to a terminal, and is to
// encoding/json what the row is.
func FuzzJSONL(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, message, value string, line int64, col, d int32, null bool) {
		rows, table := fuzzed(message, value, line, col, d, null)[:1], tableNamed("findings")
		var b bytes.Buffer
		if err := encode(NewJSONL[schema.Finding], "findings", rows)(&b); err != nil {
			t.Fatal(err)
		}
		text, ok := strings.CutSuffix(b.String(), "\n")
		if i := strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }); i >= 0 || !ok {
			t.Errorf("control character in %q", text)
		}
		got := map[string]any{}
		decoder := json.NewDecoder(&b)
		decoder.UseNumber()
		if err := decoder.Decode(&got); err != nil {
			t.Fatal(err)
		}
		want := map[string]any{}
		cells := make([]cell, len(table.Columns()))
		fill, _ := structCells[schema.Finding](table)
		_ = fill(&rows[0], cells)
		for i, c := range table.Columns() {
			switch {
			case cells[i].null:
			case c.Type == schema.Int64 || c.Type == schema.Int32:
				want[c.Name] = json.Number(cells[i].csv(c.Type))
			default:
				want[c.Name] = cells[i].csv(c.Type)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// Visible text holds nothing that steers and keeps everything else.
func FuzzVisible(f *testing.F) {
	for _, s := range []string{"", "plain", "\x1b[2J", "a\u202eb", "\xff", "\ufffd", "\U000e0001", "танк 🛩️"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Visible(s)
		if !utf8.ValidString(got) || strings.IndexFunc(got, steers) >= 0 {
			t.Errorf("Visible(%q) is %q", s, got)
		}
		if Visible(got) != got {
			t.Errorf("Visible changes its own output %q", got)
		}
		if strings.IndexFunc(s, steers) < 0 && got != s {
			t.Errorf("Visible changes %q to %q", s, got)
		}
	})
}
