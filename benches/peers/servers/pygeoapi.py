"""pygeoapi: features and tiles from PostGIS, SQLAlchemy under gunicorn's threads, which keep connections open."""

import json
from urllib.parse import urlsplit

from asking.peer import Peer, comma, encoded
from asking.processes import Program, free_port, output
from asking.questions import MOST, PAGE
from asking.sites import EXTENT

WORKERS, THREADS = 2, 4
COLLECTION = "/collections/sites"
ITEMS = f"{COLLECTION}/items"


class Pygeoapi(Peer):
    NAME = "pygeoapi"

    def configuration(self, port):
        database = urlsplit(self.stage.postgres.url)
        table = {
            "data": {
                "host": database.hostname, "port": database.port, "dbname": database.path[1:],
                "user": database.username, "password": "none", "search_path": ["public"],
            },
            "id_field": "id", "table": "sites", "geom_field": "geom",
        }
        title = {"title": "sites", "description": "sites", "keywords": ["sites"]}
        tiles = {
            "type": "tile", "name": "MVT-postgresql", **table, "options": {"zoom": {"min": 0, "max": 16}},
            "format": {"name": "pbf", "mimetype": "application/vnd.mapbox-vector-tile"},
        }
        return {
            "server": {
                "bind": {"host": "127.0.0.1", "port": port}, "url": f"http://127.0.0.1:{port}",
                "mimetype": "application/json; charset=UTF-8", "encoding": "utf-8", "languages": ["en-US"],
                "pretty_print": False, "limits": {"default_items": 10, "max_items": MOST},
                "map": {"url": "http://127.0.0.1/{z}/{x}/{y}.png", "attribution": ""}, "gzip": False,
            },
            "logging": {"level": "ERROR"},
            "metadata": {
                "identification": {**title, "keywords_type": "theme", "terms_of_service": "none", "url": "http://127.0.0.1"},
                "license": {"name": "none", "url": "http://127.0.0.1"},
                "provider": {"name": "peers", "url": "http://127.0.0.1"},
                "contact": {"name": "peers", "email": "peers@localhost", "url": "http://127.0.0.1"},
            },
            "resources": {"sites": {
                "type": "collection", **title, "links": [],
                "extents": {"spatial": {
                    "bbox": list(EXTENT), "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                }},
                "providers": [{"type": "feature", "name": "PostgreSQL", **table}, tiles],
            }},
        }

    def start(self):
        port = free_port()
        self.folder.mkdir(exist_ok=True)
        # Whoever reads YAML reads JSON.
        config, openapi = self.folder / "config.yml", self.folder / "openapi.yml"
        config.write_text(json.dumps(self.configuration(port)))
        environment = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(openapi)}
        output([self.stage.python.with_name("pygeoapi"), "openapi", "generate", config, "--output-file", openapi])
        command = [
            self.stage.python, "-m", "gunicorn", "pygeoapi.flask_app:APP", "--bind", f"127.0.0.1:{port}",
            "--workers", WORKERS, "--worker-class", "gthread", "--threads", THREADS, "--keep-alive", 600,
            "--timeout", 300, "--log-level", "warning",
        ]
        self.program = Program(command, port, self.log(), environment)

    def version(self):
        workers = f"{WORKERS} workers of {THREADS} threads"
        return f"{self.stage.package('pygeoapi')}, {self.stage.package('gunicorn')}, {workers}"

    def item(self, number):
        return f"{ITEMS}/{number}?f=json"

    def box(self, box):
        return f"{ITEMS}?bbox={comma(box)}&limit={MOST}&f=json"

    def filtered(self, box, kind, area):
        return self.box(box) + f"&filter={encoded(f'''kind = '{kind}' AND area_m2 > {area}''')}"

    def offset(self, offset):
        return f"{ITEMS}?limit={PAGE}&offset={offset}&f=json"

    def tile(self, zoom, x, y):
        return f"{COLLECTION}/tiles/WebMercatorQuad/{zoom}/{y}/{x}?f=pbf"
