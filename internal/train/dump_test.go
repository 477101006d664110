package train

import (
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/dom"
)

func TestRender(t *testing.T) {
	t.Parallel()
	root, err := dom.Parse(`<html><head><title>Ferry | Post</title></head><body><ul><li><a href="/n">News</a></li></ul><h1>Ferry</h1><p>It stopped.</p><p>It waits.</p><div>End<br>here</div></body></html>`)
	if err != nil {
		t.Fatal(err)
	}
	for how, want := range map[rendering]string{
		asCopied:   "• News\n\nFerry\n\nIt stopped.\n\nIt waits.\n\nEnd\nhere\n",
		asPrinted:  "   * [1]News\n\n   Ferry\n\n   It stopped.\n\n   It waits.\n\n   End\n   here\n\nReferences\n\n   1. /n\n",
		asArchived: "Ferry | Post\nNews\nFerry\nIt stopped.\nIt waits.\nEnd\nhere\n",
		asJoined:   "• News\n\nFerry\n\nIt stopped. It waits.\n\nEnd\nhere\n",
	} {
		if got := render(root, how); got != want {
			t.Errorf("rendering %d:\n%q, want\n%q", how, got, want)
		}
	}
}

func TestPrintedLinesBreakAtTheMargin(t *testing.T) {
	t.Parallel()
	root, err := dom.Parse("<p>" + strings.Repeat("ferry ", 60) + "</p>")
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.SplitSeq(render(root, asPrinted), "\n") {
		if len(l) > margin {
			t.Errorf("line of %d columns", len(l))
		}
	}
}
