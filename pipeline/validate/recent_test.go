package validate

import (
	"math/rand/v2"
	"slices"
	"testing"

	"toll/schema"
)

// TestRecentEqualsSorting: percentile and count are those of the last ninety
// values.
func TestRecentEqualsSorting(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	var w recent
	var all []int64
	for range 1000 {
		v := int64(random.IntN(20)) - 3
		w.add(v)
		all = append(all, v)
		last := slices.Sorted(slices.Values(all[max(0, len(all)-rateWindow):]))
		for _, p := range []int{5, 50, 99} {
			if want := last[min(len(last)-1, p*len(last)/100)]; w.percentile(p) != want {
				t.Fatalf("percentile %d of %v is %d, want %d", p, last, w.percentile(p), want)
			}
		}
		zeros := 0
		for _, x := range last {
			if x == 0 {
				zeros++
			}
		}
		if w.count(0) != zeros || w.len() != len(last) {
			t.Fatalf("%d zeros of %d, want %d of %d", w.count(0), w.len(), zeros, len(last))
		}
	}
}

func TestFindRule(t *testing.T) {
	for _, r := range Rules {
		if got, ok := Find(r.ID); !ok || got.ID != r.ID {
			t.Errorf("%s is not found", r.ID)
		}
		if !slices.ContainsFunc(schema.Severities, func(c schema.Code) bool { return c.Code == r.Severity }) {
			t.Errorf("%s is of severity %q", r.ID, r.Severity)
		}
	}
	for _, id := range Unreadable {
		if _, ok := Find(id); !ok {
			t.Errorf("%s is unreadable and no rule", id)
		}
	}
	if _, ok := Find("none"); ok {
		t.Error("there is no rule none")
	}
}

// TestFingerprintKeepsWhenRowsMove: it is of the record, not of the line.
func TestFingerprintKeepsWhenRowsMove(t *testing.T) {
	day := schema.Date(19000)
	f := schema.Finding{Code: "decrease", Source: "a.json", Side: "russia", Claimant: "ua_general_staff", Category: "tank", Date: &day, Value: "3797"}
	g := f
	line := int64(9)
	g.Line, g.Value, g.Message, g.Pointer = &line, "3798", "other words", "/9/tank"
	if fingerprint(&f, nil) != fingerprint(&g, nil) {
		t.Error("line, value or words are part of a fingerprint")
	}
	for name, change := range map[string]func(*schema.Finding){
		"code": func(f *schema.Finding) { f.Code = "stale" }, "source": func(f *schema.Finding) { f.Source = "b.json" },
		"category": func(f *schema.Finding) { f.Category = "uav" }, "date": func(f *schema.Finding) { f.Date = nil },
	} {
		g := f
		change(&g)
		if fingerprint(&f, nil) == fingerprint(&g, nil) {
			t.Errorf("%s is no part of a fingerprint", name)
		}
	}
}

func TestClip(t *testing.T) {
	long := ""
	for range 100 {
		long += "ї"
	}
	if got := clip(long); len(got) > maxShown+len("…") || []rune(got)[0] != 'ї' || got[len(got)-len("…"):] != "…" {
		t.Errorf("clip gives %q", got)
	}
	if clip("short") != "short" {
		t.Error("a short text is cut")
	}
}
