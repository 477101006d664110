# make check is the gate that every change passes; .ci/run runs it too.
# make measure measures the full sets and writes doc/quality.md.

GO     ?= go
TOOL   := $(GO) tool -modfile=tools/go.mod
CORPUS ?= ../shared/corpus

.PHONY: check fmt vet staticcheck test race generate measure crash backfill build

check: fmt vet staticcheck race

fmt:
	@out=$$(gofmt -l $$(git ls-files '*.go' | grep -v _templ.go)); if [ -n "$$out" ]; then echo "gofmt would change:"; echo "$$out"; exit 1; fi

vet:
	$(GO) vet ./...
	$(GO) -C tools vet ./...

staticcheck:
	$(TOOL) staticcheck ./...

test:
	$(GO) test ./...

race:
	$(GO) test -race ./...
	$(GO) -C tools test ./...

generate:
	$(TOOL) templ generate -path internal/web

build:
	$(GO) build -trimpath -o parley ./cmd/parley

measure:
	$(GO) -C tools run ./measure -repo $(CURDIR) -corpus $(abspath $(CORPUS)) -out doc/quality.md

# backfill mixes an archive out of the corpus and reads it into a fresh folder until everything is done; it prints the rate by tenths and the memory.
N ?= 100000
backfill: build
	@dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	$(GO) -C tools run ./mix -corpus $(abspath $(CORPUS)) -n $(N) -out "$$dir/pages" && \
	./parley --data-dir "$$dir/data" --log-level error backfill "$$dir/pages"

# crash is the full size of the tests that kill processes and take the database away; PARLEY_TEST_POSTGRES names a server.
crash:
	PARLEY_KILLS=200 PARLEY_PAGES=5000 PARLEY_KILL_EVERY_MS=5000 PARLEY_AWAY_MS=60000 $(GO) test -count=1 -v -timeout 3h ./internal/crashtest
