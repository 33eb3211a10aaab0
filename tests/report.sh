#!/usr/bin/env bash
# Makes every form of the plan's report and has others read them: openpyxl and python-docx compare each figure with
# the JSON, LibreOffice and Chromium print them.
set -euo pipefail
cd "$(dirname "$0")/.."

program=${JIANTU_TEST_PROGRAM:-${CARGO_TARGET_DIR:-target}/debug/jiantu}
python=${CARGO_TARGET_DIR:-target}/report-venv/bin/python
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

export JIANTU_DATABASE="sqlite:$folder/demo.gpkg"
"$program" init --district hunnan >/dev/null
# Found after the year was frozen, and there before: best knowledge differs.
"$program" freeze 2022 --by 区体育局 >/dev/null
printf 'external_id,name_zh,kind,access,lon,lat,area_m2,opened_on\nlate,补登球场,basketball,free_open,123.463,41.679,800,2019-05-01\n' \
    >"$folder/late.csv"
"$program" import sites "$folder/late.csv" --crs wgs84 >/dev/null
# While the plan runs, every state is there, and forecasts.
for file in report.json workbook.xlsx document.docx page.html table.csv; do
    "$program" plan report --as-of 2023-12-31 --output "$folder/$file" >/dev/null
done

# Runs a program that is only looked at when it fails.
quietly() {
    "$@" >"$folder/printed.log" 2>&1 || { cat "$folder/printed.log" >&2; exit 1; }
}
quietly soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf --outdir "$folder" \
    "$folder/workbook.xlsx" "$folder/document.docx"
quietly "${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --user-data-dir="$folder/chromium" \
    --no-pdf-header-footer --print-to-pdf="$folder/page.pdf" "file://$folder/page.html"

PYTHONDONTWRITEBYTECODE=1 "$python" tests/report/check.py "$folder"
