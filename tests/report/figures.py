"""Every figure of a workbook, a document, a page and a table, against the JSON of the same report."""
import csv
import datetime
import operator
import re
from html.parser import HTMLParser

import docx
import openpyxl

STATES = {
    "met": "已完成",
    "on_track": "按进度",
    "at_risk": "有风险",
    "missed": "未完成",
    "no_data": "无数据",
    None: "未起计",
}
UNKNOWN = ("无数据", "未到")
MARKS = {"demo": "演示数据", "estimate": "估计", "schematic": "示意边界"}


def obligations(report):
    return [(task, row) for task in report["tasks"] for row in task["indicators"]]


def first(cell):
    """What a cell or a heading says in Chinese."""
    return str(cell or "").split("\n")[0]


def same(cell, value, what):
    if value is None:
        assert str(cell).startswith(UNKNOWN), f"{what}: {cell} where nothing is known"
    else:
        assert isinstance(cell, (int, float)) and not isinstance(cell, bool), f"{what}: {cell!r} is no number"
        assert cell == value, f"{what}: {cell}, not {value}"


def below(sheet, name):
    """Rows below the heading whose first cell is `name`, by the Chinese names of the columns."""
    rows = list(sheet.iter_rows())
    start = next(at for at, row in enumerate(rows) if first(row[0].value) == name)
    names = [first(cell.value) for cell in rows[start] if cell.value is not None]
    told = []
    for row in rows[start + 1 :]:
        if row[0].value is None:
            break
        told.append({name: cell for name, cell in zip(names, row)})
    return told


def workbook(path, report):
    book = openpyxl.load_workbook(path)
    checked = 0
    sheets = book.worksheets
    charts = [chart for sheet in sheets for chart in sheet._charts]
    assert len(charts) == 3, f"{len(charts)} charts"
    for chart in charts:
        for plot in chart.series:
            assert "!" in plot.val.numRef.f, "a chart that is drawn from cells"

    tasks = below(sheets[0], "任务")
    assert [row["任务"].value for row in tasks] == [task["number"] for task in report["tasks"]]
    for row, task in zip(tasks, report["tasks"]):
        assert row["状态"].value.startswith(STATES[task["state"]]), task["number"]
        assert row["完成/应完成"].value == f"{task['progress']['met']}/{task['progress']['of']}", task["number"]

    groups = sheets[3 : 3 + len(report["groups"])]
    rows = [row for sheet in groups for row in below(sheet, "任务") if row["区划"].value != "—"]
    every = obligations(report)
    assert len(rows) == len(every), f"{len(rows)} rows of {len(every)} obligations"
    for row, (task, of) in zip(rows, every):
        what = f"{of['id']} {(of['division'] or {}).get('name_zh')} {of['year']}"
        assert row["任务"].value == task["number"], what
        assert first(row["任务与指标"].value) == of["name_zh"], what
        frozen = of["frozen"][-1]["value"] if of["frozen"] else None
        if of["frozen"]:
            same(row["封存值"].value, frozen, f"{what} 封存值")
        else:
            assert first(row["封存值"].value) == "未封存", what
        for column, member in [("数值", "value"), ("差距", "gap"), ("目标", "target"), ("基期值", "base")]:
            same(row[column].value, of[member], f"{what} {column}")
            checked += 1
        if of["value"] is not None and of["unit"] not in ("stage", "ratio"):
            assert '"' in row["数值"].number_format, f"{what}: {row['数值'].number_format} has no unit"
        assert row["状态"].value.startswith(STATES[of["state"]]), what
        assert row["期限"].value == datetime.datetime.fromisoformat(of["due"]), what
        assert row["期限"].is_date, what
        assert first(row["判定原因"].value) == of["why_zh"], what
        for flag, word in MARKS.items():
            assert (word in row["标记"].value) == (flag in of["flags"]), f"{what}: {row['标记'].value}"
    for sheet in groups:
        assert sheet.freeze_panes and sheet.print_title_rows and sheet.auto_filter.ref, sheet.title
    for sheet in sheets:
        assert sheet.page_setup.paperSize == 9 and sheet.page_setup.orientation == "landscape", sheet.title

    for row, of in zip(below(sheets[2], "区划"), report["coverage"]["rows"], strict=True):
        what = of["division"]["name_zh"]
        assert first(row["区划"].value) == what
        same(row["人均全部"].value, of["m2_per_head"]["all"], what)
        same(row["人均开放"].value, of["m2_per_head"]["open"], what)
        same(row["人均免费"].value, of["m2_per_head"]["free"], what)
        same(row["常住人口"].value, (of["population"] or {}).get("value"), what)
        area = of["area_m2"]["all"]
        same(row["面积（m²）"].value, None if area is None else float(area), what)
        known = of["completeness"]
        same(row["完整度"].value, None if known is None else known * 100, what)
        checked += 6

    by_year = next(sheet for sheet in sheets if sheet.title.startswith("历年数值"))
    lines = below(by_year, "任务")
    checked += series(lines, report)

    checked += reconciled(next(sheet for sheet in sheets if sheet.title.startswith("对账")), report)

    parts = [row for row in report["coverage"]["rows"][1:] if row["division"]["id"]]
    for sheet, of in zip(sheets[5 + len(report["groups"]) :], parts):
        assert sheet.title.startswith(of["division"]["name_zh"]), sheet.title
        own = [row for _, row in every if row["division"] and row["division"]["id"] == of["division"]["id"]]
        told = below(sheet, "任务")
        assert len(told) == len(own), sheet.title
        for row, one in zip(told, own):
            same(row["数值"].value, one["value"], f"{sheet.title} {one['id']}")
            checked += 1
    return checked


