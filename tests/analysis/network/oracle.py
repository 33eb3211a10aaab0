#!/usr/bin/env python3
"""Network distances on the Porto Alegre extract by other programs: pyosmium reads, pyproj measures, scipy searches.

    pip install numpy scipy osmium pyproj
    python oracle.py FOLDER ../../../seeds/modes.toml > porto_alegre.csv

FOLDER holds poa_osm.pbf and poa_hexgrid.csv. The rules of seeds/modes.toml are applied anew here, every vertex of every
street is a node (nothing is contracted), costs are floating point, and snapping tries every piece of street. The figures
in porto_alegre.csv were made by numpy 2.4.6, scipy 1.17.1, osmium 4.3.2, pyproj 3.7.2.
"""
import csv
import sys
import tomllib

import numpy as np
import osmium
from pyproj import Geod
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

GEOD = Geod(ellps="WGS84")
MAX_M, PREFER_MAIN_M, BUDGET_S, BUDGET_M = 1000.0, 200.0, 900.0, 1000.0
EVERY = 97  # each so many cells one is taken for a site


class Reader(osmium.SimpleHandler):
    def __init__(self):
        super().__init__()
        self.nodes, self.ways = {}, []

    def node(self, node):
        tags = {t.k: t.v for t in node.tags} if "barrier" in node.tags else {}
        self.nodes[node.id] = (node.location.lon, node.location.lat, tags)

    def way(self, way):
        self.ways.append(([n.ref for n in way.nodes], {t.k: t.v for t in way.tags}))


def access(mode, tags):
    """What is allowed in general and by the mode's own key: None, 'yes', 'no', 'dismount'."""
    said = [None, None]
    for key in mode["access_keys"]:
        value, own = tags.get(key), key == mode["access_keys"][-1]
        if value in mode["allowing"]:
            said[own] = "yes"
        elif value in mode["forbidding"]:
            said[own] = "no"
        elif own and value in mode.get("dismounting", []):
            said[own] = "dismount"
    return said


def any_of(tags, wanted):
    return any(f"{k}={v}" in wanted for k, v in tags.items())


def speeds(mode, tags):
    """km/h ahead and back (0: not allowed), or None for a street that is left out."""
    for rule in mode["class"]:
        if any_of(tags, rule["tags"]):
            break
    else:
        return None
    general, own = access(mode, tags)
    if (own or general) == "no" or (own is None and any_of(tags, mode.get("forbidding_tags", []))):
        return None
    need, expressly = rule.get("open", "yes"), own in ("yes", "dismount")
    walk = any(tags.get(k) in mode.get("sidewalk_values", []) for k in mode.get("sidewalk_keys", []))
    if not (need == "yes" or expressly or (need == "sidewalk" and walk)):
        return None
    kmh = rule.get("kmh", mode["kmh"])
    if own == "yes":
        kmh = rule.get("allowed_kmh", kmh)
    if own == "dismount":
        return (mode["dismount_kmh"],) * 2
    ahead, back = True, True
    if mode.get("oneway_keys"):
        back = not any_of(tags, mode["oneway_tags"])
        for key in mode["oneway_keys"]:
            value = tags.get(key)
            if value in ("yes", "true", "1"):
                ahead, back = True, False
            elif value in ("-1", "reverse"):
                ahead, back = False, True
            elif value in ("no", "false", "0"):
                ahead, back = True, True
        if any_of(tags, mode["contraflow_tags"]):
            ahead, back = True, True
    return kmh * ahead, kmh * back


def stops(mode, tags):
    if "barrier" not in tags:
        return False
    general, own = access(mode, tags)
    return (own or general) == "no" or (own is None and tags["barrier"] in mode["stopping_barriers"])


