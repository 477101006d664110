package feed

import (
	"bytes"
	_ "embed"
	"net/url"
	"regexp"
	"strings"
)

// places.txt says where sites keep their feeds: patterns of known platforms, then paths that are usual anywhere.
//
//go:embed places.txt
var placesFile string

type pattern struct {
	match *regexp.Regexp // on host and path
	feed  string         // with $1 … from match
}

var patterns, usual = readPlaces(placesFile)

func readPlaces(s string) (list []pattern, paths []string) {
	for line := range strings.Lines(s) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0 || strings.HasPrefix(f[0], "#"):
		case len(f) == 1:
			paths = append(paths, f[0])
		default:
			list = append(list, pattern{regexp.MustCompile(f[0]), f[1]})
		}
	}
	return list, paths
}

// Guess returns addresses worth trying for the feeds of a site that names none, the
// likeliest first: what the platform it is on gives, then usual paths beside the
// address and at the root. They are few; nothing says that they exist.
func Guess(site string) []string {
	u, err := url.Parse(site)
	if err != nil || u.Host == "" {
		return nil
	}
	place := strings.ToLower(strings.TrimPrefix(u.Host, "www.")) + u.Path
	var out []string
	seen := map[string]bool{strings.TrimRight(site, "/"): true}
	add := func(a string) {
		if !seen[a] {
			seen[a] = true
			out = append(out, a)
		}
	}
	for _, p := range patterns {
		if m := p.match.FindStringSubmatchIndex(place); m != nil {
			add(string(p.match.ExpandString(nil, p.feed, place, m)))
		}
	}
	if len(out) > 0 {
		return out // the platform is known: nothing has to be guessed
	}
	if dir := strings.TrimRight(u.Path, "/"); dir != "" && !strings.Contains(dir[strings.LastIndexByte(dir, '/'):], ".") {
		add(u.Scheme + "://" + u.Host + dir + "/feed/")
		add(u.Scheme + "://" + u.Host + dir + "/rss.xml")
	}
	for _, p := range usual {
		add(u.Scheme + "://" + u.Host + p)
	}
	return out
}

// RobotsSitemaps returns the sitemaps that a robots.txt names, at most 20.
func RobotsSitemaps(robots []byte, base string) (out []string) {
	b, err := url.Parse(base)
	if err != nil {
		return nil
	}
	for line := range bytes.Lines(robots[:min(len(robots), 512<<10)]) {
		name, value, ok := strings.Cut(strings.TrimPrefix(string(line), "\ufeff"), ":")
		if !ok || !strings.EqualFold(strings.TrimSpace(name), "sitemap") {
			continue
		}
		if u := resolve(b, value); u != "" && len(out) < 20 {
			out = append(out, u)
		}
	}
	return out
}
