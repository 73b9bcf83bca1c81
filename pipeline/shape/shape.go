package shape

import (
	"cmp"
	"iter"
	"strings"
	"unsafe"

	"toll/pipeline/lexicon"
	"toll/schema"
)

// Options are what a run says about all of its documents.
type Options struct {
	Lexicon  *lexicon.Lexicon
	FirstDay schema.Date // day 1 of the war
	Measure  string      // what numbers measure whose keys do not say; blank: decide from the values
	Claimant string      // who claims where the source does not say, blank when not told
	Side     string      // whose losses, likewise
}

// Bounds of the sample that decisions rest on.
const (
	sampleRecords = 10_000
	sampleBytes   = 32 << 20
)

// fieldSize is what a field takes in memory, beside its value.
const fieldSize = int(unsafe.Sizeof(schema.Field{}))

// Read reads what the records of one document are about. Decisions rest on the
// first 10,000 records, or as many as fit into 32 MiB; then records go through one at a time. Entries are lent.
// An error of the records comes last, with a nil entry.
func Read(records iter.Seq2[*schema.Record, error], o Options) iter.Seq2[*schema.Entry, error] {
	return func(yield func(*schema.Entry, error) bool) {
		r := &reader{options: o, codes: map[string]map[string]string{}, met: map[string]bool{}}
		var held []*schema.Record
		bytes := 0
		for rec, err := range records {
			switch {
			case err != nil:
				if r.replay(held, yield) {
					yield(nil, err)
				}
				return
			case r.plan != nil:
				if !yield(r.entry(rec), nil) {
					return
				}
				continue
			}
			held = append(held, keep(rec))
			if bytes += len(rec.Raw) + len(rec.Fields)*fieldSize; len(held) == sampleRecords || bytes >= sampleBytes {
				if !r.replay(held, yield) {
					return
				}
				held = nil
			}
		}
		r.replay(held, yield)
	}
}

// keep is a copy of a record that lasts.
func keep(r *schema.Record) *schema.Record {
	k := *r
	k.Raw = append([]byte(nil), r.Raw...)
	k.Fields = append([]schema.Field(nil), r.Fields...)
	k.Faults = append([]schema.Fault(nil), r.Faults...)
	n := 0
	for i := range k.Fields {
		n += len(k.Fields[i].Value)
	}
	values := make([]byte, 0, n)
	for i := range k.Fields {
		start := len(values)
		values = append(values, k.Fields[i].Value...)
		k.Fields[i].Value = values[start:len(values):len(values)]
	}
	return &k
}

// A reader reads the records of one document.
type reader struct {
	options Options
	plan    *plan
	e       schema.Entry
	asOf    schema.Date
	dayFrom role  // where the day of the record at hand comes from, unknown none
	read    int64 // up to where what stands around lists was taken
	texts   map[string]string
	codes   map[string]map[string]string // kind, then words
	met     map[string]bool              // words that nobody knows
}

// replay decides about the keys, when that was not done, and reads the held
// records. It reports whether to go on.
func (r *reader) replay(held []*schema.Record, yield func(*schema.Entry, error) bool) bool {
	if r.plan == nil {
		r.decide(held)
	}
	for _, rec := range held {
		if !yield(r.entry(rec), nil) {
			return false
		}
	}
	return true
}

// decide makes the plan of the document from its first records.
func (r *reader) decide(held []*schema.Record) {
	p := &plan{lexicon: r.options.Lexicon}
	var names []string
	seen := map[*schema.Key]bool{}
	for _, rec := range held {
		for i := range rec.Fields {
			if k := rec.Fields[i].Key; !seen[k] {
				seen[k] = true
				names = append(names, k.Name())
			}
		}
	}
	if p.scheme = r.options.recognise(names); p.scheme == nil {
		p.scheme = r.options.recogniseLabels(held)
	}
	for _, rec := range held {
		for i := range rec.Fields {
			p.column(&rec.Fields[i])
		}
	}
	r.settleDayNumbers(p, held)
	p.long = p.isLong(held)
	p.measure = r.options.Measure
	if p.measure == "" {
		stated, corrections := "", false
		if p.scheme != nil {
			stated, corrections = p.scheme.Measure, p.scheme.Corrections
		}
		s := r.sample(p, held)
		p.measure = s.decide(stated, corrections)
		if p.besideIncrements() && p.measure == schema.MeasureUnknown {
			p.measure = schema.Cumulative
		}
	}
	p.settle()
	r.plan = p
}

