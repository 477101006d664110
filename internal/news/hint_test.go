package news

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/when"
)

func TestAHintIsKeptInHeaders(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 7, 1, 9, 30, 0, 0, time.UTC)
	exact := when.Of(at, when.Second)
	exact.Zoned = true
	for _, h := range []Hint{
		{},
		{From: "Media Cloud", Title: "The ferries stop", Published: when.Of(at, when.Day)},
		{From: "Parley", URL: "https://paper.example/1", Published: exact, Language: "fa", Feed: "https://paper.example/feed", Via: "x"},
	} {
		list := append([]Header{{"Content-Type", "text/html"}}, h.Header()...)
		if d := cmp.Diff(h, HintOf(list)); d != "" {
			t.Error(d)
		}
	}
	if h := (Hint{From: "WET"}); len(h.Header()) != 0 {
		t.Error("a hint that says nothing takes room")
	}
}
