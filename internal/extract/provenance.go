package extract

import "github.com/parley-news/parley/internal/news"

// provenance gathers what says where the text comes from: the structured data, then the body's own lines.
func (p *pageReader) provenance() {
	if p.d.Body == "" {
		return
	}
	for _, u := range p.h.ld.basedOn {
		p.d.Notices = append(p.d.Notices, news.Notice{Kind: news.BasedOn, URL: u})
	}
	p.d.Notices = append(p.d.Notices, notices(p.d.Body, p.d.Language)...)
}
