#!/usr/bin/env bash
# Starts the program with demonstration data and an imported layer on a free port. GDAL (the system's and pyogrio's newer
# one), OWSLib with its edits, ogc-client, vector-tile, and OpenLayers and MapLibre in a browser use it; what they find is
# compared with what plain requests give.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=${CARGO_TARGET_DIR:-target}
program=${JIANTU_TEST_PROGRAM:-$target/debug/jiantu}
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

export JIANTU_TOKEN="clients-test-$RANDOM$RANDOM$RANDOM"
export JIANTU_DATABASE="sqlite:$folder/demo.gpkg"
"$program" init --district hunnan >/dev/null
"$program" import layer tests/clients/plots.geojson --name plots --title-zh 候选地块 --role candidates >/dev/null
# For editors that can not send If-Match.
JIANTU_EDITOR_TOKEN=$("$program" token issue --label editor --unconditional)
export JIANTU_EDITOR_TOKEN JIANTU_CLIENTS_NPM=$target/gis-npm PYTHONDONTWRITEBYTECODE=1

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
base="http://127.0.0.1:$port"
"$program" serve --listen "127.0.0.1:$port" >"$folder/serve.log" 2>&1 &
server=$!
for _ in $(seq 300); do
    curl -fs -o /dev/null "$base/readyz" && break
    kill -0 "$server" 2>/dev/null || { cat "$folder/serve.log" >&2; exit 1; }
    sleep 0.2
done

failed() {
    tail -n 40 "$folder/serve.log" >&2
    exit 1
}
for story in gdal_features downloads editing; do
    "$target/gis-venv/bin/python" "tests/clients/$story.py" "$base" || failed
done
for story in ogc-client openlayers tiles maps; do
    node "tests/clients/$story.mjs" "$base" || failed
done
