"""Programs that serve: starting, waiting, ending; their CPU time and memory, children included."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Absent(Exception):
    """Why a server can not be asked here, and what would change that."""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def output(command, **options):
    """What a program prints; Absent when it is not there or fails."""
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, **options)
    except OSError as error:
        raise Absent(f"{command[0]}: {error.strerror}") from error
    except subprocess.CalledProcessError as error:
        told = (error.stderr or error.stdout).strip().splitlines()[-3:]
        raise Absent(f"{' '.join(map(str, command[:3]))} failed: {' / '.join(told)}") from error
    return done.stdout.strip()


class Program:
    """A program that listens on a port, in a group of its own so that its children end with it."""

    def __init__(self, command, port, log, env=None, patience=600):
        self.port, self.log = port, Path(log)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                list(map(str, command)), stdin=subprocess.DEVNULL, stdout=sink, stderr=sink,
                env={**os.environ, **(env or {})}, start_new_session=True,
            )
        try:
            self.wait(command[0], patience)
        except BaseException:
            self.stop()
            raise

    def wait(self, name, patience):
        end = time.monotonic() + patience
        while not listens(self.port):
            if self.process.poll() is not None or time.monotonic() > end:
                told = self.log.read_text(errors="replace").strip().splitlines()[-3:]
                raise Absent(f"{name} does not listen: {' / '.join(told)}")
            time.sleep(0.05)

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def listens(port):
    with socket.socket() as caller:
        caller.settimeout(1)
        return caller.connect_ex(("127.0.0.1", port)) == 0


def tree(roots):
    """These processes and all below them."""
    children = {}
    for folder in Path("/proc").glob("[0-9]*"):
        fields = stat(folder.name)
        if fields:
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, waiting = [], list(roots)
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def stat(pid):
    """Fields of /proc/PID/stat behind the name, from the state on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def cpu(roots):
    """Seconds so far, of ended children too."""
    fields = filter(None, map(stat, tree(roots)))
    return sum(sum(map(int, of[11:15])) for of in fields) / TICK


def memory(roots):
    """Bytes of memory; what processes share is counted once where the system tells."""
    return sum(map(memory_of, tree(roots)))


def memory_of(pid):
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    fields = stat(pid)
    return int(fields[21]) * PAGE if fields else 0
