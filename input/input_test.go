package input

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"toll/schema"
)

// readAll reads one document from memory and returns it with the fault that
// refused or ended it. The window is as small as o makes it.
func readAll(t testing.TB, name string, data []byte, each func(*schema.Record)) (*schema.Document, *schema.Fault) {
	return readWith(t, Options{Stdin: bytes.NewReader(data)}, name, each)
}

func readWith(t testing.TB, o Options, name string, each func(*schema.Record)) (doc *schema.Document, fault *schema.Fault) {
	t.Helper()
	for content, err := range Read(context.Background(), []Source{{Name: name}}, o) {
		if err != nil {
			t.Fatal(err)
		}
		doc, fault = content.Document, content.Refused
		if fault != nil {
			break
		}
		for record, err := range content.Records {
			switch {
			case errors.As(err, &fault):
			case err != nil:
				t.Fatal(err)
			default:
				each(record)
			}
		}
	}
	return doc, fault
}
