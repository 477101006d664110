// Package lang tells in which language a text is written, and holds the small
// tables that depend on it: direction of writing, stop words. Start with Identify.
//
// Identification looks at scripts, at letters that few languages use, and at function words. It
// reads a bounded sample, whatever the length of the text. All functions are pure and safe for concurrent use.
package lang

// Direction returns "rtl" or "ltr" for a language tag.
func Direction(tag string) string {
	switch base(tag) {
	case "ar", "fa", "prs", "ur", "ps", "he", "yi", "ckb", "ug", "sd", "dv", "azb", "arc", "syr":
		return "rtl"
	}
	return "ltr"
}

// base is the language of a tag without script and region, in lower case.
func base(tag string) string {
	for i := 0; i < len(tag); i++ {
		if tag[i] == '-' || tag[i] == '_' {
			tag = tag[:i]
			break
		}
	}
	for i := 0; i < len(tag); i++ {
		if c := tag[i]; c >= 'A' && c <= 'Z' {
			b := []byte(tag)
			for j := range b {
				if b[j] >= 'A' && b[j] <= 'Z' {
					b[j] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return tag
}

// Identify returns the language of text as a BCP 47 tag ("en", "fa", "prs"), or "" when
// unsure. The hint is the language that the page declares, or ""; it decides between
// neighbours and where there is too little text to tell, never against clear signs.
func Identify(text string, hint string) string {
	hint = base(hint)
	s := sample(text)
	c := countScripts(s)
	group := c.main()
	if group == none {
		return ""
	}
	if tag := alone[group]; tag != "" {
		return tag
	}
	if group == han {
		return c.eastAsian(hint)
	}
	return c.best(s, group, hint)
}
