package robots

import (
	"slices"
	"testing"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"User-agent: *\nDisallow: /a*b$\nAllow: /a", "User-agent: parley\nUser-agent: x\nCrawl-delay: 1\nDisallow: /%E3%83%84?a=https://b",
		"License: https://a.example/l\nSitemap: s\nContent-Usage: /a train-ai=n", "\xef\xbb\xbfdisallow /\r\ruser-agent:parley/1\ndisallow:**$$", "user-agent *\ndisallow %2",
	} {
		f.Add([]byte(s), "/a/b?c=d/e%2f")
	}
	f.Fuzz(func(t *testing.T, data []byte, path string) {
		r := Parse(data, "Parley")
		if !r.Allowed("/robots.txt") {
			t.Error("/robots.txt is refused")
		}
		if len(r.Sitemaps) > maxKept || len(r.Licenses) > maxKept || len(r.usage) > maxKept || r.Delay < 0 || r.Delay > maxDelay {
			t.Errorf("more is kept than the bounds say: %d sitemaps, %d licences, %d preferences, delay %v", len(r.Sitemaps), len(r.Licenses), len(r.usage), r.Delay)
		}
		got := r.Allowed(path)
		if again := Parse(data, "PARLEY").Allowed(path); again != got {
			t.Errorf("the case of our name changes the answer for %q", path)
		}
		if once := spell(path); spell(once) != once {
			t.Errorf("spell(%q) = %q, and of that %q", path, once, spell(once))
		}
		if len(data) <= MaxBytes/2 && len(r.rules) == 0 && !got {
			t.Errorf("no rule, yet %q is refused", path)
		}
		closed := Parse(append(append([]byte{}, data[:min(len(data), MaxBytes/2)]...), "\nuser-agent: parley\ndisallow: /"...), "Parley")
		if !hasAllow(closed) && closed.Allowed(path) && path != "/robots.txt" {
			t.Errorf("everything is closed, yet %q is allowed", path)
		}
	})
}

func hasAllow(r *Rules) bool {
	return slices.ContainsFunc(r.rules, func(rule rule) bool { return rule.allow })
}
