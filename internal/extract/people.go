package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// people fills in authors and editor: from linked data, metadata and the visible byline, in this order of trust.
func (p *pageReader) people() {
	h := p.h
	stated := [][]string{h.ld.authors, h.all("author"), h.all("article:author"), h.all("parsely-author"), h.all("sailthru.author"), h.all("dc.creator"), h.all("dcterms.creator"), h.all("citation_author"), h.all("byl"), h.all("cxenseparse:author"), h.all("article:author_name"), h.all("og:author"), h.all("twitter:creator_name")}
	for _, list := range stated {
		if p.d.Authors = p.names(list, 1); len(p.d.Authors) > 0 {
			break
		}
	}
	if len(p.d.Authors) == 0 {
		p.d.Authors = p.bylines()
	}
	if len(p.d.Authors) == 0 {
		p.d.Authors = p.bodies(stated)
	}
	if e := p.names(h.ld.editors, 1); len(e) > 0 {
		p.d.Editor = e[0]
	}
	if p.d.Editor == "" {
		p.d.Editor = p.visibleEditor()
	}
}

// bodies takes an agency or another body that is stated as the author where no person is.
func (p *pageReader) bodies(stated [][]string) []string {
	for _, list := range stated {
		for _, s := range list {
			s = stripBy(unescape(s))
			if knownAgency(s) || len(strings.Fields(s)) > 1 && agencyLike(s) && !p.isOwnName(s) {
				return []string{s}
			}
		}
	}
	return nil
}

// isOwnName reports whether s is the name of the site or the outlet, or a part of it. A person's
// name stays one on a site that bears it.
func (p *pageReader) isOwnName(s string) bool {
	k := squash(s)
	paper := len(strings.Fields(s)) == 1
	for _, w := range strings.Fields(lower(s)) {
		paper = paper || paperWords[w] || agencyWords[w]
	}
	for _, own := range []string{squash(p.d.Site), squash(p.d.Outlet), squash(p.h.ld.publisher), squash(p.host())} {
		if own != "" && paper && (k == own || len(k) >= 5 && strings.Contains(own, k) || len(own) >= 5 && strings.HasPrefix(k, own)) {
			return true
		}
	}
	return false
}

// paperWords are words that make a name an outlet's.
var paperWords = words("the times gazette post herald tribune telegraph telegram journal daily sun star mirror chronicle courier observer magazine review radio tv online today zeitung tagblatt anzeiger nachrichten rundschau kurier le la el diario journal figaro monde")

// names cleans a list of authors: each name apart, without "By", titles, addresses, desks and the site's own name.
// Names of fewer words than least are left out.
func (p *pageReader) names(list []string, least int) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range list {
		if len(s) > 600 {
			continue
		}
		for _, n := range splitNames(unescape(s)) {
			k := squash(n)
			if k == "" || seen[k] || len(strings.Fields(n)) < least && n[0] < utf8.RuneSelf || !isPersonName(n) || p.isOwnName(n) {
				continue
			}
			seen[k] = true
			out = append(out, n)
			if len(out) == 12 {
				return out
			}
		}
	}
	return out
}

// splitNames parts a byline into names.
func splitNames(s string) []string {
	s = stripBy(s)
	for _, cutAt := range []string{" | ", "｜", " • ", " · ", " for ", " in ", " at ", " für ", " – ", " — ", " - ", "(", "Published", "Updated", "Posted", " | "} {
		if i := strings.Index(s, cutAt); i > 0 {
			s = s[:i]
		}
	}
	s = strings.NewReplacer(" and ", ",", " und ", ",", " et ", ",", " y ", ",", " & ", ",", ";", ",", " with ", ",", "、", ",", "/", ",", " AND ", ",", " And ", ",", " e ", ",").Replace(s)
	var out []string
	for _, n := range strings.Split(s, ",") {
		n = trimName(stripBy(strings.TrimSpace(n)))
		for _, t := range []string{"Dr. ", "Dr ", "Prof. ", "Professor ", "Mr. ", "Ms. ", "Mrs. "} {
			n = strings.TrimPrefix(n, t)
		}
		if n != "" {
			out = append(out, n)
		}
	}
	return out
}

