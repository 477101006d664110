package main

import (
	"bytes"
	"crypto/sha1"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
)

// summary is what was written.
type summary struct {
	files, copies int
	page, file    int64
}

// write writes the files, several at once; which worker writes which does not change a byte.
func (m *mixer) write() (sum summary, err error) {
	files := (len(m.articles) + m.perFile - 1) / m.perFile
	var wg sync.WaitGroup
	var mu sync.Mutex // guards sum and err
	next := make(chan int)
	for range m.workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				pages, size, ferr := m.file(i)
				mu.Lock()
				sum.page, sum.file, sum.files = sum.page+pages, sum.file+size, sum.files+1
				if err == nil {
					err = ferr
				}
				mu.Unlock()
			}
		}()
	}
	for i := range files {
		next <- i
	}
	close(next)
	wg.Wait()
	if err != nil {
		return sum, err
	}
	for _, a := range m.articles {
		if a.kind != own {
			sum.copies++
		}
	}
	return sum, m.truth()
}

// file writes one WARC file, each record a gzip member of its own.
func (m *mixer) file(i int) (pages, size int64, err error) {
	path := filepath.Join(m.out, fmt.Sprintf("mix-%05d.warc.gz", i))
	f, err := os.Create(path)
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	z, err := gzip.NewWriterLevel(f, 2)
	if err != nil {
		return 0, 0, err
	}
	list := m.articles[i*m.perFile : min((i+1)*m.perFile, len(m.articles))]
	info := []byte("software: parley mix\r\nformat: WARC File Format 1.1\r\n")
	if err := record(z, f, "warcinfo", "", "application/warc-fields", list[0].time, uint64(i)<<32, info, ""); err != nil {
		return 0, 0, err
	}
	var page, block bytes.Buffer
	for _, a := range list {
		t := m.compose(a)
		address := m.address(a, t.title)
		page.Reset()
		m.page(&page, a, t, address)
		block.Reset()
		fmt.Fprintf(&block, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nDate: %s\r\nContent-Length: %d\r\n\r\n", a.time.Format("Mon, 02 Jan 2006 15:04:05 GMT"), page.Len())
		block.Write(page.Bytes())
		sum := sha1.Sum(page.Bytes())
		err := record(z, f, "response", address, "application/http; msgtype=response", a.time.Add(5*time.Minute), uint64(i)<<32|uint64(a.number)+1, block.Bytes(), "sha1:"+base32.StdEncoding.EncodeToString(sum[:]))
		if err != nil {
			return 0, 0, err
		}
		pages += int64(page.Len())
	}
	at, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, 0, err
	}
	return pages, at, f.Close()
}

func record(z *gzip.Writer, to io.Writer, kind, address, contentType string, at time.Time, id uint64, block []byte, digest string) error {
	z.Reset(to)
	fmt.Fprintf(z, "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012x>\r\nWARC-Date: %s\r\n", kind, id&(1<<48-1), at.Format("2006-01-02T15:04:05Z"))
	if address != "" {
		fmt.Fprintf(z, "WARC-Target-URI: %s\r\nWARC-Payload-Digest: %s\r\n", address, digest)
	}
	fmt.Fprintf(z, "Content-Type: %s\r\nContent-Length: %d\r\n\r\n", contentType, len(block))
	if _, err := z.Write(block); err != nil {
		return err
	}
	if _, err := io.WriteString(z, "\r\n\r\n"); err != nil {
		return err
	}
	return z.Close()
}

// truth writes what each article is, in the order of the archive.
func (m *mixer) truth() error {
	f, err := os.Create(filepath.Join(m.out, "mix.jsonl"))
	if err != nil {
		return err
	}
	defer f.Close()
	enc := json.NewEncoder(f)
	for _, a := range m.articles {
		x := map[string]any{"n": a.number, "time": a.time.Format(time.RFC3339), "story": a.story, "kind": a.kind, "outlet": m.outlets[a.outlet].host, "url": m.address(a, m.compose(a).title)}
		if a.of != nil {
			x["of"] = a.of.number
		}
		if err := enc.Encode(x); err != nil {
			return err
		}
	}
	return f.Close()
}
