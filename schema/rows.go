package schema

// A Document is one row of documents: a file, archive member, page or message.
type Document struct {
	DocID      string `csv:"doc_id" parquet:"doc_id,dict" doc:"First 16 hex digits of the SHA-256 of the decoded document."`
	Source     string `csv:"source" parquet:"source,dict" doc:"Where it was read: the INPUT as given, with slashes, plus the path below it; - is standard input."`
	Format     string `csv:"format" parquet:"format,optional,dict" doc:"Format found from the content; see toll formats."`
	Encoding   string `csv:"encoding" parquet:"encoding,optional,dict" doc:"Character encoding of the bytes."`
	Bytes      int64  `csv:"bytes" parquet:"bytes" doc:"Length of the document in bytes, after decompression."`
	Published  *Date  `csv:"published" parquet:"published,optional,date" doc:"Day it was published, when it says so or an option does."`
	Title      string `csv:"title" parquet:"title,optional" doc:"Its title, when it has one."`
	Lang       string `csv:"lang" parquet:"lang,optional,dict" doc:"Its language (BCP 47), when known."`
	Figures    int64  `csv:"figures" parquet:"figures" doc:"Number of figures read from it."`
	PassedOver int64  `csv:"passed_over" parquet:"passed_over" doc:"Number of values seen and not taken as figures: known texts beside the figures, unknown keys, numbers that count something else."`
	SameAs     string `csv:"same_as" parquet:"same_as,optional" doc:"Source of the document with the same content that was read instead."`
	Status     string `csv:"status" parquet:"status,dict" enum:"status" doc:"How much of it was read."`
	Reason     string `csv:"reason" parquet:"reason,optional" doc:"Why it was not, or only partly, read."`
}

// A Figure is one row of figures: one number as stated in a source.
//
// Between the stages a figure is lent, not given: it and all it points to are
// valid until the receiving function returns. An Arena makes lasting copies.
type Figure struct {
	FigureID        string `csv:"figure_id" parquet:"figure_id" doc:"16 hex digits from doc_id, place of the value and ordinal at that place; it survives a better reading of the same bytes."`
	DocID           string `csv:"doc_id" parquet:"doc_id,dict" doc:"The document."`
	Source          string `csv:"source" parquet:"source,dict" doc:"Where the document was read."`
	AsOf            *Date  `csv:"as_of" parquet:"as_of,optional,date" doc:"Report day the figure speaks of; of a period its last day."`
	AsOfSource      string `csv:"as_of_source" parquet:"as_of_source,optional,dict" enum:"as_of_source" doc:"Where as_of comes from."`
	PeriodStart     *Date  `csv:"period_start" parquet:"period_start,optional,date" doc:"First day it covers, when stated or implied."`
	PeriodEnd       *Date  `csv:"period_end" parquet:"period_end,optional,date" doc:"Last day it covers, when stated or implied."`
	Side            string `csv:"side" parquet:"side,dict" enum:"side" doc:"Whose losses."`
	Category        string `csv:"category" parquet:"category,dict" enum:"category" doc:"Code of the category table; the narrow code when the words name it."`
	CategoryGroup   string `csv:"category_group" parquet:"category_group,dict" enum:"category_group" doc:"Group of the category."`
	Outcome         string `csv:"outcome" parquet:"outcome,dict" enum:"outcome" doc:"What became of the counted, as the text says."`
	OutcomeOfficial string `csv:"outcome_official" parquet:"outcome_official,optional,dict" enum:"outcome" doc:"What the claimant's published method says the number holds."`
	Measure         string `csv:"measure" parquet:"measure,dict" enum:"measure" doc:"What the number measures."`
	Value           *int64 `csv:"value" parquet:"value,optional" doc:"The number as stated; null for a range and for a malformed number."`
	ValueLow        *int64 `csv:"value_low" parquet:"value_low,optional" doc:"Lower bound, when the qualifier gives one."`
	ValueHigh       *int64 `csv:"value_high" parquet:"value_high,optional" doc:"Upper bound, when the qualifier gives one."`
	Qualifier       string `csv:"qualifier" parquet:"qualifier,dict" enum:"qualifier" doc:"How exactly the number is meant."`
	Claimant        string `csv:"claimant" parquet:"claimant,dict" enum:"claimant" doc:"Who claims it."`
	ClaimantText    string `csv:"claimant_text" parquet:"claimant_text,optional,dict" doc:"The claimant as printed."`
	Scope           string `csv:"scope" parquet:"scope,dict" enum:"scope" doc:"Whole war, or limited to a place, unit or operation."`
	Place           string `csv:"place" parquet:"place,optional,dict" doc:"The place, unit or operation as written, when scope is local."`
	Lang            string `csv:"lang" parquet:"lang,optional,dict" doc:"Language (BCP 47) of the words matched."`
	Line            *int64 `csv:"line" parquet:"line,optional" doc:"Line of the value, from 1; null where there is no text."`
	Col             *int32 `csv:"col" parquet:"col,optional" doc:"Column of the value in code points, from 1."`
	ByteStart       *int64 `csv:"byte_start" parquet:"byte_start,optional" doc:"First byte of the value in the decoded document."`
	ByteEnd         *int64 `csv:"byte_end" parquet:"byte_end,optional" doc:"Byte after the value."`
	QuoteStart      *int64 `csv:"quote_start" parquet:"quote_start,optional" doc:"First byte of the quote."`
	QuoteEnd        *int64 `csv:"quote_end" parquet:"quote_end,optional" doc:"Byte after the quote."`
	Pointer         string `csv:"pointer" parquet:"pointer,optional" doc:"JSON pointer of the value, or /row/column in a table, the header being row 1."`
	Label           string `csv:"label" parquet:"label,dict" doc:"The words or the key that name the category, as written."`
	Quote           string `csv:"quote" parquet:"quote" doc:"Label and number as written, at most 240 bytes; parts that do not touch are joined by an ellipsis."`
	Trust           string `csv:"trust" parquet:"trust,dict" enum:"trust" doc:"How far the reading can be relied on."`
	Rule            string `csv:"rule" parquet:"rule,dict" doc:"The scheme, mapping or grammar rule that read it."`
	SameAs          string `csv:"same_as" parquet:"same_as,optional" doc:"figure_id of the exact figure that this rounded one repeats."`
	FlagText        string `csv:"flags" parquet:"flags,optional,dict" enum:"flag" doc:"Remarks on how it was read, joined by a semicolon."`

	// What travels with a figure and is not published.
	Flags   Flag     `csv:"-" parquet:"-"` // FlagText as a set
	Series  SeriesID `csv:"-" parquet:"-"` // its series in the run's SeriesSet
	Track   *Track   `csv:"-" parquet:"-"` // how its pointer is written
	Record  int64    `csv:"-" parquet:"-"` // number of its record in the track
	Raw     []byte   `csv:"-" parquet:"-"` // the value as written
	Crowded bool     `csv:"-" parquet:"-"` // its document gives dozens of values for its day
	Rank    uint8    `csv:"-" parquet:"-"` // 1 the claimant's own page, 2 an aggregator, 3 the press
}

