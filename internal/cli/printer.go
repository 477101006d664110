package cli

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// printer writes text wrapped to a width.
type printer struct {
	w     io.Writer
	width int
}

func (p *printer) line(format string, args ...any) {
	p.wrap("", fmt.Sprintf(format, args...), "")
}

func (p *printer) heading(s string) {
	fmt.Fprintf(p.w, "\n%s\n", s)
}

// item writes text behind a mark, its further lines set in.
func (p *printer) item(mark, format string, args ...any) {
	indent := strings.Repeat(" ", min(utf8.RuneCountInString(mark)+1, 12))
	p.wrap(mark+" ", fmt.Sprintf(format, args...), indent)
}

func (p *printer) wrap(first, s, indent string) {
	line, n := first, utf8.RuneCountInString(first)
	empty := true
	for _, word := range strings.Fields(s) {
		k := utf8.RuneCountInString(word)
		if !empty && n+1+k > p.width {
			fmt.Fprintln(p.w, line)
			line, n, empty = indent, utf8.RuneCountInString(indent), true
		}
		if !empty {
			line += " "
			n++
		}
		line, n, empty = line+word, n+k, false
	}
	fmt.Fprintln(p.w, line)
}
