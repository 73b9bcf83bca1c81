package schema

import "strings"

// A Flag is a remark on how a figure was read. A figure holds a set of them.
type Flag uint32

// Flags of a figure.
const (
	DateInferred Flag = 1 << iota
	SideInferred
	ClaimantInferred
	Implicit
	Duplicate
	Part
	Rounded
	Each
	MixedOutcome
	Mistranslation
	BadNumber
	OutsideWindow
	ReferenceDate
	OutcomeContested
)

// Flags are the codes of the column flags of figures, in the order of their bits.
var Flags = []Code{
	{"date_inferred", "the source names no day; the day of publication was taken"},
	{"side_inferred", "whose losses follows from the scheme or the claimant, not from words"},
	{"claimant_inferred", "who claims follows from the scheme, not from words"},
	{"implicit", "the 1 of a singular without numeral"},
	{"duplicate", "the same figure as one before it in this document"},
	{"part", "a part of a total that the source gives too"},
	{"rounded", "a rounded restatement of the figure named in same_as"},
	{"each", "one number said of each of several categories"},
	{"mixed_outcome", "two verbs for one number; the first is taken"},
	{"mistranslation", "the label is a known wrong translation, read by its place in the list"},
	{"bad_number", "the number is malformed; the value is null"},
	{"outside_window", "the claimant does not publish this category on that day"},
	{"reference_date", "dated by a reference series"},
	{"outcome_contested", "the words say another outcome than the claimant's published method"},
}

// String is the set as ';'-joined codes, blank when empty.
func (f Flag) String() string {
	if f == 0 {
		return ""
	}
	var names []string
	for i, c := range Flags {
		if f&(1<<i) != 0 {
			names = append(names, c.Code)
		}
	}
	return strings.Join(names, ";")
}

// Has reports whether the set holds any of the given flags.
func (f Flag) Has(any Flag) bool { return f&any != 0 }

// A SeriesFlag is a remark on a row of losses. A row holds a set of them.
type SeriesFlag uint16

// Flags of a row of losses. The first six name the rule that chose among values
// that differ.
const (
	ByIncrement SeriesFlag = 1 << iota
	ByRank
	ByExactness
	ByDocuments
	ByDate
	BySize
	FirstValue
	AfterGap
	Falls
	SeriesOutsideWindow
)

// SeriesFlags are the codes of the column flags of losses, in the order of their bits.
var SeriesFlags = []Code{
	{"chosen_by_increment", "sources differ; this value equals the previous total plus the stated increment"},
	{"chosen_by_rank", "sources differ; this one stands nearest to the claimant"},
	{"chosen_by_exactness", "sources differ; this value is stated without a hedge"},
	{"chosen_by_documents", "sources differ; more documents say this"},
	{"chosen_by_date", "sources differ; this one was published first"},
	{"chosen_by_size", "sources differ and nothing else tells them apart; the smaller value"},
	{"first_value", "first total of the series: a backlog, not the loss of a day, so increment is null"},
	{"after_gap", "the increment covers more than one day"},
	{"decrease", "the total is lower than the one before"},
	{"outside_window", "the claimant does not publish this category on that day"},
}

// String is the set as ';'-joined codes, blank when empty.
func (f SeriesFlag) String() string {
	if f == 0 {
		return ""
	}
	var names []string
	for i, c := range SeriesFlags {
		if f&(1<<i) != 0 {
			names = append(names, c.Code)
		}
	}
	return strings.Join(names, ";")
}
