"""The tables, in Markdown."""

import datetime
import os
import platform
from pathlib import Path

# Of fewer requests nothing is said of the slowest hundredth.
ENOUGH = 100


def number(value):
    """Three digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def machine():
    told = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in told if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return f"{os.cpu_count()} processors ({model}), {memory:.0f} GiB, {system}, Linux {platform.release()}"


def day():
    return datetime.date.today().isoformat()


def times(sample, base):
    """p50, p99 and how many times the baseline's p50 that is."""
    text = number(sample.median)
    if len(sample.took) >= ENOUGH:
        text += f" / {number(sample.part(0.99))}"
    if base and base is not sample:
        text += f" (**{number(sample.median / base.median)}**)"
    return text + (f", {sample.failed} failed" if sample.failed else "")


def latencies(measured, names, clients):
    rows = []
    for question, _, samples in measured:
        row = [question.title]
        base = samples.get(names[0], {}).get(clients)
        for name in names:
            sample = samples.get(name, {}).get(clients)
            row.append(times(sample, base) if sample else "")
        rows.append(row)
    return table([f"ms, {clients} at a time", *names], rows)


def rates(measured, names, clients):
    """Answers a second, and milliseconds of CPU for one, of server and PostgreSQL together."""
    rows = []
    for question, _, samples in measured:
        found = [samples.get(name, {}).get(clients) for name in names]
        rows.append([question.title, *(f"{number(one.rate)} / {number(one.cpu_each)}" if one else "" for one in found)])
    return table([f"answers a second / CPU ms each, {clients} at a time", *names], rows)


def answers(measured, names):
    """What was answered: features and bytes, and whether all answer the same."""
    rows = []
    for question, looks, _ in measured:
        row = [question.title]
        for name in names:
            one = looks.get(name)
            if not one or one.silent:
                row.append(one.silent.partition("\n")[0][:40].replace("|", "/") if one else "")
                continue
            differs = f", **{one.differing} of {one.of} differ**" if one.differing else ""
            row.append(f"{number(one.features)} / {number(one.size)} B{differs}")
        rows.append(row)
    return table(["features / bytes of an answer", *names], rows)


def tiles(title, questions, names, samples, looks):
    """By zoom the times; † where tiles hold another number of features than PostGIS's do."""
    rows = []
    for question in questions:
        found = samples.get(question.key, {})
        base = found.get(names[0])
        row = [question.title]
        for name in names:
            row.append(times(found[name], base) + other(looks[question.key], name) if name in found else "")
        rows.append(row)
    return table([title, *names], rows)


def other(looks, name):
    """Tiles of two servers may differ by what lies around them: a fiftieth is no other content."""
    mine, reference = looks[name].features, looks.get("SQL, rows", looks[name]).features
    return " †" if abs(mine - reference) > max(1.0, reference / 50) else ""


def tile_contents(questions, names, looks):
    rows = []
    for question in questions:
        found = [looks[question.key].get(name) for name in names]
        rows.append([question.title, *(
            f"{number(one.features)} / {number(one.size / 1000)} kB" if one and not one.silent else "" for one in found
        )])
    return table(["features / size of a tile", *names], rows)


def beside_a_writer(samples, questions, told):
    rows = []
    for question in questions:
        alone, with_writer = samples[question.key]
        ratio = with_writer.part(0.99) / with_writer.median
        rows.append([
            question.title, f"{number(alone.median)} / {number(alone.part(0.99))}",
            f"{number(with_writer.median)} / {number(with_writer.part(0.99))}", f"{ratio:.1f}",
        ])
    took = sorted(each for one in told for each in one["took"])
    wall = sum(one["wall"] for one in told)
    refused, late = (sum(one[key] for one in told) for key in ("refused", "late"))
    made = f"{len(took) / wall:.0f} changes/s were made ({refused} refused, {late} behind their time)"
    part = [number(took[round((len(took) - 1) * share)] / 1e3) for share in (0.5, 0.99)]
    head = ["ms, 1 at a time", "p50 / p99 alone", "p50 / p99 beside the writer", "p99 : p50 beside the writer"]
    return table(head, rows) + f"\n{made}, each until it was answered: p50 {part[0]} ms, p99 {part[1]} ms.\n"


def memory(found):
    return table(["memory at the end, MB", *found], [["", *(number(size / 1e6) for size in found.values())]])
