"""gdal_features.py BASE: GDAL's OGC API Features driver, the system's and pyogrio's newer one."""

import json
import sys

import numpy
import shapely
from eavesdrop import Eavesdropper
from gdal_readers import Debian, Wheel
from pathlib import Path
from pyproj import Transformer
from service import Service, epsg
from shapely.geometry import box as rectangle
from shapely.geometry import shape

BOX = (123.45, 41.65, 123.5, 41.7)
# Clauses of OGR SQL, each with what it means for a feature's properties.
CLAUSES = {
    "kind = 'basketball'": lambda it: it.get("kind") == "basketball",
    "kind <> 'basketball' AND NOT (status = 'closed')": lambda it: it.get("kind") != "basketball"
    and it.get("status") not in (None, "closed"),
    "area_m2 >= 500.5 OR name_zh LIKE '%公园%'": lambda it: (it.get("area_m2") or 0) >= 500.5
    or "公园" in (it.get("name_zh") or ""),
    "name_en ILIKE '%PARK%'": lambda it: "park" in (it.get("name_en") or "").lower(),
    "version > 300": lambda it: it["version"] > 300,
    "area_m2 IS NULL": lambda it: it.get("area_m2") is None,
}


def by_id(rows):
    found = {fields["id"]: place for fields, place in rows}
    assert len(found) == len(rows), "a feature came twice"
    return found


def same_place(left, right, tolerance):
    """Both geometries' vertices, in order, within a distance."""
    one, other = shapely.get_coordinates(left), shapely.get_coordinates(right)
    return left.geom_type == right.geom_type and one.shape == other.shape and numpy.allclose(one, other, 0, tolerance)


def lists_and_counts(gdal, service, source):
    names = service.collection_names()
    assert gdal.layers(source) == names, f"{gdal.layers(source)} are not {names}"
    for name in names:
        counted, matched = gdal.count(source, name), service.matched(name)
        assert counted == matched, f"{name}: {counted} counted, numberMatched {matched}"


def every_property_is_a_field(gdal, service, source):
    """Also one that only a few features have: it must not be lost because the first page lacks it."""
    for name in ("sites", "equipment", "plots"):
        told = {key for one in service.every(name).values() for key in one["properties"]}
        missing = told - gdal.fields(source, name)
        assert not missing, f"{name}: no fields for {sorted(missing)}"


def pages(gdal, service, spy):
    spy.forget()
    read = by_id(gdal.read(f"OAPIF:{spy.base}/ogc", "sites", options={"PAGE_SIZE": 400}))
    whole = service.every("sites")
    assert read.keys() == whole.keys(), f"{len(read)} of {len(whole)} sites"
    asked = [one for one in spy.queries("/sites/items") if one.get("limit") == "400"]
    assert len(asked) >= len(whole) / 400, f"{len(asked)} pages of 400 for {len(whole)}"
    for identity, place in read.items():
        told = whole[identity]["geometry"]
        assert (place is None) == (told is None)
        assert place is None or same_place(place, shape(told), 1e-9), f"{identity}: {place} is not {told}"


def boxes(gdal, service, spy):
    spy.forget()
    read = by_id(gdal.read(f"OAPIF:{spy.base}/ogc", "sites", box=BOX))
    wanted = {key for key, one in service.every("sites").items() if rectangle(*BOX).intersects(shape(one["geometry"]))}
    assert 0 < len(wanted) < service.matched("sites")
    assert read.keys() == wanted, f"{read.keys() ^ wanted}"
    assert any("bbox" in one for one in spy.queries("/sites/items")), "the box was not sent"
    sent = [float(one) for one in next(one["bbox"] for one in spy.queries("/sites/items") if "bbox" in one).split(",")]
    assert service.matched("sites", bbox=",".join(map(str, sent))) == len(wanted)


def filters(gdal, service, spy):
    whole = service.every("sites")
    for clause, holds in CLAUSES.items():
        spy.forget()
        read = by_id(gdal.read(f"OAPIF:{spy.base}/ogc", "sites", where=clause, options={"PAGE_SIZE": 1000}))
        wanted = {key for key, one in whole.items() if holds(one["properties"])}
        assert wanted, f"{clause}: nothing to find"
        assert read.keys() == wanted, f"{clause}: {len(read)} read, {len(wanted)} wanted"
        sent = [one["filter"] for one in spy.queries("/sites/items") if "filter" in one]
        assert sent, f"{clause}: was not sent to the service, but judged here: {spy.heard()[:8]}"


