package pipeline_test

import (
	"context"
	"iter"
	"strconv"
	"testing"

	"toll/pipeline"
	"toll/schema"
)

// keys are those of a record of the reference series, in its order.
var keys = []string{"date", "day", "aircraft", "helicopter", "tank", "APC", "field artillery", "MRL", "drone", "naval ship",
	"anti-aircraft warfare", "special equipment", "vehicles and fuel tanks", "cruise missiles", "submarines"}

// A feed gives records of the reference layout out of memory, as a reader of
// JSON would: the same fields with other values each time.
type feed struct {
	doc    *schema.Document
	fields []schema.Field
	text   []byte
	rec    schema.Record
	bytes  int64
	clash  bool // a day that comes again says something else
}

func newFeed() *feed {
	f := &feed{doc: &schema.Document{DocID: "0123456789abcdef", Source: "a.json"}}
	for i, k := range keys {
		track := &schema.Track{Doc: f.doc, Prefix: "/", Suffix: "/" + k}
		kind := schema.NumberValue
		if i == 0 {
			kind = schema.TextValue
		}
		f.fields = append(f.fields, schema.Field{Key: &schema.Key{Path: []string{k}, Track: track}, Index: i, Kind: kind})
	}
	return f
}

// records gives n records, a day each; after a thousand days it begins again.
func (f *feed) records(n int) iter.Seq2[*schema.Record, error] {
	first, _ := schema.NewDate(2023, 9, 14)
	return func(yield func(*schema.Record, error) bool) {
		for i := range n {
			day := int64(568 + i%1000)
			if f.clash {
				day = int64(568 + i)
			}
			f.fill(int64(i), first+schema.Date(i%1000), day)
			if !yield(&f.rec, nil) {
				return
			}
		}
	}
}

// fill writes one record as JSON and points the fields into it.
func (f *feed) fill(number int64, d schema.Date, day int64) {
	b := append(f.text[:0], '{')
	start := f.bytes
	for i := range f.fields {
		x := &f.fields[i]
		if i > 0 {
			b = append(b, ',')
		}
		x.KeyStart = start + int64(len(b))
		b = append(append(append(b, '"'), keys[i]...), `":`...)
		from := len(b)
		switch i {
		case 0:
			b = append(b, '"')
			b = d.AppendTo(b)
			b = append(b, '"')
			from++
		case 1:
			b = strconv.AppendInt(b, day, 10)
		default:
			b = strconv.AppendInt(b, 1000*int64(i)+day*int64(i), 10)
		}
		to := len(b)
		if i == 0 {
			to--
		}
		x.Value = b[from:to]
		x.Spot = schema.Spot{Line: number + 1, Col: int32(from + 1), Start: start + int64(from), End: start + int64(to), Track: x.Key.Track, Record: number}
		x.QuoteEnd = start + int64(len(b))
	}
	b = append(b, '}', '\n')
	f.text = b
	f.rec = schema.Record{Number: number, Fields: f.fields, Raw: b[:len(b)-1], Start: start, Spot: schema.Spot{Line: number + 1, Col: 1, Start: start}}
	f.bytes += int64(len(b))
}

// BenchmarkFigures measures shape, normalize, the rules on figures and the door
// of reconcile, over records that lie in memory. MB/s are of the JSON that they
// stand for; the time of making that text is part of it (BenchmarkFeed).
func BenchmarkFigures(b *testing.B) { benchmark(b, false) }

// BenchmarkFiguresDetail is the same with the texts that the figures table
// needs.
func BenchmarkFiguresDetail(b *testing.B) { benchmark(b, true) }

func benchmark(b *testing.B, detail bool) {
	o := options(b)
	o.Detail = detail
	const records = 100_000
	b.ReportAllocs()
	for b.Loop() {
		f := newFeed()
		s, err := pipeline.Run(context.Background(), feedContents(f, records), o, pipeline.Out{Figure: func(*schema.Figure) error { return nil }})
		if err != nil {
			b.Fatal(err)
		}
		if s.Figures != 13*records {
			b.Fatalf("%d figures", s.Figures)
		}
		b.SetBytes(f.bytes)
	}
}

// BenchmarkFeed is the share of the making of the text in the others.
func BenchmarkFeed(b *testing.B) {
	for b.Loop() {
		f := newFeed()
		for range f.records(100_000) {
			continue
		}
		b.SetBytes(f.bytes)
	}
}
