package schema

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestColumnsAreWhole(t *testing.T) {
	data := []string{"category", "category_group", "side", "claimant"} // lists that are data, not code
	for _, table := range Tables {
		seen := map[string]bool{}
		for _, c := range table.Columns() {
			if seen[c.Name] || strings.ToLower(c.Name) != c.Name || strings.ContainsAny(c.Name, " -.") {
				t.Errorf("%s: column %q stands twice or is no plain name", table.Name, c.Name)
			}
			seen[c.Name] = true
			if c.Doc == "" {
				t.Errorf("%s.%s says nothing of itself", table.Name, c.Name)
			}
			if _, ok := Enums[c.Enum]; c.Enum != "" && !ok && !slices.Contains(data, c.Enum) {
				t.Errorf("%s.%s: no list of codes %q", table.Name, c.Name, c.Enum)
			}
		}
		for _, k := range table.Key {
			if !seen[k] {
				t.Errorf("%s: the key column %q is none", table.Name, k)
			}
		}
		if table.Title == "" || table.Doc == "" {
			t.Errorf("%s says nothing of itself", table.Name)
		}
		if got, ok := TableNamed(table.Name); !ok || got.Name != table.Name {
			t.Errorf("%s is not found by its name", table.Name)
		}
	}
}

// TestTagsAgree: the Parquet form of a field has the name, the type and the
// nulls of its column, so that both files hold the same table.
func TestTagsAgree(t *testing.T) {
	for _, table := range Tables {
		if table.Row == nil {
			continue
		}
		typ := reflect.TypeOf(table.Row)
		for _, c := range table.Columns() {
			f := typ.Field(c.Index)
			parts := strings.Split(f.Tag.Get("parquet"), ",")
			if parts[0] != c.Name {
				t.Errorf("%s.%s is %q in Parquet", table.Name, c.Name, parts[0])
			}
			if pointer := f.Type.Kind() == reflect.Pointer; pointer && !c.Null || c.Null && !pointer && c.Type != Text {
				t.Errorf("%s.%s: a field of type %s and null %v: 0 would be read as not stated, or the other way round", table.Name, c.Name, f.Type, c.Null)
			}
			if (c.Type == Day) != slices.Contains(parts, "date") {
				t.Errorf("%s.%s: type %s, Parquet %v", table.Name, c.Name, c.Type, parts)
			}
			if c.Enum != "" && !slices.Contains(parts, "dict") {
				t.Errorf("%s.%s has few values and no dictionary", table.Name, c.Name)
			}
			if slices.Contains(parts, "enum") {
				t.Errorf("%s.%s: the Parquet type ENUM is read as bytes elsewhere", table.Name, c.Name)
			}
		}
	}
}

func TestEnumsAreWhole(t *testing.T) {
	for name, codes := range Enums {
		seen := map[string]bool{}
		for _, c := range codes {
			if c.Code == "" || c.Doc == "" || seen[c.Code] {
				t.Errorf("%s: code %q is blank, twice, or says nothing", name, c.Code)
			}
			seen[c.Code] = true
		}
	}
}

func TestFlagText(t *testing.T) {
	if got := (SideInferred | Part).String(); got != "side_inferred;part" {
		t.Errorf("flags are %q", got)
	}
	if got := (ByIncrement | Falls | SeriesOutsideWindow).String(); got != "chosen_by_increment;decrease;outside_window" {
		t.Errorf("series flags are %q", got)
	}
	if OutcomeContested != 1<<(len(Flags)-1) || SeriesOutsideWindow != 1<<(len(SeriesFlags)-1) {
		t.Error("flags and their codes are not of one length")
	}
	if Flag(0).String() != "" || SeriesFlag(0).String() != "" {
		t.Error("no flags have a text")
	}
}

func TestCategories(t *testing.T) {
	list := Categories()
	if len(list) != 36 {
		t.Errorf("%d categories, not 36", len(list))
	}
	groups := map[string]bool{}
	for _, g := range Groups() {
		groups[g.Code] = true
	}
	used := map[string]bool{}
	for i := range list {
		c := &list[i]
		used[c.Group] = true
		if !groups[c.Group] || c.Definition == "" || c.Unit == "" || CategoryOf(c.Code) != c {
			t.Errorf("%s: group %q, unit %q", c.Code, c.Group, c.Unit)
		}
		for _, other := range append(slices.Clone(c.MemberCodes()), c.MergedInto, c.Broader) {
			if other != "" && CategoryOf(other) == nil {
				t.Errorf("%s names %q", c.Code, other)
			}
		}
		if (c.Kind == "compound") != (len(c.MemberCodes()) > 0 && c.Kind != "leaf") {
			t.Errorf("%s is a %s of %v", c.Code, c.Kind, c.MemberCodes())
		}
		if c.ValidFrom != nil && c.ValidTo != nil && *c.ValidFrom > *c.ValidTo {
			t.Errorf("%s ends before it begins", c.Code)
		}
		if m := CategoryOf(c.MergedInto); m != nil && slices.Contains(m.MemberCodes(), c.Code) && *m.ValidFrom != *c.ValidTo+1 {
			t.Errorf("%s ends on %s, %s begins on %s", c.Code, c.ValidTo, m.Code, m.ValidFrom)
		}
	}
	if !maps.Equal(groups, used) {
		t.Errorf("groups %v, used %v", groups, used)
	}
}

