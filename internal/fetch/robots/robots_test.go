package robots

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestAllowed holds the rules of RFC 9309 one by one; where the RFC gives an example, it is that one.
func TestAllowed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file string
		yes, no    string // addresses, separated by spaces
	}{
		{"nothing said", "", "/ /a", ""},
		{"group for everybody", "User-agent: *\nDisallow: /private/", "/ /private /b", "/private/ /private/x"},
		{"empty disallow", "User-agent: *\nDisallow:", "/ /a", ""},
		{"our own group alone", "User-agent: *\nDisallow: /\n\nUser-agent: parley\nDisallow: /b", "/ /a", "/b"},
		{"our own group without rules", "User-agent: *\nDisallow: /\n\nUser-agent: Parley\nSitemap: https://a.example/s.xml", "/ /a", ""},
		{"agents are case-insensitive", "USER-AGENT: PARLEY\nDISALLOW: /a", "/b", "/a"},
		{"a version behind the token", "User-agent: Parley/2.0\nDisallow: /a", "/b", "/a"},
		{"another program whose name begins alike", "User-agent: ParleyExtra\nDisallow: /", "/a", ""},
		{"part of our name", "User-agent: Par\nDisallow: /", "/a", ""},
		{"groups of one agent are merged", "User-agent: parley\nDisallow: /a\n\nUser-agent: other\nDisallow: /o\n\nUser-agent: parley\nDisallow: /b", "/o /c", "/a /b"},
		{"groups for everybody are merged", "User-agent: *\nDisallow: /a\n\nUser-agent: x\nDisallow: /x\n\nUser-agent: *\nDisallow: /b", "/x", "/a /b"},
		{"several agents in one group", "User-agent: one\nUser-agent: parley\nUser-agent: two\nDisallow: /a", "/b", "/a"},
		{"other lines do not end a group", "User-agent: parley\nSitemap: https://a.example/s.xml\nUser-agent: two\nDisallow: /a", "/b", "/a"},
		{"unknown lines among rules", "User-agent: *\nDisallow: /a\nNoindex: /c\nHost: a.example\nDisallow: /b", "/c", "/a /b"},
		{"empty lines do not end a group", "User-agent: *\n\nDisallow: /a\n\n\nDisallow: /b", "/c", "/a /b"},
		{"rules before any agent", "Disallow: /\nUser-agent: *\nDisallow: /a", "/b", "/a"},
		{"the longest match", "User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\nDisallow: /example/", "/example/page/ /example/page/x", "/example/page/disallowed.gif /example/ /example/p"},
		{"the longest match, whatever the order", "User-agent: *\nDisallow: /\nAllow: /open/", "/open/ /open/a", "/ /a"},
		{"allow among equals", "User-agent: *\nDisallow: /page\nAllow: /page", "/page /page1", ""},
		{"the longest by pattern, not by match", "User-agent: *\nAllow: /p\nDisallow: /*.php", "/p /page.html", "/page.php"},
		{"paths tell case apart", "User-agent: *\nDisallow: /Fish", "/fish", "/Fish"},
		{"star within", "User-agent: *\nDisallow: /fish*.php", "/Fish.PHP /fish.html", "/fish.php /fishheads/catfish.php?parameters"},
		{"star at the end", "User-agent: *\nDisallow: /fish*", "/catfish", "/fish /fish.html /fish/salmon.html"},
		{"star first", "User-agent: *\nDisallow: *.php", "/a", "/a.php /a/b.php5"},
		{"many stars", "User-agent: *\nDisallow: /a*b**c", "/ab /acb", "/abc /axbxc /aabbcc"},
		{"dollar at the end", "User-agent: *\nDisallow: /*.php$", "/filename.php?parameters /filename.php/ /filename.php5", "/filename.php /folder/filename.php /a.php.php"},
		{"dollar alone", "User-agent: *\nDisallow: /$", "/a /?a", "/"},
		{"dollar within is a character", "User-agent: *\nDisallow: /a$b", "/a /ab", "/a$b /a%24b"},
		{"escaped star and dollar", "User-agent: *\nDisallow: /path/file-with-a-%2A.html\nDisallow: /path/foo-%24", "/path/file-with-a-x.html /path/foo-", "/path/file-with-a-*.html /path/foo-$ /path/foo-%24"},
		{"octets beyond ASCII", "User-agent: *\nDisallow: /foo/bar/ツ", "/foo/bar/", "/foo/bar/%E3%83%84 /foo/bar/%e3%83%84"},
		{"octets beyond ASCII, escaped in the file", "User-agent: *\nDisallow: /foo/bar/%E3%83%84", "/foo/bar/", "/foo/bar/ツ"},
		{"escaped letters", "User-agent: *\nDisallow: /foo/bar/%62%61%7A", "/foo/bar/", "/foo/bar/baz"},
		{"escaped letters in the address", "User-agent: *\nDisallow: /foo/bar/baz", "/foo/bar/", "/foo/bar/%62%61%7a"},
		{"an escaped slash is no slash", "User-agent: *\nDisallow: /a/b", "/a%2Fb", "/a/b"},
		{"a query", "User-agent: *\nDisallow: /foo/bar?baz=quz", "/foo/bar /foo/bar%3Fbaz=quz", "/foo/bar?baz=quz"},
		{"an address in a query", "User-agent: *\nDisallow: /foo/bar?baz=https://foo.bar", "/foo/bar?baz=https", "/foo/bar?baz=https%3A%2F%2Ffoo.bar /foo/bar?baz=https://foo.bar"},
		{"an escaped address in a query", "User-agent: *\nDisallow: /foo/bar?baz=https%3A%2F%2Ffoo.bar", "/foo/bar?baz=https", "/foo/bar?baz=https%3A%2F%2Ffoo.bar /foo/bar?baz=https://foo.bar"},
		{"comments", "# all\nUser-agent: * # everybody\nDisallow: /a # here\n#Disallow: /b", "/b", "/a"},
		{"carriage returns", "User-agent: *\rDisallow: /a\r\nDisallow: /b\r\r\n", "/c", "/a /b"},
		{"byte order mark", "\xef\xbb\xbfUser-agent: *\nDisallow: /a", "/b", "/a"},
		{"blanks everywhere", "  User-agent \t: \t * \nDisallow\t:\t/a\t ", "/b", "/a"},
		{"no colon", "User-agent *\nDisallow /a", "/b", "/a"},
		{"misspelt", "Useragent: *\nDissallow: /a\nDisalow: /b", "/c", "/a /b"},
		{"no slash", "User-agent: *\nDisallow: a/", "/b/a/", "/a/"},
		{"robots.txt itself", "User-agent: *\nDisallow: /", "/robots.txt", "/robots.txt2 /x/robots.txt"},
		{"no path", "User-agent: *\nDisallow: /", "", "/ ?a=b"},
		{"a page in place of the file", "<!doctype html><title>Not: found</title><p>Disallow / here", "/ /a", ""},
	} {
		r := Parse([]byte(c.file), "Parley")
		for _, a := range strings.Fields(c.yes) {
			if !r.Allowed(a) {
				t.Errorf("%s: %s is refused, want allowed", c.name, a)
			}
		}
		for _, a := range strings.Fields(c.no) {
			if r.Allowed(a) {
				t.Errorf("%s: %s is allowed, want refused", c.name, a)
			}
		}
	}
}

