"""MapServer's OGC API Features over PostGIS: FastCGI under lighttpd, connections to PostgreSQL kept.

Debian's build draws no vector tiles, and its version knows neither filters nor cursors.
"""

from urllib.parse import urlsplit

from asking.peer import Peer, comma
from asking.processes import Absent, Program, free_port, output
from asking.questions import MOST, PAGE

TEMPLATES = "/usr/share/mapserver/ogcapi/templates/html-plain/"
PROCESSES = 4
MAP = """MAP
  NAME "peers"
  EXTENT {extent}
  PROJECTION "epsg:4326" END
  WEB METADATA
    "ows_title" "peers"
    "ows_enable_request" "*"
    "ows_onlineresource" "http://127.0.0.1:{port}/mapserv/peers?"
    "oga_onlineresource" "http://127.0.0.1:{port}/mapserv/peers/ogcapi"
    "oga_html_template_directory" "{templates}"
    "oga_max_limit" "{most}"
  END END
  LAYER
    NAME "sites"
    TYPE POINT
    STATUS ON
    CONNECTIONTYPE POSTGIS
    CONNECTION "host={host} port={database_port} user={user} dbname={name}"
    DATA "geom FROM sites USING UNIQUE id USING SRID=4326"
    PROCESSING "CLOSE_CONNECTION=DEFER"
    EXTENT {extent}
    PROJECTION "epsg:4326" END
    TEMPLATE "none"
    METADATA
      "ows_title" "sites"
      "gml_include_items" "all"
      "gml_featureid" "id"
      "gml_types" "auto"
      "ows_include_items" "all"
    END
  END
END
"""
CONFIG = """CONFIG
  ENV
    "MS_MAP_PATTERN" "."
  END
  MAPS
    "peers" "{map}"
  END
END
"""
SERVER = """server.document-root = "{folder}"
server.bind = "127.0.0.1"
server.port = {port}
server.modules = ("mod_fastcgi")
server.max-keep-alive-requests = 100000000
server.max-keep-alive-idle = 600
fastcgi.server = ("/mapserv" => ((
  "bin-path" => "/usr/bin/mapserv",
  "socket" => "{folder}/socket",
  "max-procs" => {processes},
  "check-local" => "disable",
  "bin-environment" => ("MAPSERVER_CONFIG_FILE" => "{folder}/mapserver.conf")
)))
"""
ITEMS = "/mapserv/peers/ogcapi/collections/sites/items"


class MapServer(Peer):
    NAME = "MapServer"

    def install(self):
        try:
            output(["mapserv", "-v"])
            output(["lighttpd", "-v"])
        except Absent as error:
            raise Absent(f"{error}; install it: apt-get install mapserver-bin lighttpd") from error

    def load(self):
        self.folder.mkdir(exist_ok=True)

    def start(self):
        port, database = free_port(), urlsplit(self.stage.postgres.url)
        values = {
            "folder": self.folder, "port": port, "processes": PROCESSES, "map": self.folder / "peers.map",
            "templates": TEMPLATES, "most": MOST, "extent": "123.2 41.4 123.9 41.95", "host": database.hostname,
            "database_port": database.port, "user": database.username, "name": database.path[1:],
        }
        for name, text in (("peers.map", MAP), ("mapserver.conf", CONFIG), ("lighttpd.conf", SERVER)):
            (self.folder / name).write_text(text.format(**values))
        command = ["lighttpd", "-D", "-f", self.folder / "lighttpd.conf"]
        self.program = Program(command, port, self.log())

    def version(self):
        words = output(["mapserv", "-v"]).split()
        lighttpd = output(["lighttpd", "-v"]).split()[0]
        return f"MapServer {words[2]}, {lighttpd}, {PROCESSES} processes"

    def item(self, number):
        return f"{ITEMS}/{number}?f=json"

    def box(self, box):
        return f"{ITEMS}?bbox={comma(box)}&limit={MOST}&f=json"

    def offset(self, offset):
        return f"{ITEMS}?limit={PAGE}&offset={offset}&f=json"
