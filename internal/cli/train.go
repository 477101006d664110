package cli

import (
	"bufio"
	"fmt"
	"os"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/train"
)

type trainCmd struct {
	Kind    string   `arg:"" enum:"extract,dump,statement" help:"What to train: extract (HTML pages), dump (pages saved as text), statement."`
	Data    []string `required:"" type:"existingpath" help:"Folder of labelled data; extract and dump take several." placeholder:"DIR"`
	Exclude []string `type:"existingpath" help:"Folders that will be measured on: pages of their sites are not learnt from (extract, dump)." placeholder:"DIR"`
	Out     string   `required:"" help:"Where the model goes." placeholder:"FILE"`
}

// Run trains a model. The same data gives the same bytes.
func (c trainCmd) Run(e *env) error {
	tmp := c.Out + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return fault.Errorf(fault.Invalid, "model: %w", err)
	}
	defer os.Remove(tmp) // gone already when all went well
	w := bufio.NewWriter(f)
	bar := newProgress(e.err, "training")
	switch c.Kind {
	case "extract":
		err = train.Extract(c.Data, w, train.ExtractOptions{Exclude: c.Exclude, Progress: bar.set})
	case "dump":
		err = train.Dump(c.Data, w, train.ExtractOptions{Exclude: c.Exclude, Progress: bar.set})
	case "statement":
		err = train.Statement(c.Data[0], w, train.StatementOptions{Progress: bar.set})
	}
	bar.done()
	if err == nil {
		err = w.Flush()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	if err := os.Rename(tmp, c.Out); err != nil {
		return fault.Errorf(fault.Invalid, "model: %w", err)
	}
	info, err := os.Stat(c.Out)
	if err != nil {
		return fmt.Errorf("model: %w", err)
	}
	fmt.Fprintf(e.out, "%s: %d bytes\n", c.Out, info.Size())
	return nil
}
