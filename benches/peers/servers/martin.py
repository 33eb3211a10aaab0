"""martin: vector tiles from PostGIS, with its own cache of tiles."""

import shutil

from asking.peer import Peer
from asking.processes import Absent, Program, free_port, output

CACHE_MB = 512


class Martin(Peer):
    NAME = "martin"
    KEEPS_TILES = True

    def install(self):
        """On the path, or where `cargo install` put it for this."""
        own = self.stage.shared / "bin" / "martin"
        self.binary = str(own) if own.exists() else shutil.which("martin")
        if not self.binary:
            raise Absent(f"it is not there; cargo install martin --locked --root {self.stage.shared} (a long build)")

    def start(self):
        port = free_port()
        command = [
            self.binary, "--listen-addresses", f"127.0.0.1:{port}", "--cache-size", CACHE_MB,
            "--pool-size", 20, self.stage.postgres.url,
        ]
        self.program = Program(command, port, self.log(), {"RUST_LOG": "warn"})

    def version(self):
        return f"{output([self.binary, '--version'])}, cache {CACHE_MB} MB"

    def tile(self, zoom, x, y):
        return f"/sites/{zoom}/{x}/{y}"
