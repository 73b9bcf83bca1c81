package validate

import (
	"slices"

	"toll/schema"
)

// A Rule is one thing that toll looks for.
type Rule struct {
	ID       string
	Title    string
	Severity string
	Text     string  // why it is true here, and what to do
	Good     Example // keeps the rule
	Bad      Example // breaks it

	// Who looks. A rule without either is reported where it shows: by the reader
	// of a format, or with an entry, a document or a conflict.
	Figure func(*Validator, *schema.Figure, *schema.Entry)
	Day    func(*Validator, *today)
}

// An Example is an input.
type Example struct {
	Name    string   // file name; the content decides the format all the same
	Text    string   // the input
	Options []string // options of toll check that it needs
}

// Find is the rule of an id, or false.
func Find(id string) (Rule, bool) {
	i := slices.IndexFunc(Rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return Rules[i], true
}

// Unreadable lists the rules about content that cannot be read: the option
// --on-unreadable skip makes warnings of them.
var Unreadable = []string{"unreadable", "unsupported_format", "malformed_json", "malformed_csv", "too_long", "no_figures"}

// Rules is the table of rules: what cannot be read, what a record says, what a
// figure says, what a series says.
var Rules = []Rule{
	{
		ID: "unreadable", Title: "Content that cannot be read", Severity: schema.Error,
		Text: "The bytes are no text that toll reads: binary, compressed, empty, or in another encoding than UTF-8. Convert the file, or leave it out; --on-unreadable skip goes on without it.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846}]`},
		Bad:  Example{Name: "a.txt", Text: ""},
	},
	{
		ID: "unsupported_format", Title: "A format that this version does not read", Severity: schema.Warning,
		Text: "The content is readable and in no format of toll formats. Prose is read by a later version.",
		Good: Example{Name: "a.csv", Text: "date,day,tank,APC\n2022-03-01,6,198,846\n"},
		Bad:  Example{Name: "a.txt", Text: "On 1 March 2022 the list of losses was published, as every morning.\n"},
	},
	{
		ID: "malformed_json", Title: "Not JSON", Severity: schema.Error,
		Text: "RFC 8259 is read to the letter: no trailing commas, no NaN, no content after the end, no broken escapes. NaN and trailing commas are reported and read over; anything else ends the document there.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":NaN}]`},
	},
	{
		ID: "malformed_csv", Title: "Not CSV", Severity: schema.Error,
		Text: "RFC 4180: every row has as many fields as the header, quotes are closed and doubled inside.",
		Good: Example{Name: "a.csv", Text: "date,day,tank,APC\n2022-03-01,6,198,846\n"},
		Bad:  Example{Name: "a.csv", Text: "date,day,tank,APC\n2022-03-01,6,198\n2022-03-02,7,211,862\n"},
	},
	{
		ID: "too_long", Title: "A record too long to read", Severity: schema.Error,
		Text: "A JSON record or CSV row is longer than the limit (16 MiB unless --max-record says otherwise), so something is missing: a bracket, a quote or a line end.",
		Good: Example{Name: "a.csv", Text: "date,day,tank,APC\n2022-03-01,6,198,846\n"},
		Bad:  Example{Name: "a.csv", Text: "date,day,tank,APC,note\n2022-03-01,6,198,846," + longText + "\n", Options: []string{"--max-record", "64"}},
	},
	{
		ID: "duplicate_key", Title: "A key twice in one object", Severity: schema.Error,
		Text: "Other readers silently keep the last value. toll keeps the value when both are equal, and neither when they differ.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846,"tank":199}]`},
	},
	{
		ID: "no_figures", Title: "Structured input without a known key", Severity: schema.Error,
		Text: "A JSON or CSV document names no category that toll knows, so nothing was read. Likely the keys were renamed, or the file is not about losses.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846}]`},
		Bad:  Example{Name: "a.json", Text: `[{"city":"Izmail","population":70000}]`},
	},
	{
		ID: "unknown_key", Title: "Numbers under an unknown key", Severity: schema.Warning,
		Text: "A key holds numbers and no scheme and no lexicon knows it. A misspelt key makes a category vanish without a sound: the reference data set carried \"groun d robotic systems\" for three days in May 2026. The numbers are kept in rejects.jsonl, the nearest known key is named. Reported once a key and document.",
		Good: Example{Name: "a.json", Text: `[{"date":"2026-05-13","day":1540,"tank":11928,"APC":24554,"ground robotic systems":1375}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2026-05-13","day":1540,"tank":11928,"APC":24554,"groun d robotic systems":1375}]`},
	},
	{
		ID: "unknown_qualifier", Title: "A hedge that nobody knows", Severity: schema.Warning,
		Text: "A qualifier stands beside a number and the lexicon does not know it. It is a hedge all the same, so the number is taken as about. Reported once a word and document.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-09","day":14,"personnel":12000,"personnel*":"more"}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2022-03-09","day":14,"personnel":12000,"personnel*":"perhaps"}]`},
	},
	{
		ID: "bad_date", Title: "A day that is none", Severity: schema.Error,
		Text: "The day of a record cannot be read, or is no day of the calendar (2077-00-00). Its figures are kept without a day and enter no series. Days are read as YYYY-MM-DD, with or without a time, and D.M.YYYY; 01/02/2023 can mean two days and is refused.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2077-00-00","tank":198,"APC":846,"MRL":24}]`},
	},
	{
		ID: "war_day_mismatch", Title: "Day of war against date", Severity: schema.Warning,
		Text: "2022-02-24 is day 1 of the war. A day number that disagrees with the date beside it shows a slip in one of them: in January the old year, in copies an offset of one. The date is taken.",
		Good: Example{Name: "a.json", Text: `[{"date":"2023-03-16","day":386,"tank":3504,"APC":6810}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2023-03-16","day":387,"tank":3504,"APC":6810}]`},
	},
	{
		ID: "missing_date", Title: "Figures without a day", Severity: schema.Warning, Figure: checkMissingDay,
		Text: "Neither the record nor an option says which day the figures speak of, so they enter no series. Reported once a document.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846}]`},
		Bad:  Example{Name: "a.json", Text: `[{"tank":198,"APC":846,"MRL":24}]`},
	},
	{
		ID: "future_date", Title: "A day in the future", Severity: schema.Error, Figure: checkFuture,
		Text: "A record speaks of a day after the day of publication or after --now. The default of --now is the latest day of the input, which no record exceeds.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846}]`, Options: []string{"--now", "2022-03-01"}},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2022-03-02","day":7,"tank":211,"APC":862}]`, Options: []string{"--now", "2022-03-01"}},
	},
	{
		ID: "date_before_war", Title: "A day before the war", Severity: schema.Error, Figure: checkBeforeWar,
		Text: "Losses are claimed for a day before the first day of the war: the year is wrong, or it is another war. A zero says nothing.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2012-03-01","day":6,"tank":198,"APC":846}]`},
	},
	{
		ID: "option_unused", Title: "An option that the source contradicts", Severity: schema.Warning,
		Text: "An option says who claims or whose losses, and the document is in a published layout that states another: the layout is taken. Options are for what a source does not state.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846}]`, Options: []string{"--claimant", "ua_general_staff"}},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846,"MRL":24}]`, Options: []string{"--claimant", "ru_mod"}},
	},
	{
		ID: "malformed_number", Title: "A number that cannot be read", Severity: schema.Error, Figure: checkNumber,
		Text: "Counts are whole numbers; groups of digits are three long after the first. 11.9783 and 5 0001 were printed in the press. The value is not taken; what it may stand for is named.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":"19.8","APC":846}]`},
	},
	{
		ID: "negative_number", Title: "A negative count", Severity: schema.Error,
		Text: "Only a correction can be negative. The value is not taken.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":-198,"APC":846}]`},
	},
	{
		ID: "ambiguous_measure", Title: "Totals or daily counts?", Severity: schema.Error, Figure: checkMeasure,
		Text: "Neither the keys nor the values tell what the numbers measure. A daily count taken for a running total makes nonsense of a series, so nothing is guessed: give --measure. Reported once a document.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","tanks":198,"artillery":77}]`, Options: []string{"--measure", "cumulative", "--claimant", "ua_general_staff"}},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2022-03-01","tanks":198,"artillery":77}]`, Options: []string{"--claimant", "ua_general_staff"}},
	},
	{
		ID: "unknown_claimant", Title: "Nobody claims it", Severity: schema.Warning, Figure: checkParties,
		Text: "Every number is a claim by a party; without one the figures stay out of the series. Give --claimant. Reported once a document.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","tanks":198,"artillery":77}]`, Options: []string{"--measure", "cumulative", "--claimant", "ua_general_staff"}},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2022-03-01","tanks":198,"artillery":77}]`, Options: []string{"--measure", "cumulative"}},
	},
	{
		ID: "unknown_side", Title: "Whose losses?", Severity: schema.Warning,
		Text: "The claimant is known and does not tell whose losses it counts. Give --side. Reported once a document.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","tanks":198,"artillery":77}]`, Options: []string{"--measure", "cumulative", "--claimant", "uk_mod", "--side", "russia"}},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2022-03-01","tanks":198,"artillery":77}]`, Options: []string{"--measure", "cumulative", "--claimant", "uk_mod"}},
	},
	{
		ID: "category_outside_window", Title: "A category outside its window", Severity: schema.Warning, Figure: checkWindow,
		Text: "The General Staff list changed its rows: two rows of vehicles were merged on 2022-05-01, the row of ballistic missile launchers ended with the four of 2022-04-30. Copies carried such values on for years. The claim is kept and flagged; a zero says the same as no row. Reported once a category and document.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-04-30","day":66,"tank":1008,"APC":2445,"mobile SRBM system":4}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2023-03-16","day":386,"tank":3504,"APC":6810,"mobile SRBM system":4}]`},
	},
	{
		ID: "duplicate_record", Title: "Two totals for one day in one document", Severity: schema.Error,
		Text: "Side, claimant, category, class and day are unique in a series; a document that gives two different totals for them has a wrong date or a wrong number. All values stay in figures.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-07-17","day":144,"personnel":38300,"personnel*":"about"},{"date":"2022-07-18","day":145,"personnel":38450,"personnel*":"about"}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2022-07-17","day":144,"personnel":38300,"personnel*":"about"},{"date":"2022-07-17","day":144,"personnel":38450,"personnel*":"about"}]`},
	},
	{
		ID: "conflicting_values", Title: "Sources differ", Severity: schema.Warning,
		Text: "Two documents state different totals for one day of a series. All values stay in figures; the row of losses names the rule that chose.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846}]` + alsoFile + `[{"date":"2022-03-01","day":6,"tank":189,"APC":846}]`},
	},
	{
		ID: "no_series", Title: "No figure entered a series", Severity: schema.Warning,
		Text: "Figures were read, and losses is empty: none is a dated total, count of a day or correction of an official list. Look at the reasons; --include press lets attributed figures in.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846}]`},
		Bad:  Example{Name: "a.csv", Text: "date,claimant,side,category,cumulative\n2022-03-01,ua_general_staff,russia,tank,198\n"},
	},
	{
		ID: "decrease", Title: "A total that falls", Severity: schema.Warning, Day: checkDecrease,
		Text: "A running total does not fall within one series. It fell 13 times in more than 20,000 steps of the reference series: recounts, of which twelve are declared as corrections, and one slip.",
		Good: Example{Name: "a.json", Text: `[{"date":"2026-03-03","day":1469,"field artillery":37842,"APC":24131},{"date":"2026-03-04","day":1470,"field artillery":37874,"APC":24135}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2026-03-03","day":1469,"field artillery":37842,"APC":24131},{"date":"2026-03-04","day":1470,"field artillery":37832,"APC":24135}]`},
	},
	{
		ID: "decrease_corrected", Title: "A total that falls by a declared correction", Severity: schema.Info,
		Text: "The total falls, and a record of the publisher's corrections of that day or the day before is negative. Nothing to do; the correction is already inside the total.",
		Good: Example{Name: "a.json", Text: `[{"date":"2023-10-02","day":586,"aircraft":316,"APC":9000},{"date":"2023-10-03","day":587,"aircraft":316,"APC":9008}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2023-10-02","day":586,"aircraft":316,"APC":9000},{"date":"2023-10-03","day":587,"aircraft":315,"APC":9008}]` + alsoFile + `[{"date":"2023-10-03","day":587,"aircraft":-1,"helicopter":0,"tank":5,"APC":0,"MRL":0,"drone":-1,"naval ship":0,"submarines":0,"special equipment":0}]`},
	},
	{
		ID: "increment_mismatch", Title: "Total against the stated increment", Severity: schema.Warning, Day: checkIncrement,
		Text: "A total is the previous one plus the increment printed beside it; where it is not, one of the three is a slip, or the list was recounted. A declared correction counts. Every known misprint on the official sheets is found by this.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-10-02","day":221,"stats":{"personnel_units":60110,"tanks":2377,"planes":264},"increase":{"personnel_units":500,"tanks":23,"planes":0}},{"date":"2022-10-03","day":222,"stats":{"personnel_units":60430,"tanks":2380,"planes":265},"increase":{"personnel_units":320,"tanks":3,"planes":1}}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2022-10-02","day":221,"stats":{"personnel_units":60110,"tanks":2377,"planes":264},"increase":{"personnel_units":500,"tanks":23,"planes":0}},{"date":"2022-10-03","day":222,"stats":{"personnel_units":60430,"tanks":2308,"planes":265},"increase":{"personnel_units":320,"tanks":3,"planes":1}}]`},
	},
	{
		ID: "rate_outlier", Title: "A rise far above what is usual", Severity: schema.Warning, Day: checkRate,
		Text: "The increment exceeds three times the 99th percentile of the last 90 increments, plus 3, and 6 at least; after a gap, times its days. Rates changed a thousandfold over the war, so no fixed limit works. It alarms 4 times over the reference series: a late recognition, a mass attack, and two slips.",
		Good: Example{Name: "a.json", Text: rising(40, 11719, 4, 4)},
		Bad:  Example{Name: "a.json", Text: rising(40, 11719, 4, 400)},
	},
	{
		ID: "stale", Title: "A total that stands still", Severity: schema.Warning, Day: checkStale,
		Text: "A row that moves daily shows the value of the day before while all the other rows that move daily have moved: the usual slip of a copy, and one that no bound on rates can see. A row moves daily when at most 2 of its last 90 days brought no change and the slow ones, the 5th percentile, still brought 3.",
		Good: Example{Name: "a.json", Text: rising(70, 11719, 4, 4)},
		Bad:  Example{Name: "a.json", Text: rising(70, 11719, 4, 0)},
	},
	{
		ID: "gap", Title: "Days without a row", Severity: schema.Warning, Day: checkGap,
		Text: "The lists of the parties to the war are published daily; days are missing between two rows, of the whole list or of one category. Nothing is filled: the next increment covers more than one day and says so.",
		Good: Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846},{"date":"2022-03-02","day":7,"tank":211,"APC":862}]`},
		Bad:  Example{Name: "a.json", Text: `[{"date":"2022-03-01","day":6,"tank":198,"APC":846},{"date":"2022-03-03","day":8,"tank":217,"APC":900}]`},
	},
}
