package input

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"toll/schema"
)

// short writes the records of a document as "path=value@pointer" fields, one
// record a line; inherited ones bear a "^".
func short(t *testing.T, name, text string) (lines []string, soft []schema.Fault, fatal *schema.Fault) {
	t.Helper()
	_, fatal = readAll(t, name, []byte(text), func(r *schema.Record) {
		var fields []string
		for _, f := range r.Fields {
			inherited := ""
			if f.KeyStart < 0 && f.Spot.Start < r.Start {
				inherited = "^"
			}
			fields = append(fields, fmt.Sprintf("%s%s=%s@%s", inherited, strings.Join(f.Key.Path, "."), f.Value, f.Spot.Track.Pointer(f.Spot.Record)))
		}
		lines = append(lines, strings.Join(fields, " "))
		soft = append(soft, r.Faults...)
	})
	return lines, soft, fatal
}

func TestJSONRecords(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"an array of objects", `[{"a b":1},{"c/~":null,"a b":2}]`,
			[]string{"a b=1@/0/a b", "c/~=null@/1/c~1~0 a b=2@/1/a b"}},
		{"one object", `{"message":"ok","data":{"stats":{"tanks":7},"l":[1,[2]]}}`,
			[]string{"message=ok@/message data.stats.tanks=7@/data/stats/tanks data.l.0=1@/data/l/0 data.l.1.0=2@/data/l/1/0"}},
		{"a wrapper", `{"source":"x","meta":{"v":1},"data":[{"a":1},{"a":2}]}`,
			[]string{"^source=x@/source ^meta.v=1@/meta/v a=1@/data/0/a", "^source=x@/source ^meta.v=1@/meta/v a=2@/data/1/a"}},
		{"scalars after a list", `{"x":1,"data":[{"a":1}],"end":true}`,
			[]string{"^x=1@/x a=1@/data/0/a", "^x=1@/x end=true@/end"}},
		{"scalars between lists", `{"data":[{"a":1}],"y":2,"more":[{"a":3}]}`,
			[]string{"a=1@/data/0/a", "^y=2@/y a=3@/more/0/a"}},
		{"an object with a list keeps its scalars", `{"ru":{"side":"r","l":[{"a":1}],"n":9},"ua":{"side":"u","l":[{"a":2}]}}`,
			[]string{"^ru.side=r@/ru/side a=1@/ru/l/0/a", "^ru.side=r@/ru/side ru.n=9@/ru/n", "^ua.side=u@/ua/side a=2@/ua/l/0/a"}},
		{"lists in lines", "{\"d\":\"1\",\"l\":[{\"c\":\"t\"},{\"c\":\"u\"}]}\n\n{\"d\":\"2\",\"l\":[{\"c\":\"v\"}]}",
			[]string{"^d=1@/0/d c=t@/0/l/0/c", "^d=1@/0/d c=u@/0/l/1/c", "^d=2@/1/d c=v@/1/l/0/c"}},
		{"lists in records", `[{"d":"1","l":[{"c":1}]},{"d":"2","l":[{"c":2}]},{"d":"3","l":[]}]`,
			[]string{"^d=1@/0/d c=1@/0/l/0/c", "^d=2@/1/d c=2@/1/l/0/c", "d=3@/2/d"}},
		{"items that are no objects", `[{"a":1},5,["x",{"b":2}],[]]`,
			[]string{"a=1@/0/a", "=5@/1", "0=x@/2/0 1.b=2@/2/1/b", ""}},
		{"nothing", `[]`, nil},
		{"an empty object", `{"data":[]}`, []string{""}},
		{"escapes", `[{"\u0430\n":"\ud83d\ude00\\"},{"а\n":"x"}]`,
			[]string{"а\n=😀\\@/0/а\n", "а\n=x@/1/а\n"}},
	} {
		got, soft, fatal := short(t, "x", c.text)
		if fatal != nil || len(soft) > 0 {
			t.Errorf("%s: %v %v", c.name, fatal, soft)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestJSONFaults: a "▮" marks the place of the fault in the text.
func TestJSONFaults(t *testing.T) {
	for _, c := range []struct{ text, code, message, records string }{
		{`[{"a":1,▮"a":1}]`, codeDuplicate, "same; one is taken", "a=1@/0/a"},
		{`[{"a":1,▮"a":2,"b":3}]`, codeDuplicate, "differ; both are left out", "b=3@/0/b"},
		{`[{"a":{"x":[1]},"b":3,▮"a":{"x":[1]}}]`, codeDuplicate, "same", "a.x.0=1@/0/a/x/0 b=3@/0/b"},
		{"[{\"ї\":1,\n  \"б\":\"ї\", ▮\"ї\":2}]", codeDuplicate, "differ", "б=ї@/0/б"},
		{`[{"a":▮NaN}]`, codeJSON, "NaN is not JSON", "a=NaN@/0/a"},
		{`[{"a":▮-Infinity}]`, codeJSON, "-Infinity is not JSON", "a=-Infinity@/0/a"},
		{`[{"ж":1▮,}]`, codeJSON, `a comma before "}"`, "ж=1@/0/ж"},
		{"[{\"a\":1}▮,\n\n]", codeJSON, `a comma before "]"`, "a=1@/0/a|"},
		{`[{"a":[1▮, ]}]`, codeJSON, `a comma before "]"`, "a.0=1@/0/a/0"},
		{`[{"a":1}]▮x`, codeJSON, "the end of the document", "a=1@/0/a"},
		{`{"a":1} ▮{"a":2}`, codeJSON, "the end of the document", "a=1@/a"},
		{"[{\"a\":1},\n {\"ї\":0▮1}]", codeJSON, "begin with 0", "a=1@/0/a"},
		{`[{"a":1.▮x}]`, codeJSON, "a digit after the point", ""},
		{`[{"a":"ї▮\x"}]`, codeJSON, "escape", ""},
		{`[{"a":"ї▮\ud800"}]`, codeJSON, "surrogate", ""},
		{"[{\"a\":\"ї▮\t\"}]", codeJSON, "U+0009", ""},
		{`[{"a":▮tru}]`, codeJSON, "expected a value", ""},
		{`[{"a":1▮;}]`, codeJSON, `expected "," or "}", found ";"`, ""},
		{`[{"a":1}▮`, codeJSON, "incomplete", "a=1@/0/a"},
		{`[{"a":"ї▮`, codeJSON, "incomplete", ""},
		{`[{▮a:1}]`, codeJSON, "a key in quotes", ""},
	} {
		before, after, _ := strings.Cut(c.text, "▮")
		got, soft, fatal := short(t, "x", strings.Replace(c.text, "▮", "", 1))
		if fatal != nil {
			soft = append(soft, *fatal)
		}
		if len(soft) != 1 {
			t.Errorf("%s: faults %v, want one", c.text, soft)
			continue
		}
		f := soft[0]
		checkSpot(t, []byte(before+after), f.Spot)
		if f.Code != c.code || !strings.Contains(f.Message, c.message) || f.Spot.Start != int64(len(before)) {
			t.Errorf("%s: %s at offset %d: %v, want %s at %d: %s", c.text, f.Code, f.Spot.Start, &f, c.code, len(before), c.message)
		}
		if records := strings.Join(got, "|"); records != c.records {
			t.Errorf("%s: records %s, want %s", c.text, records, c.records)
		}
	}
}

func TestJSONLimits(t *testing.T) {
	deep := strings.Repeat("[", 20) + strings.Repeat("]", 20)
	wide := `[{"a":1},{"a":"` + strings.Repeat("x", 5000) + `"}]`
	var keys bytes.Buffer
	for i := range maxKeys + 2 {
		fmt.Fprintf(&keys, "{\"k%d\":1}\n", i)
	}
	for _, c := range []struct{ text, code, message string }{
		{deep, codeJSON, "deeper than 19 levels"},
		{wide, codeTooLong, "longer than 1000 bytes"},
		{`{"a":[` + strings.Repeat("1,", 1000) + `1]}`, codeTooLong, "longer than 1000 bytes"},
		{keys.String(), codeTooLong, "different keys"},
	} {
		o := Options{Stdin: strings.NewReader(c.text), MaxUnit: 1000, MaxDepth: 19}
		_, fault := readWith(t, o, "x", func(*schema.Record) {})
		if fault == nil || fault.Code != c.code || !strings.Contains(fault.Message, c.message) {
			t.Errorf("%.40s: %v, want %s: %s", c.text, fault, c.code, c.message)
		}
	}
	o := Options{Stdin: strings.NewReader(`[{"a":` + strings.Repeat(" ", 2000) + `1}]`), MaxUnit: 1000}
	if _, fault := readWith(t, o, "x", func(*schema.Record) {}); fault == nil {
		t.Error("space inside a record counts")
	}
	o.Stdin = strings.NewReader(strings.Repeat(" ", 1<<20) + `[` + strings.Repeat("\n", 1<<20) + `{"a":1}` + strings.Repeat("\t", 1<<20) + `]`)
	if _, fault := readWith(t, o, "x.json", func(*schema.Record) {}); fault != nil {
		t.Errorf("space between records does not count: %v", fault)
	}
}
