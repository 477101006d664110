//go:build !unix

package warc

func cpuSeconds() float64 { return 0 }
