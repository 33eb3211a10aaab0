"""Makes text_oracle.json: CQL2 text as JSON by another reader (cql2-rs; its Python package `cql2` was used).

Run by hand, not by the tests: `python text_oracle.py > text_oracle.json`.
"""

import json

import cql2

TEXTS = r"""
name = 'a' AND NOT kind LIKE 'x%'
area = 1 OR count = 2 AND open = TRUE
(area = 1 OR count = 2) AND open = TRUE
NOT (area = 1 OR count = 2)
area BETWEEN 10 AND 20
"area" NOT BETWEEN 10 AND 20
kind NOT IN ('a','b','c')
area IN (1,2,3)
name IS NULL OR kind IS NOT NULL
CASEI(name) IN (CASEI('ΔΡΟΜΟΣ'),CASEI('Straße'))
ACCENTI(name) = ACCENTI('München')
CASEI(name) LIKE CASEI('hunnan%')
area > (count-1)
area + count * 3 ^ 2 > 10 - 4 / 2
area - count - 1 = 0
area * count / 3 % 2 = 1
area = 1 AND count = 2 AND open = TRUE AND name = 'x'
area = 1 OR count = 2 OR open = FALSE
S_INTERSECTS(geometry,POINT(123.46 41.68))
S_CROSSES(geometry,LINESTRING(123.4 -41.3, 123.5 -41.2))
S_WITHIN(geometry, POLYGON((0 0, 4 0, 4 4, 0 0), (1 0.5, 2 0.5, 2 1, 1 0.5)))
S_TOUCHES(geometry, MULTIPOINT((1 2), (3 4)))
S_OVERLAPS(geometry, MULTIPOLYGON(((0 0, 4 0, 4 4, 0 0))))
S_EQUALS(geometry, GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(1 2, 3 4)))
S_DISJOINT(geometry, BBOX(177,-65,-177,-60))
T_AFTER(opened_on,DATE('2022-06-05'))
T_INTERSECTS(start, INTERVAL('2024-07-16T05:32:00Z', '2025-07-24T16:50:35Z'))
T_DURING(INTERVAL(start, end), INTERVAL('2024-07-16T13:32:00Z', '..'))
start >= TIMESTAMP('2022-08-10T05:30:00Z')
A_CONTAINS(tags, ('smart','rural_square'))
A_EQUALS(('a', TRUE, 1.0), tags)
name = 'Queen''s Park'
area_m2(geometry) = 1
S_WITHIN(geometry,Buffer(geometry,10,'m'))
area <> 5 AND NOT open = TRUE
area > -5
"""

pairs = [[text, cql2.Expr(text).to_json()] for text in TEXTS.strip().splitlines()]
print("[\n" + ",\n".join(json.dumps(pair, ensure_ascii=False) for pair in pairs) + "\n]")
