"""What is installed by name: Debian's packages, as root, and martin by cargo."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = {"h2load": "nghttp2-client", "lighttpd": "lighttpd", "mapserv": "mapserver-bin"}
POSTGIS = "postgresql-15-postgis-3"
MARTIN = ("martin", "--version", "1.14.0", "--locked", "--no-default-features", "--features", "postgres")


def install(shared, names):
    """Installs what is missing. What fails is told by the server that needs it, and the rest goes on without."""
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        missing.append(POSTGIS)
    if missing and os.geteuid() == 0:
        run("apt-get", "install", "-y", "--no-install-recommends", *missing)
    if "martin" in names and not (shared / "bin" / "martin").exists() and not shutil.which("martin"):
        run("cargo", "install", *MARTIN, "--root", shared)


def run(*command):
    command = list(map(str, command))
    print(f"install: {' '.join(command)}", file=sys.stderr, flush=True)
    try:
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr, flush=True)
