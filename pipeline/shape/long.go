package shape

import (
	"toll/pipeline/lexicon"
	"toll/schema"
)

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
