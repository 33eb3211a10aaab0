"""Reports in FOLDER: report.json is what the others must tell; PDFs are what printers would make of them."""
import json
import pathlib
import sys

import figures
import packages
import paper


def main():
    folder = pathlib.Path(sys.argv[1])
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    for name in ("workbook.xlsx", "document.docx"):
        print(f"report: {name}: {len(packages.check(folder / name))} parts")
    for name, read in [
        ("workbook.xlsx", figures.workbook),
        ("document.docx", figures.document),
        ("page.html", figures.page),
        ("table.csv", figures.table),
    ]:
        print(f"report: {name}: {read(folder / name, report)} figures as in the JSON")
    whole = report["coverage"]["rows"][0]
    known = [report["as_of"], report["report"]["title_zh"], f"{whole['m2_per_head']['all']:.2f}", "演示数据"]
    known += [task["title_zh"] for task in report["tasks"]]
    for name in ("workbook", "document", "page"):
        print(f"report: {name}.pdf: {paper.check(folder / f'{name}.pdf', known, 5)} pages")


main()
