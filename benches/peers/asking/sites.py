"""The sites that every server holds: invented, deterministic points over the box of a Chinese city.

One file for all: ours imports it, PostgreSQL copies it, and whoever serves PostgreSQL's table has the same. Points lie
evenly, so that a box of a given size holds about the same number everywhere.
"""

import csv
import random

# West, south, east, north, degrees (WGS 84).
EXTENT = (123.2, 41.4, 123.9, 41.95)
KINDS = ("basketball", "table_tennis", "badminton", "football_5", "volleyball", "gateball")
STATUS = ("operating",) * 8 + ("temporarily_closed", "under_construction")
ACCESS = ("free_open", "free_open", "open", "members", "closed_to_public")
COLUMNS = ("id", "external_id", "name_zh", "kind", "status", "access", "area_m2", "lon", "lat")


def identifier(number):
    """A UUID of version 7 whose order is that of the numbers."""
    time = f"{0x0198_0000_0000 + number:012x}"
    return f"{time[:8]}-{time[8:]}-7000-8000-{number * 0x9E37_79B9 % 2**48:012x}"


def rows(count):
    # Only `random()` is promised to stay the same from one Python to the next.
    roll = random.Random(20_261_130).random
    west, south, east, north = EXTENT

    def pick(words):
        return words[int(roll() * len(words))]

    for number in range(1, count + 1):
        lon, lat = west + (east - west) * roll(), south + (north - south) * roll()
        yield (
            identifier(number), f"S{number:07}", f"第{number}号健身场地", pick(KINDS), pick(STATUS), pick(ACCESS),
            f"{50 + roll() * 1950:.1f}", f"{lon:.6f}", f"{lat:.6f}",
        )


def write(count, path):
    """The file, made once."""
    if not path.exists():
        part = path.with_suffix(".part")
        with part.open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(COLUMNS)
            table.writerows(rows(count))
        part.rename(path)
    return path
