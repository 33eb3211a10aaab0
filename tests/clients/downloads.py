"""downloads.py BASE: whole collections in each format that GIS programs open, read by the system's GDAL and by pyogrio's."""

import sys
import tempfile
from pathlib import Path

from gdal_readers import Debian, Wheel
from service import Service
from shapely.geometry import Point, shape

# Format as asked for, name of the file, what GDAL has to be told.
FORMATS = [
    ("fgb", "download.fgb", {}),
    ("gpkg", "download.gpkg", {}),
    ("geojsonseq", "download.geojsonl", {}),
    ("csv", "download.csv", {"GEOM_POSSIBLE_NAMES": "wkt"}),
    ("jsonfg", "download.json", {}),
    ("json", "download.geojson", {}),
]
COLLECTIONS = ("sites", "equipment", "plots")


def compare(rows, whole, what):
    assert len(rows) == len(whole), f"{what}: {len(rows)} of {len(whole)}"
    found = {}
    for fields, place in rows:
        key = fields.get("id") or fields.get("plot")
        assert key and key not in found, f"{what}: {key} twice or none, {list(fields)}"
        found[key] = (fields, place)
    for one in whole.values():
        key = one["id"] if one["id"] in found else one["properties"].get("plot")
        fields, place = found[key]
        if place is None and fields.get("lon"):
            place = Point(float(fields["lon"]), float(fields["lat"]))  # a table's points have two columns
        told = one["geometry"] and shape(one["geometry"])
        assert (place is None) == (told is None), f"{what} {key}: {place} is not {told}"
        if told is not None:
            assert place.normalize().equals_exact(told.normalize(), 1e-6), f"{what} {key}: {place} is not {told}"
        for name in ("name_zh", "名称", "kind", "area_m2", "storeys"):
            value, said = one["properties"].get(name), fields.get(name)
            if isinstance(value, int | float):
                said = said if said in (None, "") else float(said)  # CSV knows only text
            assert (said or None) == (value or None), f"{what} {key}.{name}: {said!r} is not {value!r}"


def main(base):
    service = Service(base)
    with tempfile.TemporaryDirectory() as folder:
        for collection in COLLECTIONS:
            whole = service.every(collection)
            for form, name, options in FORMATS:
                file = Path(folder, name)
                # The whole as it comes, and as a page: other code.
                page = {"limit": 10_000} if collection == "sites" or form == "json" else {}
                with service.open(f"{service.ogc}/collections/{collection}/items", f=form, **page) as answer:
                    file.write_bytes(answer.read())
                assert file.stat().st_size, f"{collection} as {form}: nothing came"
                for gdal in (Debian(), Wheel()):
                    if form == "jsonfg" and gdal.version < (3, 8):
                        continue  # has no driver for it
                    if form == "gpkg":
                        assert gdal.layers(str(file)) == [collection], gdal.layers(str(file))
                    compare(gdal.read(str(file), options=options), whole, f"{gdal.name}, {collection} as {form}")
                file.unlink()
    print(f"downloads: {', '.join(form for form, *_ in FORMATS)} agree with the service")


main(*sys.argv[1:])
