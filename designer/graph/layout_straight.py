"""How edges run between nodes that lie anywhere: straight, or in a lane beside what is in the way."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from designer.graph.elements import Edge
from designer.graph.layout_columns import LANE_GAP
from designer.graph.layout_field import Bools, Boxes, Field, Floats, Ints
from designer.graph.layout_place import ROW_GAP
from designer.graph.layout_routes import NODE_SIZE, Point, Route, exit_share, num_ports, simplified

_CLEARANCE = 4.0
LEAD = 16.0
"""How far beyond its ends an edge against the flow runs."""
_SHORTEST_TURN = 8.0
_LANE_STEP = 8.0
_MOST_COLUMNS = 12
_FEW_EDGES = 64
_FEW = 8
"""Where there are this many times fewer edges than nodes, most nodes are left out at first."""
_MOST_PAIRS = 100_000
"""How many pairs of an edge and a node near it are looked at together."""


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
    exits = [exit_share(edge.source_port) for edge in listed]
    boxes = [(sizes or {}).get(node_id, NODE_SIZE) for node_id in positions]
    lines, is_bent = straight_lines(
        np.array(list(positions.values()), dtype=float).reshape(-1, 2),
        np.array(boxes, dtype=float).reshape(-1, 2),
        np.array(ends, dtype=np.int64).reshape(-1, 2),
        np.array(shares, dtype=float),
        orientation,
        np.array(exits, dtype=float),
    )
    pairs = zip(listed, lines.tolist(), is_bent.tolist(), strict=True)
    return {edge: _route(line, orientation, is_bent=bent) for edge, line, bent in pairs}


def straight_lines(
    centres: Floats,
    boxes: Floats,
    ends: Ints,
    shares: Floats,
    orientation: str = "vertical",
    exits: Floats | None = None,
) -> tuple[Floats, Bools]:
    """The same as `straight_routes`, from arrays to arrays.

    Args:
        centres: Centre of every node.
        boxes: Width and height of every node, or one pair for all.
        ends: Places of each edge's source and target in `centres`.
        shares: How far along the entry side of its target each edge enters, from 0 to 1.
        orientation: "vertical" (data flows down) or "horizontal".
        exits: How far along the exit side of its source each edge leaves; by default half.

    Returns:
        Four corners for each edge, and whether it is bent; where it isn't, the inner two are its beginning.
    """
    flows_down = orientation == "vertical"
    halves = np.broadcast_to(boxes / 2, centres.shape)
    if not flows_down:
        centres, halves = centres[:, ::-1], halves[:, ::-1]
    if _FEW * len(ends) < len(centres):
        centres, halves, ends = _nearby(centres, halves, ends)
    low, high = centres - halves, centres + halves
    field = Field(Boxes(low[:, 0], high[:, 0], low[:, 1], high[:, 1]))
    corners, is_bent = np.empty((len(ends), 4, 2)), np.empty(len(ends), dtype=bool)
    lines = _lines(field, ends, shares, exits)
    for some in _chunks(field, lines):
        corners[some], is_bent[some] = _corners(field, lines.of(some))
    return corners if flows_down else corners[:, :, ::-1], is_bent


def _route(line: list[list[float]], orientation: str, *, is_bent: bool) -> Route:
    """A line of `straight_lines` as points, without those that say nothing."""
    points = [(x, y) for x, y in line]
    if not is_bent:
        return points[0], points[-1]
    if orientation == "vertical":
        return simplified(points)
    return tuple((x, y) for y, x in simplified([(y, x) for x, y in points]))


def _nearby(centres: Floats, halves: Floats, ends: Ints) -> tuple[Floats, Floats, Ints]:
    """The same nodes and edges without the nodes that lie above or below all edges."""
    top, bottom = centres[:, 1] - halves[:, 1], centres[:, 1] + halves[:, 1]
    upper, lower = _heights(bottom[ends[:, 0]], top[ends[:, 1]])
    chosen = (bottom > upper.min(initial=np.inf)) & (top < lower.max(initial=-np.inf))
    chosen[ends] = True
    return centres[chosen], halves[chosen], (np.cumsum(chosen) - 1)[ends]


@dataclass(frozen=True)
class _Lines:
    """The straight line of each edge: from and to."""

    source: Ints
    target: Ints
    x: tuple[Floats, Floats]
    y: tuple[Floats, Floats]

    @property
    def backward(self) -> Bools:
        """Which edges run against the flow."""
        return self.y[1] <= self.y[0]

    @property
    def boxes(self) -> Boxes:
        """What lies around each line; nothing where the edge runs against the flow."""
        left, right = np.minimum(*self.x) - _CLEARANCE, np.maximum(*self.x) + _CLEARANCE
        return Boxes(left, right, self.y[0], np.where(self.backward, -np.inf, self.y[1]))

    def of(self, chosen: Bools | slice) -> "_Lines":
        """Only some of the edges."""
        (from_x, to_x), (from_y, to_y) = self.x, self.y
        x, y = (from_x[chosen], to_x[chosen]), (from_y[chosen], to_y[chosen])
        return _Lines(self.source[chosen], self.target[chosen], x, y)


def _lines(field: Field, ends: Ints, shares: Floats, exits: Floats | None) -> _Lines:
    nodes, (source, target) = field.nodes, ends.T
    from_x = (nodes.left[source] + nodes.right[source]) / 2
    if exits is not None:
        from_x = from_x + (exits - 0.5) * (nodes.right[source] - nodes.left[source])
    to_x = nodes.left[target] + shares * (nodes.right[target] - nodes.left[target])
    return _Lines(source, target, (from_x, to_x), (nodes.bottom[source], nodes.top[target]))


def _chunks(field: Field, lines: _Lines) -> Iterator[slice]:
    """Divide the edges so that each part meets a bearable number of nodes."""
    if len(lines.source) <= _FEW_EDGES:
        return iter([slice(None)])
    part = np.cumsum(field.effort(lines.boxes)) // _MOST_PAIRS
    cuts = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), len(part)]
    return (slice(start, end) for start, end in pairwise(cuts) if end > start)


def _corners(field: Field, lines: _Lines) -> tuple[Floats, Bools]:
    edge, node = _hits(field, lines)
    is_bent = lines.backward
    is_bent[edge] = True
    start, end = np.stack((lines.x[0], lines.y[0]), axis=1), np.stack((lines.x[1], lines.y[1]), axis=1)
    corners = np.stack((start, start, start, end), axis=1)
    if is_bent.any():
        among = np.cumsum(is_bent) - 1
        lines = lines.of(is_bent)
        turns = _turns(field, lines)
        corners[is_bent, 1:3, 0] = _lanes(field, lines, (among[edge], node), turns)[:, None]
        corners[is_bent, 1:3, 1] = np.stack(turns, axis=1)
    return corners, is_bent


def _heights(from_y: Floats, to_y: Floats) -> tuple[Floats, Floats]:
    """How far up and down each edge might reach."""
    return np.minimum(from_y, to_y - LEAD), np.maximum(to_y, from_y + LEAD)


def _hits(field: Field, lines: _Lines) -> tuple[Ints, Ints]:
    """The pairs of an edge with the flow and a node that its straight line would run through."""
    edge, node = _others(lines, *field.inside(lines.boxes))
    nodes, (from_x, to_x), (from_y, to_y) = field.nodes, lines.x, lines.y
    rise, slant = (to_y - from_y)[edge], (to_x - from_x)[edge]
    begin = np.clip((nodes.top[node] - from_y[edge]) / rise, 0.0, 1.0)
    end = np.clip((nodes.bottom[node] - from_y[edge]) / rise, 0.0, 1.0)
    x = from_x[edge] + slant * begin, from_x[edge] + slant * end
    is_left = np.maximum(*x) <= nodes.left[node] - _CLEARANCE
    is_right = np.minimum(*x) >= nodes.right[node] + _CLEARANCE
    hit = (begin < end) & ~is_left & ~is_right
    return edge[hit], node[hit]


def _others(lines: _Lines, edge: Ints, node: Ints) -> tuple[Ints, Ints]:
    """Only the pairs in which the node is none of the edge's ends."""
    other = (node != lines.source[edge]) & (node != lines.target[edge])
    return edge[other], node[other]


