package job

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"toll/input"
	"toll/output/publish"
	"toll/output/table"
	"toll/pipeline"
	"toll/pipeline/config"
	"toll/schema"
)

// A Publication is what Run is told beside the job.
type Publication struct {
	Dir        string // where sets are published
	FailOn     string // severity at which nothing is published; blank: never
	AllowEmpty bool   // publish a set without a figure
	Finding    func(*schema.Finding) error
	Options    map[string]string // for the manifest: what else decided the bytes
}

// ErrFindings says that findings kept a run from publishing.
var ErrFindings = errors.New("findings")

// ErrEmpty says that a run read no figure.
var ErrEmpty = errors.New("no figure was read")

// Run reads the inputs and publishes a set: all of it, or nothing. It returns
// the id of the set. ErrFindings and ErrEmpty say that the inputs were at fault.
func Run(ctx context.Context, j Job, p Publication) (id string, s *pipeline.Summary, err error) {
	sources, err := input.Find(j.Args)
	if err != nil {
		return "", nil, err
	}
	set, err := publish.Begin(p.Dir)
	if err != nil {
		return "", nil, err
	}
	defer func() { err = errors.Join(err, set.Abort()) }()
	j.Input.Hash = true
	j.Pipeline.Detail = true
	t, err := openTables(set.Path())
	if err != nil {
		return "", nil, err
	}
	if err := t.constant(j.Pipeline.Profile); err != nil {
		return "", nil, cmp.Or(err, t.close())
	}
	s, err = j.read(ctx, sources, t.out(p.Finding))
	if err = cmp.Or(err, t.close()); err != nil {
		return "", s, err
	}
	switch {
	case p.FailOn != "" && s.Worst(p.FailOn) > 0:
		return "", s, ErrFindings
	case s.Figures == 0 && !p.AllowEmpty:
		return "", s, ErrEmpty
	}
	if err := t.verify(j.progress); err != nil {
		return "", s, err
	}
	if err := describe(set.Path()); err != nil {
		return "", s, err
	}
	id, err = set.Commit(publish.Manifest{Schema: schema.Version, Tool: Version, Options: p.Options, Inputs: t.inputs, Rows: t.rows()})
	return id, s, err
}

// tables are the files of a set in the making.
type tables struct {
	documents  *table.Writer[schema.Document]
	figures    *table.Writer[schema.Figure]
	losses     *table.Writer[schema.Loss]
	wide       *table.WideWriter
	findings   *table.Writer[schema.Finding]
	categories *table.Writer[schema.Category]
	claimants  *table.Writer[schema.Claimant]
	rejects    *rejects
	toFigures  *relay[schema.Figure]
	toLosses   *relay[schema.Loss]
	toWide     *relay[schema.WideRow]
	figuresEnd chan error // of completing and verifying figures, beside the series
	inputs     []publish.Input
}

// openTables begins all files.
func openTables(dir string) (*tables, error) {
	t := &tables{}
	var errs [8]error
	t.documents, errs[0] = create[schema.Document](dir, "documents")
	t.figures, errs[1] = create[schema.Figure](dir, "figures")
	t.losses, errs[2] = create[schema.Loss](dir, "losses")
	t.findings, errs[3] = create[schema.Finding](dir, "findings")
	t.categories, errs[4] = create[schema.Category](dir, "categories")
	t.claimants, errs[5] = create[schema.Claimant](dir, "claimants")
	wide, _ := schema.TableNamed("losses_wide")
	t.wide, errs[6] = table.CreateWide(dir, wide, Version)
	t.rejects, errs[7] = openRejects(dir)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	t.toFigures = newRelay((*schema.Arena).Copy, t.figures.Write)
	t.toLosses = newRelay((*schema.Arena).CopyLoss, t.losses.Write)
	t.toWide = newRelay(func(_ *schema.Arena, w *schema.WideRow) schema.WideRow { return *w }, t.wide.Write) // made anew for each day
	return t, nil
}

// constant writes the tables that do not depend on the input.
func (t *tables) constant(p *config.Profile) error {
	return errors.Join(t.categories.Write(schema.Categories()), t.claimants.Write(p.Claimants))
}

func create[T any](dir, name string) (*table.Writer[T], error) {
	t, ok := schema.TableNamed(name)
	if !ok {
		return nil, fmt.Errorf("no table %q", name)
	}
	return table.Create[T](dir, t, Version)
}

