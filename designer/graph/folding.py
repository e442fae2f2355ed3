"""Nodes put into a block: what is in it, and the graph with an instance in their place."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node, Output
from designer.graph.healing import model_outputs
from designer.graph.wiring import Wiring, sorted_edges


@dataclass(frozen=True)
class Placed:
    """An instance that takes the place of nodes.

    Args:
        node: The instance.
        replaces: Ids of the nodes that go.
        sources: What feeds its input ports.
        exits: Which outputs of those nodes its output ports are.
    """

    node: Node
    replaces: Collection[str]
    sources: Sequence[Output]
    exits: Sequence[Output]


def inner_graph(
    nodes: Sequence[Node],
    wiring: Wiring,
    sources: Sequence[Output],
    exits: Sequence[Output],
    input_names: Sequence[str],
) -> tuple[GraphSnapshot, dict[str, str]]:
    """Some nodes of a graph as the inside of a block.

    Args:
        nodes: In the order in which they get new ids, as they shall be inside.
        wiring: That of the graph.
        sources: What feeds them from outside; each becomes an Input.
        exits: What becomes an output port.
        input_names: Of those Inputs; further ones feed, in this order, the nodes that nothing feeds.

    Returns:
        The inside, and the new id of each node.
    """
    first = len(input_names) + 1
    ids = {node.id: f"n{number}" for number, node in enumerate(nodes, start=first)}
    inputs = [Node(f"n{number}", name, INPUT) for number, name in enumerate(input_names, start=1)]
    ports = {source: inputs[number].id for number, source in enumerate(sources)}
    edges = [
        Edge(ids[edge.source], edge.source_port, ids[node.id], edge.target_port)
        if edge.source in ids
        else Edge(ports[Output(edge.source, edge.source_port)], 0, ids[node.id], edge.target_port)
        for node in nodes
        for edge in wiring.into[node.id]
    ]
    unfed = (node.id for node in nodes if not wiring.into[node.id])
    edges += [
        Edge(free.id, 0, ids[node_id], 0)
        for free, node_id in zip(inputs[len(sources) :], unfed, strict=False)
    ]
    inner = tuple(replace(node, id=ids[node.id], shares=ids.get(node.shares or "")) for node in nodes)
    graph = GraphSnapshot((*inputs, *inner), sorted_edges(edges))
    return with_outputs(graph, [Output(ids[found.node], found.port) for found in exits]), ids


def with_instances(graph: GraphSnapshot, placed: Iterable[Placed]) -> GraphSnapshot:
    """A graph with instances in the place of nodes; the other nodes stay as they are."""
    found = list(placed)
    home = {node_id: each for each in found for node_id in each.replaces}
    ports = {source: Output(each.node.id, port) for each in found for port, source in enumerate(each.exits)}
    edges = [
        Edge(*_ends(ports.get(source, source)), edge.target, edge.target_port)
        for edge in graph.edges
        if edge.target not in home
        for source in (Output(edge.source, edge.source_port),)
    ]
    for each in found:
        fed = ((ports.get(source, source), port) for port, source in enumerate(each.sources))
        edges += [Edge(*_ends(source), each.node.id, port) for source, port in fed]
    nodes = [node for node in graph.nodes if node.id not in home]
    outputs = [ports.get(output, output) for output in model_outputs(graph)]
    new = replace(
        graph, nodes=(*nodes, *(each.node for each in found)), edges=sorted_edges(edges), outputs=()
    )
    return with_outputs(new, outputs, keeps=bool(graph.outputs))


def with_outputs(graph: GraphSnapshot, outputs: Sequence[Output], *, keeps: bool = False) -> GraphSnapshot:
    """A graph with these outputs; natural ones aren't named, unless it `keeps` them."""
    is_natural = not keeps and model_outputs(replace(graph, outputs=())) == list(outputs)
    return replace(graph, outputs=() if is_natural else tuple(outputs))


def _ends(output: Output) -> tuple[str, int]:
    return output.node, output.port
