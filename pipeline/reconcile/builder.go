package reconcile

import "toll/schema"

// A builder makes the rows of one day.
type builder struct {
	r     *Reconciler
	slots []*slot
	n     int
	day   []schema.Loss
	flags map[schema.SeriesFlag]string
}

// A slot is one row and what its pointers point to.
type slot struct {
	loss                                 schema.Loss
	total, increment, stated, correction int64
	days                                 int32
}

// add adds a row to the day.
func (b *builder) add(w *row) {
	if b.n == len(b.slots) {
		b.slots = append(b.slots, &slot{})
	}
	s := b.slots[b.n]
	b.n++
	series := b.r.o.Series.At(w.series)
	s.loss = schema.Loss{Date: w.date, LossDate: w.date - 1, WarDay: int32(schema.WarDay(b.r.o.FirstDay, w.date)),
		Side: series.Side, Claimant: series.Claimant, Category: series.Category, Outcome: series.Outcome,
		CategoryGroup: schema.CategoryOf(series.Category).Group, Qualifier: schema.Qualifiers[w.qualifier].Code,
		NDocuments: w.documents, NValues: w.values, Flags: w.flags, FlagText: b.flagText(w.flags),
		Series: w.series, At: b.r.place(&w.at)}
	s.total, s.increment, s.stated, s.correction, s.days = w.total, w.increment, w.stated, w.correction, w.days
	if w.has&hasTotal != 0 {
		s.loss.Total = &s.total
		s.loss.TotalFigureID = b.r.identity(&w.at)
	}
	if w.has&hasIncrement != 0 {
		s.loss.Increment, s.loss.DaysCovered = &s.increment, &s.days
	}
	if w.has&hasStated != 0 {
		s.loss.IncrementStated = &s.stated
		s.loss.IncrementFigureID = b.r.identity(&w.statedAt)
	}
	if w.has&hasCorrection != 0 {
		s.loss.Correction = &s.correction
	}
}

// flagText is the text of a set of flags, made once.
func (b *builder) flagText(f schema.SeriesFlag) string {
	text, ok := b.flags[f]
	if !ok {
		text = f.String()
		b.flags[f] = text
	}
	return text
}

// take gives the day and begins the next.
func (b *builder) take() []schema.Loss {
	b.day = b.day[:0]
	for _, s := range b.slots[:b.n] {
		b.day = append(b.day, s.loss)
	}
	b.n = 0
	return b.day
}
