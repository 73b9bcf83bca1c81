package lexicon

import "testing"

func TestFoldReadsAlike(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"airDefense", "air defense"}, {"AA_warfare_systems", "aa warfare systems"}, {"БпЛА", "бпла"},
		{"anti‑aircraft\u00a0warfare", "Anti-Aircraft warfare"}, {"UAVs", "uavs"}, {"  naval   ship ", "naval ship"},
		{"fixedWingAircraft", "fixed wing aircraft"}, {"ﬁeld artillery", "field artillery"},
	} {
		if x, y := Fold(c.a), Fold(c.b); x != y {
			t.Errorf("Fold(%q) = %q, Fold(%q) = %q", c.a, x, c.b, y)
		}
	}
}

func TestBuiltinLoads(t *testing.T) {
	l := Builtin()
	for words, code := range map[string]string{"Tanks": "tank", "vehicles and fuel tanks": "vehicle_and_fuel_tanker", "засоби ППО": "air_defence_system"} {
		if term := l.Find(Category, words); term == nil || term.Code != code {
			t.Errorf("Find(%q) = %v, want %s", words, term, code)
		}
	}
}
