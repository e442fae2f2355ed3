"""Floating-point operations of normalisation layers, operation by operation as Keras computes them.

Mean and variance take 4 operations for each value (two sums, a difference, a square), 1 / sqrt(variance + ε)
takes 3, and the normalised value is x·factor + offset. Scale and centre enter factor and offset, which are as
many as the weights (batch and group normalisation) or the values (layer normalisation).
"""

import math
from typing import Any

from designer.compiler.results import Shape, num_values


def batch_normalization(layer: Any, _inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    """Of inference, whose mean and variance are known: factor and offset, then 2 for each value."""
    return 2 * num_values(outputs[0]) + _size(outputs[0], layer.axis) * (5 + bool(layer.scale))


def layer_normalization(layer: Any, _inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    """Over the values along some axes, at each position of the others."""
    values = num_values(outputs[0])
    positions = values // _size(outputs[0], layer.axis)
    return values * (6 + _affine(layer)) + positions * (5 - bool(layer.scale))


def group_normalization(layer: Any, _inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    """Over all values of a group of channels."""
    channels = _size(outputs[0], layer.axis)
    return (
        6 * num_values(outputs[0]) + channels * _affine(layer) + int(layer.groups) * (5 - bool(layer.scale))
    )


def rms_normalization(layer: Any, _inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    """Square, sum, factor and scale; one root at each position."""
    values = num_values(outputs[0])
    return 4 * values + 3 * (values // _size(outputs[0], layer.axis))


def unit_normalization(layer: Any, _inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    """Square, sum and factor; one root at each position."""
    values = num_values(outputs[0])
    return 3 * values + 2 * (values // _size(outputs[0], layer.axis))


def _affine(layer: Any) -> int:
    """A scale multiplies both factor and offset, a centre is added to the offset."""
    return 2 * bool(layer.scale) + bool(layer.center)


def _size(shape: Shape, axis: int | tuple[int, ...] | list[int]) -> int:
    axes = axis if isinstance(axis, tuple | list) else (axis,)
    return math.prod(shape[each] or 1 for each in axes)
