"""The client of HTTP servers: h2load (Debian's nghttp2-client), one process a client, HTTP/1.1, connections kept open.

It writes how long each request took, to the microsecond, from sending to the last byte of the answer. A client walks
through the whole list of requests, the next one from another place of it, so that no two ask the same at once.
"""

import http.client
import subprocess
import tempfile
import time
from pathlib import Path

from .processes import Absent, output
from .samples import Sample

# Seconds.
PATIENCE = 120


def version():
    """Of the client; Absent where it is not installed."""
    try:
        return output(["h2load", "--version"])
    except Absent as error:
        raise Absent(f"{error}; install it: apt-get install nghttp2-client") from error


def fetch(port, path):
    """One answer in Python, to look at: status and body. Absent where none comes in time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise Absent(f"no answer within {PATIENCE} s: {error}") from error
    finally:
        connection.close()


def drive(port, paths, clients, each, start=0):
    """`each` requests by each client, the first one beginning at `start` in the list."""
    with tempfile.TemporaryDirectory() as folder:
        running, logs = [], []
        begin = time.perf_counter()
        for client in range(clients):
            turn = (start + client * len(paths) // clients) % len(paths)
            turned = (paths[turn:] + paths[:turn])[:each]
            asked, log = Path(folder, f"{client}.txt"), Path(folder, f"{client}.log")
            asked.write_text("".join(f"http://127.0.0.1:{port}{path}\n" for path in turned))
            logs.append(log)
            running.append(subprocess.Popen(
                ["h2load", "--h1", "-c1", "-t1", f"-n{each}", "-i", asked, f"--log-file={log}"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            ))
        for process in running:
            process.wait()
        wall = time.perf_counter() - begin
        answers = [line.split("\t") for log in logs if log.exists() for line in log.read_text().splitlines()]
    took = [int(took) for _, status, took in answers if status.startswith("2")]
    return Sample(took, clients * each - len(took), span(answers) or wall)


def span(answers):
    """Seconds from the first request to the last answer, without the client's own start."""
    starts = [int(start) for start, _, _ in answers]
    ends = [int(start) + int(took) for start, _, took in answers]
    return (max(ends) - min(starts)) / 1e6 if starts else 0.0
