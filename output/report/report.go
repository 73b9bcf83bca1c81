// Package report shows findings to people and to programs.
package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"toll/output/table"
	"toll/schema"
)

// A Reporter shows findings, one by one, in the order given. A finding is lent.
// Close writes what is left and does not close the stream.
type Reporter interface {
	Finding(f *schema.Finding) error
	Close() error
}

// Options of a report.
type Options struct {
	Color bool // text: colour the severity, for terminals
}

// A Format is a form of report.
type Format struct {
	Name string
	Doc  string
	open func(w io.Writer, o Options) (Reporter, error)
}

// Formats are the forms of report.
var Formats = []Format{
	{"text", "one line per finding: source:line:col: severity code: message", openText},
	{"jsonl", "one JSON object per finding, with the columns of the table findings as keys", openJSONL},
}

// New is a reporter of the named format that writes to w.
func New(format string, w io.Writer, o Options) (Reporter, error) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == format })
	if i < 0 {
		var names []string
		for _, f := range Formats {
			names = append(names, f.Name)
		}
		return nil, fmt.Errorf("no report format %q; there are %s", format, strings.Join(names, ", "))
	}
	return Formats[i].open(w, o)
}

// textReport writes lines as compilers do, which editors know how to follow.
type textReport struct {
	w      *bufio.Writer
	colors map[string]string // by severity; none without colour
}

// colors are the terminal sequences of the severities.
var colors = map[string]string{schema.Error: "\x1b[31m", schema.Warning: "\x1b[33m", schema.Info: "\x1b[36m"}

func openText(w io.Writer, o Options) (Reporter, error) {
	r := &textReport{w: bufio.NewWriter(w)}
	if o.Color {
		r.colors = colors
	}
	return r, nil
}

func (r *textReport) Finding(f *schema.Finding) error {
	severity := table.Visible(f.Severity)
	if color, ok := r.colors[f.Severity]; ok {
		severity = color + severity + "\x1b[0m"
	}
	_, err := fmt.Fprintf(r.w, "%s: %s %s: %s\n", table.Visible(place(f)), severity, table.Visible(f.Code), table.Visible(f.Message))
	return err
}

// place is where a finding is: source, then line and column or else the
// pointer, as far as they are known; all inputs when it is about no single one.
func place(f *schema.Finding) string {
	where := f.Source
	if where == "" {
		where = "all inputs"
	}
	switch {
	case f.Line != nil && f.Col != nil:
		return fmt.Sprintf("%s:%d:%d", where, *f.Line, *f.Col)
	case f.Line != nil:
		return fmt.Sprintf("%s:%d", where, *f.Line)
	case f.Pointer != "":
		return where + ":" + f.Pointer
	}
	return where
}

func (r *textReport) Close() error { return r.w.Flush() }

// jsonlReport writes findings as their table says.
type jsonlReport struct {
	encoder table.Encoder[schema.Finding]
	row     [1]schema.Finding
}

func openJSONL(w io.Writer, _ Options) (Reporter, error) {
	t, _ := schema.TableNamed("findings")
	encoder, err := table.NewJSONL[schema.Finding](w, t)
	return &jsonlReport{encoder: encoder}, err
}

func (r *jsonlReport) Finding(f *schema.Finding) error {
	r.row[0] = *f
	return r.encoder.Write(r.row[:])
}

func (r *jsonlReport) Close() error { return r.encoder.Close() }