// settleDayNumbers decides what columns of day numbers hold: days of the war when
// most of them agree with the dates beside them, else nothing that is known.
func (r *reader) settleDayNumbers(p *plan, held []*schema.Record) {
	agree, all := map[int]int{}, map[int]int{}
	for _, rec := range held {
		date := p.day(rec)
		for i := range rec.Fields {
			f := &rec.Fields[i]
			n, ok := readNumber(f.Value)
			if !ok || p.column(f).role != dayNumber {
				continue
			}
			all[f.Index]++
			if date == nil {
				continue
			}
			if d, ok := readDay(date.Value); ok && int64(schema.WarDay(r.options.FirstDay, d)) == n {
				agree[f.Index]++
			}
		}
	}
	for i := range p.columns {
		if c := &p.columns[i]; c.role == dayNumber {
			c.role = note
			if all[i] > 0 && 2*agree[i] >= all[i] {
				c.role = warDay
			}
		}
	}
}

// settle gives the decided measure to the labels whose keys do not say.
func (p *plan) settle() {
	beside := p.besideTotals()
	for i := range p.columns {
		if l := p.columns[i].label; l != nil && l.Measure == "" {
			l.Measure = p.measure
			if p.measure == schema.MeasureUnknown && (p.columns[i].role == total || l.Outcome != "" && beside) {
				l.Measure = schema.Cumulative // the values do not tell; the word does
			}
		}
		p.columns[i].words = nil // made again, with the measure
	}
}

// besideTotals reports whether some key states a running total: then what became
// of the counted, beside it, is counted over the same time.
func (p *plan) besideTotals() bool {
	for i := range p.columns {
		c := &p.columns[i]
		if c.label != nil && (c.role == total || c.role == running || c.label.Measure == schema.Cumulative) {
			return true
		}
	}
	return false
}

// besideIncrements reports whether some key states an increment: then those
// beside it that say nothing are totals.
func (p *plan) besideIncrements() bool {
	for i := range p.columns {
		if l := p.columns[i].label; l != nil && l.Measure == schema.Daily {
			return true
		}
	}
	return false
}

// isLong reports whether the records name a category in a value: there is a
// column of labels and most of what it says is known.
func (p *plan) isLong(held []*schema.Record) bool {
	known, all := 0, 0
	for _, rec := range held {
		if f := p.field(rec, labels); f != nil {
			all++
			if p.known(string(f.Value)) != nil {
				known++
			}
		}
		if all == 1000 {
			break
		}
	}
	return all > 0 && known*2 >= all
}

// recogniseLabels is the scheme whose terms stand in a column of labels, or nil.
func (o *Options) recogniseLabels(held []*schema.Record) *Scheme {
	var words []string
	seen := map[string]bool{}
	probe := &plan{lexicon: o.Lexicon}
	for _, rec := range held {
		for i := range rec.Fields {
			f := &rec.Fields[i]
			if probe.column(f).role == labels && len(words) < 200 && !seen[string(f.Value)] {
				seen[string(f.Value)] = true
				words = append(words, string(f.Value))
			}
		}
	}
	return recogniseStrictly(words)
}

// day is the field that holds the report day of a record, or nil.
func (p *plan) day(rec *schema.Record) *schema.Field {
	for r := reported; r <= recorded; r++ {
		if f := p.field(rec, r); f != nil {
			return f
		}
	}
	return nil
}

// field is the first field of a role in a record, or nil.
func (p *plan) field(rec *schema.Record, r role) *schema.Field {
	for i := range rec.Fields {
		f := &rec.Fields[i]
		if p.column(f).role == r && len(f.Value) > 0 {
			return f
		}
	}
	return nil
}

