// Package arrow reads published sets with Apache Arrow's own Parquet reader: an
// outside oracle. It is a module of its own so that toll does not depend on
// Arrow. It holds a test only:
//
//	TOLL_SET=out/current go test ./...
package arrow
