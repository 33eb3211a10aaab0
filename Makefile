# One command per chore; `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:

TARGET   := $(or $(CARGO_TARGET_DIR),target)
DATABASE ?= sqlite:jiantu.gpkg
DISTRICT ?= hunnan
LISTEN   ?= 127.0.0.1:8080
WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)

.PHONY: help
help: ## this list
	@echo "健图 jiantu"
	grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 14

# ---- Run ----

.PHONY: run
run: web ## build everything, make the demonstration database if there is none, serve it
	@cargo build --release
	case "$(DATABASE)" in
	sqlite:*) file="$(DATABASE)"; file="$${file#sqlite:}"
	          [ -e "$$file" ] || "$(TARGET)/release/jiantu" --database "$(DATABASE)" init --district "$(DISTRICT)" ;;
	esac
	exec "$(TARGET)/release/jiantu" --database "$(DATABASE)" serve --listen "$(LISTEN)"

.PHONY: web
web: web/dist/index.html ## build the front end into web/dist (only when its sources changed)

web/node_modules/.package-lock.json: web/package-lock.json
	@cd web && npm ci --no-audit --no-fund
	touch node_modules/.package-lock.json

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	@cd web && npm run build
	touch dist/index.html

# ---- Check ----

.PHONY: test
test: ## install what tests need (as root), then format, lint, all tests, browser
	@tests/run.sh

.PHONY: soak
soak: ## the long rounds: kill -9, races, fuzzing
	@tests/soak.sh

.PHONY: bench
bench: web ## the measurements of docs/performance.md
	@cargo bench

.PHONY: lint
lint: web lint-deny ## format check and clippy, warnings are errors
	@cargo fmt --check
	cargo clippy --all-targets -- -D warnings

.PHONY: lint-deny
lint-deny: ## licences, banned crates and sources of all dependencies
	@cargo deny check bans licenses sources

.PHONY: fmt
fmt: ## format the code
	@cargo fmt
