"""Tidy layout: where nodes lie and how edges run, the longest path as one straight line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from designer.graph.elements import Edge, GraphSnapshot
from designer.graph.layout_columns import COLUMN_GAP
from designer.graph.layout_order import Pair, components, order_rows, without_cycles
from designer.graph.layout_place import ROW_GAP, place
from designer.graph.layout_routes import (
    NODE_SIZE,
    Point,
    Route,
    input_port,
    num_ports,
    output_port,
    routes_in_rows,
)
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
    routes = straight_routes(others, tidy.positions, known, orientation, counts)
    return Layout(tidy.positions, {**tidy.routes, **routes})


def _parts(graph: GraphSnapshot, sizes: Mapping[str, Point], counts: Mapping[str, int]) -> Iterator[Layout]:
    """The layout of each connected part by itself, the flow downwards; then the nodes without edges."""
    ids = [node.id for node in graph.nodes]
    index = {node_id: number for number, node_id in enumerate(ids)}
    parallel: dict[Pair, list[Edge]] = {}
    for edge in graph.edges:
        parallel.setdefault((index[edge.source], index[edge.target]), []).append(edge)
    alone = []
    for members, pairs in components(len(ids), without_cycles(len(ids), parallel)):
        if pairs:
            edges = {(a, b): parallel[members[a], members[b]] for a, b in pairs}
            yield _part([ids[number] for number in members], edges, sizes, counts)
        else:
            alone.append(ids[members[0]])
    for start in range(0, len(alone), _ISOLATED_IN_COLUMN):
        yield _column(alone[start : start + _ISOLATED_IN_COLUMN], sizes)


def _part(
    ids: Sequence[str],
    edges: Mapping[Pair, list[Edge]],
    sizes: Mapping[str, Point],
    counts: Mapping[str, int],
) -> Layout:
    boxes = [sizes[node_id] for node_id in ids]
    ports = {pair: min(edge.target_port for edge in found) for pair, found in edges.items()}
    grid = place(order_rows(len(ids), list(edges)), boxes, ports)
    positions = {node_id: grid.centre(number) for number, node_id in enumerate(ids)}
    return Layout(positions, dict(routes_in_rows(grid, boxes, edges, counts)))


def _column(ids: Sequence[str], sizes: Mapping[str, Point]) -> Layout:
    heights = [sizes[node_id][1] for node_id in ids]
    tops = accumulate((height + ROW_GAP for height in heights), initial=-heights[0] / 2)
    return Layout(
        {at: (0.0, top + height / 2) for at, top, height in zip(ids, tops, heights, strict=False)}, {}
    )


def _side_by_side(parts: Iterable[Layout], sizes: Mapping[str, Point]) -> Layout:
    """All parts from left to right, the first where it is."""
    positions: dict[str, Point] = {}
    routes: dict[Edge, Route] = {}
    right: float | None = None
    for part in parts:
        left, width = _extent(part, sizes)
        shift = 0.0 if right is None else right + 2 * COLUMN_GAP - left
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
