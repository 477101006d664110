package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/text"
)

// dateline fills in the place that the body opens with, be it after a lead.
func (p *pageReader) dateline() {
	for i, q := range text.Paragraphs(p.d.Body) {
		if p.d.Dateline = datelineOf(q.Of(p.d.Body)); p.d.Dateline != "" || i == 1 {
			return
		}
	}
}

// datelineOf reads the place of a dateline: "LUSAVA, Tarn (Reuters) – ", "Lusava, 3 October (TNA) -", "LUSAVA —".
// Places in mixed case need an agency, a date or a comma before the dash.
func datelineOf(s string) string {
	edge := cut(s, maxDateline)
	at, width := -1, 0
	for _, d := range []string{" — ", " – ", " - ", " -- ", "— ", "– ", " —", " –", ") -", ".- ", ": "} {
		if i := strings.Index(edge, d); i > 0 && (at < 0 || i < at) {
			if d == ": " && strings.ToUpper(edge[:i]) != edge[:i] {
				continue
			}
			at, width = i, len(d)
		}
	}
	if at < 0 || width == 0 {
		return ""
	}
	head := edge[:at]
	marked := strings.ContainsAny(head, "(/") || strings.IndexFunc(head, unicode.IsDigit) >= 0
	place := head
	if i := strings.IndexAny(place, ",(/."); i > 0 {
		place = place[:i]
	}
	place = strings.TrimSpace(strings.Trim(place, " ,.;:"))
	f := strings.Fields(place)
	if len(f) == 0 || len(f) > 4 || months[lower(f[0])] || strings.IndexFunc(place, unicode.IsDigit) >= 0 || !placeBefore(head) {
		return ""
	}
	capitals := place == strings.ToUpper(place) && place != strings.ToLower(place) && utf8.RuneCountInString(place) > 1
	if !capitals && !marked {
		return ""
	}
	for _, w := range f {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsLetter(r) || unicode.IsLower(r) && len(w) > 3 {
			return ""
		}
	}
	return place
}
