"""PostGIS asked by prepared statements: what no server on top of it can be faster than.

Twice: `Rows` fetches rows with the geometry in binary, and nothing makes JSON of them; `Documents` lets PostgreSQL write
the feature collection, as some servers do.
"""

import os
import tempfile
from pathlib import Path

from asking import answers, sites, sql
from asking.load import PATIENCE
from asking.peer import Peer
from asking.processes import output
from asking.questions import MOST, NEAREST, PAGE
from asking.stage import ROOT

BINARIES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("postgresql-is-not-installed"))
# A cluster as somebody would run it who read the manual; the planner's just-in-time compiler only costs here.
SETTINGS = {
    "shared_buffers": "2GB", "effective_cache_size": "8GB", "work_mem": "64MB", "maintenance_work_mem": "1GB",
    "random_page_cost": "1.1", "jit": "off", "max_wal_size": "4GB",
}
COPY = "COPY staged FROM STDIN (FORMAT csv, HEADER)"
MAKE = """
CREATE TABLE sites (
    id bigint PRIMARY KEY, name_zh text NOT NULL, kind text NOT NULL, status text NOT NULL, access text NOT NULL,
    area_m2 double precision, geom geometry(Point, 4326) NOT NULL);
INSERT INTO sites SELECT substr(external_id, 2)::bigint, name_zh, kind, status, access, area_m2::double precision,
    ST_SetSRID(ST_MakePoint(lon::double precision, lat::double precision), 4326) FROM staged ORDER BY external_id;
DROP TABLE staged;
CREATE INDEX sites_geom ON sites USING gist (geom);
CREATE INDEX sites_on_earth ON sites USING gist ((geom::geography));
CREATE INDEX sites_kind ON sites (kind);
VACUUM (FREEZE, ANALYZE) sites;
CHECKPOINT;
"""

PROPERTIES = "name_zh, kind, status, access, area_m2"
BOX = "geom && ST_MakeEnvelope($1::float8, $2::float8, $3::float8, $4::float8, 4326)"
ON_EARTH = "ST_SetSRID(ST_MakePoint($1::float8, $2::float8), 4326)::geography"
# Which sites, by verb; how they are told is up to the two classes.
WHICH = {
    "item": "WHERE id = $1::bigint",
    "box": f"WHERE {BOX} LIMIT {MOST}",
    "filtered": f"WHERE {BOX} AND kind = $5 AND area_m2 > $6::float8 LIMIT {MOST}",
    "offset": f"ORDER BY id LIMIT {PAGE} OFFSET $1::bigint",
    "cursor": f"WHERE id > $1::bigint ORDER BY id LIMIT {PAGE}",
    "near": f"ORDER BY geom::geography <-> {ON_EARTH} LIMIT {NEAREST}",
}
TILE = f"""
SELECT ST_AsMVT(tile, 'sites', 4096, 'geom', 'id') FROM (
    SELECT id, {PROPERTIES}, ST_AsMVTGeom(
        ST_Transform(geom, 3857), ST_TileEnvelope($1::int, $2::int, $3::int), 4096, 64, true) AS geom
    FROM sites WHERE geom && ST_Transform(
        ST_TileEnvelope($1::int, $2::int, $3::int, margin => 64.0 / 4096), 4326)
) AS tile WHERE geom IS NOT NULL
"""


