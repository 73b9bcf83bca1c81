package input

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"toll/schema"
)

// columnNames are the keys of the widest published list of losses.
var columnNames = []string{
	"day", "aircraft", "helicopter", "tank", "APC", "field artillery", "MRL", "military auto",
	"fuel tank", "drone", "naval ship", "anti-aircraft warfare", "special equipment",
	"vehicles and fuel tanks", "cruise missiles",
}

// wideJSON makes an array of wide records. Each shift turns the keys of every
// record one further.
func wideJSON(records int, newline, space string, shift int) []byte {
	var b bytes.Buffer
	b.WriteString("[")
	for i := range records {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, "%s{%s\"date\":%s\"2022-02-%02d\"", newline, newline+newline, space, 1+i%28)
		for k := range columnNames {
			name := columnNames[(k+i*shift)%len(columnNames)]
			fmt.Fprintf(&b, ",%s\"%s\":%s%d", newline+newline, name, space, (i*7+k*131)%9000)
		}
		fmt.Fprintf(&b, "%s}", newline)
	}
	b.WriteString("]\n")
	return b.Bytes()
}

func wideCSV(records int, quote string) []byte {
	var b bytes.Buffer
	b.WriteString("date," + strings.Join(columnNames, ",") + "\n")
	for i := range records {
		fmt.Fprintf(&b, "%s2022-02-%02d%s", quote, 1+i%28, quote)
		for k := range columnNames {
			fmt.Fprintf(&b, ",%s%d%s", quote, (i*7+k*131)%9000, quote)
		}
		b.WriteString("\n")
	}
	return b.Bytes()
}

func BenchmarkRecords(b *testing.B) {
	for _, c := range []struct {
		name, source string
		data         []byte
	}{
		{"json pretty", "x.json", wideJSON(20000, "\n    ", " ", 0)},
		{"json compact", "x.json", wideJSON(20000, "", "", 0)},
		{"json shuffled", "x.json", wideJSON(20000, "", "", 1)},
		{"ndjson cyrillic", "x.ndjson", bytes.Repeat([]byte(`{"дата":"24 лютого","танки":80,"літаки":10,"примітка":"близько \"двох\" тисяч"}`+"\n"), 50000)},
		{"csv", "x.csv", wideCSV(20000, "")},
		{"csv quoted", "x.csv", wideCSV(20000, `"`)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.data)))
			b.ReportAllocs()
			for b.Loop() {
				readAll(b, c.source, c.data, func(*schema.Record) {})
			}
		})
	}
}
