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
	if err := eachRow(folder, "conflict.tsv", 4, p.addFact); err != nil {
		return nil, err
	}
	if err := eachRow(folder, "claimants.tsv", 8, p.addClaimant); err != nil {
		return nil, err
	}
	if p.FirstDay == 0 {
		return nil, fmt.Errorf("profile %s: conflict.tsv states no first_day", name)
	}
	slices.SortFunc(p.Claimants, func(a, b schema.Claimant) int { return strings.Compare(a.Code, b.Code) })
	for _, c := range p.Claimants {
		if p.Claimant(c.Series) == nil {
			return nil, fmt.Errorf("profile %s: claimant %s belongs to the series of %q, which is not listed", name, c.Code, c.Series)
		}
	}
	return p, nil
}

func (p *Profile) addFact(r []string) error {
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

func (p *Profile) addClaimant(r []string) error {
	rank, err := strconv.Atoi(r[4])
	if err != nil {
		return fmt.Errorf("rank %q is not a number", r[4])
	}
	p.Claimants = append(p.Claimants, schema.Claimant{Code: r[0], Name: r[1], Side: r[2], About: r[3],
		Rank: int32(rank), Series: r[5], Personnel: r[6], Method: r[7]})
	return nil
}

// eachRow calls add with every row of a TSV file after its header.
func eachRow(folder fs.FS, name string, n int, add func([]string) error) error {
	text, err := fs.ReadFile(folder, name)
	if err != nil {
		return err
	}
	header := true
	for i, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != n {
			return fmt.Errorf("%s:%d: %d fields between tabs, want %d", name, i+1, len(fields), n)
		}
		if header {
			header = false
			continue
		}
		if err := add(fields); err != nil {
			return fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
	}
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

// WarDay is the number of a day in the war; its first day is 1.
func (p *Profile) WarDay(d schema.Date) int { return int(d-p.FirstDay) + 1 }

// DayOfWar is the day that bears a number in the war.
func (p *Profile) DayOfWar(n int) schema.Date { return p.FirstDay + schema.Date(n-1) }
