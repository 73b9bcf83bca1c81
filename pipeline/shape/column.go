package shape

import (
	"cmp"
	"strings"

	"toll/pipeline/lexicon"
	"toll/schema"
)

// A role is what a key holds.
type role uint8

const (
	unknown    role = iota
	category        // wide: its value counts the category that the key names
	labels          // long: its value names a category
	count           // long: its value counts the category named beside it
	total           // the same, of all there is to count
	running         // the same, so far
	increment       // long: the same, of one day
	correction      // long: the same, a change made to the total
	reported        // report day, said so
	day             // report day, or another day
	recorded        // day somebody took the record down: the report day when there is no other
	warDay          // day of the war
	dayNumber       // day of the war, or of a month, or anything else: the dates beside it tell
	side            // whose losses
	claimant        // who claims
	outcome         // what became of the counted
	measure         // long: what the numbers of the record measure
	hedge           // qualifier of another key, or of all
	derived         // names of the keys whose values were computed
	note            // known to hold no figure
)

// roles are the names of roles in scheme files and in the lexicon.
var roles = map[string]role{
	"date": day, "report_date": reported, "recorded": recorded, "war_day": warDay, "day_number": dayNumber, "published": note, "category": labels, "count": count, "total": total, "cumulative": running, "increment": increment,
	"correction": correction, "side": side, "claimant": claimant, "outcome": outcome, "measure": measure, "qualifier": hedge, "derived": derived, "note": note,
}

// taken reports whether the value of such a column is taken or counted: where it
// stands around a list that is done once. What holds for each record is not.
func (r role) taken() bool { return r == category || r == unknown || r == note }

// counts reports whether a column of this role holds numbers of the category
// named beside it.
func (r role) counts() bool { return r >= count && r <= correction }

// measure is what the name of such a column states; blank when the values must
// say.
func (r role) measure() string {
	switch r {
	case running:
		return schema.Cumulative
	case increment:
		return schema.Daily
	case correction:
		return schema.Correction
	}
	return ""
}

// stated is what such a word states where it stands above or beside the name of
// a category.
func (r role) stated() string {
	if r == total {
		return schema.Cumulative
	}
	return r.measure()
}

// A column is one key of a document and what was decided about it.
type column struct {
	role    role
	label   *schema.Label            // of a category, or what a column of numbers says of its labels
	words   map[spoken]*schema.Label // long: the labels met in this column of numbers
	of      string                   // hedge: the key it qualifies, blank for all
	around  around                   // what the keys above say
	nearest string                   // unknown: the nearest known key
	shown   string                   // unknown: how a finding shows the key, blank for its name
}

// spoken are the words of a record that make a label.
type spoken struct{ category, measure string }

// A plan is what a document's keys hold, filled as they appear.
type plan struct {
	scheme  *Scheme
	lexicon *lexicon.Lexicon
	long    bool       // a record counts the category it names
	measure string     // what numbers measure whose key does not say; blank until decided
	labels  int        // number of labels made
	words   []knownKey // made when a key is not known
	looked  int        // number of words that a nearest one was looked for
	columns []column
	keys    []*schema.Key // of the columns; nil where not met yet
}

// column is the decision about a key, made when it is first met.
func (p *plan) column(f *schema.Field) *column {
	for len(p.columns) <= f.Index {
		p.columns = append(p.columns, column{})
		p.keys = append(p.keys, nil)
	}
	if p.keys[f.Index] == nil {
		p.keys[f.Index] = f.Key
		c := p.decide(f)
		if c.label != nil && c.label.Measure == "" && p.measure != "" {
			c.label.Measure = cmp.Or(c.around.listMeasure, p.measure) // met after the sample
		}
		p.number(c.label)
		p.columns[f.Index] = c
	}
	return &p.columns[f.Index]
}

// decide reads one key: hedge of another key, scheme, lexicon, in this order.
func (p *plan) decide(f *schema.Field) column {
	name := f.Key.Name()
	if base := trimStars(name); base != name && base != "" {
		return column{role: hedge, of: base}
	}
	if p.scheme != nil {
		if r, ok := p.scheme.keys[p.scheme.spelling(name)]; ok {
			return p.named(r, f)
		}
		if l := p.scheme.label(name); l != nil {
			return p.counting(l, f.Key)
		}
	}
	if l := p.word(name); l != nil {
		return p.counting(l, f.Key)
	}
	if t := p.lexicon.Find(lexicon.Column, name); t != nil {
		if l := p.under(f.Key, roles[t.Code].stated(), ""); l != nil && roles[t.Code].counts() {
			return p.counting(l, f.Key)
		}
		return p.named(roles[t.Code], f)
	}
	if l := p.compound(name); l != nil {
		return p.counting(l, f.Key)
	}
	if t := p.lexicon.Find(lexicon.Outcome, name); t != nil {
		if l := p.under(f.Key, "", t.Code); l != nil {
			return p.counting(l, f.Key)
		}
		return p.named(count, f)
	}
	if shown(f.Key) != name {
		return column{role: unknown}
	}
	return column{role: unknown, nearest: p.nearest(name)}
}

