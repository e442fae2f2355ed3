"""First half of the layout: which row each node is in, and the order within the rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from designer.graph import layout_lanes
from designer.graph.layout_segments import Pair

try:
    from fast_sugiyama import from_edges
except ImportError:  # there are machines without a wheel of it
    from_edges = None  # type: ignore[assignment]

# Above this, finding the order takes long, and a drawing with so many long edges shows nothing anyway.
_MOST_BENDS = 10_000


@dataclass(frozen=True)
class Ranks:
    """Vertices in rows: nodes by index, and above them the places where long edges pass a row.

    Args:
        num_nodes: Vertices below this are nodes, the others bends.
        rows: The vertices of each row, from left to right.
        chains: For each edge, the bends it passes on its way, one for each row between its ends.
    """

    num_nodes: int
    rows: list[list[int]]
    chains: dict[Pair, list[int]]

    def links(self) -> Iterator[Pair]:
        """All pieces of edges from one row to the next."""
        for (source, target), bends in self.chains.items():
            yield from pairwise((source, *bends, target))


def order_rows(num_nodes: int, pairs: Sequence[Pair]) -> Ranks:
    """Put the nodes of one connected part in rows, with few crossings; edges lead from row to later row.

    Where that can't be had in good time, edges that pass a row are left out of the chains.
    """
    depth = layout_lanes.depths(num_nodes, pairs)
    spans = [depth[target] - depth[source] for source, target in pairs]
    if from_edges is not None and sum(spans) - len(spans) <= _MOST_BENDS:
        return _ordered(num_nodes, pairs)
    short: dict[Pair, list[int]] = {pair: [] for pair, span in zip(pairs, spans, strict=True) if span == 1}
    return Ranks(num_nodes, layout_lanes.rows_by_depth(depth, pairs), short)


def _ordered(num_nodes: int, pairs: Sequence[Pair]) -> Ranks:
    [answer] = from_edges(pairs, minimum_length=1, vertex_spacing=1, dummy_vertices=True)
    places, links = cast("tuple[list[tuple[int, tuple[float, float]]], list[Pair]]", (answer[0], answer[3]))
    by_height: dict[float, list[tuple[float, int]]] = {}
    for vertex, (x, y) in places:
        by_height.setdefault(-y, []).append((x, vertex))
    rows = [[vertex for _, vertex in sorted(by_height[height])] for height in sorted(by_height)]
    bends = [vertex for row in rows for vertex in row if vertex >= num_nodes]
    number = {old: new for new, old in enumerate([*range(num_nodes), *bends])}
    chains = _chains(num_nodes, [(number[upper], number[lower]) for upper, lower in links])
    return Ranks(num_nodes, [[number[vertex] for vertex in row] for row in rows], chains)


def _chains(num_nodes: int, links: Sequence[Pair]) -> dict[Pair, list[int]]:
    """Follow each edge from its source through its bends."""
    onward = {upper: lower for upper, lower in links if upper >= num_nodes}
    chains: dict[Pair, list[int]] = {}
    for source, first in sorted(link for link in links if link[0] < num_nodes):
        way = [first]
        while way[-1] >= num_nodes:
            way.append(onward[way[-1]])
        chains[source, way.pop()] = way
    return chains
