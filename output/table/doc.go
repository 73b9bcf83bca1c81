// Package table writes toll's tables: to files (CSV and Parquet side by side),
// to a stream (CSV, JSON lines, aligned text) and as a Frictionless descriptor.
// All of them follow the struct tags of the schema; no column is named here.
//
// What is written to files is read back: a Writer keeps a Check of every column
// while writing, and Verify compares it with what lies on disk.
//
// The bytes depend on the rows alone: not on how the caller batches them, on
// the clock or on the machine.
package table
