"""Repeated structure: how long it takes to find it and to put blocks in its place, warm, from a snapshot."""

import random
import time

from benchmarks.figures import Figure
from benchmarks.resnet152 import resnet152
from designer import paths
from designer.catalog.catalog import Catalog
from designer.graph.elements import Edge, GraphSnapshot, Node
from designer.graph.foldings import folded
from designer.graph.repeats import find_repeats

NUM_RUNS = 15
_NUM_RANDOM = 5000
_TYPES = ("Dense", "ReLU", "Add")


def measure() -> list[Figure]:
    catalog = Catalog.load(paths.resources_dir() / "catalog.json")
    graph = resnet152().graph
    return [
        _time(f"folding ResNet-152, {len(graph.nodes)} layers", graph, catalog, 200, NUM_RUNS),
        _time(f"folding {_NUM_RANDOM:,} layers without any structure", _random(), catalog, 10_000, 3),
    ]


def _time(name: str, graph: GraphSnapshot, catalog: Catalog, goal: float, num_runs: int) -> Figure:
    found = folded(graph, find_repeats(graph, catalog))
    samples = []
    for _ in range(num_runs):
        started = time.perf_counter()
        folded(graph, find_repeats(graph, catalog))
        samples.append(1000 * (time.perf_counter() - started))
    return Figure(name, tuple(samples), "ms", goal, "lower", {"nodes left": len(found.nodes)})


def _random() -> GraphSnapshot:
    """Each layer takes what one or two of the layers before it give."""
    chosen = random.Random(0)
    nodes = [Node(f"n{place}", f"n{place}", chosen.choice(_TYPES)) for place in range(_NUM_RANDOM)]
    edges = [
        Edge(f"n{chosen.randrange(max(0, place - 50), place)}", 0, f"n{place}", port)
        for place in range(1, _NUM_RANDOM)
        for port in range(chosen.randint(1, 2))
    ]
    return GraphSnapshot(tuple(nodes), tuple(edges))
