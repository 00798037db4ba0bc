# make quick     the fast inner loop: vet and short tests, under two minutes warm
# make test      everything: checks, the runtime, the generator, a matrix of platforms, real services
# make lint      gofmt, vet, staticcheck and golangci-lint on both modules
# make generate  copy the SQL scanner into the runtime, pack the runtime into the templates and rewrite the golden files
# make bench     figures, as ratios to floors measured in the same run
# make bench-lint  precision, recall and speed of the linter on its corpus
# make fuzz      each fuzz target for FUZZTIME (default 30s)
# make snapshot  release archives for every system, in dist/

GO           ?= go
FUZZTIME     ?= 30s
TOOLS        := $(CURDIR)/.tools
STATICCHECK  := $(TOOLS)/staticcheck-v0.8.2
GOLANGCI     := $(TOOLS)/golangci-lint-v2.15.0
GORELEASER   := $(TOOLS)/goreleaser-v2.16.0
SUDO         := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
WITHSERVICES := $(GO) run ./internal/withservices --
# What of the runtime keeps data in SQL, and is tested on the real server too.
ONMARIADB    := ./sqldb/... ./sqlguard/... ./migrate/... ./sqlmodel/... ./outbox/... ./lease/... ./background/... ./session/... ./datapulse/...

export GOWORK := off

.PHONY: quick test lint format generate bench bench-lint fuzz snapshot services

quick:
	$(GO) vet ./...
	$(GO) test -short ./...
	cd runtime && $(GO) vet ./... && $(GO) test -short ./...

test: services lint
	$(GO) run ./internal/withservices rabbitmq -- $(GO) -C runtime test -race ./...
	$(WITHSERVICES) $(GO) -C runtime test -race -count=1 $(ONMARIADB)
	cd internal/faults && $(GO) test -count=1 -timeout 15m ./...
	cd internal/benchevents && $(GO) test -count=1 .
	$(GO) -C lint/sqltable/oracle test ./...
	$(GO) -C lint/report/sarifschema test ./...
	VTGEN_GOLANGCI=$(GOLANGCI) $(GO) test -race ./generator/... ./lint/... ./templates/... ./internal/cli/... ./internal/structure/...
	VTGEN_GOLANGCI=$(GOLANGCI) $(WITHSERVICES) $(GO) test -timeout 45m ./cmd/... ./internal/...

lint: format $(STATICCHECK) $(GOLANGCI)
	$(GO) vet ./...
	$(STATICCHECK) ./...
	$(GOLANGCI) run ./...
	cd runtime && $(GO) vet ./... && $(STATICCHECK) ./... && $(GOLANGCI) run ./...
	cd internal/faults && $(GO) vet ./... && $(STATICCHECK) ./... && $(GOLANGCI) run ./...
	cd internal/benchevents && $(GO) vet ./... && $(STATICCHECK) ./... && $(GOLANGCI) run ./...
	cd lint/sqltable/oracle && $(GO) vet ./... && $(STATICCHECK) ./... && $(GOLANGCI) run ./...
	cd lint/report/sarifschema && $(GO) vet ./... && $(STATICCHECK) ./... && $(GOLANGCI) run ./...

format:
	@unformatted=$$(git ls-files '*.go' | xargs gofmt -l); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi

generate:
	$(GO) generate ./lint/sqltable
	$(GO) generate ./templates
	$(GO) test ./generator -run TestGolden -update

bench:
	$(GO) run ./internal/bench
	cd runtime && $(GO) test -run '^$$' -bench Append ./spool
	cd internal/faults && $(GO) test -run '^$$' -bench . -benchtime 2x .
	cd internal/benchevents && $(GO) test -count=1 -run Ratios -ratios .

bench-lint:
	$(GO) test -count=1 -v -run TestCorpus -bench . ./internal/lintcorpus
	$(GO) run ./internal/benchlint

fuzz:
	$(GO) run ./internal/fuzz -time $(FUZZTIME)

snapshot: $(GORELEASER)
	$(GORELEASER) release --snapshot --clean

# The servers that the tests start themselves, and the C compiler that the race detector needs. Debian would start each as a service of the system, too:
# policy-rc.d says no while they are installed.
POLICY := /usr/sbin/policy-rc.d
services:
	@missing=; \
	command -v gcc >/dev/null || missing="$$missing gcc libc6-dev"; \
	[ -x /usr/sbin/mariadbd ] || command -v mariadbd >/dev/null || missing="$$missing mariadb-server"; \
	[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing="$$missing rabbitmq-server"; \
	command -v redis-server >/dev/null || missing="$$missing redis-server"; \
	command -v memcached >/dev/null || missing="$$missing memcached"; \
	command -v npm >/dev/null || missing="$$missing nodejs npm"; \
	[ -z "$$missing" ] || { \
		[ -e $(POLICY) ] || { made=1; printf '#!/bin/sh\nexit 101\n' | $(SUDO) tee $(POLICY) >/dev/null && $(SUDO) chmod +x $(POLICY); }; \
		$(SUDO) apt-get update -qq && \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; code=$$?; \
		[ -z "$$made" ] || $(SUDO) rm -f $(POLICY); \
		exit $$code; }

$(STATICCHECK):
	GOBIN=$(TOOLS) $(GO) install honnef.co/go/tools/cmd/staticcheck@v0.8.2
	mv $(TOOLS)/staticcheck $@

$(GOLANGCI):
	GOBIN=$(TOOLS) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
	mv $(TOOLS)/golangci-lint $@

$(GORELEASER):
	GOBIN=$(TOOLS) $(GO) install github.com/goreleaser/goreleaser/v2@v2.16.0
	mv $(TOOLS)/goreleaser $@
