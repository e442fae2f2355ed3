"""Where edges meet nodes, and how they run along the rows of a tidy layout."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from designer.graph.elements import Edge
from designer.graph.layout_place import Grid
from designer.graph.layout_segments import Pair

Point = tuple[float, float]
Route = tuple[Point, ...]

PortOfMany = tuple[int, int]
"""An input port, and how many its node has."""

NODE_SIZE = (184.0, 52.0)
_EXITS_IN_A_LAP = 7
_EXIT_STEP = 0.13


def num_ports(edges: Iterable[Edge]) -> Mapping[str, int]:
    """The number of input ports that the edges need, by node."""
    counts: dict[str, int] = defaultdict(int)
    for edge in edges:
        counts[edge.target] = max(counts[edge.target], edge.target_port + 1)
    return counts


def input_port(centre: Point, size: Point, port: int, count: int, orientation: str = "vertical") -> Point:
    """Where an edge enters a node: `count` ports share its upper side (left one in a horizontal flow)."""
    (x, y), (width, height) = centre, size
    share = (port + 1) / (max(count, port + 1) + 1) - 0.5
    return (
        (x + share * width, y - height / 2)
        if orientation == "vertical"
        else (x - width / 2, y + share * height)
    )


def output_port(centre: Point, size: Point, orientation: str = "vertical", port: int = 0) -> Point:
    """Where edges leave a node, on its lower side (right one in a horizontal flow); see `exit_share`."""
    (x, y), (width, height) = centre, size
    share = exit_share(port) - 0.5
    if orientation == "vertical":
        return x + share * width, y + height / 2
    return x + width / 2, y + share * height


def exit_share(port: int) -> float:
    """How far along the exit side of a node an output port lies, from 0 to 1.

    The first is in the middle, the next follow it and then come in from the beginning; so none of them moves
    when a node gets more.
    """
    lap, place = divmod(port, _EXITS_IN_A_LAP)
    steps = place if 2 * place < _EXITS_IN_A_LAP else place - _EXITS_IN_A_LAP
    return 0.5 + (steps + lap % 2 / 2) * _EXIT_STEP


def routes_in_rows(
    grid: Grid, boxes: Sequence[Point], ports: Mapping[Pair, Sequence[PortOfMany]]
) -> Iterator[tuple[Pair, list[Route]]]:
    """Edges as polylines: vertical beside the nodes of a row, slanting only between rows.

    Args:
        grid: The coordinates of the nodes.
        boxes: Width and height of each node.
        ports: For each two nodes, where each edge between them ends.
    """
    for (source, target), bends in grid.ranks.chains.items():
        start = output_port(grid.centre(source), boxes[source])
        way = [start, (start[0], grid.bottoms[grid.row[source]])]
        for bend in bends:
            way += [(grid.x[bend], grid.tops[grid.row[bend]]), (grid.x[bend], grid.bottoms[grid.row[bend]])]
        ends = [input_port(grid.centre(target), boxes[target], *port) for port in ports[source, target]]
        top = grid.tops[grid.row[target]]
        yield (source, target), [simplified([*way, (end[0], top), end]) for end in ends]


def simplified(points: Sequence[Point]) -> Route:
    """The same line without points that repeat or lie inside a vertical piece."""
    kept = [points[0]]
    for here, following in pairwise(points[1:]):
        is_inside = kept[-1][0] == here[0] == following[0]
        if not is_inside and here not in (kept[-1], following):
            kept.append(here)
    return (*kept, points[-1])
