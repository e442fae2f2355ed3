"""How edges run between nodes that lie anywhere: straight, or in a lane beside what is in the way."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from designer.graph.elements import Edge
from designer.graph.layout_columns import LANE_GAP
from designer.graph.layout_place import ROW_GAP
from designer.graph.layout_routes import NODE_SIZE, Point, Route, num_ports, simplified

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]
_Bools = NDArray[np.bool_]

_CLEARANCE = 4.0
_LEAD = 16.0
_SHORTEST_TURN = 8.0
_LANE_STEP = 8.0
_MOST_COLUMNS = 12
_CHUNK = 512


@dataclass(frozen=True)
class _Field:
    """All nodes as rectangles with the flow downwards, by their upper edge.

    Args:
        index: Place of each node in the arrays.
    """

    index: Mapping[str, int]
    left: _Floats
    right: _Floats
    top: _Floats
    bottom: _Floats
    tallest: float


def straight_routes(
    edges: Collection[Edge],
    positions: Mapping[str, Point],
    sizes: Mapping[str, tuple[float, float]] | None = None,
    orientation: str = "vertical",
    ports: Mapping[str, int] | None = None,
) -> dict[Edge, Route]:
    """Route edges between nodes wherever they lie.

    An edge is one straight line from port to port. Where that would run through a node, it goes straight
    down from its source, or at last straight down to its target. Where nodes are in the way there too, or the
    edge runs against the flow, it swings out to a lane on the right (below in a horizontal flow), the further
    the more nodes it passes.

    Args:
        edges: The edges to route: all, or only those that changed.
        positions: Centre of every node.
        sizes: Width and height of each node by id; `NODE_SIZE` where one is missing.
        orientation: "vertical" (data flows down) or "horizontal".
        ports: Number of input ports a node shows; by default as many as these edges need.
    """
    flows_down = orientation == "vertical"
    nodes = _field(positions, sizes or {}, flows_down=flows_down)
    counts = num_ports(edges) if ports is None else ports
    listed = list(edges)
    routes: dict[Edge, Route] = {}
    for start in range(0, len(listed), _CHUNK):
        chunk = listed[start : start + _CHUNK]
        routes.update(zip(chunk, _chunk_routes(chunk, nodes, counts), strict=True))
    return routes if flows_down else {edge: tuple((x, y) for y, x in route) for edge, route in routes.items()}


def _field(
    positions: Mapping[str, Point], sizes: Mapping[str, tuple[float, float]], *, flows_down: bool
) -> _Field:
    centres = np.array(list(positions.values()), dtype=float).reshape(-1, 2)
    halves = (
        np.array([sizes.get(node_id, NODE_SIZE) for node_id in positions], dtype=float).reshape(-1, 2) / 2
    )
    if not flows_down:
        centres, halves = centres[:, ::-1], halves[:, ::-1]
    order = np.argsort(centres[:, 1] - halves[:, 1], kind="stable")
    low, high = (centres - halves)[order], (centres + halves)[order]
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    index = dict(zip(positions, place.tolist(), strict=True))
    tallest = float((high - low)[:, 1].max(initial=0.0))
    return _Field(index, low[:, 0], high[:, 0], low[:, 1], high[:, 1], tallest)


@dataclass(frozen=True)
class _Lines:
    """The straight line of each edge, and the nodes at its height.

    Args:
        x: From and to, for each edge.
        y: From and to.
        reach: What a lane must lie to the right of: both ends of an edge against the flow, else nothing.
        edge: For each pair of an edge and a node at its height, the edge.
        node: The node of the pair.
    """

    x: tuple[_Floats, _Floats]
    y: tuple[_Floats, _Floats]
    reach: _Floats
    edge: _Ints
    node: _Ints

    @property
    def backward(self) -> _Bools:
        """Which edges run against the flow."""
        return self.y[1] <= self.y[0]


def _chunk_routes(edges: Sequence[Edge], nodes: _Field, counts: Mapping[str, int]) -> Iterator[Route]:
    source = np.array([nodes.index[edge.source] for edge in edges])
    target = np.array([nodes.index[edge.target] for edge in edges])
    shares = [(edge.target_port + 1) / (max(counts[edge.target], edge.target_port + 1) + 1) for edge in edges]
    lines = _lines(nodes, source, target, np.array(shares))
    hit = _hits(nodes, lines)
    turns = _turns(nodes, lines)
    bent = lines.backward | _is_set(lines, hit)
    columns = (*lines.x, *lines.y, _lanes(nodes, lines, hit, turns), *turns, bent)
    for x, end_x, y, end_y, lane, enter, leave, is_bent in zip(*(c.tolist() for c in columns), strict=True):
        start, end = (x, y), (end_x, end_y)
        yield simplified((start, (lane, enter), (lane, leave), end)) if is_bent else (start, end)


def _lines(nodes: _Field, source: _Ints, target: _Ints, shares: _Floats) -> _Lines:
    from_x = (nodes.left[source] + nodes.right[source]) / 2
    to_x = nodes.left[target] + shares * (nodes.right[target] - nodes.left[target])
    from_y, to_y = nodes.bottom[source], nodes.top[target]
    upper, lower = np.minimum(from_y, to_y - _LEAD), np.maximum(to_y, from_y + _LEAD)
    first = np.searchsorted(nodes.top, upper - nodes.tallest, "right")
    num_nodes = np.searchsorted(nodes.top, lower, "left") - first
    edge = np.repeat(np.arange(len(source)), num_nodes)
    node = np.arange(len(edge)) + np.repeat(first - np.cumsum(num_nodes) + num_nodes, num_nodes)
    others = (nodes.bottom[node] > upper[edge]) & (node != source[edge]) & (node != target[edge])
    reach = np.where(to_y <= from_y, np.maximum(nodes.right[source], nodes.right[target]), -np.inf)
    return _Lines((from_x, to_x), (from_y, to_y), reach, edge[others], node[others])


def _hits(nodes: _Field, lines: _Lines) -> _Bools:
    """Which pairs are of an edge with the flow and a node that its straight line would run through."""
    edge, node = lines.edge, lines.node
    (from_x, to_x), (from_y, to_y) = lines.x, lines.y
    rise = np.where(lines.backward, np.inf, to_y - from_y)[edge]
    slant = (to_x - from_x)[edge]
    begin = np.clip((nodes.top[node] - from_y[edge]) / rise, 0.0, 1.0)
    end = np.clip((nodes.bottom[node] - from_y[edge]) / rise, 0.0, 1.0)
    x = from_x[edge] + slant * begin, from_x[edge] + slant * end
    is_left = np.maximum(*x) <= nodes.left[node] - _CLEARANCE
    is_right = np.minimum(*x) >= nodes.right[node] + _CLEARANCE
    return (begin < end) & ~is_left & ~is_right


def _turns(nodes: _Field, lines: _Lines) -> tuple[_Floats, _Floats]:
    """The y where each edge would enter its lane and leave it: in the gaps next to its ends."""
    from_y, to_y = lines.y
    first, last = np.full_like(from_y, np.inf), np.full_like(to_y, -np.inf)
    below = nodes.top[lines.node] >= from_y[lines.edge]
    above = nodes.bottom[lines.node] <= to_y[lines.edge]
    np.minimum.at(first, lines.edge[below], nodes.top[lines.node[below]])
    np.maximum.at(last, lines.edge[above], nodes.bottom[lines.node[above]])
    middle = (from_y + to_y) / 2
    enter = np.minimum(np.clip(first, from_y + _SHORTEST_TURN, from_y + ROW_GAP), middle)
    leave = np.maximum(np.clip(last, to_y - ROW_GAP, to_y - _SHORTEST_TURN), middle)
    return np.where(lines.backward, from_y + _LEAD, enter), np.where(lines.backward, to_y - _LEAD, leave)


def _lanes(nodes: _Field, lines: _Lines, hit: _Bools, turns: tuple[_Floats, _Floats]) -> _Floats:
    """The x of each edge's lane: straight below its source or above its target if free, else to the right."""
    num_hits = np.bincount(lines.edge[hit], minlength=len(lines.reach))
    offset = LANE_GAP + _LANE_STEP * np.log2(np.maximum(num_hits, 1))
    reach = lines.reach.copy()
    np.maximum.at(reach, lines.edge[hit], nodes.right[lines.node[hit]])
    is_free = [~_is_set(lines, _in_lane(nodes, lines, x, turns)) & ~lines.backward for x in lines.x]
    lane = np.select(is_free, lines.x, reach + offset)
    for _ in range(_MOST_COLUMNS):
        hit = _in_lane(nodes, lines, lane, turns)
        if not hit.any():
            break
        np.maximum.at(reach, lines.edge[hit], nodes.right[lines.node[hit]])
        lane = np.where(_is_set(lines, hit), reach + offset, lane)
    return lane


def _in_lane(nodes: _Field, lines: _Lines, lane: _Floats, turns: tuple[_Floats, _Floats]) -> _Bools:
    """Which pairs are of an edge and a node that is in the way of its lane."""
    edge, node = lines.edge, lines.node
    upper, lower = np.minimum(*turns)[edge], np.maximum(*turns)[edge]
    is_at_height = (nodes.top[node] < lower) & (nodes.bottom[node] > upper)
    is_across = (nodes.left[node] - _CLEARANCE < lane[edge]) & (lane[edge] < nodes.right[node] + _CLEARANCE)
    return is_at_height & is_across


def _is_set(lines: _Lines, pairs: _Bools) -> _Bools:
    """For each edge, whether any of its pairs is set."""
    found = np.zeros(len(lines.reach), dtype=bool)
    found[lines.edge[pairs]] = True
    return found
