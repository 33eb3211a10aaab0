"""Asks all servers in turn, round by round, so that whatever else the machine does hits all alike."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .processes import Absent, memory
from .samples import Sample

WRITER = Path(__file__).with_name("writer.py")
# Answers of each server that are read and compared.
LOOKED_AT = 8
# Seconds that looking may take; of a slow server fewer answers are read, one at least.
LOOKING = 20
LEAST, MOST = 4, 20_000


@dataclass
class Look:
    """What a server's answers to a question hold; means over those looked at."""

    size: float = 0.0
    features: float = 0.0
    # For one answer, about.
    seconds: float = 0.0
    # Of how many answers that hold something else than the reference's.
    differing: int = 0
    of: int = 0
    # Why it is not asked.
    silent: str = ""


def say(text):
    print(text, file=sys.stderr, flush=True)


def look(peers, question):
    """By peer its requests and a look at its answers. PostGIS's rows are the reference, else the first one."""
    found, held = {}, {}
    for peer in peers:
        try:
            requests = peer.requests(question)
            answers, begin, took = [], time.monotonic(), 0.0
            for answer in peer.looked(question, requests[:LOOKED_AT]) if requests else ():
                answers.append(answer)
                took = time.monotonic() - begin
                if took > LOOKING:
                    break
        except Absent as error:
            found[peer.NAME] = ([], Look(silent=str(error)))
            say(f"  {peer.NAME} does not answer ({question.title}): {error}")
            continue
        if not requests:
            found[peer.NAME] = ([], Look(silent="not offered"))
            continue
        held[peer.NAME] = [what for _, what in answers]
        count = [len(what) if isinstance(what, frozenset) else what or 0 for what in held[peer.NAME]]
        mean = [sum(numbers) / len(answers) for numbers in ([size for size, _ in answers], count)]
        found[peer.NAME] = (requests, Look(*mean, took / len(answers), of=len(answers)))
    reference = held.get("SQL, rows") or next(iter(held.values()), [])
    for name, what in held.items():
        found[name][1].differing = sum(mine != theirs for mine, theirs in zip(what, reference))
    return found


def calibrated(peer, question, requests, clients, seconds):
    """How many requests a client makes in a round of that long; what the server does first is not counted."""
    each = LEAST
    for share in (0.2, 1.0):
        sample = peer.drive(question, requests, clients, each)
        # A client waits for the others, so that it is the clock that counts.
        pace = sample.wall / each
        each = max(LEAST if clients == 1 else 1, min(MOST, round(share * seconds / max(pace, 1e-6))))
    return each


def in_turn(peers, question, clients, rounds, seconds):
    """By peer its look, and by number of clients its sample."""
    found = look(peers, question)
    samples = {name: {} for name, (requests, _) in found.items() if requests}
    asked = [peer for peer in peers if peer.NAME in samples]
    for at_a_time in clients if asked else []:
        each = {peer.NAME: calibrated(peer, question, found[peer.NAME][0], at_a_time, seconds) for peer in asked}
        for number in range(rounds):
            # Another one begins each round.
            for peer in asked[number % len(asked) :] + asked[: number % len(asked)]:
                name, requests = peer.NAME, found[peer.NAME][0]
                start = number * each[name]
                sample = peer.drive(question, requests, at_a_time, each[name], start)
                samples[name].setdefault(at_a_time, Sample()).add(sample)
    say(f"  {question.title}: " + "; ".join(
        f"{name} " + ", ".join(f"{sample.median:.3g} ms" for sample in of.values()) for name, of in samples.items()
    ))
    return {name: of for name, (_, of) in found.items()}, samples


def cold_tiles(peers, questions, looks, rounds):
    """Every tile once by one client: of those that keep tiles after a start, of the others at any time.

    A server that takes over a second for one is asked for as many as it makes in about ten.
    """
    samples = {}
    for number in range(rounds):
        for peer in peers:
            if peer.KEEPS_TILES:
                peer.restart()
            # Nothing of the city is asked.
            peer.greet([peer.tile(14, 100 + at, 200) for at in range(8)])
            for question in questions:
                requests = peer.requests(question)
                seconds = looks[question.key][peer.NAME].seconds
                count = len(requests) if seconds < 1 else max(1, min(len(requests), round(10 / seconds)))
                sample = peer.drive(question, requests, 1, count)
                samples.setdefault(question.key, {}).setdefault(peer.NAME, Sample()).add(sample)
        say(f"  cold tiles, round {number + 1} of {rounds}")
    return samples


@contextmanager
def changes(port, token, ids, rate):
    """Somebody changes sites at this rate; what came of it is in the list afterwards."""
    process = subprocess.Popen([sys.executable, WRITER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.stdin.write(json.dumps({"port": port, "token": token, "ids": ids, "rate": rate}) + "\n")
    process.stdin.flush()
    if process.stdout.readline() != "ready\n":
        raise Absent("nobody could write")
    process.stdin.write("\n")
    process.stdin.flush()
    told = []
    try:
        yield told
    finally:
        told.append(json.loads(process.communicate()[0]))


def beside_a_writer(peer, token, ids, rate, questions, rounds, seconds):
    """By question samples without and with the writer, one client; and all that the writer told."""
    samples, told = {}, []
    asked = [(question, peer.requests(question)) for question in questions]
    each = {question.key: calibrated(peer, question, requests, 1, seconds) for question, requests in asked}

    def turn(column, number):
        for question, requests in asked:
            sample = peer.drive(question, requests, 1, each[question.key], number * each[question.key])
            samples.setdefault(question.key, [Sample(), Sample()])[column].add(sample)

    for number in range(rounds):
        turn(0, number)
        with changes(peer.program.port, token, ids, rate) as came:
            turn(1, number)
        told += came
    return samples, told


def memories(peers, postgres):
    """By name bytes now."""
    found = {peer.NAME: memory(peer.own()) for peer in peers if peer.own()}
    return found | ({"PostgreSQL": memory(postgres.own())} if postgres else {})
