"""Which nodes are to be arranged, and where they go: all of them, or some among the others."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median_low

import numpy as np
from numpy.typing import NDArray

from designer.graph.elements import Edge, GraphSnapshot
from designer.graph.layout import COLUMN_GAP, NODE_SIZE, ROW_GAP, layout
from designer.graph.layout_lanes import depths
from designer.graph.layout_routes import Point
from designer.graph.layout_segments import components, segments, without_cycles

_Floats = NDArray[np.float64]

_ENOUGH_MS = 20.0
_MS_EACH = 0.006
_MS_EACH_VERTEX = 0.025


@dataclass(frozen=True)
class Arrangement:
    """What to arrange.

    Args:
        graph: The whole graph; only ids and edges matter.
        orientation: "vertical" (data flows down) or "horizontal".
        chosen: The nodes to arrange among the others; empty for all of them.
        positions: Where the nodes lie now; needed where some are chosen.
        beside: Other graphs to arrange wholly, by a name.
    """

    graph: GraphSnapshot
    orientation: str = "vertical"
    chosen: tuple[str, ...] = ()
    positions: Mapping[str, Point] = field(default_factory=dict)
    beside: Mapping[str, GraphSnapshot] = field(default_factory=dict)


def arrange(wanted: Arrangement) -> dict[str, Point]:
    """The new centre of each node that is to be arranged.

    Chosen nodes that hang together are laid out by themselves, most of them staying where they are; those
    that have no edges at all are lined up. What would then lie on other nodes moves on to the nearest free
    place. Nodes of the graphs beside have the name of their graph and a slash before their ids.
    """
    found = _arrange(wanted)
    for name, graph in wanted.beside.items():
        places = layout(graph, orientation=wanted.orientation).positions
        found.update((beside_id(name, node_id), place) for node_id, place in places.items())
    return found


def beside_id(name: str, node_id: str) -> str:
    """What a node of a graph beside is called in the answer."""
    return f"{name}/{node_id}"


def _arrange(wanted: Arrangement) -> dict[str, Point]:
    if not wanted.chosen:
        return dict(layout(wanted.graph, orientation=wanted.orientation).positions)
    chosen = set(wanted.chosen)
    settled = {node_id: at for node_id, at in wanted.positions.items() if node_id not in chosen}
    found: dict[str, Point] = {}
    for group in _groups(wanted, chosen):
        places = _in_place(layout(group, orientation=wanted.orientation).positions, wanted.positions)
        places = _moved(places, _way_out(places, settled, wanted.orientation))
        settled.update(places)
        found.update(places)
    return found


def estimated_ms(wanted: Arrangement) -> float:
    """About how long `arrange` takes, or where that is long, so much at least.

    Equal parts cost once, and a row that an edge passes as much as a node.
    """
    others = (Arrangement(graph) for graph in wanted.beside.values())
    return _estimated_ms(wanted) + sum(map(_estimated_ms, others))


def _estimated_ms(wanted: Arrangement) -> float:
    among = set(wanted.chosen) or {node.id for node in wanted.graph.nodes}
    chosen = [node.id for node in wanted.graph.nodes if node.id in among]
    edges = [edge for edge in wanted.graph.edges if edge.source in among and edge.target in among]
    most = _MS_EACH * (len(chosen) + len(edges) + len(wanted.positions))
    if most > _ENOUGH_MS:
        return most
    index = {node_id: number for number, node_id in enumerate(chosen)}
    pairs = without_cycles(len(index), {(index[edge.source], index[edge.target]) for edge in edges})
    parts = [part for part in components(len(index), pairs) if part[1]]
    pieces = {
        (len(nodes), tuple(inner)) for part in parts for nodes, inner in segments(len(part[0]), part[1])
    }
    return most + _MS_EACH_VERTEX * sum(_num_vertices(count, inner) for count, inner in pieces)


def _num_vertices(num_nodes: int, pairs: Sequence[tuple[int, int]]) -> int:
    depth = depths(num_nodes, pairs)
    return num_nodes + sum(depth[target] - depth[source] - 1 for source, target in pairs)


def _groups(wanted: Arrangement, chosen: set[str]) -> Iterator[GraphSnapshot]:
    """The chosen nodes that hang together; at last those without any edge, as they lie along the flow."""
    nodes = [node for node in wanted.graph.nodes if node.id in chosen]
    edges = [edge for edge in wanted.graph.edges if edge.source in chosen and edge.target in chosen]
    index = {node.id: number for number, node in enumerate(nodes)}
    inside: dict[str, list[Edge]] = {}
    for edge in edges:
        inside.setdefault(edge.source, []).append(edge)
    connected = {end for edge in wanted.graph.edges for end in (edge.source, edge.target)}
    pairs = [(index[edge.source], index[edge.target]) for edge in edges]
    for members, _ in components(len(nodes), pairs):
        group = [nodes[number] for number in members]
        if group[0].id in connected:
            yield GraphSnapshot(
                tuple(group), tuple(edge for node in group for edge in inside.get(node.id, ()))
            )
    if loose := [node for node in nodes if node.id not in connected]:
        along = 1 if wanted.orientation == "vertical" else 0
        loose.sort(key=lambda node: wanted.positions[node.id][along])
        yield GraphSnapshot(tuple(loose))


def _in_place(places: Mapping[str, Point], before: Mapping[str, Point]) -> dict[str, Point]:
    """Move all by the same step: the one by which most stay where they were, else a middle one."""
    steps = [(before[node_id][0] - x, before[node_id][1] - y) for node_id, (x, y) in places.items()]
    whole = [(round(x), round(y)) for x, y in steps]
    best, count = Counter(whole).most_common(1)[0]
    if count > 1 or len(steps) == 2:
        return _moved(places, steps[whole.index(best)])
    return _moved(places, (median_low(x for x, _ in steps), median_low(y for _, y in steps)))


def _moved(places: Mapping[str, Point], step: Point) -> dict[str, Point]:
    return {node_id: (x + step[0], y + step[1]) for node_id, (x, y) in places.items()}


def _way_out(places: Mapping[str, Point], others: Mapping[str, Point], orientation: str) -> Point:
    """The shortest step, along or across the flow, after which no other node is covered."""
    if not others:
        return 0.0, 0.0
    gaps = (COLUMN_GAP, ROW_GAP) if orientation == "vertical" else (ROW_GAP, COLUMN_GAP)
    beside = [
        _beside(np.array(list(places.values())), np.array(list(others.values())), axis) for axis in (0, 1)
    ]
    if not (np.abs(beside[0]) < NODE_SIZE[0]).any():
        return 0.0, 0.0
    right, down = (_free_step(beside[axis], NODE_SIZE[axis] + gaps[axis]) for axis in (0, 1))
    return (right, 0.0) if abs(right) <= abs(down) else (0.0, down)


def _beside(places: _Floats, others: _Floats, axis: int) -> _Floats:
    """How far along an axis the others lie from the places that they could be pushed onto."""
    across = 1 - axis
    return np.unique(
        np.concatenate(
            [
                others[np.abs(others[:, across] - place[across]) < NODE_SIZE[across], axis] - place[axis]
                for place in places
            ]
        )
    )


def _free_step(beside: _Floats, apart: float) -> float:
    """The shortest step after which all that is beside is at least `apart`."""
    ends = _merged((at - apart, at + apart) for at in beside.tolist())
    low, high = next((ends for ends in ends if ends[0] < 0.0 < ends[1]), (0.0, 0.0))
    return low if -low < high else high


def _merged(intervals: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Intervals by their beginning, those that overlap as one."""
    merged: list[tuple[float, float]] = []
    for low, high in intervals:
        if merged and low < merged[-1][1]:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return merged
