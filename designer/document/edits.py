"""Gestures made of several commands, each undone in one step."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from designer.catalog.values import Params
from designer.document.commands import (
    AddNodes,
    Command,
    Connect,
    Disconnect,
    MoveNodes,
    RemoveNodes,
    Together,
)
from designer.document.document import Document
from designer.document.project import Position
from designer.document.projection import Shape, projection
from designer.errors import GraphError
from designer.graph.elements import INPUT, Edge, Node
from designer.graph.layout import COLUMN_GAP, NODE_SIZE, ROW_GAP
from designer.graph.names import Names, fresh_id, fresh_name

Shapes = Mapping[str, Sequence[Shape]]
"""The shape of each output of a node, batch axis included, by node id."""

_ORIGIN = (0.0, 0.0)


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
    _check_is_there(document, edge)
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
    _check_is_there(document, edge)
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


def remove_selection(document: Document, node_ids: Collection[str], edges: Collection[Edge]) -> Command:
    """Delete nodes with all their edges, and further edges.

    Raises:
        GraphError: Nothing is selected, or an edge isn't there.
    """
    gone = set(node_ids)
    loose = [edge for edge in dict.fromkeys(edges) if not gone & {edge.source, edge.target}]
    for edge in loose:
        _check_is_there(document, edge)
    commands: list[Command] = [Disconnect(edge) for edge in loose]
    if gone:
        commands.append(RemoveNodes(tuple(dict.fromkeys(node_ids))))
    if not commands:
        raise GraphError("Nothing is selected.", "Click a layer or an edge first.")
    return commands[0] if len(commands) == 1 else Together(tuple(commands), "Delete")


def _check_is_there(document: Document, edge: Edge) -> None:
    if not document.graph.has_edge(edge):
        raise GraphError("This edge isn't there any more.")


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


class Sketch:
    """What a gesture is going to do: edges that go, nodes that move, nodes and edges that come."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._flow = 1 if document.orientation == "vertical" else 0
        self._pitch = [size + COLUMN_GAP for size in NODE_SIZE]
        self._pitch[self._flow] = NODE_SIZE[self._flow] + ROW_GAP
        self._removed: list[Edge] = []
        self._nodes: list[Node] = []
        self._places: dict[str, Position] = {}
        self.edges: list[Edge] = []

    def command(self, text: str) -> Command:
        """All of it as one step."""
        new = {node.id: self._places[node.id] for node in self._nodes}
        moves = {node_id: place for node_id, place in self._places.items() if node_id not in new}
        commands: list[Command] = [Disconnect(edge) for edge in self._removed]
        commands += [MoveNodes(moves)] if moves else []
        commands += [AddNodes(self._nodes, new)] if new else []
        return Together((*commands, *map(Connect, self.edges)), text)

    def new_node(self, stem: str, layer_type: str, params: Params) -> Node:
        """A node called after `stem`, with an id that no other node of the sketch has."""
        taken = Names((node.name for node in self._nodes), beside=self._document.graph.names)
        name = fresh_name(stem, taken)
        node = self._document.new_node(layer_type, params, name)
        return replace(node, id=fresh_id([new.id for new in self._nodes])) if self._nodes else node

    def divide(self, edge: Edge, node: Node, wish: Position | None = None) -> None:
        """Put a node on an edge, halfway or near `wish`; the target and all that follows move on for it."""
        start, end = self._place(edge.source), self._place(edge.target)
        place = list(wish or ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
        flow, pitch = self._flow, self._pitch[self._flow]
        if end[flow] > start[flow]:
            place[flow] = max(place[flow], start[flow] + pitch)
            if (missing := place[flow] + pitch - end[flow]) > 0:
                self._push_on(edge.target, missing)
        self.put(node, place)
        if edge in self.edges:
            self.edges.remove(edge)
        else:
            self._removed.append(edge)
        self.edges += [
            Edge(edge.source, edge.source_port, node.id, 0),
            Edge(node.id, 0, edge.target, edge.target_port),
        ]

    def place_before(self, node: Node, joint: str, rows: int = 1) -> None:
        """Put a node some rows before `joint`, or behind it where they are negative."""
        place = list(self._place(joint))
        place[self._flow] -= rows * self._pitch[self._flow]
        self.put(node, place)

    def place_beside(self, node: Node, joint: str) -> None:
        """Put a node one row before `joint`, in the next free column."""
        place = list(self._place(joint))
        place[self._flow] -= self._pitch[self._flow]
        place[1 - self._flow] += self._pitch[1 - self._flow]
        self.put(node, place)

    def _place(self, node_id: str) -> Position:
        return self._places.get(node_id) or self._document.positions.get(node_id, _ORIGIN)

    def _push_on(self, node_id: str, distance: float) -> None:
        dx, dy = (0.0, distance) if self._flow else (distance, 0.0)
        known = {**self._document.positions, **self._places}
        moved = ((other, known.get(other, _ORIGIN)) for other in self._document.graph.downstream([node_id]))
        self._places.update({other: (x + dx, y + dy) for other, (x, y) in moved})

    def put(self, node: Node, place: list[float]) -> None:
        """Put a node at a place, or in the first column beside it that is free there."""
        flow, across, size = self._flow, 1 - self._flow, NODE_SIZE
        known = {**self._document.positions, **self._places}.values()
        beside = [other[across] for other in known if abs(other[flow] - place[flow]) < size[flow]]
        while any(abs(other - place[across]) < size[across] for other in beside):
            place[across] += self._pitch[across]
        self._nodes.append(node)
        self._places[node.id] = (place[0], place[1])
