// Command parley reads the news from every side and shows one page per story. See "parley --help".
package main

import (
	"os"

	"github.com/parley-news/parley/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ()))
}
