"""An instance of a block replaced by what is in the block."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from designer.catalog.substitution import all_substituted, substituted
from designer.catalog.values import Expr, Params, Value
from designer.errors import GraphError, RequestError
from designer.graph.blocks import TRAINABLE, block_ports, starting_values
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node, Output
from designer.graph.folding import with_outputs
from designer.graph.names import Names
from designer.graph.opener import MAX_NODES
from designer.graph.wiring import Wiring, sorted_edges

_Source = Output | None


@dataclass(frozen=True)
class Unfolded:
    """A graph without one instance.

    Args:
        copies: For each copy of the block, the new id of each node in it.
    """

    graph: GraphSnapshot
    copies: tuple[Mapping[str, str], ...]


def unfolded(graph: GraphSnapshot, node_id: str, block: Block, new_ids: Iterator[str]) -> Unfolded:
    """Put what is in a block in the place of one of its instances.

    Args:
        graph: Where the instance is.
        node_id: The instance; its repeats become copies in a row.
        block: What it is an instance of.
        new_ids: As many as it takes.

    Raises:
        GraphError: An expression can't be written with the parameters of the instance, or it grows too large.
    """
    node = next(node for node in graph.nodes if node.id == node_id)
    if not isinstance(node.repeat, int):
        raise GraphError(
            f'"{node.name}" is repeated {node.repeat.text} times, which differs from use to use.',
            "Repeat it by a number first.",
        )
    if node.repeat * len(block.graph.nodes) > MAX_NODES:
        raise GraphError(
            f'"{node.name}" would become more than {MAX_NODES:,} layers.', "Repeat it less often."
        )
    return _Unfolding(graph, node, block, new_ids).run(node.repeat)


class _Unfolding:
    def __init__(self, graph: GraphSnapshot, node: Node, block: Block, new_ids: Iterator[str]) -> None:
        self._graph, self._node, self._block, self._new_ids = graph, node, block, new_ids
        self._wiring = Wiring(graph)
        self._ports, self._outputs = block_ports(block)
        values: dict[str, Value] = {**starting_values(block), **node.params}
        self._frozen = values.get(TRAINABLE, True)
        try:
            self._inner = [
                self._resolved(inner, values) for inner in block.graph.nodes if inner.type != INPUT
            ]
        except RequestError as error:
            raise GraphError(f'"{node.name}" can\'t be ungrouped. {error.message}', error.hint) from error
        self._nodes: list[Node] = []
        self._edges: list[Edge] = []

    def run(self, num_copies: int) -> Unfolded:
        node, graph = self._node, self._graph
        fed = {edge.target_port: Output(edge.source, edge.source_port) for edge in self._wiring.into[node.id]}
        inputs: list[_Source] = [fed.get(port) for port in range(len(self._ports))]
        names = Names(other.name for other in graph.nodes if other.id != node.id)
        given, outputs, copies = inputs, list[_Source](), list[Mapping[str, str]]()
        for number in range(1, num_copies + 1):
            ids, outputs = self._add_copy(number, given, names)
            given = [*outputs, *inputs[len(outputs) :]][: len(inputs)]
            copies.append(ids)
        kept = [edge for edge in graph.edges if node.id not in (edge.source, edge.target)]
        for edge in self._wiring.out_of[node.id]:
            source = outputs[edge.source_port] if edge.source_port < len(outputs) else None
            kept += [Edge(source.node, source.port, edge.target, edge.target_port)] if source else []
        nodes = (*(other for other in graph.nodes if other.id != node.id), *self._nodes)
        new = replace(graph, nodes=nodes, edges=sorted_edges([*kept, *self._edges]), outputs=())
        return Unfolded(
            with_outputs(new, self._model_outputs(outputs), keeps=bool(graph.outputs)), tuple(copies)
        )

    def _model_outputs(self, outputs: Sequence[_Source]) -> list[Output]:
        found: list[_Source] = []
        for output in self._wiring.outputs:
            is_here = output.node == self._node.id
            found.append(
                (outputs[output.port] if output.port < len(outputs) else None) if is_here else output
            )
        return list(dict.fromkeys(output for output in found if output))

    def _add_copy(
        self, number: int, given: Sequence[_Source], names: Names
    ) -> tuple[Mapping[str, str], list[_Source]]:
        ids = {inner.id: next(self._new_ids) for inner in self._inner}
        ports = {port.id: source for port, source in zip(self._ports, given, strict=True)}
        scope = self._node.name if number == 1 else f"{self._node.name}.{number}"
        for inner in self._inner:
            name = names.fresh(f"{scope}.{inner.name}")
            names.add(name)
            shares = ids.get(inner.shares or "")
            self._nodes.append(replace(inner, id=ids[inner.id], name=name, shares=shares))

        def source_of(output: Output) -> _Source:
            return Output(ids[output.node], output.port) if output.node in ids else ports.get(output.node)

        for edge in self._block.graph.edges:
            source = source_of(Output(edge.source, edge.source_port))
            if source and edge.target in ids:
                self._edges.append(Edge(source.node, source.port, ids[edge.target], edge.target_port))
        return ids, [source_of(output) for output in self._outputs]

    def _resolved(self, inner: Node, values: Params) -> Node:
        params = all_substituted(inner.params, values)
        if not inner.type.startswith("ops."):
            if self._frozen is False:
                params[TRAINABLE] = False
            elif isinstance(self._frozen, Expr):
                params.setdefault(TRAINABLE, self._frozen)
        repeat = substituted(inner.repeat, values)
        if isinstance(repeat, bool) or not isinstance(repeat, int | Expr):
            raise RequestError(f"A block can't be repeated {repeat} times.", "Give a whole number from 1 on.")
        return replace(inner, params=params, repeat=repeat)
