package reconcile

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"toll/schema"
)

func TestSorterEqualsSorting(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		n, limit := random.IntN(400), 1+random.IntN(50)
		s := &sorter[mention]{compare: byCell, dir: t.TempDir(), limit: limit}
		var want []mention
		for range n {
			m := mention{series: schema.SeriesID(random.IntN(3)), date: schema.Date(random.IntN(5)), value: int64(random.IntN(4)),
				kind: uint8(random.IntN(3)), document: 1 + int32(random.IntN(9))}
			want = append(want, m)
			if err := s.add(&m); err != nil {
				t.Fatal(err)
			}
		}
		slices.SortStableFunc(want, func(a, b mention) int { return byCell(&a, &b) })
		var got []mention
		for m, err := range s.all() {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, *m)
		}
		if !slices.Equal(want, got) {
			t.Fatalf("%d values with a limit of %d come out in another order", n, limit)
		}
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSorterLeavesNothing: what was spilled has no name, so nothing is left
// whatever happens.
func TestSorterLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	s := &sorter[row]{compare: byDay, dir: dir, limit: 2}
	for i := range 7 {
		if err := s.add(&row{date: schema.Date(7 - i)}); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.runs) != 3 {
		t.Errorf("%d runs of 7 values, 2 at a time", len(s.runs))
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) > 0 {
		t.Errorf("%v lie in the folder: %v", entries, err)
	}
	for w, err := range s.all() {
		if err != nil || w.date != 1 {
			t.Errorf("the first is %v: %v", w, err)
		}
		break // a caller that has had enough
	}
	if err := s.close(); err != nil {
		t.Error(err)
	}
}

func TestSorterSaysWhatFailed(t *testing.T) {
	s := &sorter[row]{compare: byDay, dir: t.TempDir() + "/none", limit: 1}
	if err := s.add(&row{}); err == nil {
		t.Error("a folder that is not there was written to")
	}
}

// A claim is what a test lets a document say.
type claim struct {
	document  int
	day       int
	value     int64
	measure   string
	rank      uint8
	qualifier string
	published int
}

// decide puts claims through a reconciler with tables and blocks so small that
// everything is spilled, or in memory.
func decide(t *testing.T, limit int, claims []claim) (losses []schema.Loss, conflicts []schema.Conflict) {
	t.Helper()
	set := &schema.SeriesSet{}
	id := set.ID(schema.Series{Side: "russia", Claimant: "ua_general_staff", Category: "tank", Outcome: schema.ClassAll})
	r := New(Options{Series: set, TempDir: t.TempDir()})
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	r.mentions.sorter.limit = limit
	last := -1
	for i := range claims {
		c := &claims[i]
		if c.document != last {
			d := &schema.Document{}
			if c.published > 0 {
				p := schema.Date(c.published)
				d.Published = &p
			}
			r.Document(d)
			last = c.document
		}
		day := schema.Date(c.day)
		f := &schema.Figure{Series: id, AsOf: &day, Value: &c.value, Measure: c.measure, Rank: c.rank, Qualifier: c.qualifier,
			Scope: schema.ScopeTotal, Trust: schema.Official, Claimant: "ua_general_staff"}
		if f.Measure == "" {
			f.Measure = schema.Cumulative
		}
		if f.Qualifier == "" {
			f.Qualifier = schema.Exact
		}
		if reason, err := r.Add(f); err != nil || reason != Entered {
			t.Fatal(reason, err)
		}
		if limit < maxHeld {
			if err := r.mentions.flush(); err != nil {
				t.Fatal(err)
			}
		}
	}
	for day, err := range r.Days(func(c *schema.Conflict) error { conflicts = append(conflicts, *c); return nil }) {
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range day {
			total, increment := int64(-1), int64(0)
			if l.Total != nil {
				total = *l.Total
			}
			if l.Increment != nil {
				increment = *l.Increment
			}
			l.Total, l.Increment = &total, &increment
			losses = append(losses, l)
		}
	}
	return losses, conflicts
}

func TestTieBreaks(t *testing.T) {
	for _, c := range []struct {
		name   string
		claims []claim
		value  int64
		flag   schema.SeriesFlag
	}{
		{"agree", []claim{{document: 0, value: 5, rank: 2}, {document: 1, value: 5, rank: 1}}, 5, 0},
		{"rank before all below", []claim{{document: 0, value: 9, rank: 1, qualifier: schema.About}, {document: 1, value: 5, rank: 2}, {document: 2, value: 5, rank: 2}}, 9, schema.ByRank},
		{"exact over about", []claim{{document: 0, value: 9, rank: 2}, {document: 1, value: 5, rank: 2, qualifier: schema.About}, {document: 2, value: 5, rank: 2, qualifier: schema.About}}, 9, schema.ByExactness},
		{"more documents", []claim{{document: 0, value: 5, rank: 2, published: 1}, {document: 1, value: 9, rank: 2, published: 2}, {document: 2, value: 9, rank: 2, published: 3}}, 9, schema.ByDocuments},
		{"earlier published", []claim{{document: 0, value: 5, rank: 2, published: 8}, {document: 1, value: 9, rank: 2, published: 7}}, 9, schema.ByDate},
		{"published over not", []claim{{document: 0, value: 5, rank: 2}, {document: 1, value: 9, rank: 2, published: 7}}, 9, schema.ByDate},
		{"smaller", []claim{{document: 0, value: 9, rank: 2}, {document: 1, value: 5, rank: 2}}, 5, schema.BySize},
		{"the rule that parts the best from the next", []claim{{document: 0, value: 5, rank: 2}, {document: 1, value: 6, rank: 2}, {document: 2, value: 9, rank: 1}}, 9, schema.ByRank},
	} {
		for _, limit := range []int{maxHeld, 1} {
			losses, conflicts := decide(t, limit, c.claims)
			if len(losses) != 1 || *losses[0].Total != c.value || losses[0].Flags&^schema.FirstValue != c.flag {
				t.Errorf("%s (limit %d): %d by %q, want %d by %q", c.name, limit, *losses[0].Total, losses[0].Flags, c.value, c.flag)
			}
			if (len(conflicts) > 0) != (c.flag != 0) {
				t.Errorf("%s: %d conflicts", c.name, len(conflicts))
			}
			if want := int32(c.claims[len(c.claims)-1].document + 1); losses[0].NDocuments != want {
				t.Errorf("%s (limit %d): %d documents, want %d", c.name, limit, losses[0].NDocuments, want)
			}
		}
	}
}

