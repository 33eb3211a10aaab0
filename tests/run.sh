#!/usr/bin/env bash
# All checks, in the order in which they fail fastest. Prints what ran, how long it took, and what
# did not run; any failure ends it.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

not_run=0
step() {
    local name=$1 began=$SECONDS
    shift
    echo "== $name"
    "$@" || { echo "FAILED: $name (${SECONDS}s in all)"; exit 1; }
    echo "-- $name: ok, $((SECONDS - began)) s"
}

# A cluster of this run alone: stopping it takes nothing from another run.
JIANTU_TEST_POSTGRES_DIR=$(mktemp -d)
export JIANTU_TEST_POSTGRES_DIR

stop_postgres() { tests/postgres.sh stop >/dev/null 2>&1 || true; }

start_postgres() {
    trap stop_postgres EXIT
    JIANTU_TEST_POSTGRES=$(tests/postgres.sh start)
    export JIANTU_TEST_POSTGRES
}

rust_tests() {
    # The summary is the line that counts: it is shown again at the very end.
    cargo nextest run --no-fail-fast 2>&1 | tee "$summary"
}

summary=$(mktemp)
step "install" tests/install.sh
step "format" cargo fmt --check
step "front end" make web
step "front end: types" npm --prefix web run --silent check
step "front end: unit tests" npm --prefix web test --silent
step "licences, bans, sources" make lint-deny
step "lint" cargo clippy --all-targets -- -D warnings
step "PostgreSQL" start_postgres
step "tests" rust_tests
# The program that the tests were run with, from here on.
step "clients: GIS" tests/clients/gis.sh
step "browser" tests/browser.sh
step "reports" tests/report.sh
step "clients" tests/clients.sh

if [ -z "${JIANTU_TRIAL_DATA:-}" ] && [ ! -d ../shared/data ]; then
    echo "not run: trials on real data (JIANTU_TRIAL_DATA is not set)"
    not_run=$((not_run + 1))
fi
echo "== all checks passed in $((SECONDS / 60)) min $((SECONDS % 60)) s; not run: $not_run"
counts=$(sed 's/\x1b\[[0-9;]*m//g' "$summary" | grep 'Summary' | tail -n 1)
rm -f "$summary"
passed=$(sed -nE 's/.* ([0-9]+) passed.*/\1/p' <<<"$counts")
failed=$(sed -nE 's/.* ([0-9]+) failed.*/\1/p' <<<"$counts")
echo "${passed:-0} passed, ${failed:-0} failed"