def reconciled(sheet, report):
    """Frozen beside best knowledge, for each frozen year-end."""
    assert [row["年末"].value for row in below(sheet, "年末")] == [one["year"] for one in report["freezes"]]
    (one,) = report["reconciliations"]
    assert any(row["causes"] for row in one["rows"]), "the story has a difference"
    for row, of in zip(below(sheet, "区划"), one["rows"], strict=True):
        what = f"{one['frozen']['year']} {of['name_zh']}"
        assert first(row["区划"].value) == of["name_zh"]
        for column, known in [
            ("封存（m²）", of["area_m2"]["frozen"]),
            ("最佳所知（m²）", of["area_m2"]["best"]),
            ("差额（m²）", of["difference_m2"]),
        ]:
            same(row[column].value, None if known is None else float(known), f"{what} {column}")
        same(row["人均差"].value, of["difference_m2_per_head"], what)
        causes = row["差额原因"].value
        assert all(caused["cause_zh"] in causes for caused in of["causes"]), f"{what}: {causes}"
    for row, of in zip(below(sheet, "指标"), one["tasks"], strict=True):
        same(row["封存值"].value, of["value"]["frozen"], of["indicator"])
        same(row["所知值"].value, of["value"]["best"], of["indicator"])
    return 4 * len(one["rows"]) + 2 * len(one["tasks"])


def series(lines, report):
    """Values by year: one line for all years of an indicator in a division."""
    checked, at = 0, 0
    for task in report["tasks"]:
        seen = {}
        for row in task["indicators"]:
            key = (row["id"], (row["division"] or {}).get("id"))
            seen.setdefault(key, []).append(row)
        for (name, _), rows in seen.items():
            line, at = lines[at], at + 1
            assert first(line["指标"].value) == rows[0]["name_zh"], name
            for column, cell in line.items():
                if not column.isdigit() or int(column) > int(report["as_of"][:4]):
                    continue
                if rows[0]["year"] is None:
                    of_year = [one["value"] for one in rows[0]["series"] if one["at"].startswith(column)]
                    same(cell.value, of_year[-1] if of_year else None, f"{name} {column}")
                else:
                    of_year = [row["value"] for row in rows if str(row["year"]) == column]
                    if of_year:
                        same(cell.value, of_year[0], f"{name} {column}")
                checked += 1
    assert at == len(lines), f"{len(lines)} lines, {at} expected"
    return checked


def table(path, report):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    every = obligations(report)
    assert len(rows) == len(every)
    for row, (task, of) in zip(rows, every):
        assert row["指标编号 indicator"] == of["id"] and int(row["任务 task"]) == task["number"]
        assert row["状态 state"].startswith(STATES[of["state"]]), of["id"]
        assert row["任务状态 state of the task"].startswith(STATES[task["state"]]), of["id"]
        for column, member in [("数值 value", "value"), ("目标 target", "target"), ("差距 gap", "gap")]:
            told = row[column]
            same(told if told.startswith(UNKNOWN) else float(told), of[member], of["id"])
        assert all(row.values()), f"{of['id']}: an empty cell"
    return 3 * len(every)


