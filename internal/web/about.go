package web

import "net/http"

// serveAbout says what this is and how it works.
func (s *Server) serveAbout(w http.ResponseWriter, r *http.Request) error {
	p := TextPage{Chrome: s.chrome(r, ""), Heading: "about.title", Sections: []TextSection{
		{Paragraphs: []string{"about.what", "about.evidence"}},
		{Heading: "about.sides.title", Paragraphs: []string{"about.sides"}},
		{Heading: "about.origins.title", Paragraphs: []string{"about.origins"}},
		{Heading: "about.rank.title", Paragraphs: []string{"about.rank"}},
		{Heading: "about.limits.title", Paragraphs: []string{"about.limits"}},
	}}
	p.Title = p.L.T("about.title")
	return s.render(w, r, http.StatusOK, textPage(p))
}
