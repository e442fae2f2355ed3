"""What a gesture is going to do, put together bit by bit: who makes room, and which edges come and go."""

from dataclasses import replace

from designer.catalog.values import Params
from designer.document.commands import AddNodes, Command, Connect, Disconnect, MoveNodes, Together
from designer.document.document import Document
from designer.document.project import Position
from designer.errors import GraphError
from designer.graph.elements import Edge, Node
from designer.graph.layout import COLUMN_GAP, NODE_SIZE, ROW_GAP
from designer.graph.names import Names, fresh_id, fresh_name

_ORIGIN = (0.0, 0.0)


def check_edge(document: Document, edge: Edge) -> None:
    """Refuse an edge that an edit starts from and that isn't there.

    Raises:
        GraphError: It isn't there.
    """
    if not document.graph.has_edge(edge):
        raise GraphError("This edge isn't there any more.")


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
        """Put a node, new or without edges, on an edge, halfway or near `wish`; what follows makes room."""
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
        known = {**self._document.positions, **self._places}
        known.pop(node.id, None)
        beside = [other[across] for other in known.values() if abs(other[flow] - place[flow]) < size[flow]]
        while any(abs(other - place[across]) < size[across] for other in beside):
            place[across] += self._pitch[across]
        if node.id not in self._document.graph.nodes:
            self._nodes.append(node)
        self._places[node.id] = (place[0], place[1])
