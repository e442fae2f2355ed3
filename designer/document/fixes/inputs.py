"""Fixes around Inputs: none, one of a wrong shape, one that feeds nothing."""

from collections.abc import Iterator, Sequence

from designer.catalog.starting import known_sizes
from designer.document.commands import Connect, SetData, SetOrder
from designer.document.fixes.base import (
    Case,
    Finding,
    Fix,
    NewLayer,
    append,
    remove,
    set_params,
    shape_text,
    step,
)
from designer.document.fixes.near import nearest
from designer.document.sketch import Sketch
from designer.graph.elements import INPUT, Edge, Node
from designer.graph.facts import Shape
from designer.graph.rules import input_ports

_IMAGE: Shape = (32, 32, 3)
_SHAPES: tuple[tuple[str, Shape], ...] = (
    ("3D", (16, 16, 16, 1)),
    ("2D", _IMAGE),
    ("1D", (100, 8)),
    ("LSTM", (100, 8)),
    ("GRU", (100, 8)),
    ("RNN", (100, 8)),
    ("Embedding", (100,)),
    ("Dense", (64,)),
)
_USUAL_CLASSES = 10


def add_input(case: Case, _finding: Finding) -> Iterator[Fix]:
    """Add an Input, connected to the first layers that nothing feeds."""
    loose = list(loose_layers(case))
    shape = starting_shape(case, [node.id for node in loose])
    sketch = Sketch(case.document)
    node = sketch.new_node(INPUT, INPUT, {"shape": shape})
    if loose:
        sketch.place_before(node, loose[0].id)
    else:
        sketch.put(node, [0.0, 0.0])
    for target in loose:
        ports = input_ports(case.catalog, target.type).minimum
        sketch.edges += [Edge(node.id, 0, target.id, port) for port in range(ports)]
    names = " and ".join(target.name for target in loose[:2]) + (" and others" if len(loose) > 2 else "")
    label = f"Add an Input of {shape_text(shape)}" + (f" before {names}" if loose else "")
    yield Fix(label, sketch.command(label))


def loose_layers(case: Case) -> Iterator[Node]:
    """The layers that an Input can feed and that nothing feeds yet."""
    graph = case.document.graph
    for node in graph.nodes.values():
        ports = input_ports(case.catalog, node.type)
        is_plain = ports.minimum == 1 or (ports.minimum > 1 and ports.names[0] == "query")
        if node.type != INPUT and is_plain and not graph.in_edges(node.id):
            yield node


def add_output(case: Case, _finding: Finding) -> Iterator[Fix]:
    """Put a Dense behind an Input that is all there is."""
    for node_id in case.document.graph.model_inputs()[:1]:
        shape = case.shape(Edge(node_id, 0, "", 0)) or (None,)
        units = case.data.num_classes
        dense = NewLayer(
            "Dense", {"units": units or _USUAL_CLASSES, **({"activation": "softmax"} if units else {})}
        )
        layers = [NewLayer("Flatten"), dense] if len(shape) > 2 and None not in shape[1:] else [dense]
        words = " and ".join(layer.type for layer in layers)
        yield append(case.document, f"Add {words} after {case.name(node_id)}", node_id, layers)


def use_input(case: Case, finding: Finding) -> Iterator[Fix]:
    """Lead an idle Input to a layer that waits for one, or delete it."""
    node = case.node(finding)
    loose = [other.id for other in loose_layers(case)]
    if target := nearest(case.document, node.id, loose):
        label = f"Connect {node.name} to {case.name(target)}"
        ports = input_ports(case.catalog, case.document.graph.node(target).type).minimum
        yield step(label, *(Connect(Edge(node.id, 0, target, port)) for port in range(ports)))
    if len(case.document.graph.model_inputs()) > 1:
        yield from remove(case, [node.id], node.id)


def list_input(case: Case, finding: Finding) -> Iterator[Fix]:
    """Count an Input among those of the model."""
    graph, node = case.document.graph, case.node(finding)
    yield step(f"Add {node.name} to the model's inputs", SetOrder((*graph.inputs, node.id), graph.outputs))


def fit_data(case: Case, finding: Finding) -> Iterator[Fix]:
    """Adapt the samples to the Input, or the Input to the samples."""
    if case.data.adaptations:
        num_inputs = len(case.document.graph.model_inputs())
        settings = case.document.data.agreed(case.data.adaptations, num_inputs)
        label = "Adapt the samples to the Input"
        yield step(label, SetData(settings, label))
    node = case.node(finding)
    known = known_sizes(finding.facts.shapes[0][1:])
    if node.type == INPUT and known:
        yield set_shape(node, known)


def set_shape(node: Node, shape: Sequence[int | None]) -> Fix:
    """Give an Input another shape."""
    return set_params(f"Set the shape of {node.name} to {shape_text(shape)}", node, {"shape": tuple(shape)})


def starting_shape(case: Case, targets: Sequence[str], given: Sequence[object] = ()) -> tuple[int, ...]:
    """A shape for an Input: that of the data, or else one that the first layer can take.

    Args:
        targets: The layers that it feeds.
        given: What it has already; unknown sizes are filled in, the others stay.
    """
    if given:
        data = case.data.sample_shape if len(case.data.sample_shape) == len(given) else (None,) * len(given)
        pairs = zip(given, data, strict=True)
        return tuple(size if isinstance(size, int) else (other or 32) for size, other in pairs)
    if case.data.sample_shape:
        return known_sizes(case.data.sample_shape)
    first = case.document.graph.node(targets[0]).type if targets else ""
    usual = next((shape for part, shape in _SHAPES if part in first), _IMAGE)
    return tuple(size or 1 for size in usual)
