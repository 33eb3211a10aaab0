#!/bin/sh
# A private PostgreSQL cluster for tests.
#   start  makes and starts it (if it is not running) and prints its URL
#   url    prints the URL of the one that runs
#   stop   stops it and removes its folder
# JIANTU_TEST_POSTGRES_DIR: its folder (default: jiantu-test-postgres in the temporary folder).
# fsync stays on: what the tests show has to be what users get.
set -eu
DIR=${JIANTU_TEST_POSTGRES_DIR:-${TMPDIR:-/tmp}/jiantu-test-postgres}
BIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
BIN=${JIANTU_TEST_POSTGRES_BIN:-$BIN}

if [ ! -x "$BIN/initdb" ]; then
    echo "PostgreSQL with PostGIS is not installed: apt-get install postgresql-15-postgis-3" >&2
    exit 1
fi

# initdb and postgres refuse to run as root.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

running() {
    [ -f "$DIR/port" ] && as_postgres "$BIN/pg_ctl" -D "$DIR/data" status >/dev/null 2>&1
}

free_port() {
    port=54329
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
    echo "$port"
}

url() { echo "postgres://postgres@127.0.0.1:$(cat "$DIR/port")/postgres"; }

start() {
    if running; then url; return; fi
    if [ ! -d "$DIR/data" ]; then
        mkdir -p "$DIR"
        if [ "$(id -u)" = 0 ]; then chown postgres "$DIR"; fi
        as_postgres "$BIN/initdb" -D "$DIR/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >"$DIR.log" 2>&1 ||
            { cat "$DIR.log" >&2; exit 1; }
    fi
    # `/dev/tcp` is bash's: dash can not look for a free port itself.
    port=$(bash -c "$(sed -n '/^free_port()/,/^}/p' "$0"); free_port")
    as_postgres "$BIN/pg_ctl" -D "$DIR/data" -w -t 60 -l "$DIR/server.log" \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=300" \
        start >"$DIR.log" 2>&1 || { cat "$DIR.log" "$DIR/server.log" >&2; exit 1; }
    echo "$port" | as_postgres tee "$DIR/port" >/dev/null
    url
}

stop() {
    if running; then as_postgres "$BIN/pg_ctl" -D "$DIR/data" -m fast -w stop >/dev/null; fi
    rm -rf "$DIR" "$DIR.log"
}

case "${1:-}" in
    start) start ;;
    stop) stop ;;
    url) if running; then url; else echo "not running: tests/postgres.sh start" >&2; exit 1; fi ;;
    *) echo "usage: tests/postgres.sh start|stop|url" >&2; exit 2 ;;
esac
