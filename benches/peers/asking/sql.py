"""The clients of PostgreSQL: a process each, since one Python asks only one thing at a time."""

import json
import subprocess
from pathlib import Path

from .processes import Absent
from .samples import Sample

CLIENT = Path(__file__).with_name("sql_client.py")


def fetch(python, url, sql, things):
    """Answers to look at: of each thing its rows, values as text."""
    asked = {"url": url, "sql": sql, "things": things, "each": 0}
    done = subprocess.run([python, CLIENT], input=json.dumps(asked) + "\n", capture_output=True, text=True)
    if done.returncode:
        raise Absent(done.stderr.strip())
    return json.loads(done.stdout)


def drive(python, url, sql, things, clients, each, start=0):
    running = []
    for client in range(clients):
        turn = (start + client * len(things) // clients) % len(things)
        process = subprocess.Popen(
            [python, CLIENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        asked = {"url": url, "sql": sql, "things": things[turn:] + things[:turn], "each": each}
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        running.append(process)
    for process in running:
        if process.stdout.readline() != "ready\n":
            raise Absent(process.stderr.read().strip())
    for process in running:
        process.stdin.write("\n")
        process.stdin.flush()
    sample = Sample()
    for process in running:
        told = json.loads(process.communicate()[0])
        sample.add(Sample(told["took"], told["failed"]))
        sample.wall = max(sample.wall, told["wall"])
    return sample