class Streets:
    def __init__(self, reader, mode):
        place, number, pieces = [], {}, []
        for refs, tags in reader.ways:
            kmh = speeds(mode, tags)
            if kmh is None:
                continue
            last = None
            for ref in refs:
                if ref not in reader.nodes:
                    last = None
                    continue
                if last is not None and last != ref:
                    ends = []
                    for end in (last, ref):
                        lon, lat, node_tags = reader.nodes[end]
                        if stops(mode, node_tags):
                            ends.append(len(place))
                            place.append((lon, lat))
                        else:
                            if end not in number:
                                number[end] = len(place)
                                place.append((lon, lat))
                            ends.append(number[end])
                    pieces.append((*ends, *kmh))
                last = ref
        self.mode, self.place = mode, np.array(place)
        pieces = np.array(pieces)
        self.ends, self.kmh = pieces[:, :2].astype(int), pieces[:, 2:]
        a, b = self.place[self.ends[:, 0]], self.place[self.ends[:, 1]]
        self.metres = GEOD.inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])[2]
        count = len(place)
        _, part = connected_components(csr_matrix((np.ones(len(pieces)), self.ends.T), (count, count)), directed=False)
        part = part[self.ends[:, 0]]
        self.main = part == np.bincount(part, self.metres).argmax()

    def snap(self, lon, lat):
        """Piece, share along it, metres off; None when too far."""
        s, e2 = np.sin(np.radians(lat)), 0.0066943799901413165
        w = 1 - e2 * s * s
        scale = np.radians(1) * 6378137.0 * np.array([np.cos(np.radians(lat)) / np.sqrt(w), (1 - e2) / (w * np.sqrt(w))])
        a = (self.place[self.ends[:, 0]] - (lon, lat)) * scale
        d = (self.place[self.ends[:, 1]] - (lon, lat)) * scale - a
        t = np.clip(-(a * d).sum(1) / np.maximum((d * d).sum(1), 1e-12), 0, 1)
        off = np.hypot(*(a + d * t[:, None]).T)
        best, best_main = off.argmin(), np.where(self.main, off, np.inf).argmin()
        if off[best_main] <= off[best] + PREFER_MAIN_M:
            best = best_main
        start, end = self.place[self.ends[best]]
        foot = start + (end - start) * t[best]
        off = GEOD.inv(lon, lat, *foot)[2]
        return (best, t[best], off) if off <= MAX_M else None

    def graph(self, snaps, seconds):
        """Travel costs with a node for each snap, before the places themselves."""
        on = {}
        for node, snap in enumerate(snaps):
            if snap:
                on.setdefault(snap[0], []).append((snap[1], len(self.place) + node))
        arcs = {}

        def arc(a, b, metres, kmh):
            if kmh > 0 and a != b:
                cost = max(metres * 3.6 / kmh if seconds else metres, 1e-9)
                arcs[a, b] = min(cost, arcs.get((a, b), np.inf))

        for piece, ((a, b), (ahead, back), metres) in enumerate(zip(self.ends.tolist(), self.kmh, self.metres)):
            stops = [(0.0, a), *sorted(on.get(piece, [])), (1.0, b)]
            for (t, p), (u, q) in zip(stops, stops[1:]):
                # What lies at one place is one place, whatever the street allows.
                arc(p, q, metres * (u - t), ahead if u > t else 1)
                arc(q, p, metres * (u - t), back if u > t else 1)
        n = len(self.place) + len(snaps)
        keys = np.array(list(arcs))
        return csr_matrix((np.array(list(arcs.values())), keys.T), (n, n))


def main(folder, modes):
    reader = Reader()
    reader.apply_file(f"{folder}/poa_osm.pbf")
    with open(modes, "rb") as file:
        modes = {mode["id"]: mode for mode in tomllib.load(file)["mode"]}
    with open(f"{folder}/poa_hexgrid.csv", encoding="utf-8") as file:
        cells = [(row["id"], float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)]
    columns, sites = {}, list(range(0, len(cells), EVERY))
    for name, mode in modes.items():
        streets = Streets(reader, mode)
        snaps = [streets.snap(lon, lat) for _, lon, lat in cells]
        off = np.array([snap[2] if snap else np.inf for snap in snaps])
        for unit, budget in (("s", BUDGET_S), ("m", BUDGET_M)):
            off_cost = off * 3.6 / mode["off_network_kmh"] if unit == "s" else off
            graph = streets.graph(snaps, unit == "s")
            # People go to the sites: the search runs against the travel.
            cost = dijkstra(graph.T.tocsr(), indices=[len(streets.place) + site for site in sites])
            cost = cost[:, len(streets.place):] + off_cost[None, :] + off_cost[sites][:, None]
            columns[f"{name}_{unit}"] = cost.min(0)
            columns[f"{name}_{unit}_site"] = np.where(np.isfinite(cost.min(0)), cost.argmin(0), -1)
            columns[f"{name}_{unit}_sites_within"] = (cost <= budget).sum(0)
        columns[f"{name}_off_m"] = off
        print(f"{name}: {len(streets.ends)} pieces, {streets.metres.sum() / 1000:.3f} km", file=sys.stderr)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["id", *columns])
    for row, (cell, _, _) in enumerate(cells):
        values = [column[row] for column in columns.values()]
        out.writerow([cell, *(f"{v:.3f}" if isinstance(v, np.floating) else v for v in values)])


main(*sys.argv[1:])