def _turns(field: Field, lines: _Lines) -> tuple[Floats, Floats]:
    """The y where each edge would enter its lane and leave it: in the gaps next to its ends."""
    (from_y, to_y), ends = lines.y, (lines.source, lines.target)
    first, last = field.next_top(from_y, ends), field.last_bottom(to_y, ends)
    middle = (from_y + to_y) / 2
    enter = np.minimum(np.clip(first, from_y + _SHORTEST_TURN, from_y + ROW_GAP), middle)
    leave = np.maximum(np.clip(last, to_y - ROW_GAP, to_y - _SHORTEST_TURN), middle)
    return np.where(lines.backward, from_y + LEAD, enter), np.where(lines.backward, to_y - LEAD, leave)


def _lanes(field: Field, lines: _Lines, hits: tuple[Ints, Ints], turns: tuple[Floats, Floats]) -> Floats:
    """The x of each edge's lane: straight below its source or above its target if free, else to the right."""
    edge, node = hits
    right, (source, target) = field.nodes.right, (lines.source, lines.target)
    num_hits = np.bincount(edge, minlength=len(source))
    offset = LANE_GAP + _LANE_STEP * np.log2(np.maximum(num_hits, 1))
    reach = np.where(lines.backward, np.maximum(right[source], right[target]), -np.inf)
    np.maximum.at(reach, edge, right[node])
    lane = reach + offset
    everything = np.arange(len(source))
    for x in reversed(lines.x):
        is_free = ~lines.backward
        is_free[_in_lane(field, lines, everything, x, turns)[0]] = False
        lane = np.where(is_free, x, lane)
    blocked = everything
    for _ in range(_MOST_COLUMNS):
        edge, node = _in_lane(field, lines, blocked, lane, turns)
        if not len(edge):
            break
        np.maximum.at(reach, edge, right[node])
        blocked = np.unique(edge)
        lane[blocked] = reach[blocked] + offset[blocked]
    return lane


def _in_lane(
    field: Field, lines: _Lines, chosen: Ints, lane: Floats, turns: tuple[Floats, Floats]
) -> tuple[Ints, Ints]:
    """The pairs of one of the chosen edges and a node that is in the way of its lane."""
    sides = lane - _CLEARANCE, lane + _CLEARANCE, np.minimum(*turns), np.maximum(*turns)
    box, node = field.inside(Boxes(*sides).of(chosen))
    return _others(lines, chosen[box], node)
