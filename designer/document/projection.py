"""The layer that brings one tensor to the shape of another, so that the two can be added."""

from collections.abc import Sequence
from math import ceil

from designer.catalog.values import Value
from designer.errors import GraphError

Shape = tuple[int | None, ...]

_CONVOLUTIONS = {3: "Conv1D", 4: "Conv2D", 5: "Conv3D"}


def projection(name: str, given: Shape, wanted: Shape) -> tuple[str, dict[str, Value]] | None:
    """Type and parameters of a convolution with kernel size 1, or of a Dense; None where nothing is needed.

    Args:
        name: The layer that gives the tensor, for the error.
        given: Its shape, batch axis included.
        wanted: The shape to reach.

    Raises:
        GraphError: No such layer can do it.
    """
    if given[1:] == wanted[1:]:
        return None
    facts = f'"{name}" gives {given} and the edge carries {wanted}'
    if len(given) != len(wanted):
        raise GraphError(
            f"{facts}: tensors with different numbers of axes can't be added.",
            "Put a Flatten, a Reshape or a global pooling layer on one of the two ways first.",
        )
    before, after = _known(facts, given), _known(facts, wanted)
    if len(given) == 2:
        return "Dense", {"units": after[-1]}
    if len(given) not in _CONVOLUTIONS:
        raise GraphError(f"{facts}: there is no projection for tensors with {len(given)} axes.")
    params: dict[str, Value] = {"filters": after[-1], "kernel_size": 1}
    strides = _strides(facts, before[:-1], after[:-1])
    if max(strides) > 1:
        params |= {"strides": strides[0] if len(set(strides)) == 1 else strides, "padding": "same"}
    return _CONVOLUTIONS[len(given)], params


def _known(facts: str, shape: Shape) -> tuple[int, ...]:
    sizes = tuple(size for size in shape[1:] if size is not None)
    if len(sizes) < len(shape) - 1:
        raise GraphError(
            f"{facts}: with sizes that aren't known, no projection can be chosen.",
            "Give the Input a shape without None, or draw the projection by hand.",
        )
    return sizes


def _strides(facts: str, before: Sequence[int], after: Sequence[int]) -> tuple[int, ...]:
    """The stride of each axis; with "same" padding an axis becomes its size / stride, rounded up."""
    if any(small < large for small, large in zip(before, after, strict=True)):
        raise GraphError(
            f"{facts}: a projection can only make a tensor smaller.",
            "Put an UpSampling or a transposed convolution on the way, or start from an earlier layer.",
        )
    strides = tuple(ceil(large / small) for large, small in zip(before, after, strict=True))
    if any(ceil(size / by) != goal for size, by, goal in zip(before, strides, after, strict=True)):
        raise GraphError(
            f"{facts}: no stride leads from the one to the other.",
            'Use "same" padding in the layers between, or put a Cropping or Resizing layer before.',
        )
    return strides