func TestMappings(t *testing.T) {
	matches := []string{"exact", "close", "narrow", "broad", "related"}
	var last Mapping
	for i, m := range Mappings() {
		if CategoryOf(m.Code) == nil || !slices.Contains(matches, m.Match) || m.Term == "" || m.Lang == "" {
			t.Errorf("%+v", m)
		}
		if m.From != nil && m.To != nil && *m.From > *m.To {
			t.Errorf("%s %s: %q ends before it begins", m.Scheme, m.Code, m.Term)
		}
		if i > 0 && m == last {
			t.Errorf("%s %s: %q stands twice", m.Scheme, m.Code, m.Term)
		}
		last = m
	}
}

// TestDateAgainstTime walks 400 years, the period of the calendar.
func TestDateAgainstTime(t *testing.T) {
	day := time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC)
	end := day.AddDate(400, 0, 0)
	want := Date(day.Unix() / 86400)
	for ; day.Before(end); day, want = day.AddDate(0, 0, 1), want+1 {
		got, ok := NewDate(day.Year(), int(day.Month()), day.Day())
		if !ok || got != want {
			t.Fatalf("%s is day %d, want %d", day.Format(time.DateOnly), got, want)
		}
		text := got.String()
		if text != day.Format(time.DateOnly) {
			t.Fatalf("day %d is %s, want %s", got, text, day.Format(time.DateOnly))
		}
		if again, err := ParseDate(text); err != nil || again != got {
			t.Fatalf("%s is read as %d: %v", text, again, err)
		}
	}
}

func TestNoSuchDay(t *testing.T) {
	for _, s := range []string{"2023-02-29", "1900-02-29", "2022-00-01", "2022-13-01", "2022-01-00", "2022-04-31", "0000-01-01", "2022-1-01", "2022/01/01", "22-01-01", "2022-01-0a", "", " 2022-01-01"} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("%q is %s", s, d)
		}
	}
	for _, y := range []int{-1, 0, 10_000} {
		if d, ok := NewDate(y, 1, 1); ok {
			t.Errorf("year %d begins on %d", y, d)
		}
	}
}

func TestSeriesSet(t *testing.T) {
	var s SeriesSet
	a, b := Series{Side: "russia", Category: "tank"}, Series{Side: "ukraine", Category: "tank"}
	if s.ID(a) != 0 || s.ID(b) != 1 || s.ID(a) != 0 || s.Len() != 2 || s.At(1) != b {
		t.Error("series do not keep their numbers")
	}
}

func TestLabelOn(t *testing.T) {
	merge, _ := NewDate(2022, 5, 1)
	before := merge - 1
	l := Label{Meanings: []Meaning{{Category: "motor_vehicle", To: &before}, {Category: "vehicle_and_fuel_tanker", From: &merge}}}
	if l.On(&before) != "motor_vehicle" || l.On(&merge) != "vehicle_and_fuel_tanker" || l.On(nil) != "vehicle_and_fuel_tanker" {
		t.Error("a label loses its windows")
	}
	early := Label{Meanings: []Meaning{{Category: "cruise_missile", From: &merge}}}
	if early.On(&before) != "" {
		t.Error("a label means something before its window")
	}
}

// TestArenaCopiesLast: a copy stays what it was, whatever becomes of the lent
// figure and of later copies.
func TestArenaCopiesLast(t *testing.T) {
	var a Arena
	var kept []Figure
	value, day, col := int64(0), Date(0), int32(0)
	f := Figure{Value: &value, AsOf: &day, Col: &col}
	for i := range 5000 {
		value, day, col = int64(i), Date(i), int32(i)
		kept = append(kept, a.Copy(&f))
	}
	for i, k := range kept {
		if *k.Value != int64(i) || *k.AsOf != Date(i) || *k.Col != int32(i) || k.ValueLow != nil {
			t.Fatalf("copy %d is %d, %d, %d", i, *k.Value, *k.AsOf, *k.Col)
		}
	}
}

func TestPointer(t *testing.T) {
	doc := &Document{}
	for want, track := range map[string]*Track{
		"/7/tank": {Doc: doc, Prefix: "/", Suffix: "/tank"},
		"/tank":   {Doc: doc, Prefix: "", Suffix: "/tank", Single: true},
		"/9/3":    {Doc: doc, Prefix: "/", Suffix: "/3", First: 2},
		"":        nil,
	} {
		if got := track.Pointer(7); got != want {
			t.Errorf("pointer %q, want %q", got, want)
		}
	}
}
