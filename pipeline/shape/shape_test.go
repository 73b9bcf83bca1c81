package shape

import (
	"slices"
	"strings"
	"testing"

	"toll/pipeline/config"
	"toll/pipeline/lexicon"
	"toll/schema"
)

// TestSchemesMakeSense: the claimant and side of a scheme are listed, it has
// signs, and it knows each of them.
func TestSchemesMakeSense(t *testing.T) {
	p, err := config.Builtin(config.DefaultProfile)
	if err != nil {
		t.Fatal(err)
	}
	measures := []string{schema.Cumulative, schema.Daily, schema.Snapshot}
	for _, s := range Schemes() {
		if s.Title == "" || s.Rank == 0 || !slices.Contains(measures, s.Measure) {
			t.Errorf("%s: title %q, rank %d, measure %q", s.Name, s.Title, s.Rank, s.Measure)
		}
		if s.Claimant != "" && p.Claimant(s.Claimant) == nil || s.Side != "" && !p.Side(s.Side) {
			t.Errorf("%s: claimant %q, side %q", s.Name, s.Claimant, s.Side)
		}
		if len(s.signs) < 2 {
			t.Errorf("%s: %d signs: no document can be recognised by them", s.Name, len(s.signs))
		}
		for sign := range s.signs {
			_, key := s.keys[sign]
			if !key && s.terms[sign] == nil && trimStars(sign) == sign {
				t.Errorf("%s: the sign %q is neither a key nor a term", s.Name, sign)
			}
		}
		for hint := range s.hints {
			if _, key := s.keys[hint]; !key && s.terms[hint] == nil || s.signs[hint] {
				t.Errorf("%s: the hint %q is no key and no term, or a sign too", s.Name, hint)
			}
		}
		for term, meanings := range s.terms {
			for _, m := range meanings {
				if schema.CategoryOf(m.Category) == nil {
					t.Errorf("%s: %q means %q", s.Name, term, m.Category)
				}
			}
			for i := 1; i < len(meanings); i++ {
				if a, b := meanings[i-1], meanings[i]; a.To == nil || b.From == nil || *a.To >= *b.From {
					t.Errorf("%s: the meanings of %q overlap", s.Name, term)
				}
			}
		}
	}
}

func TestParseSchemeRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"key\tcolour\tred": "is no role of a key", "rank\tfirst\t": "rank", "colour\tred\t": "unknown kind",
	} {
		if _, err := parseScheme("x", "kind\tvalue\tkey\n"+text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// TestRolesHaveWords: a code of the lexicon is a role, so that no word of a
// column goes unread.
func TestRolesHaveWords(t *testing.T) {
	for _, term := range lexicon.Builtin().Terms {
		if _, ok := roles[term.Code]; term.Kind == lexicon.Column && !ok {
			t.Errorf("%s:%d: %q is no role", term.File, term.Line, term.Code)
		}
	}
}

func TestRecognise(t *testing.T) {
	for keys, want := range map[string]string{
		"date,day,tank,APC":                                        "petro",
		"date,tank,APC":                                            "petro",
		"date,day,personnel,POW":                                   "petro",
		"date,day,personnel":                                       "",
		"date,personnel,POW":                                       "",
		"date,tanks,helicopters":                                   "",
		"date,tank,APC,price,colour":                               "",
		"date,sourceUri,personnel,tanks,afvs,airDefense":           "lod",
		"date,apv,aaws,mlrs,artillerySystems":                      "ratnikov",
		"reported_at,scraped_at,date,aaws,tanks":                   "sbs",
		"date,personnel_units,tanks,planes":                        "rwrip",
		"equipment_oryx,model,manufacturer,losses_total":           "petro_oryx",
		"date,loss_date,side,claimant,category,total,days_covered": "toll",
	} {
		got := ""
		if s := (&Options{}).recognise(strings.Split(keys, ",")); s != nil {
			got = s.Name
		}
		if got != want {
			t.Errorf("%s is recognised as %q, want %q", keys, got, want)
		}
	}
	if s := (&Options{Side: "ukraine"}).recognise([]string{"date", "tank", "APC"}); s != nil {
		t.Errorf("a likely scheme is taken against the caller: %s", s.Name)
	}
	if s := (&Options{Side: "ukraine"}).recognise([]string{"date", "tank", "APC", "MRL"}); s == nil {
		t.Error("a sure scheme yields to the caller")
	}
}

func TestReadDay(t *testing.T) {
	for text, want := range map[string]string{
		"2022-03-01": "2022-03-01", "2022-03-01T06:00:00Z": "2022-03-01", "2022-03-01 06:00": "2022-03-01", "2022/3/1": "2022-03-01",
		"1.03.2022": "2022-03-01", "01.03.2022": "2022-03-01", "29.2.2024": "2024-02-29", "2022-3-1": "2022-03-01", " 2022-03-01 ": "2022-03-01",
		"2077-00-00": "", "2022-02-29": "", "01/02/2023": "", "1.2.23": "", "20220301": "", "": "", "1.2": "", "..": "",
		"2022-03-01x": "", "1.2.2022.": "", "99999.1.1": "", "31.04.2022": "",
	} {
		got := ""
		if d, ok := readDay([]byte(text)); ok {
			got = d.String()
		}
		if got != want {
			t.Errorf("readDay(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzReadDay(f *testing.F) {
	f.Add([]byte("28.01.2024"))
	f.Add([]byte("2022-03-01 06:00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if d, ok := readDay(b); ok {
			again, ok := readDay([]byte(d.String()))
			if !ok || again != d {
				t.Errorf("readDay(%q) = %s, which is read as %s", b, d, again)
			}
		}
	})
}

func TestReadNumber(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "4121.0": 4121, "-5": -5, "+12": 12, "4121.00": 4121, "12 345": 12345} {
		if n, ok := readNumber([]byte(text)); !ok || n != want {
			t.Errorf("readNumber(%q) = %d %v", text, n, ok)
		}
	}
	for _, text := range []string{"", "-", "19.8", "28.01.2024", "1e3", "12 3456", ".5"} {
		if n, ok := readNumber([]byte(text)); ok {
			t.Errorf("readNumber(%q) = %d", text, n)
		}
	}
}

func TestLooksNumeric(t *testing.T) {
	for _, text := range []string{"0", "4121.0", "12 345", "1,234", "11.9783", "1e3", "-5", "+5", "~300", "80.4%", "12\u00a0345"} {
		if !looksNumeric([]byte(text)) {
			t.Errorf("%q is not numeric", text)
		}
	}
	for _, text := range []string{"", "-", "Izyum", "2022-03-01", "28.01.2024", "T-72", "155 mm", "e", "https://example.org/1"} {
		if looksNumeric([]byte(text)) {
			t.Errorf("%q is numeric", text)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b        string
		limit, want int
	}{
		{"tanks", "tanks", 3, 0}, {"tank", "tanks", 3, 1}, {"tnaks", "tanks", 3, 1}, {"groun d", "ground", 3, 1},
		{"літаки", "літак", 3, 1}, {"abc", "xyz", 3, 3}, {"a", "abcdef", 3, 3}, {"", "", 1, 0}, {"", "ab", 5, 2},
	} {
		if got := distance(c.a, c.b, c.limit); got != c.want {
			t.Errorf("distance(%q, %q, %d) = %d, want %d", c.a, c.b, c.limit, got, c.want)
		}
		if back := distance(c.b, c.a, c.limit); back != c.want {
			t.Errorf("distance(%q, %q, %d) = %d, want %d", c.b, c.a, c.limit, back, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	p := &plan{lexicon: lexicon.Builtin()}
	for word, want := range map[string]string{"helicoptres": "helicopters", "persnnel": "personnel", "xyzzy": "", "price": ""} {
		if got := p.nearest(word); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
