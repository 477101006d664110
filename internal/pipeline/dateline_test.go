package pipeline

import (
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/news"
)

func TestWithoutDatelineKeepsEveryPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ dateline, text, want string }{
		{"KARSUND", "KARSUND — Velmara said no.", "Velmara said no."},
		{"PUERTO ALBOR", "A lead.\n\nPUERTO ALBOR / KARSUND — Velmara said no.", "A lead.\n\nVelmara said no."},
		{"KARSUND", "KARSUND, Nov 12 (Northlight) – It rained.", "It rained."},
		{"KARSUND", "Velmara said no — twice.", "Velmara said no — twice."},
		{"", "KARSUND — x", "KARSUND — x"},
		{"KARSUND", "KARSUND is a city.", "KARSUND is a city."},
	} {
		got := withoutDateline(&news.Version{Dateline: c.dateline, Text: c.text})
		if len(got) != len(c.text) {
			t.Errorf("%q: length %d, want %d", c.text, len(got), len(c.text))
		}
		var parts []string
		for _, p := range strings.Split(got, "\n") {
			parts = append(parts, strings.TrimSpace(p))
		}
		if s := strings.Join(parts, "\n"); s != c.want {
			t.Errorf("%q without its dateline = %q, want %q", c.text, s, c.want)
		}
	}
}
