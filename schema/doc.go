// Package schema is toll's contract: the tables it publishes with every column
// explained, the codes those columns may hold, and the values that travel
// between the stages. It imports nothing of the module, so every other package
// may speak its words.
//
// The struct tags of the row types are the only list of columns. CSV header,
// Parquet schema, Table Schema, codebook and the output of "toll schema" are
// derived from them:
//
//	csv      the name of the column
//	parquet  its Parquet form; "optional" makes it nullable
//	enum     the name of the list of codes it may hold (see Enums)
//	doc      what it means
//
// A blank text in a nullable column is NULL; a nil pointer in a numeric or date
// column is NULL. NULL means "not stated", 0 means "stated as zero".
package schema

// Version is the version of the published tables. It changes when a column is
// added, renamed or given another meaning.
const Version = "1"
