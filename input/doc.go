// Package input turns bytes into documents and documents into records.
//
//	arguments --Find--> sources --Read--> documents --Content.Records--> records
//
// A document is a file or standard input, never a record or row: offsets and
// line:col count in it, after its byte order mark. A record is one JSON object
// or one row of a table, flattened to fields; it is lent, valid until the next
// step. Nothing is repaired: what cannot be read is a schema.Fault at its place,
// and what the system refuses (open, read, a full disk) is a plain error.
//
// One file per job:
//
//	find.go       arguments to sources
//	read.go       sources to documents: passes, hashes, the spool of standard input
//	encoding.go   is it text, and in which encoding
//	format.go     the table of formats and how each is recognised
//	window.go     the sliding window that the formats read through
//	json.go       JSON and NDJSON: which values are records, and what they inherit
//	jsontoken.go  JSON: the strict tokenizer
//	jsonkey.go    JSON: keys, found again by expecting them in their last order
//	csv.go        tables: rows to records
//	csvrow.go     tables: the strict scanner of rows
//
// A format is one row of Formats, one file, and one sample in
// testdata/formats.
package input
