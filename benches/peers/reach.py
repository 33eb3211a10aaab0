"""The same nearest sites by scipy: python benches/peers/reach.py FOLDER (see benches/reach.rs).

scipy's tree knows no ellipsoid: it gets earth-centred places, so that it finds the same sites,
and its chords are not turned into geodesics.
"""

import sys
import time

import numpy
import scipy
from scipy.spatial import cKDTree


def places(name):
    lon, lat = numpy.radians(numpy.fromfile(f"{sys.argv[1]}/{name}").reshape(-1, 2).T)
    radius = 6378137.0 / numpy.sqrt(1 - 0.006694379990141316 * numpy.sin(lat) ** 2)
    return numpy.stack(
        [
            radius * numpy.cos(lat) * numpy.cos(lon),
            radius * numpy.cos(lat) * numpy.sin(lon),
            radius * (1 - 0.006694379990141316) * numpy.sin(lat),
        ],
        axis=1,
    )


cells, sites = places("cells.f64"), places("sites.f64")
print("scipy", scipy.__version__, len(cells), "cells", len(sites), "sites")
for workers in (1, -1):
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        chord, _ = cKDTree(sites).query(cells, workers=workers)
        best = min(best, time.perf_counter() - start)
    print(f"workers {workers}: {best:.3f} s, mean {chord.mean():.3f} m")
