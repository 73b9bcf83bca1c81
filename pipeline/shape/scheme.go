package shape

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"toll/schema"
)

//go:embed schemes/*.tsv
var schemeFiles embed.FS

// A Scheme is a published layout of the same figures.
type Scheme struct {
	Name        string
	Title       string
	Claimant    string // blank when a column says
	Side        string
	Measure     string
	Outcome     string
	Rank        uint8
	Corrections bool // the publisher declares corrections in a file of the same layout
	Attributed  bool // figures of any trust stand in it, so it makes none official

	mapping string            // the scheme of the mapping table that has its terms
	folded  map[string]string // keys and terms by how they read

	keys  map[string]role
	under map[string]string // measure of what stands under a key
	signs map[string]bool   // keys that hardly anybody else uses
	hints map[string]bool   // keys that others use too, signs only beside another
	terms map[string][]schema.Meaning
	langs map[string]string
	parts map[string]bool // terms that are narrower than the category they count in
}

// Schemes lists the schemes in order of name.
var Schemes = sync.OnceValue(func() []*Scheme {
	files, err := schemeFiles.ReadDir("schemes")
	if err != nil {
		panic(err)
	}
	var list []*Scheme
	for _, f := range files {
		text, err := schemeFiles.ReadFile(path.Join("schemes", f.Name()))
		if err != nil {
			panic(err)
		}
		s, err := parseScheme(strings.TrimSuffix(f.Name(), ".tsv"), string(text))
		if err != nil {
			panic(err) // a test reads the embedded files
		}
		list = append(list, s)
	}
	return list
})

// parseScheme reads a file of schemes: lines of kind, value and key.
//
//	title        what the layout is
//	terms        the scheme of the mappings whose terms are keys; "codes": the codes of the categories
//	claimant, side, measure, outcome, rank   what the layout states, where a key does not
//	attributed   it makes no figure official
//	corrections  its publisher declares corrections in the same layout
//	key          a key and its role
//	under        the measure of what stands under a key
//	sign         a key or term that hardly anybody else uses
//	hint         one that others use too: a sign only beside another
func parseScheme(name, text string) (*Scheme, error) {
	s := &Scheme{Name: name, mapping: name, keys: map[string]role{}, under: map[string]string{}, signs: map[string]bool{}, hints: map[string]bool{}}
	if err := schema.EachTSV(name+".tsv", text, 3, func(_ int, r []string) error { return s.add(r[0], r[1], r[2]) }); err != nil {
		return nil, err
	}
	s.readTerms(s.mapping)
	s.fold()
	return s, nil
}

// fold remembers how the keys and terms of the scheme read, so that copies in
// another case or with other joints ("field_artillery") are known too.
func (s *Scheme) fold() {
	s.folded = map[string]string{}
	for _, key := range s.sorted() {
		if f := loose(key); s.folded[f] == "" {
			s.folded[f] = key
		}
	}
}

// loose is a key without what copies change: case, and what joins its words.
// camelCase stays one word: "fuelTanks" is a key, "fuel tanks" are words.
func loose(key string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == '_' || r == '-' {
			return ' '
		}
		return r
	}, key))
}

// spelling is a key as the scheme spells it, the key itself when it knows none
// that reads alike.
func (s *Scheme) spelling(key string) string {
	if s.knows(key) {
		return key
	}
	if own := s.folded[loose(key)]; own != "" {
		return own
	}
	return key
}

// add takes one line of a scheme file.
func (s *Scheme) add(kind, value, key string) error {
	if text, ok := map[string]*string{"title": &s.Title, "terms": &s.mapping, "claimant": &s.Claimant, "side": &s.Side,
		"measure": &s.Measure, "outcome": &s.Outcome}[kind]; ok {
		*text = value
		return nil
	}
	switch kind {
	case "attributed":
		s.Attributed = true
	case "corrections":
		s.Corrections = true
	case "rank":
		n, err := strconv.ParseUint(value, 10, 8)
		if err != nil {
			return fmt.Errorf("rank %q is not a number", value)
		}
		s.Rank = uint8(n)
	case "key":
		return s.addKey(value, key)
	case "under":
		s.under[key] = value
	case "sign":
		s.signs[key] = true
	case "hint":
		s.hints[key] = true
	default:
		return fmt.Errorf("unknown kind %q", kind)
	}
	return nil
}

// everyCategory stands in a key for the code of each category.
const everyCategory = "<category>"

// addKey gives a key its role.
func (s *Scheme) addKey(value, key string) error {
	r, ok := roles[value]
	if !ok {
		return fmt.Errorf("%q is no role of a key", value)
	}
	if !strings.Contains(key, everyCategory) {
		s.keys[key] = r
		return nil
	}
	for _, c := range schema.Categories() {
		s.keys[strings.ReplaceAll(key, everyCategory, c.Code)] = r
	}
	return nil
}

// matchOrder ranks the matches of a mapping; a related term is never read.
var matchOrder = map[string]int{"exact": 0, "close": 1, "narrow": 2, "broad": 3}

// categoryCodes is what a scheme names whose terms are the codes themselves.
const categoryCodes = "codes"

