"""Optimal values of the questions in `solved.rs`, by HiGHS (pip install highspy numpy).

Prints one line a question, as `solved.rs` holds it. Made with highspy 1.16.0.
"""

from math import isqrt

import highspy
import numpy as np

MASK = (1 << 64) - 1


class Rng:
    """SplitMix64, as in `instances.rs`."""

    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, n):
        return self.next() % n


def points(seed, rows, candidates):
    rng = Rng(seed)
    demand = [(rng.below(10_000), rng.below(10_000), 1 + rng.below(100)) for _ in range(rows)]
    sites = [(rng.below(10_000), rng.below(10_000)) for _ in range(candidates)]
    cost = [1 + rng.below(9) for _ in range(candidates)]
    return demand, sites, cost


def graph(seed, vertices, edges):
    rng = Rng(seed)
    links = [(rng.below(to), to, 1 + rng.below(100)) for to in range(1, vertices)]
    while len(links) < edges:
        links.append((rng.below(vertices), rng.below(vertices), 1 + rng.below(100)))
    d = np.full((vertices, vertices), 2**30, dtype=np.int64)
    for a, b, length in links:
        d[a, b] = d[b, a] = length
    np.fill_diagonal(d, 0)
    for via in range(vertices):
        d = np.minimum(d, d[:, via : via + 1] + d[via : via + 1, :])
    return d


def solve(sense, cost, integers, rows, limit=600.0):
    """`rows`: (lower, upper, [(column, value)]). Columns lie in 0..1."""
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("mip_abs_gap", 0.99)
    model.setOptionValue("time_limit", limit)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), len(rows)
    lp.sense_ = sense
    lp.col_cost_ = np.array(cost, dtype=float)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(cost)), np.ones(len(cost))
    lp.row_lower_ = np.array([row[0] for row in rows])
    lp.row_upper_ = np.array([row[1] for row in rows])
    start, index, value = [0], [], []
    for _, _, entries in rows:
        index += [column for column, _ in entries]
        value += [v for _, v in entries]
        start.append(len(index))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(start)
    lp.a_matrix_.index_ = np.array(index)
    lp.a_matrix_.value_ = np.array(value, dtype=float)
    kind = highspy.HighsVarType
    lp.integrality_ = [kind.kInteger if i < integers else kind.kContinuous for i in range(len(cost))]
    model.passModel(lp)
    model.run()
    assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal, model.getModelStatus()
    return round(model.getInfo().objective_function_value)


INF = highspy.kHighsInf
MAX, MIN = highspy.ObjSense.kMaximize, highspy.ObjSense.kMinimize


def merged(demand, sites, radius, zone=lambda x, y: 0):
    rows = {}
    for x, y, people in demand:
        near = tuple(j for j, (a, b) in enumerate(sites) if (x - a) ** 2 + (y - b) ** 2 <= radius * radius)
        key = (zone(x, y), near)
        rows[key] = rows.get(key, 0) + people
    return rows


def covered(rows, m):
    """Rows "covered only if a chosen site covers it"."""
    return [(-INF, 0.0, [(m + k, 1.0)] + [(j, -1.0) for j in near]) for k, (_, near) in enumerate(rows)]


def quarter(x, y):
    return (x >= 5_000) + 2 * (y >= 5_000)


def most_people(seed, n, m, radius, count=None, budget=None, quarters=False):
    demand, sites, cost = points(seed, n, m)
    rows = merged(demand, sites, radius)
    limits = covered(rows, m)
    if count:
        limits.append((-INF, float(count), [(j, 1.0) for j in range(m)]))
    if budget:
        limits.append((-INF, float(budget), [(j, float(cost[j])) for j in range(m)]))
    if quarters:
        for q in range(4):
            limits.append((1.0, INF, [(j, 1.0) for j in range(m) if j % 4 == q]))
    return solve(MAX, [0.0] * m + [float(p) for p in rows.values()], m, limits)


def fewest_sites(seed, n, m, radius, millionths, by_cost=False, zones=False):
    demand, sites, cost = points(seed, n, m)
    rows = merged(demand, sites, radius, quarter if zones else lambda x, y: 0)
    limits = covered(rows, m)
    for zone in range(4 if zones else 1):
        all_people = sum(p for (z, _), p in rows.items() if z == zone)
        need = -(-all_people * millionths // 1_000_000)
        limits.append((float(need), INF, [(m + k, float(p)) for k, ((z, _), p) in enumerate(rows.items()) if z == zone]))
    price = [float(c) if by_cost else 1.0 for c in cost]
    return solve(MIN, price + [0.0] * len(rows), m, limits)


def median(distance, people, count=None, budget=None, cost=None):
    n, m = len(distance), len(distance[0])
    price = [0.0] * m
    limits = []
    for i in range(n):
        base = m + i * m
        price += [float(people[i] * distance[i][j]) for j in range(m)]
        limits.append((1.0, 1.0, [(base + j, 1.0) for j in range(m)]))
        limits += [(-INF, 0.0, [(base + j, 1.0), (j, -1.0)]) for j in range(m)]
    if count:
        limits.append((-INF, float(count), [(j, 1.0) for j in range(m)]))
    if budget:
        limits.append((-INF, float(budget), [(j, float(cost[j])) for j in range(m)]))
    return solve(MIN, price, m, limits)


def least_distance(seed, n, m, count=None, budget=None):
    demand, sites, cost = points(seed, n, m)
    distance = [[isqrt((x - a) ** 2 + (y - b) ** 2) for a, b in sites] for x, y, _ in demand]
    return median(distance, [p for _, _, p in demand], count, budget, cost)


if __name__ == "__main__":
    say = lambda *line: print(*line, flush=True)
    for seed in (1, 2, 3):
        for count in (5, 10, 20):
            say("most", seed, "count", count, most_people(seed, 1_000, 100, 1_100, count=count))
        say("most", seed, "budget", 40, most_people(seed, 1_000, 100, 1_100, budget=40))
        say("most", seed, "both", 10, most_people(seed, 600, 80, 1_100, count=10, budget=25))
        say("most", seed, "quarters", 12, most_people(seed, 1_000, 100, 1_100, count=12, quarters=True))
        for millionths in (500_000, 800_000):
            say("fewest", seed, "count", millionths, fewest_sites(seed, 500, 80, 1_500, millionths))
        say("fewest", seed, "cost", 700_000, fewest_sites(seed, 500, 80, 1_500, 700_000, by_cost=True))
        say("fewest", seed, "zones", 600_000, fewest_sites(seed, 500, 80, 1_500, 600_000, zones=True))
        for count in (3, 10):
            say("least", seed, "count", count, least_distance(seed, 150, 40, count=count))
        say("least", seed, "budget", 20, least_distance(seed, 150, 40, budget=20))
        say("graph", seed, "count", 5, median(graph(seed, 60, 150), [1] * 60, count=5))
        say("graph", seed, "count", 15, median(graph(seed, 60, 150), [1] * 60, count=15))
