package schema

import (
	"fmt"
	"strings"
)

// EachTSV calls add with the fields of every line of data kept as text: n fields
// between tabs, the last ones left out when they are blank, '#' comments, and a
// header as the first line. An error names the file and the line.
func EachTSV(name, text string, n int, add func(line int, fields []string) error) error {
	header := true
	for i, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) > n {
			return fmt.Errorf("%s:%d: %d fields between tabs, want %d", name, i+1, len(fields), n)
		}
		if header {
			header = false
			continue
		}
		for len(fields) < n {
			fields = append(fields, "")
		}
		if err := add(i+1, fields); err != nil {
			return fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
	}
	return nil
}

// mustRows are the rows of embedded data. A test reads them all.
func mustRows(name, text string, n int) [][]string {
	var rows [][]string
	err := EachTSV(name, text, n, func(_ int, fields []string) error {
		rows = append(rows, fields)
		return nil
	})
	if err != nil {
		panic(err)
	}
	return rows
}
