"""Where a run happens: how many sites, which folder, the Python of the peers, the PostgreSQL that most of them serve."""

import sys
from pathlib import Path

from . import processes, sites

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = (
    "psycopg[binary]", "psycopg2-binary", "tipg", "uvicorn[standard]", "pygeoapi", "geoalchemy2", "pygeofilter",
    "sqlalchemy<2.1", "gunicorn",
)


class Stage:
    def __init__(self, count, target, program):
        self.count = count
        self.program = program
        self.shared = target / "peers"
        self.folder = self.shared / str(count)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.file = None
        self.python = None
        self.postgres = None

    def prepare(self):
        """The file of sites, and a virtual environment with what comes from PyPI."""
        self.file = sites.write(self.count, self.folder / "sites.csv")
        self.python = self.shared / "venv" / "bin" / "python"
        told = self.shared / "venv" / "packages.txt"
        if not told.exists() or told.read_text() != "\n".join(PACKAGES):
            print(f"install: {' '.join(PACKAGES)}", flush=True)
            processes.output([sys.executable, "-m", "venv", self.shared / "venv"])
            processes.output([self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES])
            told.write_text("\n".join(PACKAGES))

    def package(self, name):
        """The version of a Python package."""
        code = f"import importlib.metadata as m; print(m.version('{name}'))"
        return f"{name} {processes.output([self.python, '-c', code])}"
