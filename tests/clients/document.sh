#!/usr/bin/env bash
# document.sh BASE_URL TOKEN: the API document in both dialects, read by openapi-spec-validator and spectral; then
# schemathesis asks the service everything that the document says, and wrong things, and holds each answer against it.
# It writes and removes: point it at a database that may be changed.
#   JIANTU_CLIENT_EXAMPLES   requests of each sort to each operation (default 5)
#   JIANTU_CLIENT_PHASES     schemathesis' phases (default examples,fuzzing; the soak also takes coverage and stateful)
#   JIANTU_CLIENT_SEED       which ones (default 20231231)
set -euo pipefail
cd "$(dirname "$0")/../.."
base=$1 token=$2
target=${CARGO_TARGET_DIR:-target}
venv=$target/clients-venv/bin
npm=$target/clients-npm/node_modules/.bin
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for form in openapi30 openapi31; do
    curl -fs -o "$folder/$form.json" "$base/ogc/api?f=$form"
    "$venv/openapi-spec-validator" "$folder/$form.json" >"$folder/printed.log" 2>&1 ||
        { echo "openapi-spec-validator, $form:" >&2; cat "$folder/printed.log" >&2; exit 1; }
    "$npm/spectral" lint --quiet --fail-severity=warn --ruleset tests/clients/spectral.yaml "$folder/$form.json" >"$folder/printed.log" 2>&1 ||
        { echo "spectral, $form:" >&2; cat "$folder/printed.log" >&2; exit 1; }
done

export SCHEMATHESIS_HOOKS=document_hooks PYTHONPATH=$PWD/tests/clients PYTHONDONTWRITEBYTECODE=1
export JIANTU_CLIENT_TOKEN=$token
config=$PWD/tests/clients/schemathesis.toml
venv=$(cd "$venv" && pwd)
# It keeps a folder of its own where it runs.
cd "$folder"
"$venv/schemathesis" --config-file "$config" run "$folder/openapi31.json" --url "$base" \
    --phases "${JIANTU_CLIENT_PHASES:-examples,fuzzing}" --workers 2 --continue-on-failure \
    --max-examples "${JIANTU_CLIENT_EXAMPLES:-5}" --seed "${JIANTU_CLIENT_SEED:-20231231}" \
    >"$folder/printed.log" 2>&1 || { cat "$folder/printed.log" >&2; exit 1; }
tail -n 12 "$folder/printed.log"
