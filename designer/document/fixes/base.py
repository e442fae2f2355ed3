"""What a fix is, what it is made from, and the edits that several fixes share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from designer.catalog.catalog import Catalog
from designer.catalog.spec import ParamSpec
from designer.catalog.values import Params, Value
from designer.document.commands import (
    AddNodes,
    Command,
    RemoveNodes,
    SetOrder,
    SetParams,
    Together,
)
from designer.document.document import Document
from designer.document.edits import Shapes
from designer.document.rewire import remove_and_heal
from designer.document.settings import Adaptation
from designer.document.sketch import Sketch
from designer.graph.elements import Edge, Node, Output
from designer.graph.facts import Facts, Kind, Shape


@dataclass(frozen=True)
class Fix:
    """One way to be rid of a problem.

    Args:
        label: What it does, in plain words; undo names it so too.
        command: Does it, as one step.
    """

    label: str
    command: Command


class Finding(Protocol):
    """The part of a problem that fixes are made from."""

    @property
    def node(self) -> str | None:
        """Id of the node that the problem belongs to."""

    @property
    def kind(self) -> Kind:
        """What is wrong."""

    @property
    def facts(self) -> Facts:
        """Where."""


@dataclass(frozen=True)
class DataFacts:
    """What is known of the data.

    Args:
        sample_shape: Shape of one sample, without the batch axis; empty where it isn't known.
        num_classes: 0 where the labels are numbers, or not known.
        adaptations: What would make the samples fit, by the name of the Input.
    """

    sample_shape: Shape = ()
    num_classes: int = 0
    adaptations: Mapping[str, Adaptation] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """All that fixes are made from; nothing in it is changed.

    Args:
        document: What is to be mended.
        catalog: What can be placed.
        shapes: The output shapes of all nodes, as far as they are known.
        data: What is known of the data.
    """

    document: Document
    catalog: Catalog
    shapes: Shapes = field(default_factory=dict)
    data: DataFacts = DataFacts()

    def name(self, node_id: str) -> str:
        """What a node is called."""
        return self.document.graph.node(node_id).name

    def node(self, finding: Finding) -> Node:
        """The node that a problem belongs to."""
        return self.document.graph.node(finding.node or "")

    def owner(self, node: Node) -> Node:
        """The node whose parameters count: itself, or the one whose layer it calls again."""
        return self.document.graph.nodes.get(node.shares or "", node)

    def shape(self, edge: Edge) -> Shape | None:
        """What flows along an edge, where it is known."""
        outputs = self.shapes.get(edge.source, ())
        return outputs[edge.source_port] if edge.source_port < len(outputs) else None

    def param(self, layer_type: str, name: str) -> ParamSpec | None:
        """The parameter of a layer type, where it has it."""
        spec = self.catalog.layer(layer_type)
        return spec.param(name) if spec else None

    def value(self, node: Node, name: str, otherwise: Value = None) -> Value:
        """The value that a parameter has, Keras's default where none was set."""
        return node.params.get(name, self.default(node.type, name, otherwise))

    def default(self, layer_type: str, name: str, otherwise: Value = None) -> Value:
        """What Keras takes where a parameter isn't set."""
        spec = self.param(layer_type, name)
        value: Value = spec.default if spec and not spec.required else otherwise
        return value


@dataclass(frozen=True)
class NewLayer:
    """A layer that a fix brings; called after its type unless `stem` says otherwise."""

    type: str
    params: Params = field(default_factory=dict)
    stem: str = ""


def step(label: str, *commands: Command) -> Fix:
    """Commands as one fix."""
    return Fix(label, Together(commands, label))


def set_params(label: str, node: Node, values: Mapping[str, Value]) -> Fix:
    """Give some parameters of a node other values."""
    return step(label, SetParams(node.id, {**node.params, **values}))


def insert(document: Document, label: str, layers: Mapping[Edge, Sequence[NewLayer]]) -> Fix:
    """Put new layers on edges, one after the other in the direction of the flow."""
    sketch = Sketch(document)
    for start, new in layers.items():
        edge = start
        for layer in new:
            node = sketch.new_node(layer.stem or layer.type, layer.type, layer.params)
            sketch.divide(edge, node)
            edge = Edge(node.id, 0, edge.target, edge.target_port)
    return Fix(label, sketch.command(label))


def append(document: Document, label: str, node_id: str, layers: Sequence[NewLayer]) -> Fix:
    """Put new layers behind an output of the model; the last of them is the output from then on."""
    sketch, last = Sketch(document), node_id
    for rows, layer in enumerate(layers, 1):
        node = sketch.new_node(layer.type, layer.type, layer.params)
        sketch.place_before(node, node_id, -rows)
        sketch.edges.append(Edge(last, 0, node.id, 0))
        last = node.id
    commands = [sketch.command(label)]
    graph = document.graph
    if any(output.node == node_id for output in graph.outputs):
        outputs = (Output(last) if output.node == node_id else output for output in graph.outputs)
        commands.append(SetOrder(graph.inputs, tuple(outputs)))
    return step(label, *commands)


def take_out(document: Document, label: str, node_id: str) -> Fix:
    """Remove a node; what came into its first input flows to everything that it fed."""
    return step(label, remove_and_heal(document, [node_id]))


def remake(document: Document, label: str, node: Node) -> Fix:
    """Put a node of another type, or with a layer of its own, in the place of the one with its id."""
    graph = document.graph
    edges = [*graph.in_edges(node.id), *graph.out_edges(node.id)]
    positions = {node.id: document.positions[node.id]} if node.id in document.positions else {}
    commands: list[Command] = [RemoveNodes((node.id,)), AddNodes((node,), positions, edges)]
    if any(output.node == node.id for output in graph.outputs):
        commands.append(SetOrder(graph.inputs, graph.outputs))
    return step(label, *commands)


def remove(case: Case, node_ids: Iterable[str], first: str) -> list[Fix]:
    """Delete nodes, of which `first` is named; nothing where a layer is called again from elsewhere."""
    gone = set(node_ids)
    nodes = case.document.graph.nodes
    if any(node.shares in gone and node.id not in gone for node in nodes.values()):
        return []
    more = len(gone) - 1
    others = f" and {more} more {'layer' if more == 1 else 'layers'}" if more else ""
    return [step(f"Delete {case.name(first)}{others}", RemoveNodes(tuple(sorted(gone))))]


def shape_text(shape: Sequence[int | None]) -> str:
    """The sizes of one sample as people write them."""
    return "×".join("?" if size is None else str(size) for size in shape) or "a number"
