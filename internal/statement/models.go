package statement

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"sync"

	"github.com/parley-news/parley/internal/statement/english"
)

// weights are made by "parley train statement"; see model/README.md.
//
//go:embed model/statement.bin.gz
var weights []byte

// models unpacks the weights once, at the first English article.
var models = sync.OnceValue(func() *english.Models {
	z, err := gzip.NewReader(bytes.NewReader(weights))
	if err == nil {
		var b []byte
		if b, err = io.ReadAll(z); err == nil {
			var m *english.Models
			if m, err = english.ReadModels(b); err == nil {
				return m
			}
		}
	}
	panic(fmt.Sprintf("statement: the embedded weights are broken: %v", err))
})
