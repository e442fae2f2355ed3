"""Masks: which time steps of a tensor are padding. Keras carries them beside the tensors, and so do we."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from designer.compiler.results import Problem, TensorSpec

if TYPE_CHECKING:
    import keras

_HINT = "Put it behind a layer that uses the mask, such as LSTM or GlobalAveragePooling1D."


def takes_mask(layer: Any) -> bool:
    """Whether a layer passes masks on or uses them up; what doesn't is warned of by Keras and loses them."""
    return bool(getattr(layer, "supports_masking", False))


def symbolic(spec: TensorSpec, *, with_mask: bool) -> "keras.KerasTensor":
    """A symbolic tensor, its mask at the place where Keras looks for it."""
    from keras import KerasTensor

    tensor = KerasTensor(spec.shape, spec.dtype)
    if spec.mask is not None and with_mask:
        tensor._keras_mask = KerasTensor(spec.mask, "bool")
    return tensor


def spec_of(tensor: Any) -> TensorSpec:
    """What a symbolic tensor is like, its mask included."""
    mask = getattr(tensor, "_keras_mask", None)
    return TensorSpec(tuple(tensor.shape), str(tensor.dtype), None if mask is None else tuple(mask.shape))


def mask_warning(node_id: str, layer_type: str, inputs: Sequence[TensorSpec]) -> Problem:
    """What Keras warns of where a mask ends at a layer."""
    shapes = "input" if len(inputs) == 1 else "inputs"
    message = (
        f"{layer_type} doesn't support the mask of its {shapes}: layers behind it won't see what is padding."
    )
    return Problem("warning", node_id, message, _HINT)
