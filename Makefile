# The task runner of people and CI alike. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

BIN := $(CURDIR)/.bin
GOLANGCI_VERSION := $(shell cat .golangci-lint.version)
GOLANGCI := $(BIN)/golangci-lint-$(GOLANGCI_VERSION)
# Inputs, not seconds: a duration ends in a race of Go's fuzzing coordinator (golang/go#75804, mended in 1.27) that fails without an input.
FUZZTIME ?= 3000x
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
export CGO_ENABLED ?= 0

.PHONY: help check test race fuzz train evaluate bench lint fmt generate cover integration deployments torture run release

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

check: lint test ## what to run before a commit

test: ## all tests that need nothing but Go
	go test ./...

race: ## the same under the race detector, in random order; the long runs on one goroutine are shortened
	CGO_ENABLED=1 go test -race -short -shuffle=on ./...

fuzz: ## every fuzz target for FUZZTIME inputs (3000x)
	@for pkg in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "fuzz $$pkg $$target"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 100x $$pkg || exit 1; \
		done; \
	done

train: ## the classifier's weights from the corpus, the same bytes each time
	go run ./detectors/train fit

evaluate: ## what the detectors are worth on labelled posts (below FIREBREAK_SHARED)
	go run ./detectors/train evaluate --data "$(FIREBREAK_SHARED)/data" --commit

.PHONY: calibrate
calibrate: ## the reshare forecast's coefficients, levels and figures (docs/forecast.md), the same bytes each time
	go run ./daemon/escalation/forecast/calibrate --data "$(FIREBREAK_SHARED)/data/cascades.jsonl"

bench: ## the figures of docs/performance.md, each beside its reference
	deployments/bench.sh

.PHONY: bursts
bursts: ## how soon the crisis detector sees simulated bursts, and how often it is wrong (docs/crisis.md)
	go run ./daemon/escalation/crisis/simulate

lint: $(GOLANGCI) ## golangci-lint, with the layer rules
	@# Its cache may tell of a checkout that is gone: what it finds has to be found without the cache, too.
	$(GOLANGCI) run --build-tags integration ./... || { $(GOLANGCI) cache clean && $(GOLANGCI) run --build-tags integration ./...; }

fmt: $(GOLANGCI) ## format
	$(GOLANGCI) fmt ./...

generate: ## JSON Schemas and other files made from code
	go test ./daemon ./config -run 'Schema|Scenarios' -update
	go test ./daemon/escalation -run 'RulesAreWrittenDown' -update

cover: ## coverage, as a page
	go test -coverprofile coverage.out ./... && go tool cover -html coverage.out

integration: ## the daemon on a real Apache Kafka and on the embedded broker, killed and restarted
	deployments/integration.sh

deployments: ## validate the systemd unit, the compose file and the Kubernetes manifest
	deployments/validate.sh

.PHONY: simulation nightly
simulation: ## several instances in one process with faults at every step, one story a seed (SEEDS=2000)
	GOGC=400 go test ./daemon/simulation -run 'Simulation$$' -count=1 -timeout 60m -seeds $${SEEDS:-2000}

nightly: ## what takes hours: many more seeds, inputs and kills
	$(MAKE) simulation SEEDS=$${SEEDS:-20000}
	$(MAKE) fuzz FUZZTIME=$${FUZZTIME:-200000x}
	$(MAKE) torture

torture: ## integration with many more kills (KILLS=500)
	KILLS=$${KILLS:-500} deployments/integration.sh -run 'Kill'

run: ## the daemon with a configuration: make run CONFIG=firebreak.yaml
	go run ./daemon/cmd/firebreak run --config $${CONFIG:?name a configuration: make run CONFIG=firebreak.yaml}

release: ## one static, stripped binary in dist/
	mkdir -p dist
	go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o dist/firebreak ./daemon/cmd/firebreak

$(GOLANGCI):
	mkdir -p $(BIN)
	GOBIN=$(BIN) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	mv $(BIN)/golangci-lint $@
