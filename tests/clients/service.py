"""The service, asked without any GIS library: what the clients' answers are compared with."""

import json
import urllib.error
import urllib.parse
import urllib.request

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


def epsg(code):
    return f"http://www.opengis.net/def/crs/EPSG/0/{code}"


class Service:
    def __init__(self, base):
        self.base = base
        self.ogc = f"{base}/ogc"

    def open(self, address, **parameters):
        query = urllib.parse.urlencode(parameters)
        joined = f"{address}{'&' if '?' in address else '?'}{query}" if query else address
        try:
            return urllib.request.urlopen(joined, timeout=60)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{joined} answered {error.code}: {error.read()[:400]!r}") from error

    def json(self, address, **parameters):
        with self.open(address, **parameters) as answer:
            return json.load(answer)

    def collection_names(self):
        return [one["id"] for one in self.json(f"{self.ogc}/collections")["collections"]]

    def items(self, collection, **parameters):
        """One page of features."""
        return self.json(f"{self.ogc}/collections/{collection}/items", **parameters)

    def matched(self, collection, **parameters):
        return self.items(collection, limit=1, **parameters)["numberMatched"]

    def every(self, collection, **parameters):
        """All features by id, over all pages."""
        found, page = {}, self.items(collection, limit=10_000, **parameters)
        while True:
            for feature in page["features"]:
                assert feature["id"] not in found, f"{collection}: {feature['id']} came twice"
                found[feature["id"]] = feature
            following = [link["href"] for link in page["links"] if link["rel"] == "next"]
            if not following:
                return found
            page = self.json(following[0])
