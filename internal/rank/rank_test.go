package rank

import (
	"testing"
	"time"

	"github.com/parley-news/parley/internal/news"
)

func story(origins, countries, parties int, age time.Duration) news.Story {
	t := time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC).Add(-age)
	return news.Story{Latest: t.UnixMicro(), Counts: news.Counts{Articles: 50, Origins: origins, Countries: countries}, Parties: make([]news.Party, parties)}
}

func TestStoryOrder(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		above, below news.Story
	}{
		{"more origins win", story(6, 2, 2, 0), story(3, 2, 2, 0)},
		{"copies do not count", story(2, 1, 0, 0), story(1, 1, 0, 0)},
		{"more countries win", story(3, 4, 2, 0), story(3, 1, 2, 0)},
		{"fresh beats a little larger", story(3, 2, 2, 0), story(5, 2, 2, 24*time.Hour)},
		{"large beats a little fresher", story(15, 5, 4, 6*time.Hour), story(1, 1, 0, 0)},
	} {
		if a, b := Story(c.above), Story(c.below); a <= b {
			t.Errorf("%s: %.2f is not above %.2f", c.name, a, b)
		}
	}
}
