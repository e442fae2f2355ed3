"""One edit of each kind, in the middle of a chain."""

from collections.abc import Iterator

from designer.document import edits as composed
from designer.document.commands import (
    AddNodes,
    Command,
    Connect,
    Disconnect,
    MoveNodes,
    RemoveNodes,
    RenameNode,
    SetBypassed,
    SetOrder,
    SetOrientation,
    SetParams,
    Together,
)
from designer.document.document import Document
from designer.graph.elements import Edge, Output
from designer.graph.layout import NODE_SIZE


def edits(document: Document) -> Iterator[tuple[str, Command]]:
    """Each kind by name; every one is taken back before the next is asked for."""
    graph, ids = document.graph, list(document.graph.nodes)
    node_id = next(node_id for node_id in ids[len(ids) // 2 :] if graph.node(node_id).type == "Conv2D")
    x, y = document.positions[node_id]
    [edge] = graph.in_edges(node_id)
    new = document.new_node("ReLU")
    yield "add a layer", AddNodes([new], {new.id: (x + 240, y)}, [Edge(node_id, 0, new.id, 0)])
    yield "delete a layer", RemoveNodes([node_id])
    yield "connect", Connect(Edge(edge.source, 0, _next_add(document, node_id), 2))
    yield "disconnect", Disconnect(edge)
    yield "insert on an edge", composed.insert_on_edge(document, new, edge, (x, y - 44))
    yield "move", MoveNodes({node_id: (x + 80, y)})
    yield "change a parameter", SetParams(node_id, {"filters": 8, "kernel_size": (5, 5)})
    yield "rename", RenameNode(node_id, "renamed")
    yield "bypass", SetBypassed([node_id], bypassed=True)
    yield "choose the outputs", SetOrder([], [Output(node_id)])
    yield "turn the flow", Together((SetOrientation("horizontal"), _turned(document)), "Turn")


def _turned(document: Document) -> MoveNodes:
    places = document.positions.items()
    return MoveNodes({node_id: (y * NODE_SIZE[0] / NODE_SIZE[1], x) for node_id, (x, y) in places})


def _next_add(document: Document, node_id: str) -> str:
    while document.graph.node(node_id).type != "Add":
        node_id = document.graph.out_edges(node_id)[0].target
    return node_id
