"""Second half of the layout: rows become coordinates, with everything straight that can be."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from designer.graph.layout_bands import order_branches
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
        ranks: The vertices in rows, whose order changes where that is as good; see `order_branches`.
        boxes: Width and height of each node.
        ports: The input port at which each edge ends.
    """
    trunk = _trunk(ranks)
    order_branches(ranks, set(trunk), ports)
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
