"""The questions, the same for every server: deterministic, made from the number of sites alone."""

import math
import random
from dataclasses import dataclass

from .sites import EXTENT, KINDS

# No answer to a box is cut: none holds as many.
MOST = 5000
PAGE = 100
NEAREST = 10
ZOOMS = range(6, 15)
TILES_A_ZOOM = 12


@dataclass(frozen=True)
class Question:
    key: str
    title: str
    # The method of a server that makes a request of a thing.
    verb: str
    things: tuple


def boxes(count, features, how_many, dice):
    west, south, east, north = EXTENT
    side = math.sqrt(min(1.0, features / count))
    wide, high = (east - west) * side, (north - south) * side
    for _ in range(how_many):
        x, y = west + dice.random() * (east - west - wide), south + dice.random() * (north - south - high)
        yield tuple(round(value, 6) for value in (x, y, x + wide, y + high))


def features(count):
    """What is asked about features."""
    dice = random.Random(1)

    def some(how_many, thing):
        return tuple(thing() for _ in range(how_many))

    def place():
        return round(dice.uniform(EXTENT[0], EXTENT[2]), 6), round(dice.uniform(EXTENT[1], EXTENT[3]), 6)

    small = tuple((box,) for box in boxes(count, 50, 200, dice))
    large = tuple((box,) for box in boxes(count, 1000, 100, dice))
    filtered = tuple((box, KINDS[at % len(KINDS)], 1000) for at, (box,) in enumerate(large))
    numbers = some(500, lambda: (1 + int(dice.random() * count),))
    depths = tuple((count // 2 + 97 * at % max(1, count // 2 - PAGE),) for at in range(50))
    return [
        Question("floor", "nothing (`/livez`, `SELECT 1`): the client's own floor", "floor", ((),)),
        Question("item", "one site", "item", numbers),
        Question("box_50", "box of some 50", "box", small),
        Question("box_1000", "box of some 1,000", "box", large),
        Question("lean_1000", "the same, five properties named", "lean", large),
        Question("filtered", "box of some 1,000, one kind above 1,000 m²", "filtered", filtered),
        Question("first", f"page of {PAGE} at the start", "offset", ((0,),)),
        Question("offset", f"page of {PAGE} behind half of all, by offset", "offset", depths),
        Question("cursor", "the same, by cursor", "cursor", depths),
        Question("near", f"the {NEAREST} nearest", "near", some(200, place)),
    ]


def tile_of(lon, lat, zoom):
    """Column and row in Web Mercator's pyramid."""
    size, sine = 2**zoom, math.sin(math.radians(lat))
    return int((lon + 180) / 360 * size), int((0.5 - math.atanh(sine) / (2 * math.pi)) * size)


def tiles():
    """By zoom some tiles that hold sites, spread over the box."""
    west, south, east, north = EXTENT
    for zoom in ZOOMS:
        (left, top), (right, bottom) = tile_of(west, north, zoom), tile_of(east, south, zoom)
        if right - left > 2 and bottom - top > 2:
            # Those at the border are half empty.
            left, top, right, bottom = left + 1, top + 1, right - 1, bottom - 1
        everyone = [(zoom, x, y) for y in range(top, bottom + 1) for x in range(left, right + 1)]
        random.Random(zoom).shuffle(everyone)
        yield Question(f"tile_{zoom}", f"z{zoom}", "tile", tuple(everyone[:TILES_A_ZOOM]))
