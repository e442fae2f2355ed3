"""Second half of the layout: rows become coordinates, with everything straight that can be."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from designer.graph.layout_columns import columns
from designer.graph.layout_order import Ranks
from designer.graph.layout_segments import Pair

ROW_GAP = 36.0


@dataclass(frozen=True)
class Grid:
    """Coordinates of one connected part, the flow downwards, the longest path at x = 0.

    Args:
        ranks: The vertices in rows.
        x: Middle of each vertex, bends included.
        row: Row of each vertex.
        tops: Upper edge of each row.
        bottoms: Lower edge of each row.
    """

    ranks: Ranks
    x: Sequence[float]
    row: Sequence[int]
    tops: Sequence[float]
    bottoms: Sequence[float]

    def centre(self, node: int) -> tuple[float, float]:
        """Where a node lies."""
        row = self.row[node]
        return self.x[node], (self.tops[row] + self.bottoms[row]) / 2


def place(ranks: Ranks, boxes: Sequence[tuple[float, float]], ports: Mapping[Pair, int]) -> Grid:
    """Give every vertex its coordinates.

    Args:
        ranks: The vertices in rows; where it is as good, rows get mirrored so that bends lie to the right.
        boxes: Width and height of each node.
        ports: The input port at which each edge ends.
    """
    trunk = _trunk(ranks)
    _mirror(ranks, set(trunk), ports)
    num_vertices = sum(map(len, ranks.rows))
    row = [0] * num_vertices
    for number, vertices in enumerate(ranks.rows):
        for vertex in vertices:
            row[vertex] = number
    heights = [
        max((boxes[v][1] for v in vertices if v < ranks.num_nodes), default=0.0) for vertices in ranks.rows
    ]
    tops = list(accumulate((height + ROW_GAP for height in heights[:-1]), initial=-heights[0] / 2))
    bottoms = [top + height for top, height in zip(tops, heights, strict=True)]
    widths = [width for width, _ in boxes] + [0.0] * (num_vertices - ranks.num_nodes)
    return Grid(ranks, columns(ranks, trunk, widths), row, tops, bottoms)


def _trunk(ranks: Ranks) -> list[int]:
    """The longest path, with the bends on it."""
    before: dict[int, int] = {}
    parents = defaultdict(list)
    for source, target in ranks.chains:
        parents[target].append(source)
    length = [0] * ranks.num_nodes
    for row in ranks.rows:
        for node in row:
            if parents[node]:
                before[node] = max(parents[node], key=lambda parent: length[parent])
                length[node] = length[before[node]] + 1
    node = max(range(ranks.num_nodes), key=length.__getitem__)
    path = [node]
    while node in before:
        path += [*reversed(ranks.chains[before[node], node]), before[node]]
        node = before[node]
    return path[::-1]


def _mirror(ranks: Ranks, trunk: set[int], ports: Mapping[Pair, int]) -> None:
    """Mirror the rows between two of a single vertex where edges then reach their ports in better order."""
    arrivals = _arrivals(ranks, ports)
    for several, group in groupby(range(len(ranks.rows)), key=lambda number: len(ranks.rows[number]) > 1):
        if not several:
            continue
        band = list(group)
        place = {vertex: at for number in band for at, vertex in enumerate(ranks.rows[number])}
        order = sum(
            (place[left] < place[right]) - (place[left] > place[right])
            for number in (*band, band[-1] + 1)
            if number < len(ranks.rows)
            for node in ranks.rows[number]
            for left, right in pairwise(arrivals.get(node, ()))
            if left in place and right in place
        )
        if order < 0 or (order == 0 and _leans_left(ranks, band, trunk)):
            for number in band:
                ranks.rows[number].reverse()


def _arrivals(ranks: Ranks, ports: Mapping[Pair, int]) -> dict[int, list[int]]:
    """For each node with several inputs, the vertices its edges come from, in the order of the ports."""
    found = defaultdict(list)
    for (source, target), bends in ranks.chains.items():
        found[target].append((ports[source, target], bends[-1] if bends else source))
    return {node: [vertex for _, vertex in sorted(ends)] for node, ends in found.items() if len(ends) > 1}


def _leans_left(ranks: Ranks, band: Sequence[int], trunk: set[int]) -> bool:
    left = right = 0
    for number in band:
        row = ranks.rows[number]
        middle = next((at for at, vertex in enumerate(row) if vertex in trunk), 0)
        left, right = left + middle, right + len(row) - 1 - middle
    return left > right
