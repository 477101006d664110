package train

import (
	"compress/gzip"
	"io"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/statement/english"
)

// StatementOptions are what training the statement models takes besides the data.
type StatementOptions struct {
	Progress func(done, total int) // called after each step, or nil
}

// Statement trains the models that find who says what in English, and writes them packed. dir holds,
// anywhere below it, sentences with parts of speech and heads (CoNLL-U, .conllu or .conllu.gz) and
// articles with attributions (JSON Lines, .jsonl or .jsonl.gz). Of files of a kind
// those named as training data are used, or all where none is.
func Statement(dir string, out io.Writer, o StatementOptions) (err error) {
	defer fault.Wrap(&err, "train statement")
	var trees []english.Tree
	err = eachFile(dir, ".conllu", func(r io.Reader) error {
		list, err := treesOf(r)
		trees = append(trees, list...)
		return err
	})
	if err != nil {
		return err
	}
	var texts []*english.Labelled
	err = eachFile(dir, ".jsonl", func(r io.Reader) error {
		list, err := labelledTexts(r)
		texts = append(texts, list...)
		return err
	})
	if err != nil {
		return err
	}
	if len(trees) == 0 || len(texts) < english.Folds {
		return fault.Errorf(fault.Invalid, "%s: %d sentences with heads, %d articles with attributions", dir, len(trees), len(texts))
	}
	b := english.Train(trees, texts, o.Progress).AppendTo(nil)
	z, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(b); err != nil {
		return err
	}
	return z.Close()
}

// eachFile calls read with the content of every training file below dir whose name holds suffix.
func eachFile(dir, suffix string, read func(io.Reader) error) error {
	files, err := trainingFiles(dir, suffix)
	if err != nil {
		return err
	}
	for _, path := range files {
		f, err := openData(path)
		if err != nil {
			return err
		}
		err = read(f)
		f.Close()
		if err != nil {
			return fault.Errorf(fault.Invalid, "%s: %w", path, err)
		}
	}
	return nil
}
