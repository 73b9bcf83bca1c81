# toll: one command each. "make help" lists them.
#
# TOLL_SHARED may name a folder with larger real inputs (data/petro and more);
# tests that want it are skipped without it.

GO       ?= go
PYTHON   ?= python3
FUZZTIME ?= 10s
BUILD    := .build
TOLL     := bin/toll
VENV     := $(BUILD)/venv

# One linter beside gofmt and vet, at a fixed version. staticcheck finds dead
# code, misuse of the standard library and errors that are lost.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

.DEFAULT_GOAL := help
.PHONY: help build run test lint fmt golden fuzz bench interop check clean set

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build bin/toll
	$(GO) build -trimpath -o $(TOLL) ./cmd/toll

run: build ## the main job: publish the bundled examples into out/
	$(TOLL) run examples/data -o out
	@echo
	@echo "The first rows of out/losses.csv:"
	@head -n 4 out/losses.csv

test: set ## all Go tests, and Arrow's own reader over a published set
	$(GO) test ./...
	cd output/interop/arrow && TOLL_SET="$(abspath $(BUILD)/set/current)" $(GO) test ./...

# A set to test readers with.
set: build
	$(TOLL) run examples/data -o $(BUILD)/set 2>$(BUILD)/set.log || { cat $(BUILD)/set.log; exit 1; }

$(shell mkdir -p $(BUILD))

lint: ## gofmt, vet, staticcheck
	@out=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$out" ]; then echo "gofmt wants to change:"; echo "$$out"; exit 1; fi
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...

fmt: ## format all Go files
	gofmt -w $$(git ls-files '*.go')

golden: ## rewrite the expected results; review them as a diff
	$(GO) test $$(git grep -l 'flag.Bool("update"' -- '*_test.go' | xargs -n 1 dirname | sort -u | sed 's,^,./,') -update

fuzz: ## run every fuzz target for FUZZTIME (10s)
	@for f in $$(git ls-files '*_test.go'); do \
	  for t in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' $$f); do \
	    echo "$$t in $$(dirname $$f)"; \
	    $(GO) test ./$$(dirname $$f) -run '^$$' -fuzz "^$$t\$$" -fuzztime $(FUZZTIME) || exit 1; \
	  done; \
	done

bench: build $(VENV)/ready ## speed and memory: Go benchmarks, then whole runs beside DuckDB
	$(GO) test ./input ./pipeline/... ./output/table ./cmd/toll/internal/job -run '^$$' -bench . -benchtime 2s
	$(VENV)/bin/python docs/bench.py $(TOLL)

interop: set $(VENV)/ready ## pandas, pyarrow, polars, DuckDB and frictionless read a published set
	$(VENV)/bin/python output/interop/compare.py $(BUILD)/set/current
ifneq ($(TOLL_SHARED),)
	$(TOLL) run $(TOLL_SHARED)/data/petro/*.json -o $(BUILD)/reference
	$(VENV)/bin/python output/interop/compare.py $(BUILD)/reference/current
endif

$(VENV)/ready: output/interop/requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

check: lint test interop ## what CI runs
	@echo "check: all passed"

clean: ## remove what was built
	rm -rf bin out $(BUILD)
