// Package arch holds no code, only the test of who may import whom.
package arch

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/parley-news/parley/internal/"

// tier is the height of a package: it may import lower tiers, and beyond that only what grants says.
var tier = map[string]int{
	"fault": 0, "text": 0, "lang": 0, "dom": 0, "when": 0, "urlkey": 0, "mention": 0, "i18n": 0, "sketch": 0, "vector": 0, "learn": 0, "lockfile": 0,
	"news": 1, "outlets": 1,
	"feed": 2, "warc": 2, "extract": 2, "reuse": 2, "cluster": 2, "statement": 2, "claim": 2, "timeline": 2, "query": 2, "rank": 2, "observe": 2,
	"store": 3, "objects": 3, "fetch": 3, "collect": 3,
	"jobs": 4, "pipeline": 4,
	"web": 5, "api": 5, "cli": 5, "export": 5, "eval": 5, "train": 5, "sample": 5, "fakeweb": 5,
	"app": 6,
}

// grants are imports within a tier or upwards that are allowed, by importer.
var grants = map[string]string{
	"fault": "", "text": "fault", "lang": "text fault", "dom": "text fault", "when": "text lang fault", "urlkey": "fault text",
	"mention": "text lang when fault", "i18n": "fault lang text when", "sketch": "text fault", "vector": "text fault", "learn": "fault text", "lockfile": "fault",
	"outlets":  "news",
	"pipeline": "jobs",
	"web":      "export i18n",
	"api":      "export",
	"cli":      "app eval train sample",
	"store":    "query mention",
	"app":      "web api export sample fakeweb",
	"sample":   "fakeweb",
}

// engines see plain values only.
var engines = strings.Fields("feed warc extract reuse cluster statement claim timeline query rank")

// forbidden names packages outside the module that an importer must not use, by prefix.
var forbidden = map[string][]string{}

func init() {
	for _, e := range engines {
		forbidden[e] = []string{"net/http", "database/sql", "os/exec"}
	}
}

// only says which packages may import an outside library, by prefix.
var only = map[string]string{
	"modernc.org/sqlite": "store", "github.com/jackc/pgx": "store", "github.com/pressly/goose": "store",
	"github.com/minio/minio-go": "objects", "code.dny.dev/ssrf": "fetch",
	"github.com/blevesearch/bleve": "text", "github.com/danielgtaylor/huma": "api", "github.com/a-h/templ": "web",
	"github.com/pelletier/go-toml": "outlets", "github.com/alecthomas/kong": "cli", "github.com/schollz/progressbar": "cli", "github.com/gorilla/feeds": "export",
	"github.com/prometheus": "observe", "go.opentelemetry.io": "observe",
}

func TestImportsPointDownwards(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "github.com/parley-news/parley/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		from, ok := strings.CutPrefix(f[0], module)
		if !ok {
			continue
		}
		top, _, _ := strings.Cut(from, "/")
		if top == "testkit" || top == "arch" || strings.HasSuffix(from, "storetest") {
			continue
		}
		for _, imp := range f[1:] {
			check(t, top, imp)
		}
	}
}

func check(t *testing.T, from, imp string) {
	t.Helper()
	for _, p := range forbidden[from] {
		if imp == p || strings.HasPrefix(imp, p+"/") {
			t.Errorf("%s imports %s: engines and formats take plain values, they do not reach outside", from, imp)
		}
	}
	for p, who := range only {
		if strings.HasPrefix(imp, p) && !slices.Contains(strings.Fields(who), from) {
			t.Errorf("%s imports %s: only %s may", from, imp, who)
		}
	}
	to, ok := strings.CutPrefix(imp, module)
	if !ok {
		return
	}
	to, _, _ = strings.Cut(to, "/")
	if to == from {
		return
	}
	a, known := tier[from]
	b, known2 := tier[to]
	switch {
	case !known:
		t.Errorf("package %s has no tier: give it one in arch_test.go and in ARCHITECTURE.md", from)
	case !known2:
		t.Errorf("package %s has no tier: give it one in arch_test.go and in ARCHITECTURE.md", to)
	case slices.Contains(strings.Fields(grants[from]), to):
	case b >= a:
		t.Errorf("%s (tier %d) imports %s (tier %d): arrows point downwards", from, a, to, b)
	case slices.Contains(engines, from) && slices.Contains(engines, to):
		t.Errorf("engine %s imports engine %s: what two engines need is kit", from, to)
	case (from == "web" || from == "api") && slices.Contains([]string{"pipeline", "fetch"}, to):
		t.Errorf("%s imports %s: pages and API read the store and enqueue work, nothing more", from, to)
	}
}
