"""Fixes for a layer that Keras refuses, or takes in a way that is seldom meant."""

import difflib
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from designer.catalog.spec import LAMBDA
from designer.catalog.starting import starting_params
from designer.catalog.values import Value
from designer.document.commands import Connect, Disconnect, SetOrder
from designer.document.fixes.base import (
    Case,
    Finding,
    Fix,
    NewLayer,
    insert,
    remake,
    set_params,
    shape_text,
    step,
    take_out,
)
from designer.document.fixes.inputs import set_shape, starting_shape
from designer.document.fixes.ways import global_pooling
from designer.graph.elements import INPUT, Edge, Node, Output
from designer.graph.facts import Shape
from designer.graph.names import fresh_name

_WINDOWS = ("kernel_size", "pool_size")
_FLATTENING = ("Flatten", "GlobalAveragePooling", "GlobalMaxPooling")


def flatten(case: Case, finding: Finding) -> Iterator[Fix]:
    """Make a vector of a map before a layer that means one."""
    edge, shape = finding.facts.edges[0], finding.facts.shapes[0]
    name = case.name(edge.target)
    if pooling := global_pooling(len(shape)):
        yield insert(case.document, f"Insert {pooling.type} before {name}", {edge: [pooling]})
    if None not in shape[1:]:
        yield insert(case.document, f"Insert Flatten before {name}", {edge: [NewLayer("Flatten")]})


def fit_window(case: Case, finding: Finding) -> Iterator[Fix]:
    """Pad the map, make the window smaller, or leave the pooling out."""
    node, shape = case.node(finding), finding.facts.shapes[0]
    owner = case.owner(node)
    padding = case.param(node.type, "padding")
    if padding and "same" in padding.choices and owner.params.get("padding") != "same":
        yield set_params(f"Set padding of {owner.name} to same", owner, {"padding": "same"})
    if found := fitting_window(case, owner, shape):
        window, size = found
        yield set_params(f"Set {window} of {owner.name} to {_size_text(size)}", owner, {window: size})
    if "Pooling" in node.type:
        yield take_out(case.document, f"Remove {node.name}", node.id)


def change_rank(case: Case, finding: Finding) -> Iterator[Fix]:
    """Give a layer a tensor with as many axes as it takes."""
    edge, shape, wanted = finding.facts.edges[0], finding.facts.shapes[0], finding.facts.number
    if len(shape) > wanted == 2:
        yield from flatten(case, finding)
    elif target := _reshaped(shape, wanted):
        source = case.document.graph.node(edge.source)
        before = [case.shape(known) for known in case.document.graph.in_edges(source.id)]
        if source.type.startswith(_FLATTENING) and before and len(before[0] or ()) == wanted:
            yield take_out(case.document, f"Remove {source.name}", source.id)
        layer = NewLayer("Reshape", {"target_shape": target})
        label = f"Insert Reshape to {shape_text(target)} before {case.name(edge.target)}"
        yield insert(case.document, label, {edge: [layer]})


def settle_size(case: Case, finding: Finding) -> Iterator[Fix]:
    """Make a size known that Keras needs for the weights."""
    graph = case.document.graph
    for edge in finding.facts.edges[:1]:
        source = graph.node(edge.source)
        for above in graph.in_edges(source.id) if source.type == "Flatten" else ():
            shape = case.shape(above) or ()
            pooling = global_pooling(len(shape))
            if pooling and shape[-1] is not None:
                node = replace(_retyped(case, source, pooling.type), params={})
                yield remake(case.document, f"Replace {source.name} by {pooling.type}", node)
    for node_id in sorted(graph.upstream([finding.node or ""])):
        node = graph.node(node_id)
        given = node.params.get("shape")
        if node.type == INPUT and isinstance(given, tuple | list) and None in given:
            yield set_shape(node, starting_shape(case, [node_id], given))


