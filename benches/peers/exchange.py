"""What the scripts beside this file share: reading what the benchmark left, clocks, ratios.

The benchmark runs them (see exchange.rs). Times include the CPU of child processes, since some solvers are programs.
"""

import importlib
import resource
import sys
import time
from pathlib import Path

FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()
TICKS = 0.04
TYPES = {"u32": "<u4", "u64": "<u8", "f64": "<f8"}


def need(packages, modules):
    """The modules, or an end with what to install."""
    try:
        return [importlib.import_module(module) for module in modules.split()]
    except ImportError as error:
        sys.exit(f"{sys.argv[0]}: {error}; install with: pip install {packages}")


def numbers(name):
    import numpy

    return numpy.fromfile(FOLDER / name, TYPES[name.rsplit(".")[-1]])


def has(name):
    return (FOLDER / name).exists()


def ours():
    """By name: seconds of the fastest round, median, CPU, and what was found."""
    rows = (line.split("\t") for line in (FOLDER / "ours.tsv").read_text().splitlines())
    return {name: tuple(map(float, rest)) for name, *rest in rows}


def cpu():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def timed(run, rounds=1):
    """Seconds of the fastest round, median, least CPU; and what the last round gave."""
    walls, used = [], []
    for _ in range(rounds):
        before, start = cpu(), time.perf_counter()
        found = run()
        walls.append(time.perf_counter() - start)
        used.append(cpu() - before)
    return (min(walls), sorted(walls)[rounds // 2], min(used)), found


def beside(title, took, mine):
    """Prints a time and how many times ours it is; CPU only where ticks tell something."""
    wall, median, used = took
    text = f"  {title:58} {wall * 1e3:10.3f} ms (median {median * 1e3:.3f}"
    text += f", cpu {used * 1e3:.0f})" if used >= TICKS else ")"
    text += f": {wall / mine[0]:.2f} x ours"
    print(text + (f", by CPU {used / mine[2]:.2f} x" if min(used, mine[2]) >= TICKS else ""), flush=True)
