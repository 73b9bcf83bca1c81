package table

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"toll/schema"
)

// A Package is what a descriptor says about the whole set.
type Package struct {
	Name        string // lower case, digits and "-", "_", "."
	Title       string
	Description string
	Version     string  // of the data set
	License     License // left out when it has neither name nor path
}

// A License is a licence of the data. It needs a name (an Open Definition
// identifier such as CC-BY-4.0) or a path.
type License struct {
	Name  string `json:"name,omitempty"`
	Path  string `json:"path,omitempty"`
	Title string `json:"title,omitempty"`
}

// The JSON of a descriptor: version 2 by its $schema, and nothing in it that a
// reader of version 1 would refuse.
type (
	packageJSON struct {
		Schema      string         `json:"$schema"`
		Profile     string         `json:"profile"`
		Name        string         `json:"name"`
		Title       string         `json:"title,omitempty"`
		Description string         `json:"description,omitempty"`
		Version     string         `json:"version,omitempty"`
		Licenses    []License      `json:"licenses,omitempty"`
		Resources   []resourceJSON `json:"resources"`
	}
	resourceJSON struct {
		Name        string           `json:"name"`
		Type        string           `json:"type"`
		Profile     string           `json:"profile"`
		Path        string           `json:"path"`
		Title       string           `json:"title"`
		Description string           `json:"description"`
		Format      string           `json:"format"`
		MediaType   string           `json:"mediatype"`
		Encoding    string           `json:"encoding,omitempty"`
		Bytes       int64            `json:"bytes,omitempty"`
		Hash        string           `json:"hash"`
		Schema      *tableSchemaJSON `json:"schema,omitempty"`
	}
	tableSchemaJSON struct {
		Fields        []fieldJSON `json:"fields"`
		MissingValues []string    `json:"missingValues"`
		PrimaryKey    []string    `json:"primaryKey,omitempty"`
	}
	fieldJSON struct {
		Name        string           `json:"name"`
		Type        string           `json:"type"`
		Description string           `json:"description"`
		Constraints *constraintsJSON `json:"constraints,omitempty"`
	}
	constraintsJSON struct {
		Required bool     `json:"required,omitempty"`
		Enum     []string `json:"enum,omitempty"`
	}
)

// DataPackage is the Frictionless descriptor (datapackage.json) of the tables
// whose files lie in a folder: per table one resource for each format, with its
// SHA-256 and, of the CSV, size and Table Schema. It fails when a file is
// missing.
func DataPackage(dir string, tables []schema.Table, p Package) ([]byte, error) {
	d := packageJSON{
		Schema: "https://datapackage.org/profiles/2.0/datapackage.json", Profile: "data-package",
		Name: p.Name, Title: p.Title, Description: p.Description, Version: p.Version,
	}
	if p.License.Name != "" || p.License.Path != "" {
		d.Licenses = []License{p.License}
	}
	for _, t := range tables {
		for _, f := range Formats {
			r, err := describe(dir, t, f)
			if err != nil {
				return nil, fmt.Errorf("describe %s: %w", t.Name+f.Ext, err)
			}
			d.Resources = append(d.Resources, r)
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(d)
	return b.Bytes(), err
}

// describe is the resource of one file. The CSV bears the name of the table.
// Other formats carry their own types, so there the fields are of type any: to
// state types again, or the size, would make frictionless-py (5.21) refuse them
// (it does not count bytes of Parquet, and NULL among integers is NaN to it); to
// state nothing would make it guess types from the first rows.
func describe(dir string, t schema.Table, f Format) (resourceJSON, error) {
	size, hash, err := digest(filepath.Join(dir, t.Name+f.Ext))
	if err != nil {
		return resourceJSON{}, err
	}
	r := resourceJSON{
		Name: t.Name + "-" + f.Name, Type: "table", Profile: "data-resource", Path: t.Name + f.Ext,
		Title: t.Title, Description: t.Doc, Format: f.Name, MediaType: f.MediaType, Hash: hash,
	}
	if f.Name == "csv" {
		r.Name, r.Profile = t.Name, "tabular-data-resource"
		r.Encoding, r.Bytes, r.Schema = "utf-8", size, tableSchema(t)
		return r, nil
	}
	r.Schema = &tableSchemaJSON{MissingValues: []string{""}}
	for _, c := range t.Columns() {
		r.Schema.Fields = append(r.Schema.Fields, fieldJSON{Name: c.Name, Type: "any", Description: c.Doc})
	}
	return r, nil
}

// digest is the length of a file and its SHA-256 as Frictionless spells it.
func digest(path string) (int64, string, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	return n, "sha256:" + hex.EncodeToString(h.Sum(nil)), err
}

// frictionlessTypes are the types of columns as Table Schema names them.
var frictionlessTypes = map[string]string{schema.Text: "string", schema.Day: "date", schema.Int64: "integer", schema.Int32: "integer"}

// joined are the lists of codes of which a cell holds several, joined by a
// semicolon.
var joined = []string{"flag", "series_flag"}

// tableSchema is the Table Schema of a table.
func tableSchema(t schema.Table) *tableSchemaJSON {
	s := &tableSchemaJSON{MissingValues: []string{""}, PrimaryKey: t.Key}
	for _, c := range t.Columns() {
		f := fieldJSON{Name: c.Name, Type: frictionlessTypes[c.Type], Description: c.Doc}
		limits := constraintsJSON{Required: !c.Null}
		if !slices.Contains(joined, c.Enum) {
			for _, code := range schema.Enums[c.Enum] {
				limits.Enum = append(limits.Enum, code.Code)
			}
		}
		if limits.Required || limits.Enum != nil {
			f.Constraints = &limits
		}
		s.Fields = append(s.Fields, f)
	}
	return s
}
