"""Tidy layout: where nodes lie and how edges run, the longest path as one straight line."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from designer.graph.elements import Edge, GraphSnapshot
from designer.graph.layout_columns import COLUMN_GAP
from designer.graph.layout_order import order_rows
from designer.graph.layout_place import ROW_GAP, place
from designer.graph.layout_routes import (
    NODE_SIZE,
    Point,
    PortOfMany,
    Route,
    input_port,
    num_ports,
    output_port,
    routes_in_rows,
)
from designer.graph.layout_segments import Pair, components, segments, without_cycles
from designer.graph.layout_straight import straight_routes

__all__ = [
    "COLUMN_GAP",
    "NODE_SIZE",
    "ROW_GAP",
    "Layout",
    "input_port",
    "layout",
    "output_port",
    "straight_routes",
]

_ISOLATED_IN_COLUMN = 8


@dataclass(frozen=True)
class Layout:
    """A finished layout, in pixels at 100 % zoom.

    Args:
        positions: Centre of each node by id.
        routes: Each edge as a polyline from output port to input port.
    """

    positions: Mapping[str, Point]
    routes: Mapping[Edge, Route]


_Boxes = tuple[Point, ...]
_Ends = tuple[tuple[Pair, tuple[PortOfMany, ...]], ...]


@dataclass(frozen=True)
class _Drawing:
    """A piece of a layout, its first row at y = 0 and its longest path at x = 0.

    Args:
        points: Centre of each node.
        lines: The edges between each two nodes, or none where they found no way.
    """

    points: _Boxes
    lines: tuple[Sequence[Route], ...]


def layout(
    graph: GraphSnapshot,
    sizes: Mapping[str, tuple[float, float]] | None = None,
    orientation: str = "vertical",
    ports: Mapping[str, int] | None = None,
) -> Layout:
    """Lay a graph out in rows along the flow; parts that aren't connected lie side by side.

    No edge runs through a node, and the longest path of each part is straight. The same graph always gets the
    same layout. Edges that close a cycle are led back around the others.

    Args:
        graph: What to lay out.
        sizes: Width and height of each node by id; `NODE_SIZE` where one is missing.
        orientation: "vertical" (data flows down) or "horizontal".
        ports: Number of input ports a node shows; by default as many as have edges.
    """
    counts = num_ports(graph.edges) if ports is None else ports
    known = {node.id: (sizes or {}).get(node.id, NODE_SIZE) for node in graph.nodes}
    if orientation == "vertical":
        tidy = _side_by_side(_parts(graph, known, counts), known)
    else:
        turned = {node_id: (height, width) for node_id, (width, height) in known.items()}
        tidy = _turned(_side_by_side(_parts(graph, turned, counts), turned))
    others = [edge for edge in graph.edges if edge not in tidy.routes]
    if not others:
        return tidy
    routes = straight_routes(others, tidy.positions, known, orientation, counts)
    return Layout(tidy.positions, {**tidy.routes, **routes})


def _parts(graph: GraphSnapshot, sizes: Mapping[str, Point], counts: Mapping[str, int]) -> Iterator[Layout]:
    """The layout of each connected part by itself, the flow downwards; then the nodes without edges."""
    ids = [node.id for node in graph.nodes]
    index = {node_id: number for number, node_id in enumerate(ids)}
    parallel: dict[Pair, list[Edge]] = {}
    for edge in graph.edges:
        parallel.setdefault((index[edge.source], index[edge.target]), []).append(edge)
    alone, draw = [], cache(_drawing)
    for members, pairs in components(len(ids), without_cycles(len(ids), parallel)):
        if pairs:
            edges = {(a, b): parallel[members[a], members[b]] for a, b in pairs}
            yield _part([ids[number] for number in members], edges, sizes, counts, draw)
        else:
            alone.append(ids[members[0]])
    for start in range(0, len(alone), _ISOLATED_IN_COLUMN):
        yield _column(alone[start : start + _ISOLATED_IN_COLUMN], sizes)


def _part(
    ids: Sequence[str],
    edges: Mapping[Pair, list[Edge]],
    sizes: Mapping[str, Point],
    counts: Mapping[str, int],
    draw: Callable[[_Boxes, _Ends], _Drawing],
) -> Layout:
    """Piece below piece, each with its first node where the last of the one before is."""
    positions: dict[str, Point] = {}
    routes: dict[Edge, Route] = {}
    for members, pairs in segments(len(ids), list(edges)):
        names = [ids[number] for number in members]
        found = [edges[members[a], members[b]] for a, b in pairs]
        ends = tuple(
            (pair, tuple((edge.target_port, counts[edge.target]) for edge in several))
            for pair, several in zip(pairs, found, strict=True)
        )
        drawing = draw(tuple(sizes[name] for name in names), ends)
        below = next((positions[name][1] for name in names if name in positions), 0.0)
        positions.update((name, (x, y + below)) for name, (x, y) in zip(names, drawing.points, strict=True))
        for several, lines in zip(found, drawing.lines, strict=True):
            routes.update(
                (edge, tuple((x, y + below) for x, y in line))
                for edge, line in zip(several, lines, strict=False)
            )
    return Layout(positions, routes)


def _drawing(boxes: _Boxes, ends: _Ends) -> _Drawing:
    ports = dict(ends)
    first_ports = {pair: min(port for port, _ in found) for pair, found in ends}
    grid = place(order_rows(len(boxes), list(ports)), boxes, first_ports)
    lines = dict(routes_in_rows(grid, boxes, ports))
    points = tuple(grid.centre(number) for number in range(len(boxes)))
    return _Drawing(points, tuple(lines.get(pair, ()) for pair in ports))


def _column(ids: Sequence[str], sizes: Mapping[str, Point]) -> Layout:
    heights = [sizes[node_id][1] for node_id in ids]
    tops = accumulate((height + ROW_GAP for height in heights), initial=-heights[0] / 2)
    return Layout(
        {at: (0.0, top + height / 2) for at, top, height in zip(ids, tops, heights, strict=False)}, {}
    )


def _side_by_side(parts: Iterable[Layout], sizes: Mapping[str, Point]) -> Layout:
    """All parts from left to right, the first where it is."""
    rest = iter(parts)
    first = next(rest, Layout({}, {}))
    positions, routes = dict(first.positions), dict(first.routes)
    right: float | None = None
    for part in rest:
        if right is None:
            right = sum(_extent(first, sizes))
        left, width = _extent(part, sizes)
        shift = right + 2 * COLUMN_GAP - left
        positions.update((node_id, (x + shift, y)) for node_id, (x, y) in part.positions.items())
        routes.update((edge, tuple((x + shift, y) for x, y in route)) for edge, route in part.routes.items())
        right = left + shift + width
    return Layout(positions, routes)


def _extent(part: Layout, sizes: Mapping[str, Point]) -> tuple[float, float]:
    """Left edge and width of a part, its edges included."""
    bends = [x for route in part.routes.values() for x, _ in route]
    left = min(x - sizes[node_id][0] / 2 for node_id, (x, _) in part.positions.items())
    right = max(x + sizes[node_id][0] / 2 for node_id, (x, _) in part.positions.items())
    left, right = min([left, *bends]), max([right, *bends])
    return left, right - left


def _turned(flow: Layout) -> Layout:
    """The same with the flow to the right instead of down."""
    positions = {node_id: (x, y) for node_id, (y, x) in flow.positions.items()}
    return Layout(positions, {edge: tuple((x, y) for y, x in route) for edge, route in flow.routes.items()})
