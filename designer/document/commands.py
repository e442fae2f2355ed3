"""Every edit of a document, as small values that know how to do themselves and what undoes them.

`apply` changes the state and returns the inverse command. It validates first: a command that raises has
changed nothing.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from designer.catalog.values import Params
from designer.document import changes
from designer.document.project import Position
from designer.document.settings import DataSettings, TrainingSettings
from designer.document.state import Sheet
from designer.errors import GraphError
from designer.graph.elements import INPUT, Edge, Node, Output
from designer.graph.names import check_name


class Command(Protocol):
    """One undoable edit."""

    @property
    def text(self) -> str:
        """What it does, for the menu: "Add Conv2D"."""

    @property
    def merge_key(self) -> Hashable:
        """Consecutive commands with equal keys are undone together; None for never."""

    def apply(self, state: Sheet) -> "Command":
        """Do it and return what undoes it."""


@dataclass(frozen=True)
class _Base:
    @property
    def merge_key(self) -> Hashable:
        return None


@dataclass(frozen=True)
class AddNodes(_Base):
    """Place nodes, with the edges among and to them; `restores` what was there, even if a rule forbids it."""

    nodes: Sequence[Node]
    positions: Mapping[str, Position]
    edges: Sequence[Edge] = ()
    restores: bool = False

    @property
    def text(self) -> str:
        if len(self.nodes) > 1:
            return f"Add {len(self.nodes)} layers"
        return f"Add {self.nodes[0].name if self.nodes[0].block_id else self.nodes[0].type}"

    def apply(self, state: Sheet) -> Command:
        graph = state.graph
        self._check(state)
        for node in self.nodes:
            graph.add_node(node)
        for edge in self.edges:
            graph.add_edge(edge)
        ids = tuple(node.id for node in self.nodes)
        state.positions.update((key, self.positions[key]) for key in ids if key in self.positions)
        state.announce(changes.NodesAdded(ids))
        if self.edges:
            state.announce(changes.EdgesChanged(_ends(self.edges)))
        return RemoveNodes(ids)

    def _check(self, state: Sheet) -> None:
        graph = state.graph
        names: set[str] = set()
        ids: set[str] = set()
        for node in self.nodes:
            if not self.restores:
                check_name(node.name, graph.names if node.name in graph.names else names)
            if node.id in ids or node.id in graph.nodes:
                raise GraphError(f'The id "{node.id}" is used twice.')
            names.add(node.name)
            ids.add(node.id)
        ports: set[tuple[str, int]] = set()
        for edge in self.edges:
            port = edge.target, edge.target_port
            is_known = all(end in ids or end in graph.nodes for end in (edge.source, edge.target))
            if not is_known or port in ports or (edge.target in graph.nodes and graph.is_taken(*port)):
                raise GraphError(f"The edge from {edge.source} to {edge.target} can't be made.")
            ports.add(port)


@dataclass(frozen=True)
class RemoveNodes(_Base):
    """Take nodes away, with their edges and their places in the orders of inputs and outputs."""

    ids: Sequence[str]

    @property
    def text(self) -> str:
        return "Delete" + _counted(len(self.ids))

    def apply(self, state: Sheet) -> Command:
        graph, gone = state.graph, dict.fromkeys(self.ids)
        nodes = [graph.node(node_id) for node_id in gone]
        edges = {edge for node_id in gone for edge in (*graph.in_edges(node_id), *graph.out_edges(node_id))}
        inputs, outputs = graph.inputs, graph.outputs
        positions = {node_id: state.positions.pop(node_id) for node_id in gone if node_id in state.positions}
        for edge in edges:
            graph.remove_edge(edge)
        graph.set_inputs(node_id for node_id in inputs if node_id not in gone)
        graph.set_outputs(output for output in outputs if output.node not in gone)
        for node in nodes:
            graph.remove_node(node.id)
        state.announce(changes.NodesRemoved(tuple(gone)))
        if neighbours := tuple(node_id for node_id in _ends(tuple(edges)) if node_id not in gone):
            state.announce(changes.EdgesChanged(neighbours))
        restored = AddNodes(nodes, positions, tuple(edges), restores=True)
        if (graph.inputs, graph.outputs) == (inputs, outputs):
            return restored
        state.announce(changes.OrderChanged())
        return Together((restored, SetOrder(inputs, outputs)), self.text)


@dataclass(frozen=True)
class Connect(_Base):
    """Draw an edge; `restores` one that was there, even if it closes a loop."""

    edge: Edge
    restores: bool = False

    @property
    def text(self) -> str:
        return "Connect"

    def apply(self, state: Sheet) -> Command:
        if not self.restores and state.graph.would_cycle(self.edge.source, self.edge.target):
            raise GraphError("This edge would close a loop, and a network has no loops.")
        state.graph.add_edge(self.edge)
        state.announce(changes.EdgesChanged((self.edge.source, self.edge.target)))
        return Disconnect(self.edge)


@dataclass(frozen=True)
class Disconnect(_Base):
    """Take an edge away."""

    edge: Edge

    @property
    def text(self) -> str:
        return "Disconnect"

    def apply(self, state: Sheet) -> Command:
        state.graph.remove_edge(self.edge)
        state.announce(changes.EdgesChanged((self.edge.source, self.edge.target)))
        return Connect(self.edge, restores=True)


@dataclass(frozen=True)
class SetParams(_Base):
    """Give a node other parameters; `field` says which one is being typed, so that typing merges."""

    node_id: str
    params: Params
    field: str = ""

    @property
    def text(self) -> str:
        return f"Change {self.field or 'parameters'}"

    @property
    def merge_key(self) -> Hashable:
        return ("params", self.node_id, self.field) if self.field else None

    def apply(self, state: Sheet) -> Command:
        old = state.graph.node(self.node_id)
        state.graph.replace_node(replace(old, params=self.params))
        state.announce(changes.NodesChanged((self.node_id,)))
        return SetParams(self.node_id, old.params, self.field)


@dataclass(frozen=True)
class RenameNode(_Base):
    """Give a node another name; `restores` the one it had, even if a rule forbids it."""

    node_id: str
    name: str
    restores: bool = False

    @property
    def text(self) -> str:
        return f"Rename to {self.name}"

    def apply(self, state: Sheet) -> Command:
        old = state.graph.node(self.node_id)
        if not self.restores:
            num_others = state.graph.names.count(self.name) - (self.name == old.name)
            check_name(self.name, (self.name,) if num_others else ())
        state.graph.replace_node(replace(old, name=self.name))
        state.announce(changes.NodesChanged((self.node_id,)))
        return RenameNode(self.node_id, old.name, restores=True)


@dataclass(frozen=True)
class SetBypassed(_Base):
    """Leave nodes out of the network, or take them in again, without removing them."""

    ids: Sequence[str]
    bypassed: bool

    @property
    def text(self) -> str:
        return ("Bypass" if self.bypassed else "Enable") + _counted(len(self.ids))

    def apply(self, state: Sheet) -> Command:
        nodes = [state.graph.node(node_id) for node_id in dict.fromkeys(self.ids)]
        for node in nodes:
            if self.bypassed and node.type == INPUT:
                raise GraphError(
                    f'"{node.name}" is an Input and can\'t be bypassed: nothing could flow past it.',
                    "Select other layers, or delete the Input.",
                )
        changed = [node for node in nodes if node.bypassed != self.bypassed]
        for node in changed:
            state.graph.replace_node(replace(node, bypassed=self.bypassed))
        ids = tuple(node.id for node in changed)
        state.announce(changes.NodesChanged(ids))
        return SetBypassed(ids, not self.bypassed)


@dataclass(frozen=True)
class MoveNodes(_Base):
    """Put nodes elsewhere, in pixels at 100 % zoom; None where a node had no place yet.

    Consecutive moves of the same nodes with one `field` merge.
    """

    positions: Mapping[str, Position | None]
    text: str = "Move"
    field: str = ""

    @property
    def merge_key(self) -> Hashable:
        return ("move", *self.positions, self.field) if self.field else None

    def apply(self, state: Sheet) -> Command:
        present = state.graph.nodes
        if unknown := [node_id for node_id in self.positions if node_id not in present]:
            state.graph.node(unknown[0])
        old = dict(zip(self.positions, map(state.positions.get, self.positions), strict=True))
        placed = {node_id: place for node_id, place in self.positions.items() if place is not None}
        state.positions.update(placed)
        state.announce(changes.NodesMoved(tuple(placed)))
        if len(placed) < len(self.positions):
            for node_id in old.keys() - placed.keys():
                state.positions.pop(node_id, None)
            state.announce(changes.ViewChanged())
        return MoveNodes(old, self.text, self.field)


@dataclass(frozen=True)
class SetOrder(_Base):
    """Set the model's inputs and outputs and their order; empty for the natural ones."""

    inputs: Sequence[str]
    outputs: Sequence[Output]
    text: str = "Change inputs and outputs"

    def apply(self, state: Sheet) -> Command:
        old_inputs, old_outputs = state.graph.inputs, state.graph.outputs
        state.graph.set_inputs(self.inputs)
        try:
            state.graph.set_outputs(self.outputs)
        except GraphError:
            state.graph.set_inputs(old_inputs)
            raise
        state.announce(changes.OrderChanged())
        return SetOrder(old_inputs, old_outputs, self.text)


