"""Where an edge from a node may lead, as rows to choose from: nodes, and edges for a skip connection."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from designer.compiler.results import Shape, shape_text
from designer.document.projection import projection
from designer.errors import GraphError
from designer.graph import rules
from designer.graph.elements import INPUT, Edge, Node
from designer.ui.canvas.card import block_title
from designer.ui.canvas.content import Content
from designer.ui.canvas.gestures.fit import fit_hint
from designer.ui.canvas.ports import output_names
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


def targets(content: Content, source: str, port: int = 0) -> Iterator[Choice | None]:
    """All nodes and later edges: what can be connected first, and of that the nearest.

    Args:
        content: What is there.
        source: The node that the edge begins at.
        port: Which of its outputs.

    The value of each row is a `Goal`. They are made when they are asked for; None is a row that comes later.
    """
    refused = list[Choice]()
    num_hints = 0
    for choice in _nodes(content, source, port):
        if choice.reason:
            refused.append(choice)
            yield None
        else:
            num_hints += 1
            yield _with_hint(content, choice) if num_hints <= _MOST_HINTS else choice
    for choice in _edges(content, source, port):
        if choice.reason:
            refused.append(choice)
            yield None
        else:
            yield choice
    yield from refused


def _nodes(content: Content, source: str, given: int) -> Iterator[Choice]:
    graph, catalog = content.document.graph, content.catalog
    before, nodes = graph.ancestors(source), graph.nodes
    for node_id in _by_distance(content, source):
        node = nodes[node_id]
        if node_id == source:
            continue
        port, reason = None, ""
        if node.type == INPUT:
            reason = "an Input takes nothing"
        elif graph.is_apart(source, node_id):
            reason = "on the other side of a block's frame"
        elif node_id in before:
            reason = "would close a loop"
        elif (port := rules.free_port(graph, catalog, node_id)) is None:
            reason = "has all its inputs"
        edge = Edge(source, given, node_id, port or 0)
        kind = _type_words(content, node)
        yield Choice(node.name, Goal(edge), kind, reason=reason, words=(kind,))
        if node_id not in before and node.type != INPUT and not graph.is_apart(source, node_id):
            yield from _extra(content, node, source, given)


def _extra(content: Content, node: Node, source: str, given: int) -> Iterator[Choice]:
    """The extra inputs of a node, such as initial states, by their names."""
    names, kind = rules.input_ports(content.catalog, node.type), _type_words(content, node)
    for port in rules.free_extra_ports(content.document.graph, content.catalog, node.id):
        goal = Goal(Edge(source, given, node.id, port))
        yield Choice(f"{node.name} · {names.name(port)}", goal, kind, words=(kind,))


def _type_words(content: Content, node: Node) -> str:
    return block_title(node, content.catalog.layer(node.type)) if node.block_id else node.type


def _edges(content: Content, source: str, port: int) -> Iterator[Choice]:
    """The edges that an Add could be put on, except those that nothing from the node may reach."""
    graph, given = content.document.graph, _shape(content, source, port)
    before, nodes = graph.upstream([source]), graph.nodes
    near = (edge for node_id in _by_distance(content, source) for edge in graph.in_edges(node_id))
    for edge in near:
        if edge.target in before or edge.source == source or graph.is_apart(source, edge.target):
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
        text = f"{nodes[edge.source].name} → {nodes[edge.target].name}"
        yield Choice(text, Goal(edge, is_skip=True), detail, reason=reason, words=("skip connection",))


def _by_distance(content: Content, source: str) -> list[str]:
    """Nodes, the nearest first."""
    off = content.points - content.center(source)
    order = np.argsort(np.hypot(*off.T), kind="stable")
    return [content.ids[place] for place in order.tolist()]


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


def output_choices(content: Content, node_id: str) -> list[Choice]:
    """The outputs of a node as rows to choose from, their numbers as values; none where it has only one."""
    names = output_names(content, node_id)
    shapes = [_shape(content, node_id, port) for port in range(len(names))]
    rows = enumerate(zip(names, shapes, strict=True))
    found = [Choice(name, port, shape_text(shape) if shape else "") for port, (name, shape) in rows]
    return found if len(found) > 1 else []
