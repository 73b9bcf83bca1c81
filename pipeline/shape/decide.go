package shape

import (
	"toll/schema"
)

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
	samples := p.sample(held)
	p.measure = r.options.Measure
	if p.measure == "" {
		stated, corrections := "", false
		if p.scheme != nil {
			stated, corrections = p.scheme.Measure, p.scheme.Corrections
		}
		p.measure = samples[unsaid].decide(stated, corrections)
		if p.besideIncrements() && p.measure == schema.MeasureUnknown {
			p.measure = schema.Cumulative
		}
	}
	p.settle(samples)
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
func (p *plan) settle(samples map[string]*sample) {
	beside := p.besideTotals()
	for i := range p.columns {
		a := &p.columns[i].around
		if l := p.columns[i].label; l != nil && l.Measure == "" && a.listMeasure != "" {
			l.Measure = samples[a.list].ofList(a.listMeasure)
		}
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

// unsaid is the sample of the numbers of which nothing above says what they
// measure.
const unsaid = ""

// sample gathers the numbers whose keys do not say what they measure, those of
// each list whose name says it apart, under where it lies.
func (p *plan) sample(held []*schema.Record) map[string]*sample {
	samples := map[string]*sample{unsaid: {}}
	for i := range p.columns {
		if a := &p.columns[i].around; a.listMeasure != "" {
			samples[a.list] = &sample{}
		}
	}
	for _, rec := range held {
		var asOf *schema.Date
		if f := p.day(rec); f != nil {
			if d, ok := readDay(f.Value); ok {
				asOf = &d
			}
		}
		words := p.apart(rec)
		samples[unsaid].records++
		for i := range rec.Fields {
			f := &rec.Fields[i]
			c := p.column(f)
			if c.label == nil || c.label.Measure != "" || c.role.counts() && !p.long {
				continue
			}
			into := unsaid
			if c.around.listMeasure != "" {
				into = c.around.list
			}
			if v, ok := readNumber(f.Value); ok && f.Kind != schema.NullValue {
				samples[into].add(seriesKey{f.Index, words}, asOf, v)
			}
		}
	}
	return samples
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
