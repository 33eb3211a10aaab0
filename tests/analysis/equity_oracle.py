"""Makes equity_oracle.json: Gini, Lorenz and Theil of random values by numpy (2.4 was used).

Run by hand, not by the tests: `python equity_oracle.py > equity_oracle.json`.
Gini: mean absolute difference over all pairs of people (as an outer difference, not by Lorenz).
Lorenz: cumulative sums and `np.interp`. Theil: its definition, group by group.
"""

import json

import numpy as np


def theil(people, values):
    mean = np.average(values, weights=people)
    ratio = values / mean
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(ratio > 0, ratio * np.log(ratio), 0.0)
    return float(np.average(terms, weights=people))


def case(rng, size):
    people = rng.integers(1, 3000, size) * rng.random(size)
    values = rng.gamma(0.8, 4.0, size) * (rng.random(size) > 0.15)
    values[: size // 3] = np.round(values[: size // 3])
    groups = rng.integers(0, 5, size)
    total = (people * values).sum()
    pairs = np.outer(people, people) * np.abs(np.subtract.outer(values, values))
    order = np.argsort(values, kind="stable")
    heads = np.concatenate([[0.0], np.cumsum(people[order])]) / people.sum()
    amount = np.concatenate([[0.0], np.cumsum((people * values)[order])]) / total
    at = np.linspace(0, 1, 11)
    mean = total / people.sum()
    between = within = 0.0
    for group in np.unique(groups):
        own = groups == group
        share = (people * values)[own].sum() / total
        if share > 0:
            between += share * np.log(np.average(values[own], weights=people[own]) / mean)
            within += share * theil(people[own], values[own])
    assert abs(between + within - theil(people, values)) < 1e-12
    return {
        "people": people.tolist(), "values": values.tolist(), "groups": groups.tolist(),
        "gini": float(pairs.sum() / (2 * people.sum() * total)),
        "lorenz_people": at.tolist(), "lorenz_amount": np.interp(at, heads, amount).tolist(),
        "theil_between": float(between), "theil_within": float(within),
    }


rng = np.random.default_rng(20251231)
print("[\n" + ",\n".join(json.dumps(case(rng, size)) for size in (2, 5, 17, 40, 80, 150)) + "\n]")
