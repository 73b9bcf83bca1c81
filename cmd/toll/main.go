// Command toll turns what is published about claimed military losses into tidy,
// validated CSV and Parquet. See README.md, or toll help.
package main

import (
	"os"

	"toll/cmd/toll/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
