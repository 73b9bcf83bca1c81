package shape

import (
	"cmp"
	"strings"

	"toll/schema"
)

// stranger keeps a number under a key that nobody knows; other values are
// passed over.
func (r *reader) stranger(f *schema.Field, c *column) {
	switch {
	case f.Kind == schema.NullValue:
	case !looksNumeric(f.Value) || f.Kind == schema.BoolValue:
		r.e.PassedOver++
	default:
		r.e.Strangers = append(r.e.Strangers, r.strange(f, cmp.Or(c.shown, shown(f.Key)), c.nearest))
	}
}

// strange is a number beside words that nobody knows; the first beside them is
// marked.
func (r *reader) strange(f *schema.Field, words, nearest string) schema.Stranger {
	s := schema.Stranger{Field: f, Label: words, Nearest: nearest}
	if id := withoutNumbers(words); !r.met[id] && len(r.met) < maxStrange {
		r.met[id] = true
		s.First = true
	}
	return s
}

// withoutNumbers is words with every long number as 0: headings that count
// ("Losses - 17594, of which: ...") are the same words on another day, T-72 and
// T-80 are not.
func withoutNumbers(words string) string {
	var b strings.Builder
	for len(words) > 0 {
		n := len(words) - len(strings.TrimLeft(words, "0123456789"))
		switch {
		case n >= longNumber:
			b.WriteByte('0')
		case n == 0:
			n = strings.IndexAny(words, "0123456789")
			if n < 0 {
				n = len(words)
			}
			b.WriteString(words[:n])
		default:
			b.WriteString(words[:n])
		}
		words = words[n:]
	}
	return b.String()
}

// longNumber is how many digits no name of a thing has.
const longNumber = 3

// maxStrange is how many different unknown words of a document are reported.
const maxStrange = 1000

// nearest is the known key nearest to words, looked for when they are new.
func (r *reader) nearest(words string) string {
	if r.met[withoutNumbers(words)] || len(r.met) == maxStrange {
		return ""
	}
	return r.plan.nearest(words)
}

// shown is a key as a finding shows it. One that is a number or a day is not a
// name: all of its kind are shown as one, under the name that they stand under.
func shown(k *schema.Key) string {
	name := k.Name()
	_, isDay := readDay([]byte(name))
	if len(k.Path) < 2 || !isDay && strings.Trim(name, "0123456789") != "" {
		return name
	}
	return k.Path[len(k.Path)-2] + "/*"
}
