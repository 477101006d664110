package api

import (
	"bytes"
	"cmp"
	"html/template"
	"maps"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
)

// operation is one line of the page for people.
type operation struct {
	Method, Path, Summary string
	Parameters            []*huma.Param
}

var docsPage = template.Must(template.New("docs").Parse(`<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API</title>
<link rel="stylesheet" href="{{.Style}}">
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
</head>
<body>
<main class="wrap">
<article class="text">
<h1>API</h1>
<p><a href="/">Stories</a></p>
<p>{{.About}} The full description is in OpenAPI 3.1: <a href="{{.Prefix}}/openapi.json">JSON</a>, <a href="{{.Prefix}}/openapi.yaml">YAML</a>.</p>
<p>Identifiers are strings. Offsets count code points of the version’s text, end exclusive. A list’s <code>next</code> goes into
<code>after</code> for what follows; when it is empty, the list ends. Errors are problem documents (RFC 9457).</p>
{{range .Operations}}<h2><code>{{.Method}} {{.Path}}</code></h2>
<p>{{.Summary}}</p>
{{if .Parameters}}<ul>{{range .Parameters}}
<li><code>{{.Name}}</code> ({{.In}}{{if .Required}}, required{{end}}){{if .Description}}: {{.Description}}{{end}}</li>{{end}}
</ul>
{{end}}{{end}}</article>
</main>
</body>
</html>
`))

// serveDocs lists the operations on a plain page without scripts.
func (s *server) serveDocs(w http.ResponseWriter, r *http.Request) {
	var b bytes.Buffer
	err := docsPage.Execute(&b, map[string]any{
		"Style": s.opt.Style, "Prefix": Prefix, "About": s.huma.OpenAPI().Info.Description, "Operations": operations(s.huma.OpenAPI()),
	})
	if err != nil {
		s.opt.Log.Error("api docs failed", "err", err)
		http.Error(w, "something went wrong", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	_, _ = w.Write(b.Bytes()) // a reader who has gone away is no failure
}

func operations(o *huma.OpenAPI) []operation {
	var out []operation
	for _, path := range slices.Sorted(maps.Keys(o.Paths)) {
		item := o.Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op != nil {
				out = append(out, operation{op.Method, path, op.Summary, op.Parameters})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b operation) int { return cmp.Compare(a.Path, b.Path) })
	return out
}