def in_chapters(report):
    """Obligations as chapters have them: those of the whole by group, then those of each division."""
    every = obligations(report)
    whole = [
        row
        for group in report["groups"]
        for task, row in every
        if task["group"] == group["id"] and row["division"] is None
    ]
    of_divisions = [
        row
        for division in report["coverage"]["rows"][1:]
        for _, row in every
        if row["division"] and row["division"]["id"] == division["division"]["id"]
    ]
    return whole + of_divisions


class Cells(HTMLParser):
    """Tables of a page: headings, and rows of cells with their exact number and text. It needs nothing else."""

    def __init__(self):
        super().__init__()
        self.tables, self.cell = [], None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        assert tag != "script" and not any(name.startswith("on") for name in attributes), tag
        for name in ("src", "href"):
            assert (attributes.get(name) or "#").startswith("#"), f"the page needs {attributes[name]}"
        if tag == "table":
            self.tables.append(([], []))
        elif tag == "tr":
            self.tables[-1][1].append([])
        elif tag in ("td", "th"):
            exact = attributes.get("data-value")
            self.cell = [float(exact) if exact else None, ""]
            column = attributes.get("scope") == "col"
            (self.tables[-1][0] if column else self.tables[-1][1][-1]).append(self.cell)

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell[1] += data


def page(path, report):
    cells = Cells()
    with open(path, encoding="utf-8") as file:
        cells.feed(file.read())
    told = []
    for headings, rows in cells.tables:
        names = [text.split(" ")[0] for _, text in headings]
        if "任务与指标" in names and "数值" in names:
            columns = [names.index(name) for name in ("任务与指标", "数值", "目标", "差距", "状态")]
            told += [[row[column] for column in columns] for row in rows if row]
    every = in_chapters(report)
    assert len(told) == len(every), f"{len(told)} rows of {len(every)} obligations"
    for (name, value, target, gap, state), of in zip(told, every):
        assert name[1].startswith(of["name_zh"]), f"{name[1]} where {of['id']} is told"
        for (exact, text), member in [(value, "value"), (target, "target"), (gap, "gap")]:
            same(text if exact is None else exact, of[member], f"{of['id']} {member}")
        assert state[1].startswith(STATES[of["state"]]), of["id"]
    return 3 * len(every)


def document(path, report):
    """Rounded as they are, the numbers of a document must be those of the report."""
    told = []
    for table in docx.Document(path).tables:
        names = [first(cell.text) for cell in table.rows[0].cells]
        if "任务与指标" in names and "数值" in names:
            columns = [names.index(name) for name in ("任务与指标", "数值", "目标", "差距", "状态")]
            rows = [[first(cell.text) for cell in row.cells] for row in table.rows[1:]]
            told += [[row[column] for column in columns] for row in rows]
    every = in_chapters(report)
    assert len(told) == len(every), f"{len(told)} rows of {len(every)} obligations"
    for (name, value, target, gap, state), of in zip(told, every):
        assert name == of["name_zh"], f"{name} where {of['id']} is told"
        for text, member in [(value, "value"), (target, "target"), (gap, "gap")]:
            if of[member] is None:
                assert text.startswith(UNKNOWN), f"{of['id']} {member}: {text} where nothing is known"
            else:
                assert rounds_to(text, of[member]), f"{of['id']} {member}: {text}, not {of[member]}"
        assert state == STATES[of["state"]], of["id"]
        if of["value"] is not None:
            shown = number(value)
            assert reaches(shown, of) == reaches(of["value"], of), f"{of['id']}: {value} tells another verdict"
    return 3 * len(every)


def number(text):
    digits = re.search(r"-?[\d,]+(?:\.\d+)?", text)
    assert digits, f"{text} has no number"
    return float(digits[0].replace(",", ""))


def rounds_to(text, value):
    places = len(re.search(r"[\d,]+(?:\.(\d+))?", text)[1] or "")
    return abs(number(text) - value) <= 0.5000001 * 10**-places


def reaches(value, of):
    compare = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "=": operator.eq}
    return compare[of["comparator"]](value, of["target"])
