"""Makes access_oracle.json: floating catchments of random instances by other people's code.

Run by hand, not by the tests: `pip install access==1.1.10.post3`, then
`python access_oracle.py > access_oracle.json` (numpy 2.4, pandas 3.1 were used).

Two- and three-step figures are those of PySAL's `access`. It has no kernel of Dai's form and its
gaussian never ends, so these two are told as functions of ours to its `weight_fn`. What it does
otherwise than jiantu is avoided or translated here:
- `max_cost` is exclusive there; kernels that end by themselves are used instead.
- A site that nobody reaches divides by zero there, and a demand point that reaches nothing is left
  out of the answer; instances here have neither (jiantu reports both).
"""

import json
import math
import random
import warnings

import pandas as pd
from access import fca, weights

warnings.simplefilter("ignore")


def dai(reach):
    edge = math.exp(-0.5)
    return lambda d: (math.exp(-0.5 * (d / reach) ** 2) - edge) / (1 - edge) if d <= reach else 0.0


def ended(function, reach):
    return lambda d: function(d) if d <= reach else 0.0


KERNELS = [
    ({"step": {"reach": 900.0}}, weights.step_fn({900: 1})),
    (
        {"bands": [{"up_to": 300.0, "weight": 1.0}, {"up_to": 600.0, "weight": 0.68},
                   {"up_to": 900.0, "weight": 0.22}]},
        weights.step_fn({300: 1, 600: 0.68, 900: 0.22}),
    ),
    ({"gaussian": {"reach": 900.0}}, dai(900.0)),
    (
        {"power": {"scale": 200.0, "exponent": 1.5, "floor": 50.0, "reach": 900.0}},
        ended(weights.gravity(scale=200, alpha=-1.5, min_dist=50), 900),
    ),
    ({"exponential": {"scale": 350.0, "reach": 900.0}}, lambda d: math.exp(-d / 350) if d <= 900 else 0.0),
]


def instance(seed, demands, supplies):
    rng = random.Random(seed)
    while True:
        people = [rng.choice([0, 1, 7, 40, 350]) * rng.random() for _ in range(demands)]
        supply = [rng.choice([0, 1, 60, 900]) * rng.random() for _ in range(supplies)]
        pairs = [(i, j, rng.randrange(0, 1200)) for i in range(demands) for j in range(supplies)
                 if rng.random() < 0.7]
        # On a limit, too: it belongs to the band below it.
        pairs[0] = (pairs[0][0], pairs[0][1], 300)
        near = [(i, j) for i, j, cost in pairs if cost < 890]
        served = {j for i, j in near if people[i] > 0}
        if served == set(range(supplies)) and {i for i, _ in near} == set(range(demands)):
            return people, supply, pairs


def frames(people, supply, pairs):
    demand = pd.DataFrame({"geoid": range(len(people)), "demand": people}).set_index("geoid")
    sites = pd.DataFrame({"geoid": range(len(supply)), "supply": supply}).set_index("geoid")
    costs = pd.DataFrame(pairs, columns=["origin", "dest", "cost"])
    return demand, sites, costs


def main():
    cases = []
    for seed, (demands, supplies) in enumerate([(5, 3), (12, 4), (30, 9)]):
        people, supply, pairs = instance(seed, demands, supplies)
        for kernel, weight in KERNELS:
            answers = {}
            for steps, method in (("two", fca.two_stage_fca), ("three", fca.three_stage_fca)):
                demand, sites, costs = frames(people, supply, pairs)
                found = method(demand, sites, costs, None, demand_index=True, supply_index=True,
                               weight_fn=weight)
                assert list(found.index) == list(range(demands)), found
                answers[steps] = [float(value) for value in found]
            cases.append({"people": people, "supply": supply, "pairs": pairs, "kernel": kernel, **answers})
    print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")


main()
