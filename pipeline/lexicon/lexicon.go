// Package lexicon is how each language spells what toll reads: categories, the
// names of columns, sides, outcomes and qualifiers. Words are data: a folder
// per language below data, TSV files with one form a line
//
//	kind	code	form	evidence	note
//
// sorted, without duplicates; "#" begins a comment. kind and code say what the
// form means, evidence where it was seen. Adding a language is adding a folder.
package lexicon

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"

	"toll/schema"
)

//go:embed data
var data embed.FS

// Kinds of forms.
const (
	Category  = "category"  // code: a category
	Column    = "column"    // code: what a column of a table holds, see Columns
	Side      = "side"      // code: a side
	Outcome   = "outcome"   // code: an outcome
	Qualifier = "qualifier" // code: a qualifier
	Measure   = "measure"   // code: a measure
	Wrapper   = "wrapper"   // code: neutral
	Claimant  = "claimant"  // code: a claimant of a profile
)

// Kinds lists the kinds of forms, with what their codes are.
var Kinds = []struct{ Kind, Doc string }{
	{Category, "a category of the category table"},
	{Column, "what a column or key holds, other than a category"},
	{Side, "whose losses"},
	{Outcome, "what became of the counted"},
	{Qualifier, "how exactly a number is meant"},
	{Measure, "what the numbers under a key measure, where no column is named so"},
	{Wrapper, "a key that says nothing of what stands under it"},
	{Claimant, "who claims"},
}

// A Term is one form of a lexicon.
type Term struct {
	Kind, Code, Form, Evidence, Note string
	Lang                             string
	File                             string // path within the lexicon
	Line                             int
}

// A Lexicon is a set of terms, indexed by folded form.
type Lexicon struct {
	Terms []Term
	index map[string]map[string]*Term // kind, then folded form
}

// Builtin is the lexicon that toll ships.
var Builtin = sync.OnceValue(func() *Lexicon {
	sub, err := fs.Sub(data, "data")
	if err != nil {
		panic(err)
	}
	l, err := Load(sub)
	if err != nil {
		panic(err) // a test reads the embedded files
	}
	return l
})

// Load reads every TSV file of every language folder. The error names file and
// line.
func Load(folder fs.FS) (*Lexicon, error) {
	files, err := fs.Glob(folder, "*/*.tsv")
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	l := &Lexicon{index: map[string]map[string]*Term{}}
	for _, file := range files {
		text, err := fs.ReadFile(folder, file)
		if err != nil {
			return nil, err
		}
		if err := l.parse(file, string(text)); err != nil {
			return nil, err
		}
	}
	for i := range l.Terms {
		if err := l.add(&l.Terms[i]); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *Lexicon) parse(file, text string) error {
	return schema.EachTSV(file, text, 5, func(line int, f []string) error {
		if f[2] == "" {
			return errors.New("no form: a line is kind, code, form, evidence, note between tabs")
		}
		l.Terms = append(l.Terms, Term{Kind: f[0], Code: f[1], Form: f[2], Evidence: f[3], Note: f[4],
			Lang: path.Dir(file), File: file, Line: line})
		return nil
	})
}

// add puts a term into the index. Two languages may share a form with one
// meaning; a form with two meanings of one kind is an error.
func (l *Lexicon) add(t *Term) error {
	if !slices.ContainsFunc(Kinds, func(k struct{ Kind, Doc string }) bool { return k.Kind == t.Kind }) {
		return fmt.Errorf("%s:%d: unknown kind %q", t.File, t.Line, t.Kind)
	}
	forms := l.index[t.Kind]
	if forms == nil {
		forms = map[string]*Term{}
		l.index[t.Kind] = forms
	}
	folded := Fold(t.Form)
	if old, ok := forms[folded]; ok && (old.Code != t.Code || old.Lang == t.Lang) {
		return fmt.Errorf("%s:%d: %q reads like %q of %s:%d", t.File, t.Line, t.Form, old.Form, old.File, old.Line)
	} else if !ok {
		forms[folded] = t
	}
	return nil
}

// Find is the term of a kind whose form reads like the given words, or nil.
func (l *Lexicon) Find(kind, words string) *Term { return l.index[kind][Fold(words)] }

// Forms lists the folded forms of a kind, sorted.
func (l *Lexicon) Forms(kind string) []string {
	forms := make([]string, 0, len(l.index[kind]))
	for f := range l.index[kind] {
		forms = append(forms, f)
	}
	slices.Sort(forms)
	return forms
}