// counting is the column of a key that names a category.
func (p *plan) counting(l *schema.Label, k *schema.Key) column {
	a := p.around(k)
	if a.strange != "" {
		return column{role: unknown, shown: a.strange + "/" + k.Name()}
	}
	if l.Measure == "" {
		l.Measure = a.measure
	}
	p.state(l)
	a.tell(l)
	return column{role: category, label: l, around: a}
}

// named is the column of a key that names what it holds.
func (p *plan) named(r role, f *schema.Field) column {
	c := column{role: r}
	a := p.around(f.Key)
	if a.strange != "" && r != note {
		c.role = note // the day of something else, say
		if r.counts() {
			c = column{role: unknown, shown: a.strange + "/" + f.Key.Name()}
		}
		return c
	}
	switch {
	case r.counts():
		c.label = &schema.Label{Text: f.Key.Name(), Measure: cmp.Or(r.measure(), a.measure), Outcome: a.outcome}
		if t := p.lexicon.Find(lexicon.Outcome, f.Key.Name()); t != nil && r == count && t.Code != schema.Lost {
			c.label.Outcome = t.Code
		}
		c.around = a
	case (r == warDay || r == dayNumber) && f.Kind == schema.TextValue:
		if _, ok := readDay(f.Value); ok {
			c.role = recorded // a column called "day" may hold dates too
		}
	}
	return c
}

// state lets the scheme of the document say what its layout states.
func (p *plan) state(l *schema.Label) {
	if s := p.scheme; s != nil {
		s.state(l)
	}
}

// word is a new label for words that name a category by themselves: a code of
// the category table, or a form of the lexicon.
func (p *plan) word(name string) *schema.Label {
	l := &schema.Label{Text: name, Rule: "lexicon"}
	code := name
	if schema.CategoryOf(code) == nil {
		t := p.lexicon.Find(lexicon.Category, name)
		if t == nil {
			return nil
		}
		code, l.Lang = t.Code, t.Lang
	}
	l.Meanings = []schema.Meaning{{Category: code}}
	return l
}

// compound is the label of words that name a category and, before or after it,
// what is measured: "tanks_increase", "daily uav".
func (p *plan) compound(name string) *schema.Label {
	words := strings.Fields(strings.NewReplacer("(", " ", ")", " ").Replace(lexicon.Fold(name)))
	for n := 1; n <= 2 && n < len(words); n++ {
		first, last := words[:n], words[len(words)-n:]
		if l := p.measured(name, words[:len(words)-n], last); l != nil {
			return l
		}
		if l := p.measured(name, words[n:], first); l != nil {
			return l
		}
	}
	return nil
}

func (p *plan) measured(name string, category, measure []string) *schema.Label {
	m, ok := p.measureOf(strings.Join(measure, " "))
	if !ok {
		return nil
	}
	l := p.word(strings.Join(category, " "))
	if l != nil {
		l.Text, l.Measure = name, m
	}
	return l
}

// measureOf is the measure that words state of what stands beside or under
// them, blank when they speak of numbers and leave that open; false when they do
// not speak of numbers.
func (p *plan) measureOf(words string) (measure string, ok bool) {
	t := p.lexicon.Find(lexicon.Column, words)
	if t == nil || !roles[t.Code].counts() {
		return "", false
	}
	return roles[t.Code].stated(), true
}

// under is the label of a category that some key above names, for a key that
// says what is counted of it: {"tanks": {"total": 198}}; nil when none does.
func (p *plan) under(k *schema.Key, measure, outcome string) *schema.Label {
	for i := len(k.Path) - 2; i >= 0; i-- {
		l := p.known(k.Path[i])
		if l == nil {
			continue
		}
		l.Measure = measure
		l.Outcome, l.Breakdown = outcome, outcome != ""
		return l
	}
	return nil
}

// labelled is the label for the words of a category column, counted by a column
// of numbers; nil when nobody knows them. measure is what the record states of
// its numbers, blank when it does not.
func (p *plan) labelled(words, measure string, numbers *column) *schema.Label {
	key := spoken{words, measure}
	if l, ok := numbers.words[key]; ok {
		return l
	}
	if len(numbers.words) == maxWords {
		return nil // a hundred categories have no ten thousand spellings
	}
	l := p.known(words)
	if l != nil {
		l.Measure = cmp.Or(measure, l.Measure, numbers.label.Measure)
		if numbers.label.Outcome != "" {
			l.Outcome, l.Breakdown = numbers.label.Outcome, true
		}
		p.state(l)
		numbers.around.tell(l)
		p.number(l)
	}
	if numbers.words == nil {
		numbers.words = map[spoken]*schema.Label{}
	}
	if l == nil {
		return nil // the lexicon is asked again: strange words are without number
	}
	numbers.words[key] = l
	return l
}

// maxWords bounds what is remembered of the texts of a column.
const maxWords = 10_000

func (p *plan) known(words string) *schema.Label {
	if p.scheme != nil {
		if l := p.scheme.label(words); l != nil {
			return l
		}
	}
	return p.word(words)
}

// number gives a label its number in the document.
func (p *plan) number(l *schema.Label) {
	if l != nil {
		l.Index = p.labels
		p.labels++
	}
}

// trimStars takes the stars off a key that qualifies another: "personnel*" and
// "*personnel" qualify "personnel".
func trimStars(name string) string { return strings.Trim(name, "*") }