@dataclass(frozen=True)
class SetData(_Base):
    """Replace the data settings."""

    data: DataSettings
    text: str = "Change data settings"
    field: str = ""

    @property
    def merge_key(self) -> Hashable:
        return ("data", self.field) if self.field else None

    def apply(self, state: Sheet) -> Command:
        old, state.root.data = state.root.data, self.data
        state.root.announce(changes.DataChanged())
        return SetData(old, self.text, self.field)


@dataclass(frozen=True)
class SetTraining(_Base):
    """Replace the training settings."""

    training: TrainingSettings
    text: str = "Change training settings"
    field: str = ""

    @property
    def merge_key(self) -> Hashable:
        return ("training", self.field) if self.field else None

    def apply(self, state: Sheet) -> Command:
        old, state.root.training = state.root.training, self.training
        state.root.announce(changes.TrainingChanged())
        return SetTraining(old, self.text, self.field)


@dataclass(frozen=True)
class SetOrientation(_Base):
    """Let data flow down ("vertical") or to the right ("horizontal")."""

    orientation: str
    text: str = "Turn the flow"

    def apply(self, state: Sheet) -> Command:
        old, state.root.orientation = state.root.orientation, self.orientation
        state.root.announce(changes.ViewChanged())
        return SetOrientation(old, self.text)


@dataclass(frozen=True)
class RenameProject(_Base):
    """Give the project another name."""

    name: str
    text: str = "Rename project"

    def apply(self, state: Sheet) -> Command:
        old, state.root.name = state.root.name, self.name
        state.root.announce(changes.NameChanged())
        return RenameProject(old)


@dataclass(frozen=True)
class Together(_Base):
    """Several commands as one step: all of them or none. They merge where each of them would."""

    commands: Sequence[Command]
    text: str

    @property
    def merge_key(self) -> Hashable:
        keys = tuple(command.merge_key for command in self.commands)
        return None if None in keys else keys

    def apply(self, state: Sheet) -> Command:
        inverses: list[Command] = []
        try:
            for command in self.commands:
                inverses.append(command.apply(state))  # noqa: PERF401 - the ones done must be known on failure
        except Exception:
            for inverse in reversed(inverses):
                inverse.apply(state)
            raise
        return Together(tuple(reversed(inverses)), self.text)


def _counted(num_layers: int) -> str:
    return " layer" if num_layers == 1 else f" {num_layers} layers"


def _ends(edges: Sequence[Edge]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(node_id for edge in edges for node_id in (edge.source, edge.target)))
