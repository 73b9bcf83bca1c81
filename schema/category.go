package schema

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// A Category is one row of categories.
type Category struct {
	Code        string `csv:"code" parquet:"code" doc:"Code of the category."`
	Group       string `csv:"category_group" parquet:"category_group,dict" enum:"category_group" doc:"Group of the category."`
	Kind        string `csv:"kind" parquet:"kind,dict" doc:"leaf: a row of a list; narrow: part of a broader leaf; compound: one number for several leaves, never added to them; extra: outside the Ukrainian list; total: a sum over rows; out_of_scope: recognised and kept apart."`
	Unit        string `csv:"unit" parquet:"unit,dict" doc:"What is counted."`
	Definition  string `csv:"definition" parquet:"definition" doc:"What it holds."`
	ValidFrom   *Date  `csv:"valid_from" parquet:"valid_from,optional,date" doc:"First day of the row in the Ukrainian General Staff list."`
	ValidTo     *Date  `csv:"valid_to" parquet:"valid_to,optional,date" doc:"Last day of the row in that list; null while it goes on."`
	MergedInto  string `csv:"merged_into" parquet:"merged_into,optional,dict" doc:"Category that goes on counting it."`
	Broader     string `csv:"broader" parquet:"broader,optional,dict" doc:"Leaf that a narrow category is part of."`
	Members     string `csv:"members" parquet:"members,optional" doc:"Categories that a compound counts together, joined by a semicolon."`
	GeneralUK   string `csv:"terms_ua_general_staff_uk" parquet:"terms_ua_general_staff_uk,optional" doc:"Printed labels of the Ukrainian General Staff, Ukrainian, joined by a semicolon."`
	GeneralEN   string `csv:"terms_ua_general_staff_en" parquet:"terms_ua_general_staff_en,optional" doc:"Printed labels of the Ukrainian General Staff, English."`
	Petro       string `csv:"terms_petro" parquet:"terms_petro,optional" doc:"Keys of the data set by PetroIvaniuk. Here and below a match other than exact stands in brackets."`
	Rwrip       string `csv:"terms_rwrip" parquet:"terms_rwrip,optional" doc:"Keys of the russianwarship.rip API."`
	MinfinEN    string `csv:"terms_minfin_en" parquet:"terms_minfin_en,optional" doc:"English labels of index.minfin.com.ua."`
	Lod         string `csv:"terms_lod" parquet:"terms_lod,optional" doc:"Keys of the lod-db data set."`
	Ratnikov    string `csv:"terms_ratnikov" parquet:"terms_ratnikov,optional" doc:"Keys of the data set by ratnikov."`
	Sbs         string `csv:"terms_sbs" parquet:"terms_sbs,optional" doc:"Columns of the sbs-stats data set."`
	Oryx        string `csv:"terms_oryx" parquet:"terms_oryx,optional" doc:"Headings of the Oryx list."`
	RuMoD       string `csv:"terms_ru_mod" parquet:"terms_ru_mod,optional" doc:"Labels of the Russian ministry's running total."`
	RuMoDKursk  string `csv:"terms_ru_mod_kursk" parquet:"terms_ru_mod_kursk,optional" doc:"Labels of the Russian ministry's list for Kursk."`
	Sipri       string `csv:"terms_sipri" parquet:"terms_sipri,optional" doc:"Classes of the SIPRI Arms Transfers Database."`
	Iiss        string `csv:"terms_iiss" parquet:"terms_iiss,optional" doc:"Headings of the IISS Military Balance."`
	Wikipedia   string `csv:"terms_wikipedia" parquet:"terms_wikipedia,optional" doc:"Headings of Wikipedia tables."`
	UAAirForce  string `csv:"terms_ua_air_force" parquet:"terms_ua_air_force,optional" doc:"Words of the Ukrainian Air Force's raid reports."`
	memberCodes []string
}

// MemberCodes are the categories that a compound counts together.
func (c *Category) MemberCodes() []string { return c.memberCodes }

// In reports whether a day lies in the window of the category. A category
// without a window is in it on every day.
func (c *Category) In(d Date) bool {
	return (c.ValidFrom == nil || d >= *c.ValidFrom) && (c.ValidTo == nil || d <= *c.ValidTo)
}

// A Mapping is how a scheme names a category.
type Mapping struct {
	Code     string // our category
	Scheme   string
	Lang     string
	From, To *Date  // days on which the term has this meaning; nil is open
	Match    string // exact, close, broad, narrow or related, from our code to their term
	Term     string
}

