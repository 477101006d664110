// Package rank orders stories for the front page. Importance comes from independent
// origins, countries and parties, freshness from the latest article; how credible an
// outlet is plays no part. Start with Story.
package rank

import (
	"math"
	"time"

	"github.com/parley-news/parley/internal/news"
)

// HalfLife is how much later a story's latest article must be to make up for half the origins.
const HalfLife = 12 * time.Hour

// The weights of the formula; About describes it to readers, and a test holds the two together.
const (
	perCountry = 0.5
	perParty   = 0.25
	maxParties = 4
)

// Story gives a story's place: greater is higher. It needs no clock, since every
// story ages alike:
//
//	log2(1 + origins) + ½ · log2(1 + countries) + ¼ · min(parties, 4) + latest article in half-lives
//
// Copies do not count: twenty papers with one agency text are one origin.
func Story(s news.Story) float64 {
	latest := float64(s.Latest) / float64(HalfLife/time.Microsecond)
	return math.Log2(1+float64(s.Counts.Origins)) +
		perCountry*math.Log2(1+float64(s.Counts.Countries)) +
		perParty*float64(min(len(s.Parties), maxParties)) +
		latest
}
