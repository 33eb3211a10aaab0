#!/usr/bin/env bash
# Starts the program with demonstration data on a free port, lets a browser use it, and stops it.
set -euo pipefail
cd "$(dirname "$0")/.."

program=${JIANTU_TEST_PROGRAM:-${CARGO_TARGET_DIR:-target}/debug/jiantu}
folder=$(mktemp -d)
port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
url="http://127.0.0.1:$port"
server=

finish() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap finish EXIT

export JIANTU_TOKEN="browser-test-$RANDOM$RANDOM$RANDOM"
"$program" --database "sqlite:$folder/jiantu.gpkg" init --district hunnan
"$program" --database "sqlite:$folder/jiantu.gpkg" serve --listen "127.0.0.1:$port" >"$folder/log" 2>&1 &
server=$!

ready=
for _ in $(seq 300); do
    if curl -fs -o /dev/null "$url/readyz"; then ready=yes; break; fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.2
done
if [ -z "$ready" ]; then
    echo "the service did not start:" >&2
    cat "$folder/log" >&2
    exit 1
fi
node tests/browser/run.mjs "$url" "$JIANTU_TOKEN" || { tail -n 50 "$folder/log" >&2; exit 1; }