def chinese(gdal, service, source):
    whole = service.every("sites")
    for fields, _ in gdal.read(source, "sites", box=BOX):
        assert fields["name_zh"] == whole[fields["id"]]["properties"]["name_zh"]
    assert any("\u4e00" <= sign <= "\u9fff" for one in whole.values() for sign in one["properties"]["name_zh"])


def imported_layer(gdal, service, source):
    """A layer reads as the file that it was imported from."""
    file = gdal.read(str(Path(__file__).with_name("plots.geojson")))
    read = {fields["plot"]: (fields, place) for fields, place in gdal.read(source, "plots")}
    assert len(read) == len(file) == service.matched("plots")
    for fields, place in file:
        found, found_place = read[fields["plot"]]
        for name, value in fields.items():
            # A layer's dates are texts: GDAL writes those its own way.
            said = found.get(name)
            said = said.replace("/", "-") if name == "surveyed_on" and said else said
            assert said == value, f"{fields['plot']}.{name}: {said!r} is not {value!r}"
        assert found_place.normalize().equals_exact(place.normalize(), 1e-9), f"{found_place} is not {place}"


def reference_systems(gdal, service, source):
    """Each system's coordinates against PROJ, through GDAL, and in the raw answer with the authority's axis order."""
    whole = service.every("sites", bbox=",".join(map(str, BOX)))
    for code, north_first, tolerance in [(4326, True, 1e-9), (4490, True, 1e-9), (3857, False, 0.01), (4550, True, 0.01)]:
        to = Transformer.from_crs("OGC:CRS84", f"EPSG:{code}", always_xy=True)
        back = Transformer.from_crs(f"EPSG:{code}", "OGC:CRS84", always_xy=True)
        box = to.transform_bounds(*BOX, densify_pts=1)
        read = by_id(gdal.read(source, "sites", box=box, options={"CRS": f"EPSG:{code}"}))
        # The box is another quadrangle on the ground: what is well inside must be there, what is well outside not.
        inner = rectangle(*BOX).buffer(-0.001)
        wanted = {key for key, one in whole.items() if inner.intersects(shape(one["geometry"]))}
        assert wanted and wanted <= read.keys(), f"EPSG:{code}: {wanted - read.keys()} missing"
        for identity, place in read.items():
            ground = shapely.transform(place, lambda at: numpy.column_stack(back.transform(*at.T)))
            assert ground.intersects(rectangle(*BOX).buffer(0.001)), f"EPSG:{code}: {identity} is not in the box"
            if identity in whole:
                expected = shapely.transform(
                    shape(whole[identity]["geometry"]), lambda at: numpy.column_stack(to.transform(*at.T))
                )
                # Where a ring begins and which way it runs is free.
                assert same_place(place.normalize(), expected.normalize(), tolerance), f"EPSG:{code} {identity}: {place} is not {expected}"
        identity = min(wanted)
        with service.open(f"{service.ogc}/collections/sites/items/{identity}", crs=epsg(code)) as answer:
            assert answer.headers["Content-Crs"] == f"<{epsg(code)}>", answer.headers["Content-Crs"]
            raw = shape(json.load(answer)["geometry"])
        if north_first:
            raw = shapely.transform(raw, lambda at: at[:, ::-1])
        assert same_place(raw.normalize(), read[identity].normalize(), tolerance), f"EPSG:{code}: axis order, {raw}"


def main(base):
    service = Service(base)
    for gdal in (Debian(), Wheel()):
        source = f"OAPIF:{service.ogc}"
        with Eavesdropper(base) as spy:
            lists_and_counts(gdal, service, source)
            pages(gdal, service, spy)
            boxes(gdal, service, spy)
            chinese(gdal, service, source)
            imported_layer(gdal, service, source)
            if gdal.knows_crs:
                reference_systems(gdal, service, source)
            if gdal.knows_schemas:
                every_property_is_a_field(gdal, service, source)
            filters(gdal, service, spy)
        print(f"{gdal.name} {'.'.join(map(str, gdal.version))}: layers, pages, boxes, filters, systems agree")


main(*sys.argv[1:])
