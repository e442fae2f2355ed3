"""Plain words beside Keras's verdict: how to mend what it refused, and legal graphs that are seldom meant."""

import re
from collections.abc import Sequence

from designer.catalog.catalog import Catalog
from designer.compiler.results import Problem, Shape, TensorSpec, shape_text
from designer.graph.elements import INPUT, Edge, Node
from designer.graph.facts import Facts, Kind

_MERGES = {"Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"}
_IMAGE_RANK = 4
_VECTOR_RANK = 2
_WANTED_RANK = re.compile(r"Expected (?:min_)?ndim=(\d+)")


def fix_for(node: Node, inputs: Sequence[Shape], reason: str) -> str:
    """What to do about a layer that Keras refused; empty where nothing better than its reason is known."""
    if node.type in _MERGES and len(set(inputs)) > 1:
        shapes = " and ".join(shape_text(shape) for shape in inputs)
        return f"Its inputs are {shapes}. {_equalizer(inputs)}"
    if "fully-defined" in reason:
        return "Give the Input a shape without ?, or put a global pooling layer before it."
    if "zero or negative" in reason:
        return 'The window is larger than the map. Set padding to "same", or use a smaller window.'
    if inputs and len(inputs[0]) == _VECTOR_RANK and ("ndim" in reason or "image" in reason):
        return "It needs an image or a sequence, and gets a vector. Place it before Flatten or pooling."
    if inputs and len(inputs[0]) == _IMAGE_RANK and "ndim" in reason:
        return "It doesn't take images. Put a Flatten, Reshape or GlobalAveragePooling2D before it."
    return ""


def fault_of(
    catalog: Catalog, node: Node, edges: Sequence[Edge], inputs: Sequence[Shape], reason: str
) -> tuple[Kind, Facts]:
    """What kind of refusal this is, by what Keras said; the kind is empty where that isn't known.

    Args:
        catalog: What Keras knows.
        node: The layer that it refused.
        edges: The edges into it.
        inputs: Their shapes.
        reason: Keras's reason.
    """
    if node.type != INPUT and catalog.layer(node.type) is None:
        return "unknown_layer", Facts(tuple(edges), tuple(inputs))
    if missing := _missing_params(catalog, node):
        return "missing_params", Facts(tuple(edges), tuple(inputs), missing)
    wanted = _WANTED_RANK.search(reason)
    return _kind_of(node, inputs, reason), Facts(
        tuple(edges), tuple(inputs), number=int(wanted[1]) if wanted else 0
    )


def _kind_of(node: Node, inputs: Sequence[Shape], reason: str) -> Kind:
    if node.type in _MERGES and len(set(inputs)) > 1:
        return "unequal_shapes"
    if "fully-defined" in reason:
        return "unknown_size"
    if "zero or negative" in reason:
        return "large_window"
    return "wrong_rank" if _WANTED_RANK.search(reason) else ""


def _missing_params(catalog: Catalog, node: Node) -> tuple[str, ...]:
    if not (spec := catalog.layer(node.type)):
        return ()
    return tuple(param.name for param in spec.params if param.required and param.name not in node.params)


def _equalizer(shapes: Sequence[Shape]) -> str:
    ranks = {len(shape) for shape in shapes}
    if ranks == {_VECTOR_RANK}:
        return "Put a Dense with the right units on one of them."
    if ranks == {_IMAGE_RANK}:
        return "Put a 1×1 Conv2D with the right filters and strides on one of them."
    return "Bring one of them to the shape of the other, with a Reshape or a pooling layer."


def advice_for(node: Node, edges: Sequence[Edge], inputs: Sequence[TensorSpec]) -> list[Problem]:
    """Warnings about a layer that Keras accepts."""
    if node.type == "Dense" and inputs and len(shape := inputs[0].shape) >= _IMAGE_RANK:
        message = f"Dense works on the last axis only: its input {shape_text(shape)} stays a map."
        fix = "Put a Flatten or GlobalAveragePooling2D before it, unless that is meant."
        facts = Facts(tuple(edges), (shape,))
        return [Problem("warning", node.id, message, fix, "dense_on_map", facts)]
    return []
