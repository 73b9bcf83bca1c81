package job

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"toll/input"
	"toll/pipeline"
	"toll/pipeline/lexicon"
	"toll/schema"
)

// wideJSON is a made-up list in the layout of the reference data set, of at
// least so many bytes: one record a day, or the same days over and over.
func wideJSON(size, days int) []byte {
	keys := []string{"aircraft", "helicopter", "tank", "APC", "field artillery", "MRL", "drone", "naval ship", "anti-aircraft warfare",
		"special equipment", "vehicles and fuel tanks", "cruise missiles", "submarines"}
	rates := []int{1, 1, 10, 20, 40, 3, 500, 0, 2, 5, 150, 3, 0}
	first, _ := schema.NewDate(2022, 5, 1)
	var b bytes.Buffer
	b.WriteString("[\n")
	for i := 0; b.Len() < size; i++ {
		n := i % days
		day := first + schema.Date(n)
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `{"date": "%s", "day": %d`, day, n+67)
		for k, key := range keys {
			fmt.Fprintf(&b, `, %q: %d`, key, 400+n*rates[k]+n*(k+3)%7*rates[k]/9)
		}
		b.WriteString("}")
	}
	b.WriteString("\n]\n")
	return b.Bytes()
}

func benchmark(b *testing.B, data []byte, out pipeline.Out, detail bool) {
	b.Helper()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		j := Job{Args: []string{"-"}, Input: input.Options{Stdin: bytes.NewReader(data)},
			Pipeline: pipeline.Options{Profile: profile(b), Lexicon: lexicon.Builtin(), Detail: detail}}
		if _, err := j.find(context.Background(), out); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNormalize reads and normalizes, without the series: the same days
// over and over join in one table.
func BenchmarkNormalize(b *testing.B) { benchmark(b, wideJSON(32<<20, 1600), pipeline.Out{}, false) }

// BenchmarkSeries reads, normalizes, sorts and validates series of which every
// day is another.
func BenchmarkSeries(b *testing.B) { benchmark(b, wideJSON(32<<20, 1<<30), pipeline.Out{}, false) }

// BenchmarkRun does the whole job, from a file to a published set.
func BenchmarkRun(b *testing.B) {
	data := wideJSON(16<<20, 1<<30)
	source := filepath.Join(b.TempDir(), "list.json")
	if err := os.WriteFile(source, data, 0o644); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		j := Job{Args: []string{source}, Pipeline: pipeline.Options{Profile: profile(b), Lexicon: lexicon.Builtin()}}
		if _, _, err := Run(context.Background(), j, Publication{Dir: filepath.Join(b.TempDir(), "out"), FailOn: schema.Error}); err != nil {
			b.Fatal(err)
		}
	}
}
