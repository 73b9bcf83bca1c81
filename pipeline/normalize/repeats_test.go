package normalize

import (
	"testing"

	"toll/schema"
)

func TestRepeats(t *testing.T) {
	var r repeats
	for i, c := range []struct {
		day   int32
		value int64
		want  bool
	}{{100, 5, false}, {100, 5, true}, {100, 6, false}, {90, 5, false}, {90, 5, true}, {100, 6, true}, {200_000, 1, false}, {200_000, 1, false}, {-200_000, 1, false}, {101, 6, false}, {101, 6, true}} {
		if got, _ := r.add(schema.Date(c.day), c.value); got != c.want {
			t.Errorf("%d: day %d value %d: repeated %v", i, c.day, c.value, got)
		}
	}
	if len(r.said) > maxSpan {
		t.Errorf("%d days are remembered", len(r.said))
	}
}

func TestRepeatsCrowd(t *testing.T) {
	var r repeats
	for v := range int64(3 * maxTimes) {
		if _, crowded := r.add(100, v); crowded != (v >= maxTimes) {
			t.Fatalf("value %d of a day: crowded %v", v+1, crowded)
		}
	}
	if _, crowded := r.add(101, 1); crowded {
		t.Error("another day is crowded")
	}
}
