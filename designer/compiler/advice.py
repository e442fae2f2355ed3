"""Plain words beside Keras's verdict: how to mend what it refused, and legal graphs that are seldom meant."""

from collections.abc import Sequence

from designer.compiler.results import Problem, Shape, TensorSpec, shape_text
from designer.graph.elements import Node

_MERGES = {"Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"}
_IMAGE_RANK = 4
_VECTOR_RANK = 2


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


def _equalizer(shapes: Sequence[Shape]) -> str:
    ranks = {len(shape) for shape in shapes}
    if ranks == {_VECTOR_RANK}:
        return "Put a Dense with the right units on one of them."
    if ranks == {_IMAGE_RANK}:
        return "Put a 1×1 Conv2D with the right filters and strides on one of them."
    return "Bring one of them to the shape of the other, with a Reshape or a pooling layer."


def advice_for(node: Node, inputs: Sequence[TensorSpec]) -> list[Problem]:
    """Warnings about a layer that Keras accepts."""
    if node.type == "Dense" and inputs and len(shape := inputs[0].shape) >= _IMAGE_RANK:
        message = f"Dense works on the last axis only: its input {shape_text(shape)} stays a map."
        fix = "Put a Flatten or GlobalAveragePooling2D before it, unless that is meant."
        return [Problem("warning", node.id, message, fix)]
    return []
