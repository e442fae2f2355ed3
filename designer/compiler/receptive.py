"""How much of the network's input a value sees: its receptive field.

The standard recurrence along each spatial axis: r_out = r_in + (k − 1)·d·j_in and j_out = j_in·s, with kernel
size k, dilation d and stride s; r is the size of the field, j the distance in the input between neighbours
(Araujo, Norris & Sim, Computing Receptive Fields of Convolutional Neural Networks, Distill, 2019).
"""

import functools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from designer.compiler.overlay_operations import GROUP_OF
from designer.compiler.results import WHOLE_INPUT, ReceptiveField, Shape

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, slots=True)
class Reach:
    """What one layer does to the field, along each spatial axis; without axes it leaves the field as it is.

    Args:
        spans: Distance between the first and the last position that one output reads.
        strides: Distance between neighbouring outputs, in positions of the layer's input.
        is_whole: Whether one output reads all positions.
    """

    spans: tuple[int, ...] = ()
    strides: tuple[int | Fraction, ...] = ()
    is_whole: bool = False


_SAME = Reach()
_ALL = Reach(is_whole=True)


def own_field(shape: Shape) -> ReceptiveField:
    """The field of an Input's own values: one position."""
    ones = (1,) * max(0, len(shape) - 2)
    return ReceptiveField(ones, ones)


def reach_of(layer: "keras.layers.Layer", inputs: tuple[Shape, ...]) -> Reach | None:
    """What a built layer does to the field; None where no formula fits."""
    find = next((_FINDERS[base.__name__] for base in type(layer).__mro__ if base.__name__ in _FINDERS), None)
    return find(layer, inputs) if find else None


@functools.lru_cache(maxsize=4096)
def receptive_field(reach: Reach | None, inputs: tuple[ReceptiveField | None, ...]) -> ReceptiveField | None:
    """The field behind a layer; None where it is unknown.

    Fields of several inputs are taken as centred on each other, so the largest counts.
    """
    if any(field is not None and field.is_whole for field in inputs) or (reach and reach.is_whole):
        return WHOLE_INPUT
    known = [field for field in inputs if field is not None]
    if reach is None or len(known) < len(inputs) or len({field.jumps for field in known}) != 1:
        return None
    axes = range(max(len(reach.spans), len(known[0].sizes)))
    sizes = tuple(max((field.sizes[axis] for field in known if field.sizes), default=1) for axis in axes)
    jumps = known[0].jumps or (1,) * len(axes)
    if not reach.spans:
        return ReceptiveField(sizes, jumps)
    if len(reach.spans) != len(axes):
        return None
    grown = zip(sizes, reach.spans, jumps, strict=True)
    return ReceptiveField(
        tuple(math.ceil(size + span * jump) for size, span, jump in grown),
        tuple(jump * stride for jump, stride in zip(jumps, reach.strides, strict=True)),
    )


def _window(layer: Any, _inputs: tuple[Shape, ...]) -> Reach:
    spans = zip(layer.kernel_size, layer.dilation_rate, strict=True)
    return Reach(tuple((size - 1) * dilation for size, dilation in spans), tuple(layer.strides))


