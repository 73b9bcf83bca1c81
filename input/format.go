package input

// A Format is a kind of document that toll recognises.
type Format struct {
	Name  string // as in documents.format
	Title string
	Doc   string                              // what is read of it
	Sniff func(head []byte, name string) bool // whether a document that begins so, of that name, is of this format
}

// Formats are the formats in the order in which they are tried; the first that
// fits is taken. The content decides; the name does only where content cannot.
var Formats = []Format{
	{Name: "ndjson", Title: "JSON lines"},
	{Name: "json", Title: "JSON"},
	{Name: "csv", Title: "CSV"},
	{Name: "text", Title: "Prose"},
}