// sample gathers the numbers whose keys do not say what they measure.
func (r *reader) sample(p *plan, held []*schema.Record) *sample {
	s := &sample{}
	for _, rec := range held {
		var asOf *schema.Date
		if f := p.day(rec); f != nil {
			if d, ok := readDay(f.Value); ok {
				asOf = &d
			}
		}
		words := p.apart(rec)
		s.records++
		for i := range rec.Fields {
			f := &rec.Fields[i]
			c := p.column(f)
			if c.label == nil || c.label.Measure != "" || c.role.counts() && !p.long {
				continue
			}
			if v, ok := readNumber(f.Value); ok && f.Kind != schema.NullValue {
				s.add(seriesKey{f.Index, words}, asOf, v)
			}
		}
	}
	return s
}

// apart is what tells the series of one table from each other, beside the column
// of their numbers.
func (p *plan) apart(rec *schema.Record) string {
	words := ""
	for i := range rec.Fields {
		f := &rec.Fields[i]
		switch r := p.column(f).role; {
		case r == side, r == claimant, p.long && (r == labels || r == outcome || r == measure):
			words += string(f.Value) + "\n"
		}
	}
	return words
}

// entry reads one record.
func (r *reader) entry(rec *schema.Record) *schema.Entry {
	e := &r.e
	*e = schema.Entry{Record: rec, Candidates: e.Candidates[:0], Strangers: e.Strangers[:0]}
	r.dayFrom = unknown
	read := r.read
	var label *schema.Field
	counts, hedges := false, false
	for i := range rec.Fields {
		f := &rec.Fields[i]
		c := r.plan.column(f)
		if f.Spot.Start < rec.Start && c.role.taken() {
			if f.Spot.Start < r.read {
				continue // stands around the list; the first record of it took it
			}
			read = f.Spot.End
		}
		switch c.role {
		case category:
			r.candidate(f, c.label)
		case count, total, running, increment, correction:
			counts = true
		case labels:
			label = f
		case hedge:
			if looksNumeric(f.Value) {
				r.stranger(f, c) // a number is no hedge
				continue
			}
			hedges = true
		case unknown:
			r.stranger(f, c)
		default:
			r.context(f, c)
		}
	}
	if counts {
		r.longCandidates(rec, label)
	} else if label != nil {
		e.PassedOver++
	}
	if hedges {
		r.hedge(rec)
	}
	r.read = read
	return e
}

// candidate adds the value of a key that names a category; a blank is none.
func (r *reader) candidate(f *schema.Field, l *schema.Label) {
	if f.Kind == schema.NullValue {
		return
	}
	r.e.Candidates = append(r.e.Candidates, schema.Candidate{Label: l, Field: f})
}

// context reads what a key says about the whole record.
func (r *reader) context(f *schema.Field, c *column) {
	if f.Kind == schema.NullValue {
		return
	}
	ctx := &r.e.Context
	switch c.role {
	case reported, day, recorded:
		if r.dayFrom != unknown {
			r.e.PassedOver++
		}
		if r.dayFrom != unknown && r.dayFrom <= c.role {
			return
		}
		r.dayFrom = c.role
		ctx.DateText, ctx.DateSpot, ctx.AsOf = f.Value, f.Spot, nil
		if d, ok := readDay(f.Value); ok {
			r.asOf = d
			ctx.AsOf, ctx.AsOfSource = &r.asOf, schema.AsOfExplicit
		}
	case warDay:
		n, ok := readNumber(f.Value)
		if !ok {
			r.e.PassedOver++
			return
		}
		ctx.HasWarDay, ctx.WarDayText, ctx.WarDaySpot = true, f.Value, f.Spot
		ctx.WarDay = int(min(max(n, -maxWarDay), maxWarDay))
	case side:
		ctx.Side = cmp.Or(r.code(lexicon.Side, f), schema.Unknown)
		ctx.SideText = f.Value
	case claimant:
		ctx.Claimant = r.text(f.Value)
	default: // note, outcome, measure, dayNumber
		r.e.PassedOver++
	}
}

// maxWarDay bounds the number of a day of the war, so that it stays a day of the
// calendar when it is counted from the first: what is beyond is wrong anyway.
const maxWarDay = 1_000_000

// text is a value as a string, made once.
func (r *reader) text(b []byte) string {
	s, ok := r.texts[string(b)]
	if !ok {
		s = string(b)
		if r.texts == nil {
			r.texts = map[string]string{}
		}
		if len(r.texts) < maxWords {
			r.texts[s] = s
		}
	}
	return s
}

