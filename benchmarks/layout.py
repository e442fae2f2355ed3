"""The tidy layout: how long it takes, and how good its drawings are.

Each time is of `layout` alone, warm: from a snapshot of the graph to positions and routes. The drawings of
real networks, InceptionV3 as `keras.applications` builds it, are looked through for what a reader minds.
"""

import time
from statistics import median

from benchmarks.figures import Figure
from benchmarks.resnet152 import resnet152
from designer.document.presets import load_preset
from designer.graph.elements import Edge, GraphSnapshot, Node
from designer.graph.layout import layout
from tests.core.drawings import crossings, cuts, straight_share
from tests.tf.keras_graphs import inception_v3

NUM_RUNS = 15
_CHAIN_LENGTH = 5000
_SKIP_LENGTH = 5


def measure() -> list[Figure]:
    networks = {
        "WRN-40-2": load_preset("wide_resnet", num_convs=40, width=2).graph,
        "ResNet-152": resnet152().graph,
        "InceptionV3": inception_v3(),
    }
    times = {
        f"layout of ResNet-152, {len(networks['ResNet-152'].nodes)} layers": (networks["ResNet-152"], 15),
        f"layout of a chain of {_CHAIN_LENGTH:,} layers with skip connections": (_chain(), 120),
    }
    figures = [_time(name, graph, goal) for name, (graph, goal) in times.items()]
    return figures + [_quality(name, graph) for name, graph in networks.items()]


def _time(name: str, graph: GraphSnapshot, goal: float) -> Figure:
    layout(graph)
    samples, processor = [], []
    for _ in range(NUM_RUNS):
        started, started_here = time.perf_counter(), time.thread_time()
        layout(graph)
        samples.append(1000 * (time.perf_counter() - started))
        processor.append(1000 * (time.thread_time() - started_here))
    return Figure(name, tuple(samples), "ms", goal, "lower", {"of it on the processor": median(processor)})


def _quality(name: str, graph: GraphSnapshot) -> Figure:
    """The share of the longest path that is one straight line, and the number of flaws."""
    details: dict[str, float] = {"layers": len(graph.nodes), "edges": len(graph.edges)}
    shares = []
    for orientation in ("vertical", "horizontal"):
        drawn = layout(graph, orientation=orientation)
        shares.append(100 * straight_share(graph, drawn, orientation))
        details[f"{orientation}: edges through a node"] = len(cuts(drawn, {}))
        details[f"{orientation}: crossings"] = len(crossings(drawn))
    return Figure(f"straight part of the trunk of {name}", tuple(shares), "%", 100, "higher", details)


def _chain() -> GraphSnapshot:
    """Every fifth layer also takes what came five layers before."""
    nodes = tuple(Node(f"n{place}", f"n{place}", "Dense") for place in range(_CHAIN_LENGTH))
    edges = []
    for place in range(1, _CHAIN_LENGTH):
        edges.append(Edge(f"n{place - 1}", 0, f"n{place}", 0))
        if place % _SKIP_LENGTH == 0:
            edges.append(Edge(f"n{place - _SKIP_LENGTH}", 0, f"n{place}", 1))
    return GraphSnapshot(nodes, tuple(edges))