// out lets the results of a run go into the files, and findings to report too.
func (t *tables) out(report func(*schema.Finding) error) pipeline.Out {
	return pipeline.Out{
		Document: func(d *schema.Document) error {
			return t.documents.Write([]schema.Document{*d})
		},
		Content: func(c *schema.Content) {
			t.inputs = append(t.inputs, publish.Input{Source: c.Document.Source, SHA256: c.SHA256, Bytes: c.Document.Bytes, DocID: c.Document.DocID, Status: c.Document.Status})
		},
		Figure: t.toFigures.add,
		Finding: func(f *schema.Finding) error {
			if report != nil {
				if err := report(f); err != nil {
					return err
				}
			}
			return t.findings.Write([]schema.Finding{*f})
		},
		Reject: t.rejects.write,
		Read:   t.endFigures,
		Losses: t.toLosses.addAll,
		Wide:   t.toWide.addAll,
	}
}

// A file is one table in the making.
type file struct {
	name   string
	writer interface {
		Close() error
		Verify() error
		Rows() int64
	}
}

// all lists the files.
func (t *tables) all() []file {
	return []file{{"documents", t.documents}, {"figures", t.figures}, {"losses", t.losses}, {"losses_wide", t.wide},
		{"findings", t.findings}, {"categories", t.categories}, {"claimants", t.claimants}}
}

// endFigures completes and verifies the largest table while the series are put
// together.
func (t *tables) endFigures() {
	t.figuresEnd = make(chan error, 1)
	go func() {
		err := errors.Join(t.toFigures.close(), t.figures.Close())
		if err == nil {
			err = t.figures.Verify()
		}
		t.figuresEnd <- err
	}()
}

// close completes all files. It reports the first failure: on a full disk the
// others say the same.
func (t *tables) close() error {
	if t.figuresEnd == nil {
		t.endFigures() // the reading failed
	}
	errs := []error{<-t.figuresEnd, t.toLosses.close(), t.toWide.close(), t.rejects.close()}
	for _, f := range t.all() {
		errs = append(errs, f.writer.Close())
	}
	return cmp.Or(errs...)
}

// verify reads every file back, but that of the figures, which is done, and
// compares it with what was written.
func (t *tables) verify(progress func(Step, int64)) error {
	for _, f := range t.all() {
		progress(Verifying, 1)
		if f.name == "figures" {
			continue
		}
		if err := f.writer.Verify(); err != nil {
			return err
		}
	}
	return nil
}

// rows counts the rows of every file, for the manifest.
func (t *tables) rows() map[string]int64 {
	rows := map[string]int64{"rejects.jsonl": t.rejects.n}
	for _, f := range t.all() {
		for _, format := range table.Formats {
			rows[f.name+"."+format.Name] = f.writer.Rows()
		}
	}
	return rows
}

// describe writes datapackage.json.
func describe(dir string) error {
	b, err := table.DataPackage(dir, schema.Tables, table.Package{
		Name: "claimed-losses", Title: "Claimed military losses", Version: schema.Version,
		Description: "Losses of people and equipment as claimed by the parties to a war. Every number is a claim by the party named in the column claimant, not a finding of fact.",
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "datapackage.json"), b, 0o644)
}

// rejects is rejects.jsonl in the making.
type rejects struct {
	file *os.File
	w    *bufio.Writer
	n    int64
}

func openRejects(dir string) (*rejects, error) {
	f, err := os.Create(filepath.Join(dir, "rejects.jsonl"))
	if err != nil {
		return nil, err
	}
	return &rejects{file: f, w: bufio.NewWriter(f)}, nil
}

// write adds one line: raw as text, or as base64 when it is none.
func (r *rejects) write(x *schema.Reject) error {
	line := struct {
		Source  string `json:"source"`
		Line    int64  `json:"line,omitempty"`
		Col     int32  `json:"col,omitempty"`
		Start   int64  `json:"byte_start"`
		Pointer string `json:"pointer,omitempty"`
		Code    string `json:"code"`
		Reason  string `json:"reason"`
		Raw     string `json:"raw,omitempty"`
		Base64  []byte `json:"raw_base64,omitempty"`
	}{x.Source, x.Line, x.Col, x.Start, x.Pointer, x.Code, x.Reason, "", nil}
	if utf8.Valid(x.Raw) {
		line.Raw = string(x.Raw)
	} else {
		line.Base64 = slices.Clone(x.Raw)
	}
	r.n++
	enc := json.NewEncoder(r.w)
	enc.SetEscapeHTML(false)
	return enc.Encode(line)
}

func (r *rejects) close() error { return errors.Join(r.w.Flush(), r.file.Close()) }
