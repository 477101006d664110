package cluster

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
)

// crowd makes n articles of 300 words in stories of about five, over n/200 days, deterministic.
func crowd(n int) []Doc {
	r := rand.New(rand.NewSource(1))
	syllables := strings.Fields("ka lo mi ter van sul dor pe ri gan to ber ne sha wi")
	word := func(k int) string { // rare for great k
		var b strings.Builder
		for range 3 {
			b.WriteString(syllables[k%15])
			k /= 15
		}
		return b.String()
	}
	out := make([]Doc, n)
	for i := range out {
		story := i/25*5 + r.Intn(5)
		topic := rand.New(rand.NewSource(int64(story)))
		var pool []string
		for range 60 {
			pool = append(pool, word(topic.Intn(3000)))
		}
		var b strings.Builder
		for j := range 300 {
			switch r.Intn(3) {
			case 0:
				b.WriteString(pool[r.Intn(60)])
			case 1:
				b.WriteString(word(r.Intn(3000)))
			default:
				w := pool[r.Intn(6)]
				b.WriteString(strings.ToUpper(w[:1]) + w[1:])
			}
			b.WriteByte(" ."[min(1, j%15/14)])
			if j%15 == 14 {
				b.WriteByte(' ')
			}
		}
		out[i] = Doc{ID: news.ArticleID(i + 1), Time: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * 24 * time.Hour / 200),
			Title: fmt.Sprintf("%s %s %s", pool[0], pool[1], pool[2]), Text: b.String(), Lang: "en"}
		out[i].Mentions = mention.Find(out[i].Title, out[i].Text, "en")
	}
	return out
}

func BenchmarkAssign(b *testing.B) {
	docs := crowd(2000)
	b.ReportAllocs()
	for b.Loop() {
		w, next := New(Options{}), counter[news.StoryID]()
		for _, d := range docs {
			w.Assign(d, next)
		}
	}
	b.ReportMetric(float64(b.N*len(docs))/b.Elapsed().Seconds(), "docs/s")
}

func BenchmarkProfileOf(b *testing.B) {
	docs := crowd(5)
	b.ReportAllocs()
	for b.Loop() {
		ProfileOf(1, docs)
	}
}

func BenchmarkLines(b *testing.B) {
	var p []Profile
	for i, d := range crowd(1000) {
		p = append(p, ProfileOf(news.StoryID(i+1), []Doc{d}))
	}
	b.ReportAllocs()
	for b.Loop() {
		Lines(p, nil, counter[news.StorylineID]())
	}
	b.ReportMetric(float64(b.N*len(p))/b.Elapsed().Seconds(), "stories/s")
}