// code is the code of a word of a kind, blank when the lexicon has none.
func (r *reader) code(kind string, f *schema.Field) string {
	words := r.codes[kind]
	if words == nil {
		words = map[string]string{}
		r.codes[kind] = words
	}
	code, ok := words[string(f.Value)]
	if !ok {
		if t := r.options.Lexicon.Find(kind, string(f.Value)); t != nil {
			code = t.Code
		}
		if len(words) < maxWords {
			words[string(f.Value)] = code
		}
	}
	return code
}

// outcome is what became of the counted, as a column says; blank for the whole
// count. strange says that nobody knows the words.
func (r *reader) outcome(f *schema.Field) (code string, strange bool) {
	if string(f.Value) == schema.ClassAll {
		return "", false
	}
	code = r.code(lexicon.Outcome, f)
	return code, code == ""
}

// measure is what a column says that the numbers of a record measure. strange
// says that nobody knows the words.
func (r *reader) measure(f *schema.Field) (code string, strange bool) {
	for _, m := range schema.Measures {
		if m.Code == string(f.Value) {
			return m.Code, false
		}
	}
	code, _ = r.plan.measureOf(r.text(f.Value))
	return code, code == ""
}

// stranger keeps a number under a key that nobody knows; other values are
// passed over.
func (r *reader) stranger(f *schema.Field, c *column) {
	switch {
	case f.Kind == schema.NullValue:
	case !looksNumeric(f.Value) || f.Kind == schema.BoolValue:
		r.e.PassedOver++
	default:
		r.e.Strangers = append(r.e.Strangers, r.strange(f, shown(f.Key), c.nearest))
	}
}

// longCandidates adds the numbers of a record that names its category in a
// value.
func (r *reader) longCandidates(rec *schema.Record, label *schema.Field) {
	var stated string
	strange := false
	if f := r.plan.field(rec, outcome); f != nil {
		stated, strange = r.outcome(f)
		if strange {
			label = f
		}
	}
	told := ""
	if f := r.plan.field(rec, measure); f != nil && !strange {
		if told, strange = r.measure(f); strange {
			label = f
		}
	}
	for i := range rec.Fields {
		f := &rec.Fields[i]
		c := r.plan.column(f)
		if !c.role.counts() || f.Kind == schema.NullValue {
			continue
		}
		around := f.Spot.Start < rec.Start // and so of no category of this list
		if around && f.Spot.Start < r.read {
			continue
		}
		var l *schema.Label
		if label != nil && r.plan.long && !strange && (!around || label.Spot.Start < rec.Start) {
			l = r.plan.labelled(r.text(label.Value), told, c)
		}
		if l == nil {
			r.unlabelled(f, label, around)
			continue
		}
		r.e.Candidates = append(r.e.Candidates, schema.Candidate{Label: l, Field: f, LabelField: label, Outcome: stated})
	}
}

// unlabelled keeps a number whose category is missing or not known.
func (r *reader) unlabelled(f *schema.Field, label *schema.Field, around bool) {
	if !looksNumeric(f.Value) {
		r.e.PassedOver++
		return
	}
	words, nearest := shown(f.Key), ""
	if path := f.Key.Path; len(path) > 1 && words == f.Key.Name() {
		words = path[len(path)-2] + "/" + words // what counts says less than what it stands under
	}
	if label != nil && !around {
		words = r.text(label.Value)
		nearest = r.nearest(words)
	}
	r.e.Strangers = append(r.e.Strangers, r.strange(f, words, nearest))
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

// hedge gives qualifiers to the candidates that they speak of.
func (r *reader) hedge(rec *schema.Record) {
	for i := range rec.Fields {
		f := &rec.Fields[i]
		c := r.plan.column(f)
		if c.role != hedge || f.Kind == schema.NullValue || looksNumeric(f.Value) {
			continue
		}
		for j := range r.e.Candidates {
			if k := &r.e.Candidates[j]; c.of == "" || k.Field.Key.Name() == c.of {
				k.Hedge = f.Value
			}
		}
	}
}
