"""tipg: features and tiles from PostGIS, asyncpg under uvicorn. It keeps no tiles."""

from asking.peer import Peer, comma, encoded
from asking.processes import Program, free_port
from asking.questions import MOST, PAGE

WORKERS = 2
SETTINGS = {
    "DB_MIN_CONN_SIZE": "4", "TIPG_MAX_FEATURES_PER_QUERY": str(MOST),
    # All sites in a tile, and as much around it as the others have.
    "TIPG_MAX_FEATURES_PER_TILE": "100000000", "TIPG_TILE_BUFFER": "64",
}
COLLECTION = "/collections/public.sites"
ITEMS = f"{COLLECTION}/items"


class Tipg(Peer):
    NAME = "tipg"

    def start(self):
        port = free_port()
        command = [
            self.stage.python, "-m", "uvicorn", "tipg.main:app", "--host", "127.0.0.1", "--port", port,
            "--workers", WORKERS, "--no-access-log", "--log-level", "warning", "--timeout-keep-alive", 600,
        ]
        self.program = Program(command, port, self.log(), {**SETTINGS, "DATABASE_URL": self.stage.postgres.url})

    def version(self):
        return f"{self.stage.package('tipg')}, {self.stage.package('uvicorn')}, {WORKERS} workers"

    def item(self, number):
        return f"{ITEMS}/{number}?f=geojson"

    def box(self, box):
        return f"{ITEMS}?bbox={comma(box)}&limit={MOST}&f=geojson"

    def filtered(self, box, kind, area):
        wanted = encoded(f"kind = '{kind}' AND area_m2 > {area}")
        return self.box(box) + f"&filter={wanted}&filter-lang=cql2-text"

    def offset(self, offset):
        return f"{ITEMS}?limit={PAGE}&offset={offset}&f=geojson"

    def tile(self, zoom, x, y):
        return f"{COLLECTION}/tiles/WebMercatorQuad/{zoom}/{x}/{y}"
