package config

import (
	"strings"
	"testing"
	"testing/fstest"

	"toll/pipeline/lexicon"
	"toll/schema"
)

func TestBuiltinProfile(t *testing.T) {
	p, err := Builtin(DefaultProfile)
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range strings.Fields("ua_general_staff ua_mod ua_air_force ua_navy ua_president ua_commander ua_gur ua_sbu ru_mod ru_general_staff uk_mod us_officials nato osce_statement oryx warspotting bbc_mediazona csis iiss other unknown") {
		if p.Claimant(code) == nil {
			t.Errorf("no claimant %s", code)
		}
	}
	for _, c := range p.Claimants {
		if c.Side != "" && !p.Side(c.Side) || c.About != "" && !p.Side(c.About) {
			t.Errorf("claimant %s: side %q, about %q", c.Code, c.Side, c.About)
		}
	}
	if s := p.Claimant("ua_mod").Series; s != "ua_general_staff" {
		t.Errorf("ua_mod belongs to the series of %s", s)
	}
	for _, term := range lexicon.Builtin().Terms {
		if term.Kind == lexicon.Claimant && p.Claimant(term.Code) == nil {
			t.Errorf("%s:%d: no claimant %q", term.File, term.Line, term.Code)
		}
		if term.Kind == lexicon.Side && !p.Side(term.Code) {
			t.Errorf("%s:%d: no side %q", term.File, term.Line, term.Code)
		}
	}
}

func TestWarDay(t *testing.T) {
	p, err := Builtin(DefaultProfile)
	if err != nil {
		t.Fatal(err)
	}
	for day, n := range map[string]int{"2022-02-24": 1, "2023-03-16": 386, "2023-10-15": 599} {
		d, err := schema.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		if schema.WarDay(p.FirstDay, d) != n || schema.OnWarDay(p.FirstDay, n) != d {
			t.Errorf("%s is day %d, day %d is %s", day, schema.WarDay(p.FirstDay, d), n, schema.OnWarDay(p.FirstDay, n))
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	conflict := "kind\tcode\tvalue\topponent\nfirst_day\t\t2022-02-24\t\n"
	claimants := "code\tname\tside\tabout\trank\tseries\tpersonnel\tmethod\n"
	for _, c := range []struct{ name, conflict, claimants, want string }{
		{"no first day", "kind\tcode\tvalue\topponent\n", claimants, "states no first_day"},
		{"bad day", "kind\tcode\tvalue\topponent\nfirst_day\t\t2022-02-30\t\n", claimants, "conflict.tsv:2:"},
		{"unknown kind", conflict + "colour\t\tred\t\n", claimants, `conflict.tsv:3: unknown kind "colour"`},
		{"fields", conflict, claimants + "a\tb\n", `claimants.tsv:2: rank "" is not a number`},
		{"rank", conflict, claimants + "a\tA\t\t\tone\ta\t\t\n", `rank "one"`},
		{"series", conflict, claimants + "a\tA\t\t\t1\tb\t\t\n", `series of "b"`},
	} {
		_, err := Load("x", fstest.MapFS{"conflict.tsv": {Data: []byte(c.conflict)}, "claimants.tsv": {Data: []byte(c.claimants)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := Builtin("elsewhere"); err == nil {
		t.Error("there is no profile elsewhere")
	}
}
