package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"toll/input"
	"toll/pipeline/shape"
)

func newFormats(s Streams) *cobra.Command {
	type one struct {
		Name  string `json:"name"`
		Title string `json:"title"`
		Doc   string `json:"doc,omitempty"`
	}
	list := func() (formats, schemes []one) {
		for _, f := range input.Formats {
			formats = append(formats, one{f.Name, f.Title, f.Doc})
		}
		for _, x := range shape.Schemes() {
			schemes = append(schemes, one{Name: x.Name, Title: x.Title})
		}
		return formats, schemes
	}
	return listing{
		use: "formats", short: "List the formats and published layouts that toll reads",
		long: "Formats lists what toll reads, found from the content, and the published layouts\n(schemes) whose keys it knows; other keys are read by their words.",
		text: func(w io.Writer, _ []string) error {
			return aligned(w, func(w io.Writer) {
				formats, schemes := list()
				fmt.Fprintln(w, "FORMAT\tWHAT")
				for _, f := range formats {
					fmt.Fprintf(w, "%s\t%s: %s\n", f.Name, f.Title, f.Doc)
				}
				fmt.Fprintln(w, "\nSCHEME\tWHAT")
				for _, x := range schemes {
					fmt.Fprintf(w, "%s\t%s\n", x.Name, x.Title)
				}
			})
		},
		json: func([]string) (any, error) {
			formats, schemes := list()
			return map[string]any{"formats": formats, "schemes": schemes}, nil
		},
	}.command(s)
}
