"""People within distances of Helsinki's outdoor gyms, by other means: the figures of helsinki.rs.

    pip install numpy pyproj pyshp shapely
    python helsinki.py ../shared/data/helsinki

Cells are read by pyshp and their corners' mean brought from EPSG:3879 to WGS 84 by PROJ; distances
are GeographicLib's (pyproj.Geod) from every cell to every gym, without any index.
"""

import json
import sys

import numpy
import pyproj
import shapefile
from shapely.geometry import shape

folder = sys.argv[1]
gyms = [
    feature["geometry"]["coordinates"]
    for feature in json.load(open(f"{folder}/lipas.geojson", encoding="utf-8"))["Features"]
]
to_wgs84 = pyproj.Transformer.from_crs(3879, 4326, always_xy=True)
people, lon, lat = [], [], []
for record in shapefile.Reader(f"{folder}/Vaestotietoruudukko_2022.shp", encoding="utf-8").iterShapeRecords():
    centre = shape(record.shape.__geo_interface__).centroid
    x, y = to_wgs84.transform(centre.x, centre.y)
    lon.append(x)
    lat.append(y)
    people.append(record.record["ASUKKAITA"])
geod = pyproj.Geod(ellps="WGS84")
nearest = numpy.full(len(people), numpy.inf)
for x, y in gyms:
    count = len(people)
    metres = geod.inv(lon, lat, [x] * count, [y] * count)[2]
    nearest = numpy.minimum(nearest, metres)
people = numpy.array(people)
print("pyproj", pyproj.__version__, "PROJ", pyproj.proj_version_str, "people", people.sum())
for metres in (500, 800, 1000, 1200, 1500):
    print(metres, people[nearest <= metres].sum(), "closest to the limit", numpy.abs(nearest - metres).min())
