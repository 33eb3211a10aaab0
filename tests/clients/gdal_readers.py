"""Two GDALs under one face: Debian's programs, and the newer library that pyogrio carries.

`read` gives `[(fields, geometry)]`; coordinates come as GDAL's programs show them, longitude or easting first."""

import json
import re
import subprocess

import numpy
import pyogrio
import shapely
from shapely.geometry import shape


class Debian:
    name = "GDAL of the system"
    knows_crs = False  # the driver asks for other systems from 3.7 on
    knows_schemas = False  # its columns are those of the first page

    def __init__(self):
        self.version = tuple(map(int, re.search(r"GDAL (\d+)\.(\d+)", run("ogrinfo", "--version")).groups()))

    def layers(self, source):
        printed = run("ogrinfo", "-ro", "-q", source)
        return [re.match(r"\d+: (\S+)", line).group(1) for line in printed.splitlines() if re.match(r"\d+: ", line)]

    def count(self, source, layer):
        return int(re.search(r"Feature Count: (\d+)", run("ogrinfo", "-ro", "-so", source, layer)).group(1))

    def fields(self, source, layer):
        printed = run("ogrinfo", "-ro", "-so", source, layer)
        return set(re.findall(r"^(\S+): (?:String|Integer|Integer64|Real|Date|DateTime|StringList)\b", printed, re.M))

    def read(self, source, layer=None, box=None, where=None, options=None):
        command = ["ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=13", "/vsistdout/"]
        command += [part for name, value in (options or {}).items() for part in ("-oo", f"{name}={value}")]
        if box:
            command += ["-spat", *map(str, box)]
        if where:
            command += ["-where", where]
        features = json.loads(run(*command, source, *([layer] if layer else [])))["features"]
        named = [({"id": one["id"]} if "id" in one else {}) | one["properties"] for one in features]
        return [(fields, one["geometry"] and shape(one["geometry"])) for fields, one in zip(named, features)]


class Wheel:
    name = "GDAL of pyogrio"
    knows_crs = True
    knows_schemas = True

    version = pyogrio.__gdal_version__[:2]

    def layers(self, source):
        return [name for name, _ in pyogrio.list_layers(source)]

    def count(self, source, layer):
        return pyogrio.read_info(source, layer=layer, force_feature_count=True)["features"]

    def fields(self, source, layer):
        return set(pyogrio.read_info(source, layer=layer)["fields"])

    def read(self, source, layer=None, box=None, where=None, options=None):
        meta, _, geometries, columns = pyogrio.raw.read(source, layer=layer, bbox=box, where=where, **(options or {}))
        names = list(meta["fields"])
        places = shapely.from_wkb(geometries)
        rows = zip(*columns) if columns else [()] * len(places)
        return [(dict(zip(names, map(plain, row))), place) for row, place in zip(rows, places)]


def plain(value):
    """A cell as JSON would have it."""
    if isinstance(value, numpy.datetime64):
        return None if numpy.isnat(value) else str(value)
    if isinstance(value, numpy.ndarray):
        return value.tolist()
    if isinstance(value, numpy.generic):
        value = value.item()
    return None if isinstance(value, float) and value != value else value


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stderr}"
    assert "ERROR" not in done.stderr, f"{' '.join(command)}:\n{done.stderr}"
    return done.stdout
