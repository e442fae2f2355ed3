"""Edits of edges: other ends, other orders, and nodes that are taken out of a path or put into one."""

from collections.abc import Collection, Iterable, Sequence

from designer.document.commands import Command, Connect, Disconnect, RemoveNodes, SetOrder, Together
from designer.document.document import Document
from designer.document.project import Position
from designer.document.sketch import Sketch, check_edge
from designer.errors import GraphError
from designer.graph.elements import INPUT, Edge, Output
from designer.graph.graph import Graph
from designer.graph.healing import joined, moved_outputs

PortOf = tuple[str, int]
"""A node's id and the number of one of its ports."""


def reconnect(
    document: Document, edge: Edge, *, source: PortOf | None = None, target: PortOf | None = None
) -> Command:
    """Let an edge start or end elsewhere.

    Args:
        document: It is only read.
        edge: The edge as it is.
        source: The output port to start from; None for the present one.
        target: The input port to lead to; None for the present one.

    Raises:
        GraphError: The edge isn't there, or may not lead there.
    """
    check_edge(document, edge)
    start, end = source or (edge.source, edge.source_port), target or (edge.target, edge.target_port)
    new = Edge(*start, *end)
    graph = document.graph
    first, last = graph.node(new.source), graph.node(new.target)
    if new == edge:
        raise GraphError("The edge leads there already.")
    if last.type == INPUT:
        raise GraphError(f'"{last.name}" is an Input: data enters the network here, so nothing can feed it.')
    if graph.would_cycle(new.source, new.target):
        raise GraphError(f'This would close a loop: "{first.name}" already depends on "{last.name}".')
    if end != (edge.target, edge.target_port) and graph.is_taken(*end):
        raise GraphError(
            f'This input of "{last.name}" is already connected.', "Remove the present edge first."
        )
    return Together((Disconnect(edge), Connect(new)), "Reconnect")


def cut_edges(document: Document, edges: Collection[Edge]) -> Command:
    """Take several edges away.

    Raises:
        GraphError: There are none, or one isn't there.
    """
    cut = tuple(dict.fromkeys(edges))
    for edge in cut:
        check_edge(document, edge)
    if not cut:
        raise GraphError("There is no edge to cut.", "Draw the stroke across edges.")
    return Together(tuple(map(Disconnect, cut)), "Cut edge" if len(cut) == 1 else f"Cut {len(cut)} edges")


def pull_out(document: Document, node_ids: Collection[str]) -> Command:
    """Take nodes out of their paths and let their neighbours join; the nodes stay where they are.

    What enters a node's lowest connected input goes on to all that the node fed. Edges among the nodes that
    are taken out together stay.

    Raises:
        GraphError: Nothing is connected to them.
    """
    gone = _named(document, node_ids)
    cut = _crossing(document.graph, gone)
    if not cut:
        raise GraphError("These layers are connected to no others.", "Select a layer that has an edge.")
    commands = [*map(Disconnect, cut), *_healing(document.graph, gone)]
    return Together(tuple(commands), "Pull out")


def remove_and_heal(document: Document, node_ids: Collection[str]) -> Command:
    """Delete nodes and let their neighbours join, as in `pull_out`.

    Raises:
        GraphError: Nothing is selected.
    """
    gone = _named(document, node_ids)
    remove = RemoveNodes(tuple(gone))
    return Together((remove, *_healing(document.graph, gone)), f"{remove.text} and join")


def insert_existing(
    document: Document, node_id: str, edge: Edge, position: Position | None = None
) -> Command:
    """Put a node that is in the document on an edge; if it is connected, it is pulled out first.

    Args:
        document: It is only read.
        node_id: The node.
        edge: The edge to divide.
        position: Where the node was dropped; None for halfway.

    Raises:
        GraphError: The edge isn't there or is the node's own, or the node is an Input.
    """
    check_edge(document, edge)
    graph = document.graph
    node = graph.node(node_id)
    if node.type == INPUT:
        raise GraphError(
            "An Input can't be put on an edge: data enters the network there, so nothing feeds it."
        )
    if node_id in (edge.source, edge.target):
        raise GraphError(f'This edge is one of "{node.name}" itself.', "Drop the layer on another edge.")
    sketch = Sketch(document)
    sketch.divide(edge, node, position)
    text = f"Insert {node.type}"
    is_connected = bool(_crossing(graph, {node_id: None}))
    before = (pull_out(document, [node_id]),) if is_connected else ()
    return Together((*before, sketch.command(text)), text)


def reorder_inputs(document: Document, node_id: str, order: Sequence[int]) -> Command:
    """Give the edges into a node its connected input ports in another order.

    Args:
        document: It is only read.
        node_id: The node.
        order: The connected ports in the order that their edges shall have: `(2, 0, 1)` brings the edge at
            port 2 to the front.

    Raises:
        GraphError: `order` doesn't name each connected port once, or changes nothing.
    """
    node = document.graph.node(node_id)
    edges = {edge.target_port: edge for edge in document.graph.in_edges(node.id)}
    if sorted(order) != sorted(edges):
        raise GraphError("A new order of inputs has to name each connected input once.")
    return _rearrange(zip(map(edges.__getitem__, order), sorted(edges), strict=True), "Reorder inputs")


def swap_inputs(document: Document, node_id: str, first: int = 0, second: int = 1) -> Command:
    """Exchange what enters two input ports of a node; one of them may be free.

    Raises:
        GraphError: Nothing enters either.
    """
    edges = document.graph.in_edges(document.graph.node(node_id).id)
    other = {first: second, second: first}
    return _rearrange(
        [(edge, other[edge.target_port]) for edge in edges if edge.target_port in other], "Swap inputs"
    )


def _rearrange(ports: Iterable[tuple[Edge, int]], text: str) -> Command:
    changed = {edge: port for edge, port in ports if edge.target_port != port}
    if not changed:
        raise GraphError("The inputs have this order already.")
    new = [Edge(edge.source, edge.source_port, edge.target, port) for edge, port in changed.items()]
    # The same nodes feed it as before, so there is no new loop to look for.
    return Together((*map(Disconnect, changed), *(Connect(edge, restores=True) for edge in new)), text)


def _named(document: Document, node_ids: Collection[str]) -> dict[str, None]:
    if not node_ids:
        raise GraphError("Nothing is selected.", "Select a layer first.")
    return {document.graph.node(node_id).id: None for node_id in node_ids}


def _crossing(graph: Graph, gone: Collection[str]) -> list[Edge]:
    """The edges between some nodes and the others."""
    arriving = [edge for node_id in gone for edge in graph.in_edges(node_id) if edge.source not in gone]
    leaving = [edge for node_id in gone for edge in graph.out_edges(node_id) if edge.target not in gone]
    return arriving + leaving


def _healing(graph: Graph, gone: Collection[str]) -> list[Command]:
    """What joins the neighbours of nodes that have lost their edges to these."""

    def first_input(node_id: str) -> Edge | None:
        return next(iter(graph.in_edges(node_id)), None)

    leaving = [edge for node_id in gone for edge in graph.out_edges(node_id)]
    commands: list[Command] = [Connect(edge) for edge in joined(leaving, gone, first_input)]
    outputs: Sequence[Output] = moved_outputs(graph.outputs, gone, first_input)
    if tuple(outputs) != graph.outputs:
        inputs = [node_id for node_id in graph.inputs if node_id not in gone]
        commands.append(SetOrder(inputs, outputs))
    return commands