//go:embed data/categories.tsv
var categoriesTSV string

//go:embed data/groups.tsv
var groupsTSV string

//go:embed data/mappings.tsv
var mappingsTSV string

// Mappings lists how others name the categories, by scheme and code.
var Mappings = sync.OnceValue(func() []Mapping {
	var list []Mapping
	for _, r := range mustRows("data/mappings.tsv", mappingsTSV, 7) {
		list = append(list, Mapping{Code: r[0], Scheme: r[1], Lang: r[2], From: dayOrNil(r[3]), To: dayOrNil(r[4]), Match: r[5], Term: r[6]})
	}
	return list
})

// Groups lists the groups of categories.
var Groups = sync.OnceValue(func() []Code {
	var list []Code
	for _, r := range mustRows("data/groups.tsv", groupsTSV, 2) {
		list = append(list, Code{r[0], r[1]})
	}
	return list
})

// Categories lists the category table in order of code.
var Categories = sync.OnceValue(func() []Category {
	var list []Category
	for _, r := range mustRows("data/categories.tsv", categoriesTSV, 10) {
		c := Category{Code: r[0], Group: r[1], Kind: r[2], Unit: r[3], ValidFrom: dayOrNil(r[4]), ValidTo: dayOrNil(r[5]),
			MergedInto: r[6], Broader: r[7], Members: strings.ReplaceAll(r[8], ",", ";"), Definition: r[9]}
		if r[8] != "" {
			c.memberCodes = strings.Split(r[8], ",")
		}
		c.addTerms()
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b Category) int { return strings.Compare(a.Code, b.Code) })
	return list
})

// addTerms fills the columns of terms from the mappings.
func (c *Category) addTerms() {
	columns := map[string]*string{
		"ua_general_staff uk": &c.GeneralUK, "ua_general_staff en": &c.GeneralEN,
		"petro": &c.Petro, "rwrip": &c.Rwrip, "minfin_en": &c.MinfinEN, "lod": &c.Lod, "ratnikov": &c.Ratnikov, "sbs": &c.Sbs,
		"oryx": &c.Oryx, "ru_mod": &c.RuMoD, "ru_mod_kursk": &c.RuMoDKursk, "sipri": &c.Sipri, "iiss": &c.Iiss,
		"wikipedia": &c.Wikipedia, "ua_air_force": &c.UAAirForce,
	}
	for _, m := range Mappings() {
		if m.Code != c.Code {
			continue
		}
		column, ok := columns[m.Scheme]
		if !ok {
			column = columns[m.Scheme+" "+m.Lang]
		}
		term := m.Term
		if m.Match != "exact" {
			term += " (" + m.Match + ")"
		}
		switch {
		case *column == "":
			*column = term
		case !slices.Contains(strings.Split(*column, "; "), term):
			*column += "; " + term
		}
	}
}

var categoryIndex = sync.OnceValue(func() map[string]*Category {
	list := Categories()
	index := make(map[string]*Category, len(list))
	for i := range list {
		index[list[i].Code] = &list[i]
	}
	return index
})

// CategoryOf is the category of a code, or nil.
func CategoryOf(code string) *Category { return categoryIndex()[code] }

func dayOrNil(s string) *Date {
	if s == "" {
		return nil
	}
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return &d
}

// A Claimant is one row of claimants: a party that claims losses. The list is
// part of the conflict's profile.
type Claimant struct {
	Code      string `csv:"code" parquet:"code" doc:"Code of the claimant."`
	Name      string `csv:"name" parquet:"name" doc:"Its name."`
	Side      string `csv:"side" parquet:"side,optional,dict" enum:"side" doc:"The side it belongs to; null when to none."`
	About     string `csv:"about" parquet:"about,optional,dict" enum:"side" doc:"The side whose losses its list counts, when it counts one."`
	Rank      int32  `csv:"rank" parquet:"rank" doc:"1 a party or its organ, 2 a third state or alliance, 3 a counting project or the press, 9 not known."`
	Series    string `csv:"series" parquet:"series,dict" doc:"The claimant whose series its totals belong to: claimants that publish one list share it."`
	Personnel string `csv:"personnel_outcome" parquet:"personnel_outcome,optional,dict" enum:"outcome" doc:"What its count of personnel holds by its published method."`
	Method    string `csv:"method" parquet:"method" doc:"How it counts, as far as published."`
}