def set_missing(case: Case, finding: Finding) -> Iterator[Fix]:
    """Give the parameters that Keras asks for a usual value."""
    owner = case.owner(case.node(finding))
    spec = case.catalog.layer(owner.type)
    usual = starting_params(spec) if spec else {}
    if owner.type == INPUT:
        targets = [edge.target for edge in case.document.graph.out_edges(owner.id)]
        yield set_shape(owner, starting_shape(case, targets))
    elif owner.type == LAMBDA:
        return  # only who wrote the function that is missing knows it
    elif all(name in usual for name in finding.facts.names):
        values = {name: usual[name] for name in finding.facts.names}
        texts = [f"{name} to {_size_text(value)}" for name, value in values.items()]
        texts[0] = texts[0].replace(" to ", f" of {owner.name} to ", 1)
        yield set_params(f"Set {' and '.join(texts)}", owner, values)


def replace_unknown(case: Case, finding: Finding) -> Iterator[Fix]:
    """Make a misspelt layer the one that was meant, or leave it out."""
    node = case.node(finding)
    known = {spec.type.lower(): spec.type for spec in case.catalog.layers}
    for match in difflib.get_close_matches(node.type.lower(), known, n=1, cutoff=0.8):
        changed = replace(node, type=known[match])
        yield remake(case.document, f"Make {node.name} a {known[match]}", changed)
    if len(case.document.graph.in_edges(node.id)) == 1:
        yield take_out(case.document, f"Remove {node.name}", node.id)


def use_first_output(case: Case, finding: Finding) -> Iterator[Fix]:
    """Lead an edge, or an output of the model, from the first output of its source."""
    graph = case.document.graph
    for edge in (edge for edge in finding.facts.edges if edge.source_port):
        first = Edge(edge.source, 0, edge.target, edge.target_port)
        yield step(f"Use the first output of {case.name(edge.source)}", Disconnect(edge), Connect(first))
    if not finding.facts.edges:
        node = case.node(finding)
        outputs = dict.fromkeys(Output(node.id) if out.node == node.id else out for out in graph.outputs)
        yield step(f"Use the first output of {node.name}", SetOrder(graph.inputs, tuple(outputs)))


def _retyped(case: Case, node: Node, layer_type: str) -> Node:
    names = {other.name for other in case.document.graph.nodes.values()}
    return replace(node, type=layer_type, name=fresh_name(layer_type, names))


def fitting_window(case: Case, node: Node, shape: Shape) -> tuple[str, Value] | None:
    """The parameter for a window that is larger than the map, and the largest that fits; else None."""
    window = next((name for name in _WINDOWS if case.param(node.type, name)), None)
    if window is None:
        return None
    is_first = case.value(node, "data_format") == "channels_first"
    room = shape[2:] if is_first else shape[1:-1]
    sizes = _spread(case.value(node, window), len(room))
    holes = _spread(case.value(node, "dilation_rate", 1), len(room))
    if sizes is None or holes is None or None in room:
        return None
    cut = tuple(
        max(1, min(size, ((space or 1) - 1) // hole + 1))
        for size, hole, space in zip(sizes, holes, room, strict=True)
    )
    if list(cut) == sizes:
        return None
    return window, cut[0] if len(set(cut)) == 1 else cut


def _spread(value: Value, count: int) -> list[int] | None:
    items = [value] * count if isinstance(value, int) else value
    if not isinstance(items, Sequence) or isinstance(items, str) or len(items) != count:
        return None
    found = [item for item in items if isinstance(item, int)]
    return found if len(found) == count else None


def _reshaped(shape: Shape, wanted: int) -> tuple[int, ...]:
    """The sizes of a sample with another number of axes; empty where they aren't known."""
    sizes = tuple(size for size in shape[1:] if size is not None)
    if len(sizes) < len(shape) - 1 or not sizes or wanted < 2:
        return ()
    if len(shape) > wanted:
        return (*sizes[: wanted - 2], math.prod(sizes[wanted - 2 :]))
    side = math.isqrt(sizes[0])
    if len(sizes) == 1 and wanted == 4 and side * side == sizes[0]:
        return (side, side, 1)
    return (*sizes, *(1,) * (wanted - len(shape)))


def _size_text(value: Value) -> str:
    return "×".join(map(str, value)) if isinstance(value, tuple) else str(value)