class Cluster:
    """The private PostgreSQL, of tests/postgres.sh, with the table that everybody serves."""

    def __init__(self, stage):
        self.stage = stage
        # Where the user postgres may go, too.
        self.folder = Path(tempfile.gettempdir(), f"jiantu-peers-{stage.count}")
        self.data = self.folder / "data"
        self.environment = {**os.environ, "JIANTU_TEST_POSTGRES_DIR": str(self.folder)}
        self.url = self.pid = None

    def own(self):
        return [self.pid]

    def start(self):
        self.url = self.script("start")
        if self.psql("SHOW shared_buffers") != SETTINGS["shared_buffers"]:
            self.psql(*(f"ALTER SYSTEM SET {name} = '{value}'" for name, value in SETTINGS.items()))
            self.restart()
        self.pid = int((self.data / "postmaster.pid").read_text().split()[0])
        if self.psql("SELECT to_regclass('sites') IS NULL") == "t":
            self.fill()

    def restart(self):
        """By hand: the script would take the data away between stopping and starting."""
        log = self.folder / "server.log"
        control = [BINARIES / "pg_ctl", "-D", self.data, "-w", "-t", "120", "-m", "fast", "-l", log, "restart"]
        # It refuses to be started by root.
        output(["runuser", "-u", "postgres", "--", *control] if os.getuid() == 0 else control)

    def fill(self):
        staged = f"CREATE TABLE staged ({', '.join(f'{column} text' for column in sites.COLUMNS)})"
        with self.stage.file.open("rb") as file:
            self.psql("CREATE EXTENSION IF NOT EXISTS postgis", staged, COPY, stdin=file)
        self.psql(*filter(str.strip, MAKE.split(";")))
        # What nobody waits for any more would be worked on beside all that comes after it.
        self.psql(f"ALTER ROLE CURRENT_USER SET statement_timeout = '{PATIENCE}s'")

    def stop(self):
        if self.url:
            self.script("stop")

    def script(self, verb):
        return output([ROOT / "tests" / "postgres.sh", verb], env=self.environment)

    def psql(self, *statements, **options):
        """What one statement answers, or several after each other."""
        told = [word for statement in statements for word in ("-c", statement)]
        return output([BINARIES / "psql", self.url, "-v", "ON_ERROR_STOP=1", "-qAt", *told], **options)

    def version(self):
        postgres = self.psql("SHOW server_version").split()[0]
        return f"PostgreSQL {postgres}, PostGIS {self.psql('SELECT postgis_lib_version()')}"


class Rows(Peer):
    NAME = "SQL, rows"

    def own(self):
        return []

    def version(self):
        return f"{self.stage.package('psycopg')} (prepared, binary)"

    def statement(self, verb):
        if verb == "floor":
            return "SELECT 1"
        return TILE if verb == "tile" else f"SELECT id, {PROPERTIES}, ST_AsBinary(geom) FROM sites {WHICH[verb]}"

    def names(self, rows):
        return frozenset(row[1] for row in rows)

    # The things are the parameters.
    def floor(self):
        return ()

    def item(self, number):
        return (number,)

    def box(self, box):
        return box

    def filtered(self, box, kind, area):
        return (*box, kind, area)

    def offset(self, offset):
        return (offset,)

    def cursor(self, offset):
        return (offset,)

    def near(self, lon, lat):
        return lon, lat

    def tile(self, zoom, x, y):
        return zoom, x, y

    def looked(self, question, requests):
        statement = self.statement(question.verb)
        for request in requests:
            # One by one, so that it shows how long one takes.
            [rows] = sql.fetch(self.stage.python, self.stage.postgres.url, statement, [request])
            if question.verb == "tile":
                tile = bytes.fromhex(rows[0][0].removeprefix("\\x"))
                yield len(tile), answers.tile_features(tile)
            else:
                size = sum(len(str(value).encode()) for row in rows for value in row)
                yield size, None if question.verb == "floor" else self.names(rows)

    def greet(self, requests):
        """Each client makes its own connection."""

    def ask(self, question, requests, clients, each, start):
        statement = self.statement(question.verb)
        return sql.drive(self.stage.python, self.stage.postgres.url, statement, requests, clients, each, start)


class Documents(Rows):
    NAME = "SQL, GeoJSON"

    def statement(self, verb):
        if verb == "floor":
            return super().statement(verb)
        rows = f"SELECT id, {PROPERTIES}, geom FROM sites {WHICH[verb]}"
        return (
            "SELECT '{\"type\":\"FeatureCollection\",\"features\":[' || "
            f"coalesce(string_agg(ST_AsGeoJSON(found.*), ','), '') || ']}}' FROM ({rows}) AS found"
        )

    def names(self, rows):
        return answers.names(rows[0][0])

    def floor(self):
        return None

    def tile(self, zoom, x, y):
        return None
