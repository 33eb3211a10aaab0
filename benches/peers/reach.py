"""The nearest sites and the people within a distance that `cargo bench --bench reach` left, by scipy and PostGIS.

    pip install numpy scipy

scipy's tree knows no ellipsoid: it gets earth-centred places (made outside the time), so that it finds the same sites;
its chords are not turned into geodesics, and it tells people by chord. The tree is made within the time, as ours is.

PostGIS is asked where JIANTU_PEERS_POSTGRES names a server, for instance JIANTU_PEERS_POSTGRES=$(tests/postgres.sh start);
psql has to be there. Its time is its own "Execution Time"; loading and indexing are told apart.
"""

import os
import re
import subprocess
import sys

import exchange

numpy, scipy, spatial = exchange.need("numpy scipy", "numpy scipy scipy.spatial")
WITHIN_M = 1000.0
FLAT = 0.006694379990141316


def read(name, what):
    return exchange.numbers(f"{name}_{what}.f64")


def earth(degrees):
    lon, lat = numpy.radians(degrees.reshape(-1, 2).T)
    radius = 6378137.0 / numpy.sqrt(1 - FLAT * numpy.sin(lat) ** 2)
    level = radius * numpy.cos(lat)
    return numpy.stack([level * numpy.cos(lon), level * numpy.sin(lon), radius * (1 - FLAT) * numpy.sin(lat)], axis=1)


def by_scipy(name, mine):
    cells, sites = earth(read(name, "cells")), earth(read(name, "sites"))
    people = read(name, "people")
    for workers in (1, -1):
        took, (chord, _) = exchange.timed(lambda: spatial.cKDTree(sites).query(cells, workers=workers), 5)
        exchange.beside(f"{name}: scipy cKDTree, chords, workers {workers}", took, mine["nearest"])
    print(f"    mean {chord.mean():.4f} m, ours {mine['nearest'][3]:.4f} m", flush=True)

    def within():
        found, _ = spatial.cKDTree(sites).query(cells, distance_upper_bound=WITHIN_M, workers=-1)
        return people[numpy.isfinite(found)].sum()

    took, found = exchange.timed(within, 5)
    ours = mine["people within 1,000 m"]
    exchange.beside(f"{name}: scipy cKDTree, bounded, workers -1", took, ours)
    print(f"    {found:.0f} people, ours {ours[3]:.0f}", flush=True)


def psql(url, script, given=""):
    command = ["psql", url, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *script]
    return subprocess.run(command, input=given, text=True, check=True, capture_output=True).stdout


def by_postgis(name, mine, url):
    tables = {what: f"jiantu_peers_{what}" for what in ("cells", "sites")}
    try:
        psql(url, ["-c", "CREATE EXTENSION IF NOT EXISTS postgis"])
        for what, table in tables.items():
            places = read(name, what).reshape(-1, 2)
            rows = "".join(f"SRID=4326;POINT({lon!r} {lat!r})\n" for lon, lat in places.tolist())
            psql(url, ["-c", f"DROP TABLE IF EXISTS {table}; CREATE UNLOGGED TABLE {table} (at geography(Point, 4326))"])
            psql(url, ["-c", f"COPY {table} FROM STDIN"], rows)
        index = f"CREATE INDEX ON {tables['sites']} USING gist (at)"
        (wall, *_), _ = exchange.timed(lambda: psql(url, ["-c", index]))
        psql(url, ["-c", f"ANALYZE {tables['sites']}; ANALYZE {tables['cells']}"])
        print(f"  {psql(url, ['-c', 'SELECT postgis_lib_version(), version()']).strip()}; index made in {wall:.2f} s")
        nearest = f"SELECT site.at FROM {tables['sites']} site ORDER BY site.at <-> cell.at LIMIT 1"
        query = f"SELECT avg(ST_Distance(cell.at, near.at)) FROM {tables['cells']} cell, LATERAL ({nearest}) near"
        walls = []
        for _ in range(5):
            plan = psql(url, ["-c", f"EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) {query}"])
            walls.append(float(re.search(r"Execution Time: ([\d.]+) ms", plan)[1]) / 1e3)
        took = (min(walls), sorted(walls)[2], 0.0)
        exchange.beside(f"{name}: PostGIS <-> and ST_Distance", took, mine["nearest"])
        print(f"    mean {float(psql(url, ['-c', query])):.4f} m, ours {mine['nearest'][3]:.4f} m")
    except FileNotFoundError:
        sys.exit("psql is not installed: apt-get install postgresql-client")
    except subprocess.CalledProcessError as error:
        sys.exit(f"psql: {error.stderr}")
    finally:
        subprocess.run(["psql", url, "-X", "-q", "-c", f"DROP TABLE IF EXISTS {', '.join(tables.values())}"], check=False)


def main():
    print(f"scipy {scipy.__version__}, numpy {numpy.__version__}", flush=True)
    figures = {}
    for title, took in exchange.ours().items():
        name, question = title.split(": ")
        figures.setdefault(name, {})[question] = took
    for name, mine in figures.items():
        if name != "PostGIS":
            by_scipy(name, mine)
    url = os.environ.get("JIANTU_PEERS_POSTGRES")
    if url:
        by_postgis("PostGIS", figures["PostGIS"], url)
    else:
        print("PostGIS was not measured: JIANTU_PEERS_POSTGRES names no server")


main()