// An Arena holds what the copies of a batch of rows point to. Reset it when
// the batch is done.
type Arena struct {
	ints  []int64
	cols  []int32 // and other small numbers
	dates []Date
}

// Reset forgets all copies made into the arena.
func (a *Arena) Reset() { a.ints, a.cols, a.dates = a.ints[:0], a.cols[:0], a.dates[:0] }

// Copy is a copy of a figure that stays valid until the arena is reset.
func (a *Arena) Copy(f *Figure) Figure {
	g := *f
	g.Raw = nil
	for _, p := range []**Date{&g.AsOf, &g.PeriodStart, &g.PeriodEnd} {
		*p = keepIn(&a.dates, *p)
	}
	for _, p := range []**int64{&g.Value, &g.ValueLow, &g.ValueHigh, &g.Line, &g.ByteStart, &g.ByteEnd, &g.QuoteStart, &g.QuoteEnd} {
		*p = keepIn(&a.ints, *p)
	}
	g.Col = keepIn(&a.cols, g.Col)
	return g
}

// CopyLoss is a copy of a row of losses that stays valid until the arena is
// reset.
func (a *Arena) CopyLoss(l *Loss) Loss {
	m := *l
	for _, p := range []**int64{&m.Total, &m.Increment, &m.IncrementStated, &m.Correction} {
		*p = keepIn(&a.ints, *p)
	}
	m.DaysCovered = keepIn(&a.cols, m.DaysCovered)
	return m
}

// keepIn copies a value into a block that is never moved: a full block is left
// to its pointers and a new one begun.
func keepIn[T any](block *[]T, p *T) *T {
	if p == nil {
		return nil
	}
	if len(*block) == cap(*block) {
		*block = make([]T, 0, max(1024, 2*cap(*block)))
	}
	*block = append(*block, *p)
	return &(*block)[len(*block)-1]
}

