#!/usr/bin/env bash
# What the tests need beside Rust, Node and make. As root it installs what is missing; otherwise it
# prints the one command that does, and fails only when something is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

has() { command -v "$1" >/dev/null 2>&1; }

packages=()
{ ls /usr/lib/postgresql/*/bin/initdb && ls /usr/share/postgresql/*/extension/postgis.control; } >/dev/null 2>&1 ||
    packages+=(postgresql-15-postgis-3)
has ogr2ogr || packages+=(gdal-bin)
has chromium || packages+=(chromium)
{ has fc-list && [ -n "$(fc-list :lang=zh)" ]; } || packages+=(fontconfig fonts-noto-cjk)

# Who reads and prints reports.
has soffice || packages+=(libreoffice-calc-nogui libreoffice-writer-nogui)
has pdftotext || packages+=(poppler-utils)
python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || packages+=(python3-venv)

tools=()
has cargo-nextest || tools+=(cargo-nextest)
has cargo-deny || tools+=(cargo-deny)

if [ ${#packages[@]} -gt 0 ]; then
    # A package's own cluster would only take a port: the tests start a private one.
    command="apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${packages[*]}"
    if [ "$(id -u)" != 0 ]; then
        echo "缺少测试所需的软件，请运行 / the tests need software; run:" >&2
        echo "  sudo sh -c '$command'" >&2
        exit 1
    fi
    echo "install: ${packages[*]}"
    mkdir -p /etc/postgresql-common/createcluster.d
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/jiantu-tests.conf
    sh -c "$command" >/dev/null
fi

# Tools of the user's own Rust need no root. Debug builds: they are built faster than they run longer.
for tool in "${tools[@]}"; do
    echo "install: $tool"
    env -u CARGO_TARGET_DIR cargo install --quiet --locked --debug "$tool"
done

# Readers of reports and of formats in Python, beside what is built.
readers=${CARGO_TARGET_DIR:-target}/report-venv
if ! "$readers/bin/python" -c 'import docx, openpyxl, pmtiles, pyogrio' >/dev/null 2>&1; then
    echo "install: openpyxl, python-docx, pyogrio, pmtiles"
    python3 -m venv "$readers"
    "$readers/bin/python" -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5 python-docx==1.2.0 \
        pyogrio==0.13.0 pmtiles==3.8.1
fi

# Who reads the API document and asks the service what it says.
clients=${CARGO_TARGET_DIR:-target}/clients-venv
if ! "$clients/bin/python" -c 'import openapi_spec_validator, schemathesis' >/dev/null 2>&1; then
    echo "install: openapi-spec-validator, schemathesis"
    python3 -m venv "$clients"
    "$clients/bin/python" -m pip install --quiet --disable-pip-version-check openapi-spec-validator==0.9.0 schemathesis==4.32.5
fi
clients=${CARGO_TARGET_DIR:-target}/clients-npm
if ! [ -x "$clients/node_modules/.bin/spectral" ]; then
    echo "install: @stoplight/spectral-cli"
    mkdir -p "$clients"
    npm install --prefix "$clients" --no-audit --no-fund --no-save --silent @stoplight/spectral-cli@6.16.3 >/dev/null
fi
# Other people's clients of the service.
clients=${CARGO_TARGET_DIR:-target}/gis-venv
if ! "$clients/bin/python" -c 'import owslib, pyogrio, pyproj, shapely' >/dev/null 2>&1; then
    echo "install: OWSLib, pyogrio, pyproj, shapely"
    python3 -m venv "$clients"
    "$clients/bin/python" -m pip install --quiet --disable-pip-version-check OWSLib==0.35.0 pyogrio==0.13.0 pyproj==3.7.2 \
        shapely==2.2.0
fi
clients=${CARGO_TARGET_DIR:-target}/gis-npm
if ! [ -d "$clients/node_modules/ol" ]; then
    echo "install: ol, @camptocamp/ogc-client, @mapbox/vector-tile, pbf"
    mkdir -p "$clients"
    npm install --prefix "$clients" --no-audit --no-fund --no-save --silent ol@10.11.0 @camptocamp/ogc-client@1.3.0 \
        @mapbox/vector-tile@3.0.0 pbf@5.1.2 >/dev/null
fi

echo "install: nothing is missing"
