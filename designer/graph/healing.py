"""The graph without its bypassed nodes: what came into one flows on to all that it fed."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node, Output, edge_key, natural_key

FirstInput = Callable[[str], Edge | None]
"""The edge into a node's lowest connected input port, by the node's id."""


def healed(snapshot: GraphSnapshot) -> GraphSnapshot:
    """A graph as it is analysed, built and trained; the same object where nothing is bypassed.

    The source of a bypassed node's lowest connected input feeds all that the node fed. Explicit outputs of a
    bypassed node move to that source. A node that only a bypassed one used doesn't become an output.
    """
    gone = {node.id: node for node in snapshot.nodes if node.bypassed and node.type != INPUT}
    if not gone:
        return snapshot
    first = first_inputs(snapshot.edges)
    edges = [*joined(snapshot.edges, gone, first.get), *_apart(snapshot.edges, gone)]
    kept = adopted([node for node in snapshot.nodes if node.id not in gone], gone)
    outputs = moved_outputs(snapshot.outputs or _leaves(snapshot), gone, first.get)
    found = GraphSnapshot(tuple(kept), tuple(sorted(edges, key=edge_key)), snapshot.inputs, outputs)
    return found if snapshot.outputs else _with_leaves(found)


def first_inputs(edges: Iterable[Edge]) -> dict[str, Edge]:
    """The edge into the lowest connected input port of each node that has one."""
    found: dict[str, Edge] = {}
    for edge in edges:
        if edge.target not in found or edge.target_port < found[edge.target].target_port:
            found[edge.target] = edge
    return found


def joined(edges: Iterable[Edge], gone: Collection[str], first_input: FirstInput) -> list[Edge]:
    """The new edges that stand in for those out of nodes that are taken out."""
    found = []
    for edge in edges:
        if edge.source in gone and edge.target not in gone:
            source = _origin(Output(edge.source, edge.source_port), gone, first_input)
            if source:
                found.append(replace(edge, source=source.node, source_port=source.port))
    return found


def moved_outputs(
    outputs: Iterable[Output], gone: Collection[str], first_input: FirstInput
) -> tuple[Output, ...]:
    """The outputs of a model once nodes are taken out: those of a node move to what feeds it."""
    found = (_origin(output, gone, first_input) for output in outputs)
    return tuple(dict.fromkeys(output for output in found if output))


def ports_of(snapshot: GraphSnapshot) -> list[Output | None]:
    """Where each output of a graph comes from once its bypassed nodes are taken out; None from nowhere.

    Unlike the outputs of `healed`, they keep their numbers, as the output ports of a block must.
    """
    gone = {node.id for node in snapshot.nodes if node.bypassed and node.type != INPUT}
    first = first_inputs(snapshot.edges) if gone else {}
    return [_origin(output, gone, first.get) for output in model_outputs(snapshot)]


def adopted(nodes: Iterable[Node], owners: Mapping[str, Node]) -> list[Node]:
    """Nodes that may stand without the owners of the layers they call again.

    The first that calls the layer of one of `owners` gets it, with its parameters; the others share it with
    that one.
    """
    heirs: dict[str, str] = {}
    found = []
    for node in nodes:
        owner = owners.get(node.shares or "")
        if owner is None:
            found.append(node)
        elif owner.id in heirs:
            found.append(replace(node, shares=heirs[owner.id]))
        else:
            heirs[owner.id] = node.id
            found.append(replace(node, params=owner.params, shares=owner.shares, repeat=owner.repeat))
    return found


def _origin(output: Output, gone: Collection[str], first_input: FirstInput) -> Output | None:
    """Where a tensor comes from once nodes are taken out; None where nothing feeds them."""
    passed = set()
    while output.node in gone:
        edge = first_input(output.node)
        if edge is None or output.node in passed:
            return None
        passed.add(output.node)
        output = Output(edge.source, edge.source_port)
    return output


def _apart(edges: Iterable[Edge], gone: Collection[str]) -> list[Edge]:
    return [edge for edge in edges if edge.source not in gone and edge.target not in gone]


def model_inputs(snapshot: GraphSnapshot) -> list[str]:
    """Ids of the model's Input nodes, in the model's order; as `Graph.model_inputs`, without a graph."""
    found = (node.id for node in snapshot.nodes if node.type == INPUT)
    return list(snapshot.inputs) or sorted(found, key=natural_key)


def model_outputs(snapshot: GraphSnapshot) -> list[Output]:
    """The model's outputs; as `Graph.model_outputs`, without a graph."""
    return list(snapshot.outputs) or _leaves(snapshot)


def _leaves(snapshot: GraphSnapshot) -> list[Output]:
    used = {edge.source for edge in snapshot.edges}
    found = (node.id for node in snapshot.nodes if node.type != INPUT and node.id not in used)
    return [Output(node_id) for node_id in sorted(found, key=natural_key)]


def _with_leaves(snapshot: GraphSnapshot) -> GraphSnapshot:
    """Outputs that nothing uses; none named where these are all such nodes."""
    leaves = _leaves(snapshot)
    nodes = {leaf.node for leaf in leaves}
    outputs = tuple(output for output in snapshot.outputs if output.node in nodes)
    return replace(snapshot, outputs=() if list(outputs) == leaves else outputs)