def _transposed(layer: Any, _inputs: tuple[Shape, ...]) -> Reach:
    """An output reads every stride-th tap of the window: ceil(window / stride) positions at most."""
    windows = ((size - 1) * gap + 1 for size, gap in zip(layer.kernel_size, layer.dilation_rate, strict=True))
    spans = (-(-window // stride) - 1 for window, stride in zip(windows, layer.strides, strict=True))
    return Reach(tuple(spans), tuple(Fraction(1, stride) for stride in layer.strides))


def _pool(layer: Any, _inputs: tuple[Shape, ...]) -> Reach:
    return Reach(tuple(size - 1 for size in layer.pool_size), tuple(layer.strides))


def _upsampling(layer: Any, inputs: tuple[Shape, ...]) -> Reach | None:
    """Nearest repeats positions, bilinear mixes two neighbours."""
    span = {"nearest": 0, "bilinear": 1}.get(getattr(layer, "interpolation", "nearest"))
    count = len(inputs[0]) - 2
    factors = layer.size if isinstance(layer.size, tuple | list) else (layer.size,) * count
    return None if span is None else Reach((span,) * count, tuple(Fraction(1, factor) for factor in factors))


def _dense(_layer: Any, inputs: tuple[Shape, ...]) -> Reach:
    """On a vector it mixes everything, on a map only the channels of each position."""
    return _ALL if len(inputs[0]) <= 2 else _SAME


def _layer_norm(layer: Any, inputs: tuple[Shape, ...]) -> Reach:
    axes = layer.axis if isinstance(layer.axis, tuple | list) else (layer.axis,)
    is_of_channels = all(axis in (-1, len(inputs[0]) - 1) for axis in axes)
    return _SAME if is_of_channels else _ALL


def _embedding(_layer: Any, inputs: tuple[Shape, ...]) -> Reach:
    count = len(inputs[0]) - 1
    return Reach((0,) * count, (1,) * count)


def _wrapped(layer: Any, inputs: tuple[Shape, ...]) -> Reach | None:
    return reach_of(layer.layer, inputs)


def _same(_layer: Any, _inputs: tuple[Shape, ...]) -> Reach:
    return _SAME


def _all(_layer: Any, _inputs: tuple[Shape, ...]) -> Reach:
    return _ALL


def _unknown(_layer: Any, _inputs: tuple[Shape, ...]) -> None:
    return None


def _operation(operation: Any, _inputs: tuple[Shape, ...]) -> Reach | None:
    """Of those that work value by value; others may mix anything."""
    return _SAME if _is_local(operation.function) else None


def _formula(formula: Any, _inputs: tuple[Shape, ...]) -> Reach | None:
    return _SAME if all(_is_local(function) for function, _, _ in formula.calls) else None


def _is_local(function: str) -> bool:
    group = GROUP_OF.get(function)
    mixing = ("pool", "conv", "attention", "normalization", "crossentropy", "loss", "psnr")
    is_plain = group in {"arithmetic", "function", "comparison", "network"}
    return is_plain and not any(word in function for word in mixing)


_FINDERS: Mapping[str, Callable[[Any, tuple[Shape, ...]], Reach | None]] = {
    "BaseConv": _window,
    "BaseConvTranspose": _transposed,
    "BaseDepthwiseConv": _window,
    "BaseSeparableConv": _window,
    "BasePooling": _pool,
    "UpSampling1D": _upsampling,
    "UpSampling2D": _upsampling,
    "UpSampling3D": _upsampling,
    "Dense": _dense,
    "Embedding": _embedding,
    "LayerNormalization": _layer_norm,
    "RMSNormalization": _layer_norm,
    "UnitNormalization": _layer_norm,
    "Softmax": _layer_norm,
    "SpectralNormalization": _wrapped,
    "Dot": _unknown,
    **dict.fromkeys(("BaseGlobalPooling", "Flatten", "GroupNormalization", "RNN", "Bidirectional"), _all),
    **dict.fromkeys(("Attention", "AdditiveAttention", "MultiHeadAttention", "GroupedQueryAttention"), _all),
    **dict.fromkeys(("ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D"), _same),
    **dict.fromkeys(("Cropping1D", "Cropping2D", "Cropping3D"), _same),
    **dict.fromkeys(("Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Identity", "Masking"), _same),
    **dict.fromkeys(("Dropout", "GaussianDropout", "GaussianNoise", "AlphaDropout"), _same),
    **dict.fromkeys(("BatchNormalization", "Rescaling", "Normalization", "Merge"), _same),
    "ActivityRegularization": _same,
    "OperationCall": _operation,
    "FormulaCall": _formula,
}
