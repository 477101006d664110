package web

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/i18n"
)

// Identity is who the site is, beyond its name.
type Identity struct {
	Tagline  string
	Footer   string   // Markdown
	Contact  string   // an address or page of the operator
	Accounts []string // addresses of accounts elsewhere
	Logo     []byte   // PNG; nil: none
	Pages    []StandingPage
}

// StandingPage is a text of the operator, such as the terms, in one language. Its first line gives its title.
type StandingPage struct {
	Name string // "terms", "imprint"
	Lang string // BCP 47; "" is for readers of any language that has none of its own
	Text string // Markdown
}

// TermsPage is the name of the page that stands at /terms.
const TermsPage = "terms"

// identity is Identity, made ready to be shown.
type identity struct {
	Identity
	footer      safeHTML
	logo        []byte
	logoAddress string
	contact     Link
	accounts    []Link
	pages       map[string][]standingPage
}

type standingPage struct {
	lang, title string
	body        safeHTML
}

// The bounds of a logo. It is drawn two lines high.
const (
	maxLogoBytes  = 512 << 10
	maxLogoPixels = 2048
)

var pageName = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

func newIdentity(in Identity) (x identity, err error) {
	x = identity{Identity: in, pages: map[string][]standingPage{}}
	if x.footer, err = markdown(in.Footer); err != nil {
		return x, fault.Errorf(fault.Invalid, "footer: %w", err)
	}
	if x.logo, err = cleanLogo(in.Logo); err != nil {
		return x, err
	}
	if x.logo != nil {
		sum := sha256.Sum256(x.logo)
		x.logoAddress = "/logo.png?v=" + hex.EncodeToString(sum[:6])
	}
	x.contact = contactLink(in.Contact)
	for _, raw := range in.Accounts {
		u, err := url.Parse(raw)
		if err != nil || u.Scheme != "https" || u.Host == "" {
			return x, fault.Errorf(fault.Invalid, "accounts: %q: give addresses that begin with https://", raw)
		}
		x.accounts = append(x.accounts, Link{strings.TrimPrefix(u.Hostname(), "www.") + strings.TrimRight(u.Path, "/"), u.String()})
	}
	for _, p := range in.Pages {
		if !pageName.MatchString(p.Name) {
			return x, fault.Errorf(fault.Invalid, "page %q: name it with small letters a to z, digits and hyphens", p.Name)
		}
		first, rest, _ := strings.Cut(strings.TrimSpace(p.Text), "\n")
		title := strings.TrimSpace(strings.TrimLeft(first, "#"))
		if !strings.HasPrefix(first, "# ") || title == "" {
			return x, fault.Errorf(fault.Invalid, "page %q: begin it with a line such as “# Terms of use”", p.Name)
		}
		body, err := markdown(rest)
		if err != nil {
			return x, fault.Errorf(fault.Invalid, "page %q: %w", p.Name, err)
		}
		x.pages[p.Name] = append(x.pages[p.Name], standingPage{p.Lang, title, body})
	}
	return x, nil
}

// cleanLogo decodes a PNG within bounds and writes its pixels anew, so that nothing else that lay in the file is served.
func cleanLogo(data []byte) ([]byte, error) {
	if data == nil {
		return nil, nil
	}
	bad := func(why string) error {
		return fault.Errorf(fault.Invalid, "logo: %s: give a PNG of at most %d kB and %d × %d pixels", why, maxLogoBytes>>10, maxLogoPixels, maxLogoPixels)
	}
	if len(data) > maxLogoBytes {
		return nil, bad("it is too large")
	}
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, bad("it is no PNG")
	}
	if c.Width > maxLogoPixels || c.Height > maxLogoPixels || c.Width < 1 || c.Height < 1 {
		return nil, bad("it has too many pixels")
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, bad("it cannot be read")
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// contactLink leads to the operator; its Href is "" where the setting is neither a web nor a mail address.
func contactLink(s string) Link {
	s = strings.TrimSpace(s)
	switch {
	case strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://"):
		return Link{s, s}
	case strings.HasPrefix(s, "mailto:"):
		return Link{strings.TrimPrefix(s, "mailto:"), s}
	case strings.Count(s, "@") == 1 && !strings.ContainsAny(s, " <>\"?&"):
		return Link{s, "mailto:" + s}
	}
	return Link{Name: s}
}

// page is a standing page in the reader's language, else for any language, else in the first there is; nil when there is none.
func (x *identity) page(name string, l *i18n.Locale) *standingPage {
	list := x.pages[name]
	for _, want := range []string{l.Tag, ""} {
		if i := slices.IndexFunc(list, func(p standingPage) bool { return p.lang == want }); i >= 0 {
			return &list[i]
		}
	}
	if len(list) > 0 {
		return &list[0]
	}
	return nil
}

// links lead to the standing pages, the terms first, by the titles that the reader gets.
func (x *identity) links(l *i18n.Locale) (out []Link) {
	var names []string
	for name := range x.pages {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if (a == TermsPage) != (b == TermsPage) {
			return cmp.Compare(map[bool]int{true: 0, false: 1}[a == TermsPage], map[bool]int{true: 0, false: 1}[b == TermsPage])
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		href := "/page/" + name
		if name == TermsPage {
			href = "/terms"
		}
		out = append(out, Link{x.page(name, l).title, href})
	}
	return out
}

// hasLinks reports whether there is anything that the footer leads to.
func (x *identity) hasLinks() bool {
	return len(x.pages)+len(x.accounts) > 0 || x.contact.Name != ""
}

// StandingView is a standing page as it is shown.
type StandingView struct {
	Chrome
	Heading, Lang, Dir string
	Body               safeHTML
}

func (s *Server) serveTerms(w http.ResponseWriter, r *http.Request) error {
	return s.showStanding(w, r, TermsPage)
}

func (s *Server) serveStanding(w http.ResponseWriter, r *http.Request) error {
	if r.PathValue("name") == TermsPage {
		http.Redirect(w, r, "/terms", http.StatusMovedPermanently)
		return nil
	}
	return s.showStanding(w, r, r.PathValue("name"))
}

func (s *Server) showStanding(w http.ResponseWriter, r *http.Request, name string) error {
	c := s.chrome(r, "")
	p := s.identity.page(name, c.L)
	if p == nil {
		return fault.Errorf(fault.NotFound, "no page %q", name)
	}
	c.Title = p.title
	v := StandingView{Chrome: c, Heading: p.title, Lang: p.lang, Body: p.body}
	if v.Lang == "" {
		v.Lang = s.words.Locales()[0].Tag
	}
	v.Dir = i18n.Direction(v.Lang)
	return s.render(w, r, http.StatusOK, standingView(v))
}

func (s *Server) serveLogo(w http.ResponseWriter, r *http.Request) error {
	if s.identity.logo == nil {
		return fault.Errorf(fault.NotFound, "no logo")
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	if r.URL.RawQuery != "" {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	_, err := w.Write(s.identity.logo)
	return err
}
