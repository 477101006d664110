package mention

// Find finds the names, numbers and quotations of an article. Spans are in body;
// of the title only whether a name stands in it is kept. lang is the language of the body as
// BCP 47, or "" when unknown.
func Find(title, body, lang string) *Set {
	return &Set{}
}
