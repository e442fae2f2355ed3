"""What an analysis says of blocks: their totals, what is missing at them, and problems at their place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from designer.compiler.results import NodeAnalysis, Problem
from designer.compiler.structure import needed_nodes
from designer.graph.block_specs import block_spec
from designer.graph.elements import Edge, GraphSnapshot, Node, Output
from designer.graph.expanded import Expansion, Instance
from designer.graph.facts import Facts
from designer.graph.graph import Graph

_AT_BLOCK = ("unconnected", "too_few_inputs", "missing_input")


def block_problems(expansion: Expansion) -> Iterator[Problem]:
    """What couldn't be opened, and the input ports of blocks that nothing feeds."""
    for refusal in expansion.refusals:
        yield Problem("error", refusal.node, refusal.message, refusal.hint)
    loose = {(edge.target, edge.target_port) for edge in expansion.loose}
    for path, instance in expansion.instances.items():
        names = block_spec(instance.block).inputs.names
        for port, (name, source) in enumerate(zip(names, instance.inputs, strict=True)):
            if source is None and not expansion.is_in_unfed(path) and (path, port) not in loose:
                yield _unconnected(path, instance, name, port)
    for edge in expansion.loose:
        message = f"The block has no output {edge.source_port + 1}."
        yield Problem(
            "error", edge.target, message, "Connect another output.", "no_such_output", Facts((edge,))
        )
    for output in expansion.lost:
        facts = Facts(number=output.port)
        message = f"The block has no output {output.port + 1}."
        yield Problem("error", output.node, message, "Choose another output.", "no_such_output", facts)


def _unconnected(path: str, instance: Instance, name: str, port: int) -> Problem:
    which = "Nothing is connected to it." if len(instance.inputs) == 1 else ""
    message = which or f'The input "{name}" of the block is not connected.'
    return Problem("error", path, message, "Connect a layer to it.", "unconnected", Facts(number=port))


def is_of_block(expansion: Expansion, problem: Problem) -> bool:
    """Whether a layer only lacks an input because its block does, or an output that isn't there."""
    if problem.kind not in _AT_BLOCK or problem.node is None:
        return False
    return expansion.is_in_unfed(problem.node) or any(edge.target == problem.node for edge in expansion.loose)


def instance_analysis(
    instance: Instance, nodes: Mapping[str, NodeAnalysis], counted: Mapping[str, NodeAnalysis]
) -> NodeAnalysis | None:
    """The totals of an opened block; None where its outputs aren't known.

    Args:
        nodes: Analyses by id.
        counted: The same for layers whose weights count here: each layer once, at its first call.
    """
    outputs = []
    for output in instance.outputs:
        found = nodes.get(output.node) if output else None
        if output is None or found is None or output.port >= len(found.outputs):
            return None
        outputs.append(found.outputs[output.port])
    within = [nodes[layer] for layer in instance.layers if layer in nodes]
    weighted = [counted[layer] for layer in instance.layers if layer in counted]
    last = instance.outputs[0] if instance.outputs else None
    return NodeAnalysis(
        tuple(outputs),
        parameters=sum(found.parameters for found in weighted),
        trainable=sum(found.trainable for found in weighted),
        flops=sum(found.flops for found in within),
        activation_bytes=sum(found.activation_bytes for found in within),
        receptive_field=nodes[last.node].receptive_field if last else None,
    )


def needed_within(graph: Graph, expansion: Expansion) -> set[str]:
    """The nodes that the model consists of. A nested model is built whole, as far as its own outputs need."""
    needed = needed_nodes(graph)
    nested = [each for each in expansion.instances.values() if each.block.is_nested]
    size = -1
    while nested and len(needed) > size:
        size = len(needed)
        for instance in nested:
            if not needed.isdisjoint(instance.layers):
                needed |= graph.upstream(output.node for output in instance.ends)
    return needed


def port_analyses(
    ports: Mapping[str, Output | None], nodes: Mapping[str, NodeAnalysis]
) -> Iterator[tuple[str, NodeAnalysis]]:
    """What comes in at the Inputs inside blocks; it takes no memory of its own."""
    for path, source in ports.items():
        found = nodes.get(source.node) if source else None
        if source and found and source.port < len(found.outputs):
            yield path, NodeAnalysis((found.outputs[source.port],), receptive_field=found.receptive_field)


def outermost_nested(expansion: Expansion, layer: str) -> str:
    """The nested model that a layer is built into, by the path of its copy; itself where it is in none."""
    at = layer.find("/")
    while at >= 0:
        path = layer[:at]
        instance = expansion.instances.get(_without_copy(path))
        if instance and instance.block.is_nested:
            return path
        at = layer.find("/", at + 1)
    return layer


def as_drawn(snapshot: GraphSnapshot, problems: Iterable[Problem]) -> list[Problem]:
    """Problems at the nodes and edges of the document, told once for all instances of a block.

    An edge that passes a bypassed node or the border of a block is drawn from where it starts on its sheet.
    """
    sheets = _Sheets(snapshot)
    found: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        block_id, local = sheets.place_of(problem.node) if problem.node else ("", None)
        edges = tuple(map(sheets.drawn, problem.facts.edges))
        name = sheets.name_of(problem.node) if problem.node else ""
        drawn = replace(problem, facts=replace(problem.facts, edges=edges), name=name)
        found.setdefault((block_id, local, problem.message), drawn)
    return list(found.values())


class _Sheets:
    """The graphs of the document, looked up by the paths of their nodes."""

    def __init__(self, snapshot: GraphSnapshot) -> None:
        self._graphs = {block.id: block.graph for block in snapshot.blocks} | {"": snapshot}
        self._nodes: dict[str, dict[str, Node]] = {}
        self._edges: dict[str, dict[tuple[str, int], Edge]] = {}

    def place_of(self, path: str) -> tuple[str, str]:
        """The block in whose graph a node is drawn, and its id there."""
        block_id = ""
        *outer, local = path.split("/")
        for step in outer:
            node = self._node(block_id, _without_copy(step))
            block_id = node.block_id if node else ""
        return block_id, local

    def name_of(self, path: str) -> str:
        block_id, names = "", []
        for step in path.split("/"):
            node = self._node(block_id, _without_copy(step))
            copy = step.partition("#")[2]
            names.append((node.name if node else step) + (f".{copy}" if copy else ""))
            block_id = node.block_id if node else ""
        return ".".join(names)

    def drawn(self, edge: Edge) -> Edge:
        """An edge as it is drawn on the sheet of its target, with ids by path."""
        prefix, slash, local = edge.target.rpartition("/")
        block_id, _ = self.place_of(edge.target)
        found = self._edges_of(block_id).get((local, edge.target_port))
        if found is None:
            return edge
        return replace(found, source=prefix + slash + found.source, target=edge.target)

    def _node(self, block_id: str, node_id: str) -> Node | None:
        if block_id not in self._nodes:
            graph = self._graphs.get(block_id, GraphSnapshot())
            self._nodes[block_id] = {node.id: node for node in graph.nodes}
        return self._nodes[block_id].get(node_id)

    def _edges_of(self, block_id: str) -> Mapping[tuple[str, int], Edge]:
        if block_id not in self._edges:
            graph = self._graphs.get(block_id, GraphSnapshot())
            self._edges[block_id] = {(edge.target, edge.target_port): edge for edge in graph.edges}
        return self._edges[block_id]


def _without_copy(step: str) -> str:
    """The id of an instance, from the path of one of its copies."""
    head, slash, last = step.rpartition("/")
    return head + slash + last.partition("#")[0]