func TestWhatComesAfterTheLimitIsLeftOut(t *testing.T) {
	t.Parallel()
	head := "User-agent: *\nDisallow: /a\n"
	within := head + strings.Repeat("# filler\n", (MaxBytes-len(head)-20)/9)
	r := Parse([]byte(within+"Disallow: /early\n"+strings.Repeat("#\n", 100)+"Disallow: /late\n"), "Parley")
	if r.Allowed("/a") || r.Allowed("/early") || !r.Allowed("/late") {
		t.Errorf("/a %v, /early %v, /late %v; want false, false, true", r.Allowed("/a"), r.Allowed("/early"), r.Allowed("/late"))
	}
	cut := head + strings.Repeat("#", MaxBytes-len(head)-12) + "\nDisallow: /private/long/path\n" // the limit falls into the last path
	if r := Parse([]byte(cut), "Parley"); !r.Allowed("/p") {
		t.Error("half a line became a rule")
	}
}

func TestWhatElseAFileSays(t *testing.T) {
	t.Parallel()
	r := Parse([]byte(`
License: https://a.example/license.xml
User-agent: *
Crawl-delay: 2.5
Content-Usage: train-ai=n
Content-Usage: /open/ train-ai=y
Content-Signal: search=yes, ai-train=no
Disallow: /x
Sitemap: https://a.example/one.xml
User-agent: other
Crawl-delay: 30
Sitemap: https://a.example/two.xml
Sitemap: https://a.example/one.xml
LICENSE: https://b.example/terms
`), "Parley")
	if r.Delay != 2500*time.Millisecond {
		t.Errorf("Delay = %v, want 2.5s", r.Delay)
	}
	if want := []string{"https://a.example/one.xml", "https://a.example/two.xml"}; !slices.Equal(r.Sitemaps, want) {
		t.Errorf("Sitemaps = %q, want %q", r.Sitemaps, want)
	}
	if want := []string{"https://a.example/license.xml", "https://b.example/terms"}; !slices.Equal(r.Licenses, want) {
		t.Errorf("Licenses = %q, want %q", r.Licenses, want)
	}
	for path, want := range map[string][]string{
		"/news":   {"content-signal: search=yes, ai-train=no", "content-usage: train-ai=n"},
		"/open/a": {"content-signal: search=yes, ai-train=no", "content-usage: train-ai=y"},
	} {
		if got := r.Usage(path); !slices.Equal(got, want) {
			t.Errorf("Usage(%s) = %q, want %q", path, got, want)
		}
	}
}

func TestCrawlDelayThatNobodyMeans(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]time.Duration{
		"1": time.Second, "0": 0, "-5": 0, "NaN": 0, "x": 0, "": 0, "1e300": maxDelay, "86400": maxDelay, "0.5": 500 * time.Millisecond,
	} {
		if got := Parse([]byte("User-agent: *\nCrawl-delay: "+value), "Parley").Delay; got != want {
			t.Errorf("Crawl-delay: %s gives %v, want %v", value, got, want)
		}
	}
}
