"""Where an edge from a node may lead, as rows to choose from: nodes, and edges for a skip connection."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import cast

from designer.compiler.results import Shape, shape_text
from designer.document.project import Position
from designer.document.projection import projection
from designer.errors import GraphError
from designer.graph import rules
from designer.graph.elements import INPUT, Edge
from designer.ui.canvas.content import Content
from designer.ui.canvas.gestures.fit import fit_hint
from designer.ui.search_model import Choice

_MOST_HINTS = 20


@dataclass(frozen=True)
class Goal:
    """Where an edge may lead.

    Args:
        edge: The edge to be made, or a later one that it joins.
        is_skip: Whether it is the later one: an Add is put on it.
    """

    edge: Edge
    is_skip: bool = False


def targets(content: Content, source: str) -> Sequence[Choice]:
    """All nodes and later edges: what can be connected first, and of that the nearest.

    The value of each row is a `Goal`.
    """
    nodes = sorted(_nodes(content, source), key=_order)
    edges = sorted(_edges(content, source), key=_order)
    free = [choice for _, choice in nodes if not choice.reason]
    hinted = [_with_hint(content, choice) for choice in free[:_MOST_HINTS]]
    crossed = [choice for _, choice in edges if not choice.reason]
    refused = [choice for _, choice in (*nodes, *edges) if choice.reason]
    return [*hinted, *free[_MOST_HINTS:], *crossed, *refused]


_Ranked = tuple[float, Choice]


def _order(ranked: _Ranked) -> float:
    return ranked[0]


def _nodes(content: Content, source: str) -> Iterator[_Ranked]:
    graph, catalog = content.document.graph, content.catalog
    before, here = graph.ancestors(source), content.center(source)
    for node_id, node in graph.nodes.items():
        if node_id == source:
            continue
        port, reason = None, ""
        if node.type == INPUT:
            reason = "an Input takes nothing"
        elif node_id in before:
            reason = "would close a loop"
        elif (port := rules.free_port(graph, catalog, node_id)) is None:
            reason = "has all its inputs"
        edge = Edge(source, 0, node_id, port or 0)
        words = (node.type,)
        choice = Choice(node.name, Goal(edge), node.type, reason=reason, words=words)
        yield _distance(here, content.center(node_id)), choice


def _edges(content: Content, source: str) -> Iterator[_Ranked]:
    """The edges that an Add could be put on, except those that nothing from the node may reach."""
    graph, given = content.document.graph, _shape(content, source, 0)
    before, here = graph.upstream([source]), content.center(source)
    names = {node_id: node.name for node_id, node in graph.nodes.items()}
    for edge in graph.edges():
        if edge.target in before or edge.source == source:
            continue
        wanted = _shape(content, edge.source, edge.source_port)
        reason, detail = "", "Skip connection with an Add"
        if given is None or wanted is None:
            reason = "shapes aren't known"
        elif len(given) != len(wanted):
            reason = "has another number of axes"
        elif given[1:] != wanted[1:]:
            detail = "Skip connection with an Add and a projection"
            reason = "" if _can_project(given, wanted) else f"no projection gives {shape_text(wanted)}"
        text = f"{names[edge.source]} → {names[edge.target]}"
        choice = Choice(text, Goal(edge, is_skip=True), detail, reason=reason, words=("skip connection",))
        yield _distance(here, content.center(edge.target)), choice


def _can_project(given: Shape, wanted: Shape) -> bool:
    try:
        projection("", given, wanted)
    except GraphError:
        return False
    return True


def _with_hint(content: Content, choice: Choice) -> Choice:
    """A node whose shapes won't fit says so, and is no less a choice: fixes are offered afterwards."""
    hint = fit_hint(content, cast("Goal", choice.value).edge)
    return replace(choice, detail=f"{choice.detail} · {hint}") if hint else choice


def _shape(content: Content, node_id: str, port: int) -> Shape | None:
    found = content.analysis.nodes.get(node_id)
    return found.outputs[port].shape if found and port < len(found.outputs) else None


def _distance(one: Position, other: Position) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
