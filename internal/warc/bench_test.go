package warc

import (
	"bytes"
	stdgzip "compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// archive is a file to measure on: the one that PARLEY_WARC names, or pages made of words.
func archive(b *testing.B) []byte {
	b.Helper()
	if path := os.Getenv("PARLEY_WARC"); path != "" {
		data, err := os.ReadFile(filepath.Clean(path))
		if err != nil {
			b.Fatal(err)
		}
		return data
	}
	r := rand.New(rand.NewPCG(3, 4))
	var words []string
	for range 4000 {
		w := make([]byte, 3+r.IntN(8))
		for i := range w {
			w[i] = "etaoinshrdlucmfwyp"[min(r.IntN(18), r.IntN(18))]
		}
		words = append(words, string(w))
	}
	var list []string
	for i := range 200 {
		var p strings.Builder
		p.WriteString("<!doctype html><html><head><title>Page</title></head><body>")
		for p.Len() < 120<<10 {
			p.WriteString(`<div class="story-block story-block--text"><p class="paragraph">`)
			for range 40 {
				p.WriteString(words[min(r.IntN(len(words)), r.IntN(len(words)))] + " ")
			}
			p.WriteString("</p></div>\n")
		}
		list = append(list, page(fmt.Sprintf("https://paper.example/%d", i), p.String()))
	}
	return zipped(list...)
}

// report gives the rate per second of processor time, which a busy machine does not change much.
func report(b *testing.B, size int, cpuBefore float64) {
	if spent := cpuSeconds() - cpuBefore; cpuBefore > 0 && spent > 0 {
		b.ReportMetric(float64(size)*float64(b.N)/(1<<20)/spent, "MiB/cpu-s")
	}
}

// BenchmarkRead reads records; its bytes are those of the compressed file. BenchmarkFloor beside it is the
// standard library's gzip with the bytes thrown away.
//
//	PARLEY_WARC=some.warc.gz go test ./internal/warc -run - -bench 'Read|Floor' -cpu 1
func BenchmarkRead(b *testing.B) {
	data := archive(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	records, bytesOut := 0, 0
	cpu := cpuSeconds()
	for b.Loop() {
		r, err := NewReader(bytes.NewReader(data), Options{})
		if err != nil {
			b.Fatal(err)
		}
		for {
			rec, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			records++
			bytesOut += len(rec.Block)
		}
	}
	report(b, len(data), cpu)
	b.ReportMetric(float64(records)/b.Elapsed().Seconds(), "records/s")
	b.ReportMetric(float64(bytesOut)/float64(b.N)/float64(len(data)), "ratio")
}

func BenchmarkFloor(b *testing.B) {
	data := archive(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	cpu := cpuSeconds()
	for b.Loop() {
		z, err := stdgzip.NewReader(bytes.NewReader(data))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, z); err != nil {
			b.Fatal(err)
		}
	}
	report(b, len(data), cpu)
}
