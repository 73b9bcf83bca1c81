package schema

// A Code is one value of an enumerated column and what it means.
type Code struct{ Code, Doc string }

// Enums lists the codes of every enumerated column by the name of the list.
// Sides, claimants and categories are data (the profile and the category table)
// and are listed there.
var Enums = map[string][]Code{
	"measure":      Measures,
	"outcome":      Outcomes,
	"class":        Classes,
	"qualifier":    Qualifiers,
	"scope":        Scopes,
	"trust":        Trusts,
	"as_of_source": AsOfSources,
	"severity":     Severities,
	"status":       Statuses,
	"flag":         Flags,
	"series_flag":  SeriesFlags,
}

// What a number measures.
const (
	Cumulative     = "cumulative"
	Daily          = "daily"
	Weekly         = "weekly"
	Monthly        = "monthly"
	Period         = "period"
	Snapshot       = "snapshot"
	Correction     = "correction"
	MeasureUnknown = "unknown"
)

// Measures are the codes of the column measure.
var Measures = []Code{
	{Cumulative, "running total since the first day of the war, or of a place"},
	{Daily, "of one day"},
	{Weekly, "of one week"},
	{Monthly, "of one calendar month"},
	{Period, "of a stated period"},
	{Snapshot, "state of a list that names no day"},
	{Correction, "a change made to a total without a loss that day; may be negative, already inside the totals, never summed"},
	{MeasureUnknown, "the source does not say"},
}

// What became of the counted.
const (
	Lost               = "lost"
	Destroyed          = "destroyed"
	Damaged            = "damaged"
	Disabled           = "disabled"
	Struck             = "struck"
	Captured           = "captured"
	Abandoned          = "abandoned"
	ShotDown           = "shot_down"
	Eliminated         = "eliminated"
	Killed             = "killed"
	Wounded            = "wounded"
	KilledOrWounded    = "killed_or_wounded"
	Missing            = "missing"
	OutcomeUnspecified = "unspecified"
)

// Outcomes are the codes of the columns outcome and outcome_official of figures.
var Outcomes = []Code{
	{Lost, "lost, in whatever way"},
	{Destroyed, "destroyed"},
	{Damaged, "damaged"},
	{Disabled, "put out of action"},
	{Struck, "hit, not said to be destroyed"},
	{Captured, "captured; of people, taken prisoner"},
	{Abandoned, "abandoned"},
	{ShotDown, "shot down or intercepted"},
	{Eliminated, "of people: liquidated, destroyed, neutralised"},
	{Killed, "killed"},
	{Wounded, "wounded"},
	{KilledOrWounded, "killed or wounded, together"},
	{Missing, "missing"},
	{OutcomeUnspecified, "the text does not say"},
}

// ClassAll is the class of outcome that holds a claimant's whole count.
const ClassAll = "all"

// Classes are the codes of the column outcome of losses.
var Classes = []Code{
	{ClassAll, "the claimant's whole count: lost, eliminated, killed or wounded, unspecified"},
	{Killed, "people killed"},
	{Wounded, "people wounded"},
	{Captured, "people taken prisoner; things captured, where the source breaks its own total down"},
	{Missing, "people missing"},
	{Destroyed, "things destroyed, where the source breaks its own total down"},
	{Damaged, "things damaged, where the source breaks its own total down"},
	{Abandoned, "things abandoned, where the source breaks its own total down"},
}

// How exactly a number is meant.
const (
	Exact    = "exact"
	About    = "about"
	AtLeast  = "at_least"
	MoreThan = "more_than"
	UpTo     = "up_to"
	Nearly   = "nearly"
	Range    = "range"
)

// Qualifiers are the codes of the column qualifier.
var Qualifiers = []Code{
	{Exact, "as printed, without a hedge"},
	{About, "about the number"},
	{AtLeast, "the number or more"},
	{MoreThan, "more than the number"},
	{UpTo, "the number or less"},
	{Nearly, "a little less than the number"},
	{Range, "between two numbers"},
}

// Whether a figure speaks of the whole war or of a part.
const (
	ScopeTotal = "total"
	ScopeLocal = "local"
)

// Scopes are the codes of the column scope.
var Scopes = []Code{
	{ScopeTotal, "the whole war"},
	{ScopeLocal, "limited to a place, a unit or an operation"},
}

// How far the reading of a figure can be relied on.
const (
	Official   = "official"
	Attributed = "attributed"
	Weak       = "weak"
)

// Trusts are the codes of the column trust.
var Trusts = []Code{
	{Official, "read by a scheme or a recognised list of the claimant"},
	{Attributed, "a named claimant"},
	{Weak, "claimant unknown, side or date inferred, or label repaired"},
}

// Where the day of a figure comes from.
const (
	AsOfExplicit  = "explicit"
	AsOfWeekday   = "weekday"
	AsOfWarDay    = "war_day"
	AsOfPublished = "published"
	AsOfReference = "reference"
	AsOfOption    = "option"
)

// AsOfSources are the codes of the column as_of_source.
var AsOfSources = []Code{
	{AsOfExplicit, "a day beside the figure"},
	{AsOfWeekday, "a weekday, the last such day not after publication"},
	{AsOfWarDay, "a day of the war"},
	{AsOfPublished, "the day of publication"},
	{AsOfReference, "a reference series with the same figures"},
	{AsOfOption, "the option --as-of"},
}

// How grave a finding is.
const (
	Error   = "error"
	Warning = "warning"
	Info    = "info"
)

// Severities are the codes of the column severity, gravest first.
var Severities = []Code{
	{Error, "wrong or unreadable: a run publishes nothing"},
	{Warning, "unlikely: look at it"},
	{Info, "worth knowing"},
}

// How much of a document was read.
const (
	StatusRead    = "read"
	StatusPartly  = "partly"
	StatusRefused = "refused"
)

// Statuses are the codes of the column status of documents.
var Statuses = []Code{
	{StatusRead, "read to its end"},
	{StatusPartly, "read, with parts left out; see findings and rejects"},
	{StatusRefused, "not read; see reason"},
}

// Code of the category that exists for a JSON key only.
const PrisonerOfWar = "prisoner_of_war"

// Personnel is the category of people.
const Personnel = "personnel"

// Unknown stands where a side or claimant is not named, Other where a claimant
// is named and not listed.
const (
	Unknown = "unknown"
	Other   = "other"
)
