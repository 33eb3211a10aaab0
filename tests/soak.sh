#!/usr/bin/env bash
# The long rounds of the tests that have them: JIANTU_SOAK_ROUNDS of kill -9, PROPTEST_CASES
# random cases. Works on both stores.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
export JIANTU_SOAK_ROUNDS=${JIANTU_SOAK_ROUNDS:-200}
export PROPTEST_CASES=${PROPTEST_CASES:-5000}

tests/install.sh
make web
JIANTU_TEST_POSTGRES_DIR=$(mktemp -d) # of this run alone
export JIANTU_TEST_POSTGRES_DIR
trap 'tests/postgres.sh stop >/dev/null 2>&1 || true' EXIT
JIANTU_TEST_POSTGRES=$(tests/postgres.sh start)
export JIANTU_TEST_POSTGRES
cargo nextest run --no-fail-fast
