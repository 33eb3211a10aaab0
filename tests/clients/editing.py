"""editing.py BASE: OWSLib as a client: what is there, searching, and editing with JIANTU_EDITOR_TOKEN, which may write
without a version. Each change is seen in an answer that OWSLib did not make."""

import json
import os
import sys

from owslib.ogcapi.features import Features
from service import Service

BOX = [123.45, 41.65, 123.5, 41.7]


def new_site(name, place):
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": place},
        "properties": {"kind": "basketball", "name_zh": name, "access": "free_open", "area_m2": 420},
    }


def reading(client, service):
    names = service.collection_names()
    assert client.feature_collections() == names
    conformance = client.conformance()["conformsTo"]
    for part in ("features-1/1.0/conf/core", "features-2/1.0/conf/crs", "features-3/1.0/conf/filter",
                 "features-4/1.0/conf/create-replace-delete", "features-5/1.0/conf/schemas"):
        assert f"http://www.opengis.net/spec/ogcapi-{part}" in conformance, part
    assert client.api()["paths"], "the API document has paths"
    sites = client.collection("sites")
    assert sites["id"] == "sites" and sites["extent"]["spatial"]["bbox"]
    queryables = client.collection_queryables("sites")["properties"]
    assert {"kind", "status", "area_m2", "geometry"} <= queryables.keys()
    assert client.collection_schema("sites")["properties"].keys() >= queryables.keys() - {"geometry"}


def searching(client, service):
    whole = service.every("sites")
    box = ",".join(map(str, BOX))
    found = client.collection_items("sites", bbox=BOX, limit=1000)
    assert {one["id"] for one in found["features"]} == service.every("sites", bbox=box).keys()
    wanted = {key for key, one in whole.items() if (one["properties"].get("area_m2") or 0) > 5000}
    found = client.collection_items("sites", filter="area_m2 > 5000", limit=1000)
    assert wanted and {one["id"] for one in found["features"]} == wanted and found["numberMatched"] == len(wanted)
    found = client.collection_items("sites", filter="area_m2 > 5000", sortby=("area_m2", "desc"), limit=5)
    areas = sorted((whole[key]["properties"]["area_m2"] for key in wanted), reverse=True)
    assert [one["properties"]["area_m2"] for one in found["features"]] == areas[:5]
    # Paging by offset, as this client does it.
    pages = [client.collection_items("sites", limit=100, offset=100 * page)["features"] for page in range(3)]
    assert len({one["id"] for page in pages for one in page}) == 300
    opened = client.collection_items("sites", datetime_="2010-06-01", limit=1)["numberMatched"]
    assert 0 < opened < len(whole), f"{opened} of {len(whole)} on that day"


def editing(client, service):
    before = service.matched("sites")
    name = "客户端测试球场 OWSLib"
    assert client.collection_item_create("sites", new_site(name, [123.46, 41.67]))
    location = client.response_headers["Location"]
    identity = location.rsplit("/", 1)[1]
    made = service.json(location)
    assert made["properties"]["name_zh"] == name and made["geometry"]["coordinates"] == [123.46, 41.67], made
    assert service.matched("sites") == before + 1
    assert client.collection_item("sites", identity)["properties"] == made["properties"]

    # PUT with what was read, changed; no If-Match, which this client can not send.
    made["properties"]["name_zh"] = f"{name}（改）"
    made["properties"]["area_m2"] = 510.5
    made["geometry"]["coordinates"] = [123.4612, 41.6708]
    client.headers["Content-Type"] = "application/geo+json"
    assert client.collection_item_update("sites", identity, json.dumps(made))
    changed = service.json(location)
    assert changed["properties"]["name_zh"] == f"{name}（改）" and changed["properties"]["area_m2"] == 510.5
    assert changed["geometry"]["coordinates"] == [123.4612, 41.6708]
    assert changed["properties"]["version"] == made["properties"]["version"] + 1
    found = client.collection_items("sites", filter=f"name_zh LIKE '{name}%'")
    assert [one["id"] for one in found["features"]] == [identity]

    assert client.collection_item_delete("sites", identity)
    assert service.matched("sites") == before
    try:
        service.open(location)
        raise SystemExit("a deleted feature is still there")
    except AssertionError as gone:
        assert "404" in str(gone), gone


def refused(service):
    """Without a token nothing is written, and a wrong feature is refused with a reason."""
    before = service.matched("sites")
    for headers, feature, reason in (
        ({"Authorization": "Bearer wrong"}, new_site("不该有", [123.46, 41.67]), "401"),
        (editors(), new_site("不该有", [123.46]), "pointer"),
    ):
        # This client keeps its headers in one place for all.
        client = Features(f"{service.ogc}/", headers=headers)
        try:
            client.collection_item_create("sites", feature)
        except RuntimeError as error:
            assert reason in str(error), error
        else:
            raise SystemExit(f"{feature} was accepted")
    assert service.matched("sites") == before


def editors():
    return {"Authorization": f"Bearer {os.environ['JIANTU_EDITOR_TOKEN']}"}


def main(base):
    service = Service(base)
    client = Features(f"{service.ogc}/", headers=editors())
    reading(client, service)
    searching(client, service)
    editing(client, service)
    refused(service)
    print("OWSLib: collections, searches and edits agree")


main(*sys.argv[1:])
