"""Makes spatial_oracle.json: the eight relations of random geometries by GEOS (3.14 through shapely 2.2).

Run by hand, not by the tests: `python spatial_oracle.py > spatial_oracle.json`.

Each case is [what the filter is asked of, what is written in it, relations that hold]. Coordinates
lie on a small grid, so that shared vertices, edges and boundaries are common. `boxes` are BBOX
literals across the antimeridian: GEOS sees everything from 170 to 190 degrees; the case is written
with longitudes brought back below 180.
"""

import json
import random

import shapely
from shapely import affinity
from shapely.geometry import (
    GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, box,
)

RELATIONS = ["intersects", "equals", "disjoint", "touches", "within", "overlaps", "crosses", "contains"]
rng = random.Random(20261130)


def coord(n=6):
    # Halves now and then, so that edges are met between vertices.
    return tuple(rng.randint(0, n) if rng.random() < 0.8 else rng.randint(0, 2 * n) / 2 for _ in "xy")


def point():
    return Point(coord())


def line():
    while True:
        found = LineString([coord() for _ in range(rng.randint(2, 5))])
        if found.is_valid and found.length > 0:
            return found


def polygon():
    while True:
        if rng.random() < 0.3:
            (a, b), (c, d) = coord(), coord()
            found = box(min(a, c), min(b, d), max(a, c), max(b, d))
        else:
            found = Polygon([coord() for _ in range(rng.randint(3, 7))])
        if rng.random() < 0.3 and found.is_valid:
            hole = Polygon([coord() for _ in range(rng.randint(3, 4))])
            if hole.is_valid and found.contains(hole):
                found = Polygon(found.exterior, [hole.exterior])
        if found.is_valid and found.area > 0:
            return found


def several(kind, make):
    while True:
        found = kind([make() for _ in range(rng.randint(1, 3))])
        if found.is_valid:
            return found


def geometry():
    return rng.choice([
        point, point, line, line, polygon, polygon, polygon,
        lambda: several(MultiPoint, point), lambda: several(MultiLineString, line),
        lambda: several(MultiPolygon, polygon),
    ])()


def collection():
    makes = [point, line, polygon]
    return GeometryCollection([rng.choice(makes)() for _ in range(rng.randint(1, 3))])


def is_entangled(collection):
    """Members of two dimensions, or polygons that do more than touch at points."""
    members = list(collection.geoms)
    for index, a in enumerate(members):
        for b in members[index + 1:]:
            if shapely.get_dimensions(a) != shapely.get_dimensions(b):
                return True
            elif shapely.get_dimensions(a) == 2 and a.intersects(b):
                if a.relate(b)[0] != "F" or a.relate(b)[4] == "1":
                    return True
    return False


def simple_collection():
    while True:
        found = collection()
        if not is_entangled(found):
            return found


def entangled_collection():
    while True:
        found = collection()
        if is_entangled(found):
            return found


def holding(a, b):
    return [name for name in RELATIONS if getattr(shapely, name)(a, b)]


def written(geometry):
    return geometry.wkt.replace(".0 ", " ").replace(".0,", ",").replace(".0)", ")")


def related(a, b):
    """A pair that is more than apart, mostly."""
    return a.intersects(b) or rng.random() < 0.1


def cases(make_a, make_b, count):
    found = []
    while len(found) < count:
        a, b = make_a(), make_b()
        if rng.random() < 0.05 and make_a is make_b:
            b = shapely.reverse(a)
        if related(a, b):
            found.append([written(a), written(b), holding(a, b)])
    return found


def brought_back(geometry):
    """Of a geometry on one side of 180 degrees: the same with longitudes up to 180."""
    west, _, east, _ = geometry.bounds
    if east <= 180 and (west < 180 or rng.random() < 0.5):
        return geometry
    return affinity.translate(geometry, -360)


def boxes(count):
    found = []
    while len(found) < count:
        west, east = rng.randint(174, 180), rng.randint(180, 186)
        south, north = sorted((rng.randint(0, 6), rng.randint(0, 6)))
        if west == 180 or east == 180 or south == north:
            continue
        asked = affinity.translate(geometry(), rng.choice([174, 180]))
        if asked.bounds[0] < 180 < asked.bounds[2]:
            continue
        area = box(west, south, east, north)
        if related(asked, area):
            literal = f"BBOX({west}, {south}, {east - 360}, {north})"
            found.append([written(brought_back(asked)), literal, holding(asked, area)])
    return found


result = {
    "plain": cases(geometry, geometry, 900),
    "collections": cases(geometry, simple_collection, 250),
    "entangled": cases(geometry, entangled_collection, 120),
    "boxes": boxes(300),
}
lines = [f'"{name}": [\n' + ",\n".join(json.dumps(case) for case in all) + "\n]" for name, all in result.items()]
print("{\n" + ",\n".join(lines) + "\n}")
