"""Gestures made of several commands, each undone in one step."""

from collections.abc import Collection, Mapping, Sequence

from designer.document.commands import (
    Command,
    Connect,
    Disconnect,
    RemoveNodes,
    Together,
)
from designer.document.document import Document
from designer.document.note_commands import RemoveAnnotations
from designer.document.project import Position
from designer.document.projection import Shape, projection
from designer.document.sketch import Sketch, check_edge
from designer.errors import GraphError
from designer.graph.elements import INPUT, Edge, Node

Shapes = Mapping[str, Sequence[Shape]]
"""The shape of each output of a node, batch axis included, by node id."""


def connect(document: Document, edge: Edge) -> Command:
    """Draw an edge; undo and the history name its ends."""
    names = [document.graph.node(end).name for end in (edge.source, edge.target)]
    return Together((Connect(edge),), f"Connect {' to '.join(names)}")


def insert_on_edge(document: Document, node: Node, edge: Edge, position: Position) -> Command:
    """Put a new node on an edge, near `position`; what follows it makes room.

    Args:
        document: Where to insert; it is only read.
        node: A node from `Document.new_node`.
        edge: The edge to divide.
        position: Where the node was dropped.

    Raises:
        GraphError: The edge isn't there, or the node is an Input.
    """
    check_edge(document, edge)
    if node.type == INPUT:
        raise GraphError(
            "An Input can't be put on an edge: data enters the network there, so nothing feeds it."
        )
    sketch = Sketch(document)
    sketch.divide(edge, node, position)
    return sketch.command(f"Insert {node.type}")


def skip_connection(
    document: Document, source_id: str, source_port: int, edge: Edge, shapes: Shapes
) -> Command:
    """Add the output of an earlier node to what flows along an edge.

    The edge gets an Add; where it leads to one already, that one takes one more input. Where the shapes
    differ, a projection (a convolution with kernel size 1, or a Dense) makes the earlier output fit.

    Args:
        document: Where to connect; it is only read.
        source_id: The earlier node.
        source_port: Which of its outputs.
        edge: The later edge.
        shapes: The output shapes of all nodes, as far as they are known.

    Raises:
        GraphError: This would close a loop or change nothing, or the shapes can't be made equal.
    """
    check_edge(document, edge)
    _check_may_skip(document, source_id, source_port, edge)
    given = _shape(document, shapes, source_id, source_port)
    wanted = _shape(document, shapes, edge.source, edge.source_port)
    layer = projection(document.graph.node(source_id).name, given, wanted)
    sketch = Sketch(document)
    if document.graph.node(edge.target).type == "Add":
        joint, port = edge.target, _free_port(document, edge.target)
    else:
        add = document.new_node("Add")
        sketch.divide(edge, add)
        joint, port = add.id, 1
    if layer:
        node = sketch.new_node("projection", *layer)
        sketch.place_beside(node, joint)
        sketch.edges.append(Edge(source_id, source_port, node.id, 0))
        source_id, source_port = node.id, 0
    sketch.edges.append(Edge(source_id, source_port, joint, port))
    return sketch.command("Skip connection")


def remove_selection(
    document: Document,
    node_ids: Collection[str],
    edges: Collection[Edge],
    notes: Sequence[str] = (),
    frames: Sequence[str] = (),
) -> Command:
    """Delete nodes with all their edges, further edges, notes and frames.

    Raises:
        GraphError: Nothing is selected, or an edge isn't there.
    """
    gone = set(node_ids)
    loose = [edge for edge in dict.fromkeys(edges) if not gone & {edge.source, edge.target}]
    for edge in loose:
        check_edge(document, edge)
    commands: list[Command] = [Disconnect(edge) for edge in loose]
    if gone:
        commands.append(RemoveNodes(tuple(dict.fromkeys(node_ids))))
    if notes or frames:
        commands.append(RemoveAnnotations(tuple(notes), tuple(frames)))
    if not commands:
        raise GraphError("Nothing is selected.", "Click a layer or an edge first.")
    return commands[0] if len(commands) == 1 else Together(tuple(commands), "Delete")


def _check_may_skip(document: Document, source_id: str, source_port: int, edge: Edge) -> None:
    graph = document.graph
    source, target = graph.node(source_id), graph.node(edge.target)
    if graph.would_cycle(source_id, edge.target):
        fact = f'"{source.name}" depends on "{target.name}", where this edge leads'
        if source_id == edge.target:
            fact = f'this edge leads to "{source.name}" itself'
        raise GraphError(
            f"This would close a loop: {fact}.",
            "Start from an earlier layer, or drop on a later edge.",
        )
    arriving = [edge, *(graph.in_edges(edge.target) if target.type == "Add" else ())]
    if (source_id, source_port) in [(other.source, other.source_port) for other in arriving]:
        raise GraphError(
            f'The output of "{source.name}" already arrives here; adding it again would only double it.',
            "Drop on an edge further down.",
        )


def _shape(document: Document, shapes: Shapes, node_id: str, port: int) -> Shape:
    outputs = shapes.get(node_id, ())
    if port >= len(outputs):
        raise GraphError(
            f"The output shape of \"{document.graph.node(node_id).name}\" isn't known, so it can't be added.",
            "Solve the problems of the layers before it, then try again.",
        )
    return outputs[port]


def _free_port(document: Document, node_id: str) -> int:
    taken = {edge.target_port for edge in document.graph.in_edges(node_id)}
    return next(port for port in range(len(taken) + 1) if port not in taken)
