"""How edges run between nodes that lie anywhere: straight, or in a lane beside what is in the way."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

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
LEAD = 16.0
"""How far beyond its ends an edge against the flow runs."""
_SHORTEST_TURN = 8.0
_LANE_STEP = 8.0
_MOST_COLUMNS = 12
_FEW = 8
"""Where there are this many times fewer edges than nodes, most nodes are left out at first."""
_MOST_PAIRS = 100_000
"""How many pairs of an edge and a node at its height are looked at together."""


@dataclass(frozen=True)
class _Field:
    """All nodes as rectangles with the flow downwards, by their upper edge."""

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
    listed = list(edges)
    counts = num_ports(listed) if ports is None else ports
    index = {node_id: place for place, node_id in enumerate(positions)}
    ends = [(index[edge.source], index[edge.target]) for edge in listed]
    shares = [
        (edge.target_port + 1) / (max(counts[edge.target], edge.target_port + 1) + 1) for edge in listed
    ]
    boxes = [(sizes or {}).get(node_id, NODE_SIZE) for node_id in positions]
    lines, is_bent = straight_lines(
        np.array(list(positions.values()), dtype=float).reshape(-1, 2),
        np.array(boxes, dtype=float).reshape(-1, 2),
        np.array(ends, dtype=np.int64).reshape(-1, 2),
        np.array(shares, dtype=float),
        orientation,
    )
    pairs = zip(listed, lines.tolist(), is_bent.tolist(), strict=True)
    return {edge: _route(line, orientation, is_bent=bent) for edge, line, bent in pairs}


def straight_lines(
    centres: _Floats, boxes: _Floats, ends: _Ints, shares: _Floats, orientation: str = "vertical"
) -> tuple[_Floats, _Bools]:
    """The same as `straight_routes`, from arrays to arrays.

    Args:
        centres: Centre of every node.
        boxes: Width and height of every node, or one pair for all.
        ends: Places of each edge's source and target in `centres`.
        shares: How far along the entry side of its target each edge enters, from 0 to 1.
        orientation: "vertical" (data flows down) or "horizontal".

    Returns:
        Four corners for each edge, and whether it is bent; where it isn't, the inner two are its beginning.
    """
    flows_down = orientation == "vertical"
    halves = np.broadcast_to(boxes / 2, centres.shape)
    if not flows_down:
        centres, halves = centres[:, ::-1], halves[:, ::-1]
    if _FEW * len(ends) < len(centres):
        centres, halves, ends = _nearby(centres, halves, ends)
    nodes, place = _field(centres, halves)
    corners, is_bent = np.empty((len(ends), 4, 2)), np.empty(len(ends), dtype=bool)
    source, target = place[ends].T
    for some in _chunks(nodes, source, target):
        lines = _lines(nodes, source[some], target[some], shares[some])
        corners[some], is_bent[some] = _corners(nodes, lines)
    return corners if flows_down else corners[:, :, ::-1], is_bent


def _route(line: list[list[float]], orientation: str, *, is_bent: bool) -> Route:
    """A line of `straight_lines` as points, without those that say nothing."""
    points = [(x, y) for x, y in line]
    if not is_bent:
        return points[0], points[-1]
    if orientation == "vertical":
        return simplified(points)
    return tuple((x, y) for y, x in simplified([(y, x) for x, y in points]))


def _nearby(centres: _Floats, halves: _Floats, ends: _Ints) -> tuple[_Floats, _Floats, _Ints]:
    """The same nodes and edges without the nodes that lie above or below all edges."""
    top, bottom = centres[:, 1] - halves[:, 1], centres[:, 1] + halves[:, 1]
    upper, lower = _heights(bottom[ends[:, 0]], top[ends[:, 1]])
    chosen = (bottom > upper.min(initial=np.inf)) & (top < lower.max(initial=-np.inf))
    chosen[ends] = True
    return centres[chosen], halves[chosen], (np.cumsum(chosen) - 1)[ends]


def _field(centres: _Floats, halves: _Floats) -> tuple[_Field, _Ints]:
    """The nodes by their upper edge, and where in that order each of them is."""
    order = np.argsort(centres[:, 1] - halves[:, 1], kind="stable")
    low, high = (centres - halves)[order], (centres + halves)[order]
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    tallest = float((high - low)[:, 1].max(initial=0.0))
    return _Field(low[:, 0], high[:, 0], low[:, 1], high[:, 1], tallest), place


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

    def of(self, chosen: _Bools) -> "_Lines":
        """Only some of the edges."""
        pairs = chosen[self.edge]
        edge = (np.cumsum(chosen) - 1)[self.edge[pairs]]
        from_x, to_x, from_y, to_y = (column[chosen] for column in (*self.x, *self.y))
        return _Lines((from_x, to_x), (from_y, to_y), self.reach[chosen], edge, self.node[pairs])


def _chunks(nodes: _Field, source: _Ints, target: _Ints) -> Iterator[slice]:
    """Divide the edges so that each part meets a bearable number of nodes at its height."""
    _, num_nodes = _at_height(nodes, *_heights(nodes.bottom[source], nodes.top[target]))
    part = np.cumsum(num_nodes) // _MOST_PAIRS
    cuts = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), len(source)]
    return (slice(start, end) for start, end in pairwise(cuts) if end > start)


def _heights(from_y: _Floats, to_y: _Floats) -> tuple[_Floats, _Floats]:
    """How far up and down each edge might reach."""
    return np.minimum(from_y, to_y - LEAD), np.maximum(to_y, from_y + LEAD)


def _at_height(nodes: _Field, upper: _Floats, lower: _Floats) -> tuple[_Ints, _Ints]:
    """First and number of the nodes among which are all those between two heights."""
    first = np.searchsorted(nodes.top, upper - nodes.tallest, "right")
    return first, np.searchsorted(nodes.top, lower, "left") - first


def _corners(nodes: _Field, lines: _Lines) -> tuple[_Floats, _Bools]:
    hit = _hits(nodes, lines)
    is_bent = lines.backward | _is_set(lines, hit)
    start, end = np.stack((lines.x[0], lines.y[0]), axis=1), np.stack((lines.x[1], lines.y[1]), axis=1)
    corners = np.stack((start, start, start, end), axis=1)
    if is_bent.any():
        hit, lines = hit[is_bent[lines.edge]], lines.of(is_bent)
        turns = _turns(nodes, lines)
        corners[is_bent, 1:3, 0] = _lanes(nodes, lines, hit, turns)[:, None]
        corners[is_bent, 1:3, 1] = np.stack(turns, axis=1)
    return corners, is_bent


def _lines(nodes: _Field, source: _Ints, target: _Ints, shares: _Floats) -> _Lines:
    from_x = (nodes.left[source] + nodes.right[source]) / 2
    to_x = nodes.left[target] + shares * (nodes.right[target] - nodes.left[target])
    from_y, to_y = nodes.bottom[source], nodes.top[target]
    upper, lower = _heights(from_y, to_y)
    first, num_nodes = _at_height(nodes, upper, lower)
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
    return np.where(lines.backward, from_y + LEAD, enter), np.where(lines.backward, to_y - LEAD, leave)


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
