#!/usr/bin/env bash
# Starts the program with a small county on a free port, lets other people's clients use it, and stops it.
# Each client is a script of tests/clients/ that is given the address and a token.
set -euo pipefail
cd "$(dirname "$0")/.."

program=${JIANTU_TEST_PROGRAM:-${CARGO_TARGET_DIR:-target}/debug/jiantu}
folder=$(mktemp -d)
server=

finish() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap finish EXIT

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
base="http://127.0.0.1:$port"
export JIANTU_TOKEN="clients-test-$RANDOM$RANDOM$RANDOM"
export JIANTU_DATABASE="sqlite:$folder/demo.gpkg"
# A small county with a plan: questions to it are answered at once.
JIANTU_DATA=tests/registry/plan/chenghu "$program" init --district chenghu >/dev/null
"$program" serve --listen "127.0.0.1:$port" >"$folder/serve.log" 2>&1 &
server=$!
for _ in $(seq 300); do
    curl -fs -o /dev/null "$base/readyz" && break
    kill -0 "$server" 2>/dev/null || { cat "$folder/serve.log" >&2; exit 1; }
    sleep 0.2
done

clients=("$@")
[ ${#clients[@]} -gt 0 ] || clients=(document)
for client in "${clients[@]}"; do
    began=$SECONDS
    "tests/clients/$client.sh" "$base" "$JIANTU_TOKEN" || { tail -n 40 "$folder/serve.log" >&2; exit 1; }
    echo "-- $client: ok, $((SECONDS - began)) s"
done
