package validate

import (
	"fmt"
	"strings"

	"toll/schema"
)

// alsoFile parts an example of two documents.
const alsoFile = "\n---\n"

// Documents are the documents of an example: one, or more when the rule compares
// them.
func (e Example) Documents() []string { return strings.Split(e.Text, alsoFile) }

// longText is longer than the limit that its example sets.
const longText = "a note that goes on and on and does not end before the limit is reached"

// rising is a made-up list of so many days with three rows that rise daily; the
// first one begins at a total, rises by a step, and on the last day by another.
func rising(days, total, step, last int) string {
	first, _ := schema.NewDate(2025, 1, 1)
	var rows []string
	for i := range days {
		d := first + schema.Date(i)
		if i == days-1 {
			total += last
		} else if i > 0 {
			total += step
		}
		rows = append(rows, fmt.Sprintf(`{"date":"%s","tank":%d,"APC":%d,"MRL":%d}`, d, total, 20100+11*i, 1260+5*i))
	}
	return "[" + strings.Join(rows, ",\n ") + "]"
}
