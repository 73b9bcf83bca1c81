// Package config holds what a run is told and not shown: the profile of the
// conflict with its sides and claimants. Another conflict is another folder of
// two TSV files.
package config

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"toll/schema"
)

//go:embed profiles
var profiles embed.FS

// DefaultProfile is the profile used when none is named.
const DefaultProfile = "ru-ua-2022"

// A Profile is what toll must know of a conflict.
type Profile struct {
	Name      string
	ID        string // 16 hex digits of what its files say
	Title     string
	FirstDay  schema.Date // day 1 of the war
	Listed    string      // the claimant whose list the windows of the category table are of
	Sides     []Side
	Claimants []schema.Claimant // in order of code
}

// A Side is a party to the conflict.
type Side struct {
	Code, Name, Opponent string
}

// Profiles lists the names of the built-in profiles.
func Profiles() []string {
	entries, _ := profiles.ReadDir("profiles")
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Builtin is the built-in profile of a name.
func Builtin(name string) (*Profile, error) {
	if !slices.Contains(Profiles(), name) {
		return nil, fmt.Errorf("no profile %q: there are %s", name, strings.Join(Profiles(), ", "))
	}
	sub, err := fs.Sub(profiles, path.Join("profiles", name))
	if err != nil {
		return nil, err
	}
	return Load(name, sub)
}

// Load reads a profile from a folder with conflict.tsv and claimants.tsv. The
// error says in which file and line the trouble is.
func Load(name string, folder fs.FS) (*Profile, error) {
	p := &Profile{Name: name}
	id := schema.NewHash()
	for _, file := range []struct {
		name   string
		fields int
		add    func(int, []string) error
	}{{"conflict.tsv", 4, p.addFact}, {"claimants.tsv", 8, p.addClaimant}} {
		text, err := fs.ReadFile(folder, file.name)
		if err != nil {
			return nil, err
		}
		id = id.Text(string(text))
		if err := schema.EachTSV(file.name, string(text), file.fields, file.add); err != nil {
			return nil, err
		}
	}
	p.ID = schema.IDText(id.Sum())
	if p.FirstDay == 0 {
		return nil, fmt.Errorf("profile %s: conflict.tsv states no first_day", name)
	}
	slices.SortFunc(p.Claimants, func(a, b schema.Claimant) int { return strings.Compare(a.Code, b.Code) })
	return p, p.check()
}

// check holds the codes of a profile against each other.
func (p *Profile) check() error {
	for _, s := range p.Sides {
		if !p.Side(s.Opponent) {
			return fmt.Errorf("profile %s: side %s has the opponent %q, which is no side", p.Name, s.Code, s.Opponent)
		}
	}
	for _, c := range p.Claimants {
		switch {
		case p.Claimant(c.Series) == nil:
			return fmt.Errorf("profile %s: claimant %s belongs to the series of %q, which is not listed", p.Name, c.Code, c.Series)
		case c.Side != "" && !p.Side(c.Side) || c.About != "" && !p.Side(c.About):
			return fmt.Errorf("profile %s: claimant %s names a side that the conflict has not: %q, %q", p.Name, c.Code, c.Side, c.About)
		}
	}
	return nil
}

func (p *Profile) addFact(_ int, r []string) error {
	switch r[0] {
	case "title":
		p.Title = r[2]
	case "first_day":
		d, err := schema.ParseDate(r[2])
		if err != nil {
			return err
		}
		p.FirstDay = d
	case "listed":
		p.Listed = r[1]
	case "side":
		p.Sides = append(p.Sides, Side{Code: r[1], Name: r[2], Opponent: r[3]})
	default:
		return fmt.Errorf("unknown kind %q: want title, first_day, listed or side", r[0])
	}
	return nil
}

func (p *Profile) addClaimant(_ int, r []string) error {
	rank, err := strconv.Atoi(r[4])
	if err != nil {
		return fmt.Errorf("rank %q is not a number", r[4])
	}
	p.Claimants = append(p.Claimants, schema.Claimant{Code: r[0], Name: r[1], Side: r[2], About: r[3],
		Rank: int32(rank), Series: r[5], Personnel: r[6], Method: r[7]})
	return nil
}

// Claimant is the claimant of a code, or nil.
func (p *Profile) Claimant(code string) *schema.Claimant {
	for i := range p.Claimants {
		if p.Claimants[i].Code == code {
			return &p.Claimants[i]
		}
	}
	return nil
}

// Side reports whether a code is a side of the conflict.
func (p *Profile) Side(code string) bool {
	return slices.ContainsFunc(p.Sides, func(s Side) bool { return s.Code == code })
}
