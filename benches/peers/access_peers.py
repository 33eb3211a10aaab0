"""Measures others on the table that `cargo bench --bench access -- FOLDER` left, and compares.

`pip install access==1.1.10.post3 scipy`, then `python access_peers.py FOLDER`. Each side starts from the
pairs in memory, in the form it likes best (arrays of i64 and f32; a DataFrame for PySAL).
"""

import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse
from access import Access, weights

warnings.simplefilter("ignore")
FOLDER = Path(sys.argv[1])
TYPES = {"u32": "u4", "f32": "f4", "f64": "f8"}
ENDS, WEIGHTS = np.array([400, 800, 1200], "f4"), np.array([1, 0.68, 0.22, 0])
EDGE = np.exp(-0.5)


def read(name):
    return np.fromfile(FOLDER / name, TYPES[name.rsplit(".")[-1]])


PEOPLE, SUPPLY = read("people.f64"), read("supply.f64")
N, M = len(PEOPLE), len(SUPPLY)


def step(d):
    return (d <= np.float32(1200)).astype("f8")


def bands(d):
    return WEIGHTS[np.searchsorted(ENDS, d)]


def gaussian(d):
    x = d.astype("f8") / 1200
    return np.where(x <= 1, (np.exp(-0.5 * x * x) - EDGE) / (1 - EDGE), 0)


def ratios(demand):
    return np.divide(SUPPLY, demand, out=np.zeros(M), where=demand > 0)


def two(i, j, d, kernel):
    w = kernel(d)
    r = ratios(np.bincount(j, PEOPLE[i] * w, minlength=M))
    return np.bincount(i, r[j] * w, minlength=N)


def three(i, j, d, kernel):
    w = kernel(d)
    total = np.bincount(i, w, minlength=N)
    w = np.divide(w * w, total[i], out=np.zeros(len(w)), where=total[i] > 0)
    r = ratios(np.bincount(j, PEOPLE[i] * w, minlength=M))
    return np.bincount(i, r[j] * w, minlength=N)


def products(matrix):
    return matrix @ ratios(matrix.T @ PEOPLE)


def sparse(i, j, d, kernel):
    return products(scipy.sparse.csr_matrix((kernel(d), (i, j)), shape=(N, M)))


def best(title, run, rounds=9):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        found = run()
        times.append((time.perf_counter() - start) * 1e3)
    print(f"{title:44} {min(times):8.2f} ms (median {sorted(times)[rounds // 2]:.2f})", flush=True)
    return found


def compare(title, theirs, name):
    ours = read(f"ours_{name}.f64")
    far = np.max(np.abs(ours - theirs) / np.maximum(np.abs(theirs), 1e-9))
    print(f"  {title}: largest relative difference to ours {far:.1e}")


def main():
    for order in ("ordered", "shuffled"):
        i, j = (read(f"{order}_{side}.u32").astype("i8") for side in ("demand", "supply"))
        d = read(f"{order}_cost.f32")
        for kernel in (step, bands, gaussian):
            name = kernel.__name__
            found = best(f"numpy {name}, two steps, {order}", lambda: two(i, j, d, kernel))
            compare("numpy", found, f"{name}_two")
            best(f"scipy.sparse {name}, two steps, {order}", lambda: sparse(i, j, d, kernel))
            found = best(f"numpy {name}, three steps, {order}", lambda: three(i, j, d, kernel))
            compare("numpy", found, f"{name}_three")
    i, j = (read(f"ordered_{side}.u32").astype("i8") for side in ("demand", "supply"))
    d = read("ordered_cost.f32")
    matrix = scipy.sparse.csr_matrix((bands(d), (i, j)), shape=(N, M))
    best("scipy.sparse, table and weights given", lambda: products(matrix))

    pysal = Access(
        demand_df=pd.DataFrame({"id": np.arange(N), "people": PEOPLE}), demand_index="id",
        demand_value="people",
        supply_df=pd.DataFrame({"id": np.arange(M), "supply": SUPPLY}), supply_index="id",
        supply_value="supply",
        cost_df=pd.DataFrame({"from": i, "to": j, "cost": d.astype("f8")}), cost_origin="from",
        cost_dest="to", cost_name="cost",
    )
    fall = weights.step_fn({400: 1, 800: 0.68, 1200: 0.22})
    # Its limit is exclusive.
    runs = [
        ("step_two", "PySAL 2SFCA", lambda: pysal.two_stage_fca(name="a", max_cost=1200.001)),
        ("bands_two", "PySAL E2SFCA", lambda: pysal.enhanced_two_stage_fca(name="b", weight_fn=fall)),
        ("bands_three", "PySAL 3SFCA", lambda: pysal.three_stage_fca(name="c", weight_fn=fall)),
    ]
    for name, title, run in runs:
        best(title, run, 3)
        column = {"step_two": "a", "bands_two": "b", "bands_three": "c"}[name] + "_supply"
        compare("PySAL", pysal.access_df[column].reindex(range(N)).fillna(0).to_numpy(), name)


main()