// trimName cuts punctuation, a date and degrees from a name.
func trimName(n string) string {
	n = strings.Trim(n, " :-–—|*\"“”()")
	f := strings.Fields(n)
	for i := 1; i < len(f); i++ {
		dated := i+1 < len(f) && months[strings.Trim(lower(f[i]), ".,")] && strings.IndexFunc(f[i+1], unicode.IsDigit) >= 0
		if dated || strings.IndexFunc(f[i], unicode.IsDigit) >= 0 || f[i] == "on" || f[i] == "Updated" {
			f = f[:i]
			break
		}
	}
	for len(f) > 2 && degrees[strings.Trim(f[len(f)-1], ".,")] {
		f = f[:len(f)-1]
	}
	n = strings.Join(f, " ")
	if strings.HasSuffix(n, ".") && strings.Count(n, ".") == 1 && len(f) > 0 && len(f[len(f)-1]) > 3 {
		n = strings.TrimSuffix(n, ".")
	}
	return n
}

var degrees = map[string]bool{"MS": true, "MD": true, "M.D": true, "PhD": true, "Ph.D": true, "MA": true, "BA": true, "RD": true, "RDN": true, "LD": true, "MPH": true, "MBA": true, "CFP": true, "RN": true, "DO": true, "JD": true, "FAND": true, "CPA": true, "DVM": true, "PharmD": true, "BSc": true, "MSc": true, "Esq": true}

var byWords = []string{"by ", "by: ", "von ", "von: ", "par ", "por ", "di ", "da ", "door ", "av ", "af ", "text: ", "text von ", "autor: ", "author: ", "words by ", "written by ", "posted by ", "story by ", "report by ", "reported by ", "автор: ", "نویسنده: ", "خبرنگار: ", "گزارش: ", "reporter: ", "correspondent: ", "کتبه ", "بقلم ", "بقلم: ", "文/", "作者：", "作者:", "记者 ", "yazan: "}

// stripBy cuts what introduces a name.
func stripBy(s string) string {
	s = strings.TrimSpace(s)
	low := lower(s)
	for _, w := range byWords {
		if strings.HasPrefix(low, w) {
			return strings.TrimSpace(s[len(w):])
		}
	}
	// "ByNadia Orun": the space was lost with the markup.
	if len(s) > 4 && s[:2] == "By" && s[2] >= 'A' && s[2] <= 'Z' {
		return s[2:]
	}
	return s
}

func startsByline(s string) bool { return stripBy(s) != strings.TrimSpace(s) }

// notNames are words that make a byline a desk's and not a person's.
var notNames = words("staff admin administrator editor editors editorial newsroom desk team redaktion redaction redacción redação redazione reporter reporters correspondent contributor contributors writer writers " +
	"news press agency agence agentur guest user anonymous unknown author none null undefined website service agencies wire wires comment comments online web report reports associated reuters afp dpa efe ansa xinhua tass " +
	"subscribe share follow published updated minutes read more about by at in from near with on the chief head officer director manager president professor minister secretary ceo cto founder sponsored articles today yesterday")

// isPersonName reports whether s can be the name of a person.
func isPersonName(s string) bool {
	f := strings.Fields(s)
	if len(f) == 0 || len(f) > 6 || utf8.RuneCountInString(s) > 60 || strings.ContainsAny(s, "@<>{}=[]|:?!()") || strings.Contains(s, "http") || strings.Contains(s, "www.") || strings.Contains(s, ".com") {
		return false
	}
	if len(f) == 1 && (strings.Contains(s, ".") || degrees[s] || months[lower(s)]) {
		return false
	}
	letters, digits := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
		}
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if letters < 2 || digits > 0 && len(f) > 1 || digits > 4 {
		return false
	}
	if months[lower(f[0])] && len(f) == 2 && strings.IndexFunc(f[1], unicode.IsDigit) >= 0 {
		return false
	}
	for _, w := range f {
		if notNames[strings.Trim(lower(w), ".,'’s")] || notNames[strings.Trim(lower(w), ".,")] {
			return false
		}
	}
	return hasCapital(f)
}