// A Loss is one row of losses: one day of one series.
type Loss struct {
	Date              Date   `csv:"date" parquet:"date,date" doc:"Report day of the total."`
	LossDate          Date   `csv:"loss_date" parquet:"loss_date,date" doc:"The day the report covers: date minus one, for a bulletin is issued in the morning."`
	WarDay            int32  `csv:"war_day" parquet:"war_day" doc:"Day of the war of date; the first day of the war is 1."`
	Side              string `csv:"side" parquet:"side,dict" enum:"side" doc:"Whose losses."`
	Claimant          string `csv:"claimant" parquet:"claimant,dict" enum:"claimant" doc:"Who claims them; claimants that publish one list share the code of the list."`
	Category          string `csv:"category" parquet:"category,dict" enum:"category" doc:"Code of the category table."`
	CategoryGroup     string `csv:"category_group" parquet:"category_group,dict" enum:"category_group" doc:"Group of the category."`
	Outcome           string `csv:"outcome" parquet:"outcome,dict" enum:"class" doc:"Class of outcome; all is the claimant's whole count."`
	Total             *int64 `csv:"total" parquet:"total,optional" doc:"Running total as claimed."`
	Increment         *int64 `csv:"increment" parquet:"increment,optional" doc:"Total minus the previous total of the series; null on its first day, so the first total plus all increments is the last total."`
	IncrementStated   *int64 `csv:"increment_stated" parquet:"increment_stated,optional" doc:"The increment that the source prints beside the total."`
	Correction        *int64 `csv:"correction" parquet:"correction,optional" doc:"The change that the publisher of the series declares as a correction; it is already inside total and must not be added."`
	DaysCovered       *int32 `csv:"days_covered" parquet:"days_covered,optional" doc:"Number of days that increment covers; more than 1 after a gap."`
	Qualifier         string `csv:"qualifier" parquet:"qualifier,dict" enum:"qualifier" doc:"How exactly the total is meant; of a row without a total, its increment."`
	NDocuments        int32  `csv:"n_documents" parquet:"n_documents" doc:"Number of documents that state a figure of this row."`
	NValues           int32  `csv:"n_values" parquet:"n_values" doc:"Number of different totals stated for this day; more than 1 means that sources differ."`
	TotalFigureID     string `csv:"total_figure_id" parquet:"total_figure_id,optional" doc:"The figure that gave total."`
	IncrementFigureID string `csv:"increment_figure_id" parquet:"increment_figure_id,optional" doc:"The figure that gave increment_stated."`
	FlagText          string `csv:"flags" parquet:"flags,optional,dict" enum:"series_flag" doc:"Remarks on the row, joined by a semicolon."`

	// What travels with a row and is not published.
	Flags  SeriesFlag `csv:"-" parquet:"-"` // FlagText as a set
	Series SeriesID   `csv:"-" parquet:"-"` // its series in the run's SeriesSet
	At     Spot       `csv:"-" parquet:"-"` // where the total stands, else the increment, else the correction
}

// A WideRow is one row of losses_wide.
type WideRow struct {
	Date           Date
	Side, Claimant string
	Cells          []*int64 // in the order of the table's int64 columns; nil is NULL
	Derived        string
}

// A Finding is one row of findings: what one rule has to say about one thing.
type Finding struct {
	Code        string `csv:"code" parquet:"code,dict" doc:"The rule; see toll rules."`
	Severity    string `csv:"severity" parquet:"severity,dict" enum:"severity" doc:"How grave it is."`
	Message     string `csv:"message" parquet:"message" doc:"What is wrong and what to do, in one sentence or two."`
	Source      string `csv:"source" parquet:"source,optional,dict" doc:"The document."`
	Line        *int64 `csv:"line" parquet:"line,optional" doc:"Line, from 1."`
	Col         *int32 `csv:"col" parquet:"col,optional" doc:"Column in code points, from 1."`
	Pointer     string `csv:"pointer" parquet:"pointer,optional" doc:"JSON pointer, or /row/column in a table."`
	Date        *Date  `csv:"date" parquet:"date,optional,date" doc:"Report day it is about."`
	Side        string `csv:"side" parquet:"side,optional,dict" enum:"side" doc:"Whose losses it is about."`
	Claimant    string `csv:"claimant" parquet:"claimant,optional,dict" enum:"claimant" doc:"Whose claim it is about."`
	Category    string `csv:"category" parquet:"category,optional,dict" enum:"category" doc:"The category it is about."`
	Value       string `csv:"value" parquet:"value,optional" doc:"What was found."`
	Expected    string `csv:"expected" parquet:"expected,optional" doc:"What was expected, or the nearest known thing."`
	Fingerprint string `csv:"fingerprint" parquet:"fingerprint" doc:"16 hex digits from code, source and record key, never from the line: the same finding keeps it when rows move."`
}

// A Reject is one line of rejects.jsonl: something that could not be read, as it
// stands, with the reason.
type Reject struct {
	Source  string // the document
	Line    int64  // where it begins, from 1
	Col     int32  // in code points, from 1
	Start   int64  // its first byte in the decoded document
	Pointer string // JSON pointer or /row/column, when there is one
	Code    string // code of the finding that reports it
	Reason  string // the message of that finding
	Raw     []byte // the bytes, possibly cut
}