func TestIncrementDecidesFirst(t *testing.T) {
	claims := []claim{
		{document: 0, day: 1, value: 100, rank: 2},
		{document: 0, day: 2, value: 7, rank: 2, measure: schema.Daily},
		{document: 0, day: 2, value: 107, rank: 2},
		{document: 1, day: 2, value: 101, rank: 1},
		{document: 2, day: 2, value: 101, rank: 1},
		{document: 2, day: 4, value: 110, rank: 2},
		{document: 2, day: 4, value: 3, rank: 2, measure: schema.Daily},
		{document: 3, day: 4, value: 111, rank: 2},
	}
	losses, conflicts := decide(t, 2, claims)
	if *losses[1].Total != 107 || !has(&losses[1], schema.ByIncrement) || losses[1].NDocuments != 3 {
		t.Errorf("%+v", losses[1])
	}
	// After a gap the increment of one day says nothing of the total.
	if *losses[2].Total != 110 || has(&losses[2], schema.ByIncrement) || !has(&losses[2], schema.AfterGap) || *losses[2].DaysCovered != 2 {
		t.Errorf("%+v", losses[2])
	}
	if len(conflicts) != 2 || conflicts[0].Within {
		t.Errorf("%+v", conflicts)
	}
}

func TestIncrementsThatDifferAreConflicts(t *testing.T) {
	_, conflicts := decide(t, maxHeld, []claim{
		{document: 0, day: 1, value: 3, rank: 2, measure: schema.Daily}, {document: 0, day: 1, value: 4, rank: 2, measure: schema.Daily},
		{document: 1, day: 1, value: -1, rank: 2, measure: schema.Correction}, {document: 2, day: 1, value: -2, rank: 2, measure: schema.Correction},
	})
	var got []string
	for _, c := range conflicts {
		got = append(got, fmt.Sprintf("%s %v %d %d", c.Measure, c.Within, c.Said[0].Value, c.Said[1].Value))
	}
	if diff := gocmp.Diff([]string{"correction false -2 -1", "daily true 3 4"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestSpillingChangesNothing: random claims give the same rows whether they fit
// in memory or every one of them was spilled.
func TestSpillingChangesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 30 {
		var claims []claim
		for document := range 6 {
			for range 15 {
				claims = append(claims, claim{document: document, day: 1 + random.IntN(6), value: int64(random.IntN(4)), rank: uint8(1 + random.IntN(2)),
					measure: []string{schema.Cumulative, schema.Daily, schema.Correction}[random.IntN(3)], qualifier: []string{schema.Exact, schema.About}[random.IntN(2)]})
			}
		}
		want, said := decide(t, maxHeld, claims)
		got, again := decide(t, 3, claims)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("rows:\n%s", diff)
		}
		if diff := gocmp.Diff(said, again); diff != "" {
			t.Fatalf("conflicts:\n%s", diff)
		}
	}
}

func TestWhatStaysOut(t *testing.T) {
	r := New(Options{Series: &schema.SeriesSet{}})
	day, value := schema.Date(1), int64(5)
	good := schema.Figure{AsOf: &day, Value: &value, Measure: schema.Cumulative, Scope: schema.ScopeTotal, Trust: schema.Official, Claimant: "oryx", Qualifier: schema.Exact}
	for want, change := range map[Reason]func(*schema.Figure){
		Entered:      func(*schema.Figure) {},
		OtherMeasure: func(f *schema.Figure) { f.Measure = schema.Snapshot },
		NoValue:      func(f *schema.Figure) { f.Value = nil },
		NoDay:        func(f *schema.Figure) { f.AsOf = nil },
		Local:        func(f *schema.Figure) { f.Scope = schema.ScopeLocal },
		Untrusted:    func(f *schema.Figure) { f.Trust = schema.Attributed },
		NoClaimant:   func(f *schema.Figure) { f.Claimant = schema.Other },
		PartOrRepeat: func(f *schema.Figure) { f.Flags = schema.Part },
	} {
		f := good
		change(&f)
		if _, got := r.enters(&f); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	r.o.Press = true
	f := good
	f.Trust = schema.Attributed
	if _, got := r.enters(&f); got != Entered {
		t.Errorf("the press stays out: %s", got)
	}
	f.Trust = schema.Weak
	if _, got := r.enters(&f); got != Untrusted {
		t.Errorf("a weak figure enters: %s", got)
	}
}

func has(l *schema.Loss, f schema.SeriesFlag) bool { return l.Flags&f != 0 }