// hasCapital reports whether a word of a name begins with a capital or a letter of a script without case.
func hasCapital(f []string) bool {
	for _, w := range f {
		if c, _ := utf8.DecodeRuneInString(w); !unicode.IsLower(c) {
			return true
		}
	}
	return len(f) == 1 // a handle
}

var (
	bylineTokens = tokenSet("byline", "author", "authors", "autor", "autore", "auteur", "autoren", "contributor", "contributors", "writer", "writers", "journalist", "redacteur", "creator", "signature", "firma", "verfasser")
	bioTokens    = tokenSet("bio", "biography", "comment", "comments", "related", "recommended", "footer", "avatar", "sidebar", "widget", "more", "newsletter", "commenter")
)

// bylines are the visible candidates for the author's line, best first: what links to an author's page,
// stands in an element that says so, or begins with "By", all near the top of the body.
func (p *pageReader) bylines() []string {
	var linked, named, plain []string
	top := max(0, p.first-25)
	end := min(p.first+6, len(p.o.blocks))
	for i := top; i < end; i++ {
		b := &p.o.blocks[i]
		if b.breaks > 0 && b.chars < 500 && b.words < 80 {
			for _, l := range p.o.lines(b) {
				if startsByline(l) && len(strings.Fields(l)) <= 14 {
					plain = append(plain, l)
				}
			}
		}
		if b.chars > 160 || p.item != nil && p.item[i] >= 0 {
			continue
		}
		s := p.o.of(b)
		switch {
		case startsByline(s) && b.words <= 14:
			plain = append(plain, s)
		case p.inBody[i] && i > p.first:
		case p.o.hasToken(b.el, 3, bylineTokens) && !p.o.hasToken(b.el, 4, bioTokens) && b.words <= 12:
			named = append(named, s)
		case b.digits > 0 && b.words <= 20 && !p.inBody[i] && i < p.first+3 && p.o.hasToken(b.el, 1, metaTokens):
			if n := fromMeta(s); n != "" {
				named = append(named, n)
			}
		}
	}
	for _, l := range p.o.authorLinks {
		if i := int(l.block); i >= top && i < end+4 {
			linked = append(linked, l.text)
		}
	}
	out := p.names(linked, 2)
	if len(out) == 0 && len(plain) > 0 {
		out = p.names(plain[:1], 1)
	}
	if len(out) == 0 {
		for _, s := range append(named, p.named(bylineTokens, 25, 14)...) {
			if out = p.names([]string{s}, 2); len(out) > 0 {
				break
			}
		}
	}
	return out
}

var metaTokens = tokenSet("meta", "by", "info", "details", "dateline", "posted", "infos", "metadata")

// fromMeta reads the author from a line of facts: "Nadia Orun / 3 May 2026 / 2 min read", "Posted on 3 May by Nadia Orun".
func fromMeta(s string) string {
	if i := strings.LastIndex(lower(s), " by "); i >= 0 {
		return s[i+len(" by "):]
	}
	for _, sep := range []string{" / ", " | ", " · ", " • ", ", ", " – ", " — "} {
		if i := strings.Index(s, sep); i > 0 {
			if f := strings.Fields(s[:i]); len(f) >= 2 && len(f) <= 4 && isPersonName(s[:i]) {
				return s[:i]
			}
		}
	}
	return ""
}

// visibleEditor reads a line such as "Edited by: Nadia Orun".
func (p *pageReader) visibleEditor() string {
	for i := max(0, p.first-12); i < len(p.o.blocks) && i <= p.last+12; i++ {
		b := &p.o.blocks[i]
		if b.words > 12 {
			continue
		}
		s := p.o.of(b)
		low := lower(s)
		for _, w := range []string{"edited by: ", "edited by ", "editor: ", "editing by ", "redigiert von ", "redaktion: ", "(editing by "} {
			if strings.HasPrefix(low, w) {
				if n := p.names([]string{strings.Trim(s[len(w):], "()")}, 1); len(n) > 0 {
					return n[0]
				}
			}
		}
	}
	return ""
}
