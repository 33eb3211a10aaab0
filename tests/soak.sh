#!/usr/bin/env bash
# The long rounds, on both stores:
#   kill -9      JIANTU_SOAK_LIVES databases (default 20), each killed JIANTU_SOAK_ROUNDS times (default 10)
#                by each of the four stories: the store alone and the whole program, SQLite and PostgreSQL
#   races        two editors that write the same feature with If-Match, JIANTU_RACE_ROUNDS times each (default 5000)
#   properties   every other test, with PROPTEST_CASES random cases each (default 5000)
# The figures of a whole round stand in docs/performance.md.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
lives=${JIANTU_SOAK_LIVES:-20}
export JIANTU_SOAK_ROUNDS=${JIANTU_SOAK_ROUNDS:-10}

tests/install.sh
make web
JIANTU_TEST_POSTGRES_DIR=$(mktemp -d) # of this run alone
export JIANTU_TEST_POSTGRES_DIR
trap 'tests/postgres.sh stop >/dev/null 2>&1 || true' EXIT
JIANTU_TEST_POSTGRES=$(tests/postgres.sh start)
export JIANTU_TEST_POSTGRES

for life in $(seq "$lives"); do
    echo "== kill -9: database $life of $lives, $JIANTU_SOAK_ROUNDS kills in each story"
    cargo nextest run --no-fail-fast --success-output final -E 'test(kill_9)'
done
echo "-- kill -9: ok, $((lives * JIANTU_SOAK_ROUNDS * 4)) kills"

export JIANTU_RACE_ROUNDS=${JIANTU_RACE_ROUNDS:-5000}
echo "== races: $JIANTU_RACE_ROUNDS writes of each of two editors, on both stores"
cargo nextest run --no-fail-fast -E 'test(nobody_overwrites)'
unset JIANTU_RACE_ROUNDS

export PROPTEST_CASES=${PROPTEST_CASES:-5000}
echo "== properties: $PROPTEST_CASES cases each"
cargo nextest run --no-fail-fast -E 'not test(kill_9)'
echo "-- properties: ok; the soak took $((SECONDS / 60)) min"
