"""Aligning, distributing and straightening nodes: each gives one command that moves them."""

from collections.abc import Collection, Mapping, Sequence
from math import dist
from statistics import median_low
from typing import Literal

from designer.document.commands import Command, MoveNodes
from designer.document.document import Document
from designer.document.project import Position
from designer.errors import GraphError
from designer.graph.graph import Graph

Side = Literal["left", "center", "right", "top", "middle", "bottom"]
Direction = Literal["horizontally", "vertically"]

Places = Mapping[str, Position]
"""The centre of each node, by id."""

# What files round to.
_SEEN_PX = 0.05
_ACROSS = ("left", "center", "right")


def align(document: Document, node_ids: Collection[str], side: Side, places: Places | None = None) -> Command:
    """Bring nodes to one line: their edges or their middles.

    Args:
        document: It is only read.
        node_ids: At least two.
        side: Which edge of the nodes; `center` is between left and right, `middle` between top and bottom.
        places: Where nodes lie as shown; by default as the document says.

    Raises:
        GraphError: There are too few nodes, or nothing would move.
    """
    chosen = _chosen(document, node_ids, places, 2, "align")
    axis = 0 if side in _ACROSS else 1
    lines = [place[axis] for place in chosen.values()]
    if side in ("left", "top"):
        line = min(lines)
    elif side in ("right", "bottom"):
        line = max(lines)
    else:
        line = (min(lines) + max(lines)) / 2
    moved = {node_id: _with(place, axis, line) for node_id, place in chosen.items()}
    return _move(chosen, moved, f"Align {side}", "These layers are in line already.")


def distribute(
    document: Document, node_ids: Collection[str], direction: Direction, places: Places | None = None
) -> Command:
    """Give nodes equal gaps; the outermost stay.

    Args:
        document: It is only read.
        node_ids: At least three.
        direction: Along which axis.
        places: Where nodes lie as shown; by default as the document says.

    Raises:
        GraphError: There are too few nodes, or nothing would move.
    """
    chosen = _chosen(document, node_ids, places, 3, "distribute")
    axis = 0 if direction == "horizontally" else 1
    ordered = sorted(chosen, key=lambda node_id: chosen[node_id][axis])
    first, last = chosen[ordered[0]][axis], chosen[ordered[-1]][axis]
    gap = (last - first) / (len(ordered) - 1)
    moved = {
        node_id: _with(chosen[node_id], axis, first + gap * number)
        for number, node_id in enumerate(ordered[1:-1], start=1)
    }
    return _move(chosen, moved, f"Distribute {direction}", "These layers have equal gaps already.")


def straighten_trunk(
    document: Document, node_ids: Collection[str] = (), places: Places | None = None
) -> Command:
    """Bring the longest path to one line; each side branch keeps its distance from where it joins.

    Args:
        document: It is only read.
        node_ids: Which nodes may move and form the path; empty for all.
        places: Where nodes lie as shown; by default as the document says.

    Raises:
        GraphError: No path has two nodes, or nothing would move.
    """
    known = document.positions if places is None else places
    members = {node_id for node_id in (node_ids or document.graph.nodes) if node_id in known}
    order = [node_id for node_id in document.graph.topological_order() if node_id in members]
    trunk = _longest_path(document.graph, order)
    if len(trunk) < 2:
        raise GraphError("There is no path to straighten.", "Select at least two connected layers.")
    axis = 0 if document.orientation == "vertical" else 1
    line = median_low(known[node_id][axis] for node_id in trunk)
    shifts = _carried(document.graph, order, {node_id: line - known[node_id][axis] for node_id in trunk})
    before = {node_id: known[node_id] for node_id in shifts}
    moved = {node_id: _with(place, axis, place[axis] + shifts[node_id]) for node_id, place in before.items()}
    moved |= {node_id: _with(known[node_id], axis, line) for node_id in trunk}
    return _move(before, moved, "Straighten trunk", "The longest path is straight already.")


def _chosen(
    document: Document, node_ids: Collection[str], places: Places | None, minimum: int, verb: str
) -> dict[str, Position]:
    known = document.positions if places is None else places
    chosen = {node_id: known[node_id] for node_id in node_ids if node_id in known}
    if len(chosen) < minimum:
        raise GraphError(
            f"At least {minimum} layers are needed to {verb} them; {len(chosen) or 'none'} selected.",
            "Select more layers.",
        )
    return chosen


def _with(place: Position, axis: int, value: float) -> Position:
    return (value, place[1]) if axis == 0 else (place[0], value)


def _move(before: Places, after: Places, text: str, otherwise: str) -> Command:
    moved = {node_id: place for node_id, place in after.items() if dist(place, before[node_id]) > _SEEN_PX}
    if not moved:
        raise GraphError(otherwise)
    return MoveNodes(moved, text)


def _longest_path(graph: Graph, order: list[str]) -> list[str]:
    """The path with most nodes among some in topological order; the first of several."""
    length: dict[str, int] = {}
    before: dict[str, str | None] = {}
    for node_id in order:
        sources = [edge.source for edge in graph.in_edges(node_id) if edge.source in length]
        longest = max(sources, key=length.__getitem__, default=None)
        length[node_id] = 1 + (length[longest] if longest else 0)
        before[node_id] = longest
    path: list[str] = []
    at = max(order, key=length.__getitem__, default=None)
    while at is not None:
        path.append(at)
        at = before[at]
    return path[::-1]


def _carried(graph: Graph, order: list[str], shifts: Mapping[str, float]) -> dict[str, float]:
    """How far each node moves: as the first moving one that feeds it, or else the first that it feeds."""
    found = dict(shifts)
    for node_id in order:
        if node_id not in found:
            _follow(found, node_id, [edge.source for edge in graph.in_edges(node_id)])
    for node_id in reversed(order):
        if node_id not in found:
            _follow(found, node_id, [edge.target for edge in graph.out_edges(node_id)])
    return found


def _follow(shifts: dict[str, float], node_id: str, neighbours: Sequence[str]) -> None:
    near = next((other for other in neighbours if other in shifts), None)
    if near is not None:
        shifts[node_id] = shifts[near]