// readTerms takes from the mappings of a scheme the best meaning of each term,
// and all of its windows.
func (s *Scheme) readTerms(name string) {
	s.terms, s.langs, s.parts = map[string][]schema.Meaning{}, map[string]string{}, map[string]bool{}
	if name == categoryCodes {
		for _, c := range schema.Categories() {
			s.terms[c.Code] = []schema.Meaning{{Category: c.Code}}
		}
		return
	}
	best := map[string]int{}
	for _, m := range schema.Mappings() {
		order, readable := matchOrder[m.Match]
		if m.Scheme != name || !readable {
			continue
		}
		for _, term := range variants(m.Term) {
			old, seen := best[term]
			meaning := schema.Meaning{Category: m.Code, From: m.From, To: m.To}
			switch {
			case name == "ua_general_staff":
				meaning.From, meaning.To = nil, nil // the dates are those of the wording
			case m.From != nil || m.To != nil: // another window is no rival
				order = old
			case seen && order >= old:
				continue
			}
			if seen && order < old {
				s.terms[term] = nil
			}
			best[term] = order
			s.langs[term] = m.Lang
			s.parts[term] = m.Match == "narrow"
			if !slices.ContainsFunc(s.terms[term], func(x schema.Meaning) bool { return x.Category == m.Code }) {
				s.terms[term] = append(s.terms[term], meaning)
			}
		}
	}
	for _, list := range s.terms {
		slices.SortStableFunc(list, func(a, b schema.Meaning) int { return int(startOf(a) - startOf(b)) })
	}
}

func startOf(m schema.Meaning) schema.Date {
	if m.From == nil {
		return -1 << 30
	}
	return *m.From
}

// variants are the wordings of one cell of the mapping table.
func variants(term string) []string {
	list := []string{term}
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(term, " / ", ";"), func(r rune) bool { return r == ';' }) {
		if part = strings.TrimSpace(part); part != term {
			list = append(list, part)
		}
	}
	return list
}

// label is the label of a term in this scheme, or nil.
func (s *Scheme) label(term string) *schema.Label {
	written := strings.Join(strings.Fields(term), " ") // cells end in a line break here and there
	term = s.spelling(written)
	meanings, ok := s.terms[term]
	if !ok {
		return nil
	}
	l := &schema.Label{Text: written, Lang: s.langs[term], Meanings: meanings}
	if s.parts[term] {
		l.Inferred = schema.Part
	}
	return l
}

// state lets the scheme say of a label what its layout states; what is measured
// is decided for the whole document.
func (s *Scheme) state(l *schema.Label) {
	l.Scheme, l.Rule = !s.Attributed, "scheme:"+s.Name
	l.Rank = s.Rank
	if l.Outcome == "" {
		l.Outcome = s.Outcome
	}
	if s.Side != "" {
		l.Side = s.Side
		l.Inferred |= schema.SideInferred
	}
	if s.Claimant != "" {
		l.Claimant = s.Claimant
		l.Inferred |= schema.ClaimantInferred
	}
}

// knows reports whether the scheme knows a key.
func (s *Scheme) knows(key string) bool {
	_, ok := s.keys[key]
	return ok || s.terms[key] != nil || s.signs[key]
}

// A match is how far a scheme knows the keys of a document.
type match struct {
	scheme *Scheme
	share  float64 // of the keys that it knows
	signs  int
	hints  int
}

// match holds the scheme against keys.
func (s *Scheme) match(keys []string) match {
	m := match{scheme: s}
	known := 0
	for _, k := range keys {
		own := s.spelling(k)
		if s.knows(own) {
			known++
		}
		switch {
		case s.signs[k]:
			m.signs++
		case s.signs[own], s.hints[own]: // a sign in another spelling is a hint
			m.hints++
		}
	}
	m.share = float64(known) / float64(max(len(keys), 1))
	return m
}

// strong reports whether the keys can hardly be anybody else's: three of five
// are known, and two of them are signs or hints.
func (m match) strong() bool { return m.share >= 0.6 && m.signs+m.hints >= 2 }

// weak reports whether they likely are the scheme's: one is a sign and it knows
// them all.
func (m match) weak() bool { return m.share == 1 && m.signs == 1 }

// better orders matches: the larger share, then more signs.
func (m match) better(o match) bool {
	return o.scheme == nil || m.share > o.share || m.share == o.share && m.signs > o.signs
}

// recognise is the scheme that knows most of the keys, or nil. A likely one is
// not taken against what the caller says.
func (o *Options) recognise(keys []string) *Scheme {
	var best match
	for _, s := range Schemes() {
		m := s.match(keys)
		if (m.strong() || m.weak() && o.agree(s)) && m.better(best) {
			best = m
		}
	}
	return best.scheme
}

// agree reports whether a scheme states nothing else than the caller does.
func (o *Options) agree(s *Scheme) bool {
	return (o.Claimant == "" || s.Claimant == "" || o.Claimant == s.Claimant) && (o.Side == "" || s.Side == "" || o.Side == s.Side)
}

// recogniseStrictly is recognise for words that anybody may use.
func recogniseStrictly(words []string) *Scheme {
	var best match
	for _, s := range Schemes() {
		if m := s.match(words); m.strong() && m.signs >= 2 && m.better(best) {
			best = m
		}
	}
	return best.scheme
}

// sorted lists the keys and terms of the scheme in order.
func (s *Scheme) sorted() []string {
	var list []string
	for k := range s.keys {
		list = append(list, k)
	}
	for k := range s.terms {
		list = append(list, k)
	}
	for k := range s.signs {
		list = append(list, k)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
