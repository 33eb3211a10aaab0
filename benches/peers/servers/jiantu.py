"""Our own service, on its embedded database."""

import json
from urllib.parse import urlsplit

from asking import load
from asking.peer import Peer, comma, encoded
from asking.processes import Absent, Program, free_port, output
from asking.questions import MOST, NEAREST, PAGE
from asking.sites import identifier

ITEMS = "/ogc/collections/sites/items"
TOKEN = "peers-administrator-token"


class Jiantu(Peer):
    NAME = "jiantu"
    KEEPS_TILES = True
    ON_POSTGRES = False

    def install(self):
        if not self.stage.program.exists():
            raise Absent(f"{self.stage.program} is not there: cargo build --release, or --jiantu PATH")

    def load(self):
        """Anew when the program changed."""
        stamp, told = self.folder / "made-by.txt", str(self.stage.program.stat().st_mtime_ns)
        if stamp.exists() and stamp.read_text() == told:
            return
        self.folder.mkdir(exist_ok=True)
        for old in self.folder.iterdir():
            old.unlink()
        self.run("init", "--empty", "--name", "比较")
        report = json.loads(self.run("import", "sites", self.stage.file, "--crs", "wgs84", "--format", "json"))
        if report["accepted"] != self.stage.count:
            raise Absent(f"jiantu took {report['accepted']} of {self.stage.count} sites: {report['rows'][:3]}")
        stamp.write_text(told)

    def run(self, *command):
        return output([self.stage.program, "--database", self.database, *command])

    @property
    def database(self):
        return f"sqlite:{self.folder / 'jiantu.gpkg'}"

    def start(self):
        port = free_port()
        command = [self.stage.program, "--database", self.database, "serve", "--listen", f"127.0.0.1:{port}"]
        self.program = Program(command, port, self.log(), {"JIANTU_TOKEN": TOKEN, "JIANTU_LOG": "warn"})

    def version(self):
        return output([self.stage.program, "--version"])

    def floor(self):
        return "/livez"

    def item(self, number):
        return f"{ITEMS}/{identifier(number)}"

    def box(self, box):
        return f"{ITEMS}?bbox={comma(box)}&limit={MOST}"

    def lean(self, box):
        return self.box(box) + "&properties=name_zh,kind,status,access,area_m2"

    def filtered(self, box, kind, area):
        return self.box(box) + f"&filter={encoded(f'''kind = '{kind}' AND area_m2 > {area}''')}"

    def offset(self, offset):
        return f"{ITEMS}?limit={PAGE}&offset={offset}"

    def cursor(self, offset):
        """The page behind the one that ends there, as its link tells."""
        _, body = load.fetch(self.program.port, f"{ITEMS}?limit={PAGE}&offset={offset - PAGE}")
        links = {link["rel"]: link["href"] for link in json.loads(body)["links"]}
        if "next" not in links:
            return None
        address = urlsplit(links["next"])
        return f"{address.path}?{address.query}"

    def near(self, lon, lat):
        return f"/api/v1/sites?near={lon},{lat}&k={NEAREST}"

    def tile(self, zoom, x, y):
        return f"/tiles/sites/{zoom}/{x}/{y}"
