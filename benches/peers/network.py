"""The nearest site of every node by scipy and pandana, on the arcs that `cargo bench --bench network` left.

    pip install numpy scipy pandana

scipy is asked for exactly the same (one search from all sites, costs only). pandana knows no such question: it prepares
contraction hierarchies and a category of places first, then asks for the nearest place of every node. Its times are told
apart; "with its preparation" is what one question costs from a network in memory, the rest what each further one does.
Without pandana that half is left out, with a line. It is asked about networks of up to 20,000 nodes: on an invented town
of 100,000 crossings, a grid, its preparation had not ended after seven minutes.
"""

import sys

import exchange

numpy, scipy, sparse, csgraph = exchange.need("numpy scipy", "numpy scipy scipy.sparse scipy.sparse.csgraph")
MOST_NODES = 20_000
try:
    import pandana
    import pandas
except ImportError as error:
    pandana = None
    print(f"pandana is left out: {error}; install with: pip install pandana")


def compare(name, mine):
    file = name.lower().replace(" ", "_")
    first, target, cost, sites, ours = (
        exchange.numbers(f"{file}_{column}.u32") for column in ("first", "target", "cost", "sites", "ours")
    )
    places = exchange.numbers(f"{file}_places.f64").reshape(-1, 2)
    count, known = len(first) - 1, ours != 2**32 - 1
    rounds = 21 if count < 50_000 else 5
    # The two arrays as they are: making a matrix from triples would add up parallel streets.
    graph = sparse.csr_matrix((cost.astype(float), target.astype("i4"), first.astype("i4")), shape=(count, count))
    starts = numpy.unique(sites).astype("i4")
    took, found = exchange.timed(lambda: csgraph.dijkstra(graph, indices=starts, min_only=True), rounds)
    wrong = int((found[known] != ours[known]).sum() + numpy.isfinite(found[~known]).sum())
    exchange.beside(f"{name}: scipy dijkstra(min_only)", took, mine)
    print(f"    {wrong} nodes differ from ours")
    if pandana and count <= MOST_NODES:
        with_pandana(name, mine, first, target, cost, sites, ours, known, places)


def with_pandana(name, mine, first, target, cost, sites, ours, known, places):
    # Arcs run against the travel; pandana travels from the node to the place.
    begin = numpy.repeat(numpy.arange(len(first) - 1), numpy.diff(first.astype("i8")))
    start, end = pandas.Series(target.astype("i8")), pandas.Series(begin)
    x, y = pandas.Series(places[:, 0]), pandas.Series(places[:, 1])
    seconds = pandas.DataFrame({"seconds": cost / 1000.0})
    farthest = float(ours[known].max()) / 1000.0 + 1.0
    unique = numpy.unique(sites)

    def prepare():
        return pandana.Network(x, y, start, end, seconds, twoway=False)

    def place(network):
        network.set_pois("sites", farthest, 1, x.iloc[unique], y.iloc[unique])

    def ask(network):
        return network.nearest_pois(farthest, "sites", num_pois=1, max_distance=1e9)[1].to_numpy()

    (wall, _, used), network = exchange.timed(prepare)
    (wall_place, _, used_place), _ = exchange.timed(lambda: place(network))
    asked, found = exchange.timed(lambda: ask(network), 3)
    whole = (wall + wall_place + asked[0], wall + wall_place + asked[1], used + used_place + asked[2])
    exchange.beside(f"{name}: pandana, its preparation alone", (wall, wall, used), mine)
    exchange.beside(f"{name}: pandana, places", (wall_place, wall_place, used_place), mine)
    exchange.beside(f"{name}: pandana, the question", asked, mine)
    exchange.beside(f"{name}: pandana with its preparation", whole, mine)
    far = numpy.abs(found[known] - ours[known] / 1000.0)
    print(f"    largest difference to ours {far.max():.3f} s, {int((far > 0.05).sum())} nodes by more than 0.05 s", flush=True)


def main():
    versions = f"scipy {scipy.__version__}, numpy {numpy.__version__}"
    print(versions + (f", pandana {pandana.__version__}" if pandana else ""), file=sys.stdout, flush=True)
    for name, figures in exchange.ours().items():
        if name.endswith(": nearest"):
            compare(name.removesuffix(": nearest"), figures)


main()
