"""Edges of a block's instances follow its ports: those are numbered, and an edit inside may renumber them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from designer.document.commands import Command, Connect, Disconnect, SetOrder, Together
from designer.document.state import Sheet, State
from designer.graph.blocks import block_ports
from designer.graph.elements import Block, Edge, GraphSnapshot, Output

Moves = Sequence[int | None]
"""For each port as it was numbered, its new number; None where it is gone."""


@dataclass(frozen=True)
class PortMoves:
    """How the ports of a block were renumbered."""

    inputs: Moves
    outputs: Moves

    @property
    def is_none(self) -> bool:
        """Whether all ports have kept their numbers."""
        return all(list(moves) == list(range(len(moves))) for moves in (self.inputs, self.outputs))


def port_moves(before: Block, after: Block) -> PortMoves:
    """Which port of a changed block is which of the old ones.

    An output that is none any more leads to the layer that goes on from it; one whose layer is gone leads to
    what fed that.
    """
    (old_inputs, old_outputs), (new_inputs, new_outputs) = block_ports(before), block_ports(after)
    numbers = {node.id: number for number, node in enumerate(new_inputs)}
    inputs = [numbers.get(node.id) for node in old_inputs]
    if old_outputs == new_outputs:
        return PortMoves(inputs, range(len(old_outputs)))
    return PortMoves(inputs, _output_moves(before.graph, after.graph, old_outputs, new_outputs))


def following(state: State, block_id: str, moves: PortMoves) -> Iterator[tuple[str, Command]]:
    """What lets the edges of all instances of a block follow, by the id of the block that they lie in.

    The network itself has an empty id. Each command has to be done before the next is asked for.
    """
    sheets: Mapping[str, Sheet] = {"": state, **state.blocks}
    for home, sheet in sheets.items():
        instances = [node.id for node in sheet.graph.nodes.values() if node.block_id == block_id]
        if commands := _followers(sheet, instances, moves):
            yield home, Together(commands, "Follow ports")


def _followers(sheet: Sheet, instances: Sequence[str], moves: PortMoves) -> list[Command]:
    """Edges that moved, and the outputs of the graph where an instance is among them."""
    graph, here = sheet.graph, set(instances)
    found = {edge: _moved(edge, here, moves) for node_id in instances for edge in graph.in_edges(node_id)}
    found |= {edge: _moved(edge, here, moves) for node_id in instances for edge in graph.out_edges(node_id)}
    changed = {edge: new for edge, new in found.items() if new != edge}
    commands: list[Command] = [Disconnect(edge) for edge in changed]
    commands += [Connect(edge, restores=True) for edge in changed.values() if edge]
    outputs = graph.model_outputs()
    wanted = [_moved_output(output, here, moves) for output in outputs]
    if wanted != outputs and any(wanted):
        commands.append(SetOrder(graph.inputs, [*dict.fromkeys(output for output in wanted if output)]))
    return commands


def _moved(edge: Edge, instances: set[str], moves: PortMoves) -> Edge | None:
    source_port: int | None = edge.source_port
    target_port: int | None = edge.target_port
    if edge.source in instances:
        source_port = _place(moves.outputs, edge.source_port)
    if edge.target in instances:
        target_port = _place(moves.inputs, edge.target_port)
    if source_port is None or target_port is None:
        return None
    return Edge(edge.source, source_port, edge.target, target_port)


def _moved_output(output: Output, instances: set[str], moves: PortMoves) -> Output | None:
    if output.node not in instances:
        return output
    port = _place(moves.outputs, output.port)
    return None if port is None else Output(output.node, port)


def _place(moves: Moves, port: int) -> int | None:
    """Where a port lies now; one that wasn't there before stays as wrong as it was."""
    return moves[port] if port < len(moves) else port


def _output_moves(
    before: GraphSnapshot, after: GraphSnapshot, old: Sequence[Output], new: Sequence[Output]
) -> list[int | None]:
    numbers = {output: number for number, output in reversed(list(enumerate(new)))}
    kept = {node.id for node in after.nodes}
    gone = [output for output in old if output not in numbers]
    fresh = [output for output in new if output not in set(old)]
    pairs = dict(zip(gone, fresh, strict=True)) if len(gone) == len(fresh) else {}
    found: list[int | None] = []
    for output in old:
        heir: Output | None = output
        if output not in numbers:
            is_kept = output.node in kept
            near = _reached(after if is_kept else before, output.node, back=not is_kept)
            # What others don't come from already is the better heir.
            heirs = sorted((other for other in new if other.node in near), key=set(old).__contains__)
            heir = next(iter(heirs), None)
            if output in pairs and not (is_kept and heir):
                heir = pairs[output]
        found.append(numbers[heir] if heir else None)
    return found


def _reached(graph: GraphSnapshot, start: str, *, back: bool = False) -> set[str]:
    """A node and all that depend on it, or all that it depends on."""
    neighbours: dict[str, list[str]] = {}
    for edge in graph.edges:
        here, there = (edge.target, edge.source) if back else (edge.source, edge.target)
        neighbours.setdefault(here, []).append(there)
    rest, found = [start], {start}
    for node_id in rest:
        new = [other for other in neighbours.get(node_id, ()) if other not in found]
        rest += new
        found.update(new)
    return found
