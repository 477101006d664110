package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/parley-news/parley/internal/news"
)

// serveOutlets lists the outlets by name.
func (s *Server) serveOutlets(w http.ResponseWriter, r *http.Request) error {
	list, err := s.store.Outlets(r.Context())
	if err != nil {
		return err
	}
	p := OutletsPage{Chrome: s.chrome(r, "")}
	p.Title = p.L.T("outlets.title")
	m := &material{l: p.L, country: s.opt.CountryName, catalogue: s.opt.Catalogue}
	slices.SortFunc(list, func(a, b news.Outlet) int {
		return cmp.Or(cmp.Compare(m.outletName(a), m.outletName(b)), cmp.Compare(a.ID, b.ID))
	})
	for _, o := range list {
		p.Outlets = append(p.Outlets, m.outletRow(o))
	}
	return s.render(w, r, http.StatusOK, outletsPage(p))
}

// word says a value by its catalogue key; one without a key is said as it is.
func (m *material) word(prefix, value string) string {
	if value == "" {
		return ""
	}
	if w := m.l.T(prefix + value); w != prefix+value {
		return w
	}
	return value
}

func (m *material) language(tag string) string {
	if tag == "" {
		return ""
	}
	return m.l.Language(tag)
}

// serveOutlet is an outlet's facts and its articles, the latest first; as a feed, its articles.
func (s *Server) serveOutlet(w http.ResponseWriter, r *http.Request) error {
	oid, err := id[news.OutletID](r)
	if err != nil {
		return err
	}
	o, err := s.store.Outlet(r.Context(), oid)
	if err != nil {
		return err
	}
	ids, next, err := s.store.OutletArticles(r.Context(), oid, r.URL.Query().Get("after"), pageSize)
	if err != nil {
		return err
	}
	m, err := s.load(r, ids)
	if err != nil {
		return err
	}
	current := m.current()
	var list []*news.Version
	for _, a := range ids {
		if v := current[a]; v != nil {
			list = append(list, v)
		}
	}
	if format(r) != "" {
		return s.writeFeed(w, r, o.Name, s.articleItems(r, m, list))
	}
	name := m.outletName(o)
	p := OutletPage{Chrome: s.chrome(r, name), Name: name, Facts: m.outletFacts(o), Next: nextAfter(r, next)}
	for _, v := range list {
		p.Articles = append(p.Articles, m.article(v, nil))
	}
	p.Feeds = feedRefs("/outlet/"+strconv.FormatInt(int64(o.ID), 10), o.Name, "")
	return s.render(w, r, http.StatusOK, outletPage(p))
}
