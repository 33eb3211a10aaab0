#!/usr/bin/env bash
# Starts the program on free ports, once with demonstration data and once with three undated sites and
# nothing else, lets a browser use both, and stops them.
set -euo pipefail
cd "$(dirname "$0")/.."

program=${JIANTU_TEST_PROGRAM:-${CARGO_TARGET_DIR:-target}/debug/jiantu}
folder=$(mktemp -d)
servers=()

finish() {
    for server in "${servers[@]}"; do
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    done
    rm -rf "$folder"
}
trap finish EXIT

free_port() {
    node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'
}

# NAME -> $url; the database is NAME.gpkg.
serve() {
    local name=$1 port
    port=$(free_port)
    url="http://127.0.0.1:$port"
    "$program" --database "sqlite:$folder/$name.gpkg" serve --listen "127.0.0.1:$port" >"$folder/$name.log" 2>&1 &
    local server=$!
    servers+=("$server")
    for _ in $(seq 300); do
        if curl -fs -o /dev/null "$url/readyz"; then return; fi
        kill -0 "$server" 2>/dev/null || break
        sleep 0.2
    done
    echo "the service did not start:" >&2
    cat "$folder/$name.log" >&2
    exit 1
}

export JIANTU_TOKEN="browser-test-$RANDOM$RANDOM$RANDOM"
"$program" --database "sqlite:$folder/demo.gpkg" init --district hunnan
serve demo
demo=$url

cat >"$folder/sites.csv" <<'CSV'
external_id,name_zh,kind,access,lon,lat,area_m2
a,东岸健身路径,fitness_path,free_open,24.92,60.19,800
b,西岸健身路径,fitness_path,free_open,24.95,60.20,1200.5
c,山上健身路径,fitness_path,free_open,24.98,60.21,
CSV
cat >"$folder/people.csv" <<'CSV'
lon,lat,population
24.93,60.19,2500
24.96,60.20,1500
CSV
"$program" --database "sqlite:$folder/bare.gpkg" init --empty
"$program" --database "sqlite:$folder/bare.gpkg" import population "$folder/people.csv" --year 2022 --vintage test
"$program" --database "sqlite:$folder/bare.gpkg" import sites "$folder/sites.csv" --crs wgs84
serve bare

node tests/browser/run.mjs "$demo" "$JIANTU_TOKEN" "$url" || { tail -n 50 "$folder"/*.log >&2; exit 1; }
