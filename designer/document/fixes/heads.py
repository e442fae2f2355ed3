"""Fixes where the end of the network doesn't fit the labels or the loss."""

from collections.abc import Iterator
from dataclasses import replace

from designer.document.commands import SetParams, SetTraining
from designer.document.fixes.base import (
    Case,
    Finding,
    Fix,
    NewLayer,
    append,
    insert,
    set_params,
    step,
    take_out,
)
from designer.document.fixes.ways import global_pooling
from designer.graph.elements import Node

_SIZES = ("units", "filters")
# These give as many values as they take, or one for each channel.
_KEEP_UNITS = frozenset({"Activation", "Dropout", "Identity", "Rescaling", "Softmax", "BatchNormalization"})
_POOLING = ("GlobalAveragePooling", "GlobalMaxPooling")


def set_units(case: Case, finding: Finding) -> Iterator[Fix]:
    """Give the last layer as many units as the labels need, or add one that has them."""
    node, units = case.node(finding), finding.facts.number
    last = _last_sized(case, node)
    if last:
        size = next(name for name in _SIZES if case.param(last.type, name))
        yield set_params(f"Set {size} of {last.name} to {units}", last, {size: units})
    yield _new_head(case, node, [], units)


def flatten_head(case: Case, finding: Finding) -> Iterator[Fix]:
    """Let an output that is a map end in a vector."""
    node, units, shape = case.node(finding), finding.facts.number, finding.facts.shapes[0]
    pooling = global_pooling(len(shape))
    poolings = [NewLayer("Flatten")] if None not in shape[1:] else []
    layers = [pooling, *poolings] if pooling else poolings
    edges = case.document.graph.in_edges(node.id)
    has_units = node.type == "Dense" and shape[-1] == units
    for layer in layers:
        if has_units and edges:
            yield insert(case.document, f"Insert {layer.type} before {node.name}", {edges[0]: [layer]})
        else:
            yield _new_head(case, node, [layer], units)


def set_activation(case: Case, finding: Finding) -> Iterator[Fix]:
    """Let the last activation and the loss belong together, by changing one or the other."""
    [activation], number = finding.facts.names, finding.facts.number
    node = case.owner(case.node(finding))
    if case.param(node.type, "activation"):
        label = f"Set activation of {node.name} to {activation}"
        others = {name: value for name, value in node.params.items() if name != "activation"}
        is_default = activation == "linear" and case.default(node.type, "activation") in (None, "linear")
        yield step(label, SetParams(node.id, others if is_default else {**others, "activation": activation}))
    elif activation == "linear" and len(case.document.graph.in_edges(node.id)) == 1:
        yield take_out(case.document, f"Remove {node.name}", node.id)
    elif activation != "linear" and node.type != "Softmax":
        layer = NewLayer("Activation", {"activation": activation})
        yield append(case.document, f"Add {activation} after {node.name}", node.id, [layer])
    if activation == "linear" or not _is_single_softmax(case, node, activation):
        yield from _change_loss(case, number, takes_logits=activation != "linear")


def _is_single_softmax(case: Case, node: Node, activation: str) -> bool:
    is_softmax = node.type == "Softmax" or case.value(node, "activation") == "softmax"
    return is_softmax and activation == "sigmoid"


def _change_loss(case: Case, number: int, *, takes_logits: bool) -> Iterator[Fix]:
    training = case.document.training
    if number >= len(training.loss):
        return
    loss = training.loss[number]
    if loss is None:
        return
    spec = case.catalog.object("losses", loss.type)
    if spec is None or not spec.param("from_logits"):
        return
    others = {name: value for name, value in loss.params.items() if name != "from_logits"}
    changed = replace(loss, params={**others, "from_logits": True} if takes_logits else others)
    losses = (*training.loss[:number], changed, *training.loss[number + 1 :])
    label = f"Let {loss.type} take {'logits' if takes_logits else 'probabilities'}"
    yield step(label, SetTraining(training.model_copy(update={"loss": losses}), label))


def _last_sized(case: Case, node: Node) -> Node | None:
    """The layer that decides how many values an output has, where it is plain which one."""
    graph = case.document.graph
    is_pooled = False
    while node.block_id or not any(case.param(node.type, name) for name in _SIZES):
        edges = graph.in_edges(node.id)
        is_pooled = is_pooled or node.type.startswith(_POOLING)
        if len(edges) != 1 or not (node.type in _KEEP_UNITS or node.type.startswith(_POOLING)):
            return None
        node = graph.node(edges[0].source)
    return case.owner(node)


def _new_head(case: Case, node: Node, before: list[NewLayer], units: int) -> Fix:
    is_classes = units == case.data.num_classes > 1
    dense = NewLayer("Dense", {"units": units, **({"activation": "softmax"} if is_classes else {})})
    layers = [*before, dense]
    words = " and ".join(layer.type for layer in layers)
    label = f"Add {words} with {units} {'unit' if units == 1 else 'units'} after {node.name}"
    return append(case.document, label, node.id, layers)
