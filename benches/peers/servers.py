"""Our service beside the servers that do the same: the same sites, the same questions, in the same run.

    python3 benches/peers/servers.py --sites 100000 [--jiantu target/release/jiantu]

Installs what is missing by name: from PyPI into a virtual environment below the target folder, martin by cargo beside it,
Debian's packages when root runs it. What can not be installed is named, and the rest goes on without. All but ours serve
one table of PostGIS; SQL asked by prepared statements stands beside, as what none of them can be faster than. Prints Markdown; what it does meanwhile goes to standard error.

Fair: the same file of sites and the same questions for all; a sample of answers is compared by the names in it, and
differences are told; connections are kept open; nothing is compressed; one client and eight; every server is asked in turn
in every round. Times are the client's (h2load), from sending to the last byte; ratios are of medians of the same run.
"""

import argparse
import os
import signal
import sys
from pathlib import Path

from asking import load, measure, packages, questions, report
from asking.processes import Absent
from asking.sites import identifier
from asking.stage import ROOT, Stage
from servers import ALL
from servers.jiantu import TOKEN, Jiantu
from servers.postgis import Cluster

CHANGES = 200
PARTS = ["features", "tiles", "writer"]


def wanted():
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    names = [peer.NAME for peer in ALL]
    parser = argparse.ArgumentParser(description="Our service beside its peers; see the head of this file.")
    parser.add_argument("--sites", type=int, default=100_000)
    parser.add_argument("--jiantu", type=Path, default=target / "release" / "jiantu", help="our program")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="how long one asks one server in one round")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--servers", nargs="+", choices=names, default=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--keep", action="store_true", help="leave PostgreSQL running, with its sites, for another run")
    return parser.parse_args(), target


def start(stage, names, running):
    """Adds the servers that run; answers a line for each that does not."""
    left_out = []
    for kind in ALL:
        peer = kind(stage)
        if peer.NAME not in names:
            continue
        try:
            if peer.ON_POSTGRES and not stage.postgres:
                raise Absent("there is no PostgreSQL")
            peer.install()
            peer.load()
            running.append(peer)
            peer.start()
            measure.say(f"serves: {peer.NAME}")
        except Absent as error:
            if peer in running:
                running.remove(peer)
            left_out.append(f"{peer.NAME} is left out: {error}")
            measure.say(left_out[-1])
    return left_out


def features(asked, peers):
    measured = []
    for question in questions.features(asked.sites):
        looks, samples = measure.in_turn(peers, question, asked.clients, asked.rounds, asked.seconds)
        measured.append((question, looks, samples))
    names = [peer.NAME for peer in peers]
    print("### Features\n")
    for clients in asked.clients:
        print(report.latencies(measured, names, clients))
        print(report.rates(measured, names, clients))
    print(report.answers(measured, names))


def tiles(asked, peers):
    every, looks, left = list(questions.tiles()), {}, list(peers)
    # The farther away, the more is in a tile: who does not answer once is asked for no larger ones.
    for question in reversed(every):
        found = measure.look(left, question)
        looks[question.key] = {peer.NAME: measure.Look(silent="gave up at a nearer zoom") for peer in peers}
        looks[question.key] |= {name: one for name, (_, one) in found.items()}
        for one in looks[question.key].values():
            if one.seconds > measure.LOOKING:
                one.silent = f"{one.seconds:.0f} s for a tile"
        left = [peer for peer in left if not looks[question.key][peer.NAME].silent]
    print("### Tiles\n")
    silent = {
        peer.NAME: [f"{one.silent} ({key})" for key, of in looks.items() if (one := of[peer.NAME]).silent] for peer in peers
    }
    print("".join(f"- {name} is not asked: {why[0]}\n" for name, why in silent.items() if why))
    peers = [peer for peer in peers if not silent[peer.NAME]]
    names = [peer.NAME for peer in peers]
    if not names:
        return
    cold = measure.cold_tiles(peers, every, looks, asked.rounds)
    print(report.tiles("ms, every tile once after a start", every, names, cold, looks))
    keepers = [peer for peer in peers if peer.KEEPS_TILES]
    warm = [measure.in_turn(keepers, question, asked.clients, asked.rounds, asked.seconds)[1] for question in every]
    for clients in asked.clients if keepers else []:
        kept = {
            question.key: {name: of[clients] for name, of in found.items()} for question, found in zip(every, warm)
        }
        title = f"ms, tiles that are kept, {clients} at a time"
        print(report.tiles(title, every, [peer.NAME for peer in keepers], kept, looks))
    print(report.tile_contents(every, names, looks))
    print("† other features than PostGIS's tile has: not to be compared.\n")


def writer(asked, ours):
    by_key = {question.key: question for question in [*questions.features(asked.sites), *questions.tiles()]}
    wanted = [by_key[key] for key in ("item", "box_50", "box_1000", "tile_10", "tile_14")]
    looks = {question.key: measure.look([ours], question)[ours.NAME][1] for question in wanted}
    wanted = [question for question in wanted if not looks[question.key].silent]
    step = max(1, asked.sites // 1000)
    ids = [identifier(number) for number in range(1, asked.sites, step)]
    samples, told = measure.beside_a_writer(ours, TOKEN, ids, CHANGES, wanted, asked.rounds, asked.seconds)
    print(f"### Beside {CHANGES} changes a second\n")
    print(report.beside_a_writer(samples, wanted, told))


def main():
    asked, target = wanted()
    stage = Stage(asked.sites, target, asked.jiantu)
    packages.install(stage.shared, asked.servers)
    try:
        client = load.version()
        stage.prepare()
    except Absent as error:
        sys.exit(f"{sys.argv[0]}: {error}")
    # Whoever ends this, ends the servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    running, left_out, cluster = [], [], Cluster(stage)
    try:
        try:
            cluster.start()
            stage.postgres = cluster
        except Absent as error:
            left_out.append(f"PostgreSQL is left out: {error}")
            measure.say(left_out[-1])
        left_out += start(stage, asked.servers, running)
        if not running:
            sys.exit("no server runs")
        print(f"## {asked.sites:,} sites, {report.day()}\n")
        print(f"{report.machine()}. Load {os.getloadavg()[0]:.1f} at the start.\n")
        versions = [f"{peer.NAME}: {peer.version()}" for peer in running]
        if stage.postgres:
            versions.append(stage.postgres.version())
        print("\n".join(f"- {line}" for line in [*versions, f"client: {client}", *left_out]) + "\n")
        print(f"p50 / p99 in milliseconds; bold: times the p50 of {running[0].NAME}.")
        print(f"{asked.rounds} rounds of {asked.seconds:g} s.\n")
        if "features" in asked.only:
            features(asked, running)
        if "tiles" in asked.only:
            tiles(asked, running)
        print(report.memory(measure.memories(running, stage.postgres)))
        ours = next((peer for peer in running if isinstance(peer, Jiantu)), None)
        if "writer" in asked.only and ours:
            writer(asked, ours)
        print(f"Load {os.getloadavg()[0]:.1f} at the end.")
    finally:
        for peer in running:
            peer.stop()
        if not asked.keep:
            cluster.stop()


main()
