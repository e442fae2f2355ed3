"""Floating-point operations of one inference pass on one sample; a multiply-add counts as 2.

The formulas count what the layer computes by definition (Goodfellow et al., Deep Learning, 2016, chapters
6, 9 and 10), as TensorFlow's profiler does for the operations behind it; layers that only move data count 0.
"""

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from designer.compiler.results import Shape, TensorSpec

if TYPE_CHECKING:
    import keras

Formula = Callable[[Any, tuple[Shape, ...], tuple[Shape, ...]], int]
"""Takes the built layer, the input shapes and the output shapes, the batch axis first."""


def layer_flops(
    layer: "keras.layers.Layer", inputs: tuple[TensorSpec, ...], outputs: tuple[TensorSpec, ...]
) -> int:
    """FLOPs of one call; unknown sizes count as 1, so a sequence of unknown length counts per step."""
    formula = next(
        (_FORMULAS[base.__name__] for base in type(layer).__mro__ if base.__name__ in _FORMULAS), None
    )
    if formula is None:
        return 0
    shapes = (tuple(spec.shape for spec in specs) for specs in (inputs, outputs))
    return formula(layer, *shapes) + _activation(layer, outputs[0].shape)


def num_values(shape: Shape) -> int:
    """How many scalars one sample has; unknown sizes count as 1."""
    return math.prod(size or 1 for size in shape[1:])


def _activation(layer: Any, output: Shape) -> int:
    name = getattr(getattr(layer, "activation", None), "__name__", "linear")
    is_applied_here = type(layer).__name__.startswith(
        ("Dense", "Conv", "Depthwise", "Separable", "EinsumDense")
    )
    return num_values(output) * _PER_VALUE.get(name, 1) if is_applied_here else 0


_PER_VALUE: Mapping[str, int] = {
    "linear": 0,
    "relu": 1,
    "softmax": 5,
    "log_softmax": 5,
    "sigmoid": 4,
    "tanh": 5,
}


def _bias(layer: Any, output: Shape) -> int:
    return num_values(output) if getattr(layer, "use_bias", False) else 0


def _conv(layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    taps = int(math.prod(layer.kernel_size)) * (_channels(layer, inputs[0]) // int(layer.groups))
    return 2 * taps * num_values(outputs[0]) + _bias(layer, outputs[0])


def _conv_transpose(layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    taps = int(math.prod(layer.kernel_size) * layer.filters)
    return 2 * taps * num_values(inputs[0]) + _bias(layer, outputs[0])


def _depthwise(layer: Any, _inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    return 2 * int(math.prod(layer.kernel_size)) * num_values(outputs[0]) + _bias(layer, outputs[0])


def _separable(layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    middle = _channels(layer, inputs[0]) * int(layer.depth_multiplier)
    positions = num_values(outputs[0]) // int(layer.filters)
    depthwise = 2 * int(math.prod(layer.kernel_size)) * middle * positions
    return depthwise + 2 * middle * num_values(outputs[0]) + _bias(layer, outputs[0])


def _dense(layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    return 2 * (inputs[0][-1] or 1) * num_values(outputs[0]) + _bias(layer, outputs[0])


def _einsum_dense(layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    contracted = int(math.prod(layer.kernel.shape)) * num_values(inputs[0])
    return 2 * max(contracted // max(1, inputs[0][-1] or 1), num_values(outputs[0]))


def _recurrent(gates: int) -> Formula:
    """`gates` matrix products of [input, state] each step, and about 3 element-wise operations a gate."""

    def count(layer: Any, inputs: tuple[Shape, ...], _outputs: tuple[Shape, ...]) -> int:
        steps, features, units = inputs[0][1] or 1, inputs[0][-1] or 1, int(layer.units)
        return steps * gates * units * (2 * (features + units) + 4)

    return count


def _bidirectional(layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    return 2 * _wrapped(layer.forward_layer, inputs, outputs)


def _time_distributed(layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    inner = (
        tuple((shape[0], *shape[2:]) for shape in inputs),
        tuple((shape[0], *shape[2:]) for shape in outputs),
    )
    return (inputs[0][1] or 1) * _wrapped(layer.layer, *inner)


def _wrapped(layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    return layer_flops(layer, tuple(map(TensorSpec, inputs)), tuple(map(TensorSpec, outputs)))


def _multi_head(layer: Any, inputs: tuple[Shape, ...], _outputs: tuple[Shape, ...]) -> int:
    query, value = inputs[0], inputs[1] if len(inputs) > 1 else inputs[0]
    q_len, v_len = num_values(query) // (query[-1] or 1), num_values(value) // (value[-1] or 1)
    heads, key_dim, value_dim = _attention_sizes(layer)
    features, source = query[-1] or 1, value[-1] or 1
    projections = q_len * features * heads * key_dim + v_len * source * heads * (key_dim + value_dim)
    scores = q_len * v_len * heads * (key_dim + value_dim)
    output = q_len * heads * value_dim * features
    return 2 * (projections + scores + output) + 5 * heads * q_len * v_len


def _attention_sizes(layer: Any) -> tuple[int, int, int]:
    config = layer.get_config()
    heads = int(config.get("num_heads") or config.get("num_query_heads"))
    key_dim = int(config.get("key_dim") or config.get("head_dim"))
    return heads, key_dim, int(config.get("value_dim") or key_dim)


def _dot_attention(_layer: Any, inputs: tuple[Shape, ...], _outputs: tuple[Shape, ...]) -> int:
    query, value = inputs[0], inputs[1]
    pairs = (query[1] or 1) * (value[1] or 1)
    return pairs * (2 * (query[-1] or 1) + 2 * (value[-1] or 1) + 5)


def _per_output(factor: int) -> Formula:
    return lambda _layer, _inputs, outputs: factor * num_values(outputs[0])


def _pool(layer: Any, _inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    return int(math.prod(layer.pool_size)) * num_values(outputs[0])


def _global_pool(_layer: Any, inputs: tuple[Shape, ...], _outputs: tuple[Shape, ...]) -> int:
    return num_values(inputs[0])


def _merge(_layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    return (len(inputs) - 1) * num_values(outputs[0])


def _dot(_layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    contracted = math.sqrt(num_values(inputs[0]) * num_values(inputs[1]) / max(1, num_values(outputs[0])))
    return round(2 * contracted) * num_values(outputs[0])


def _activation_layer(layer: Any, _inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    name = getattr(getattr(layer, "activation", None), "__name__", type(layer).__name__.lower())
    return _PER_VALUE.get(name, 1) * num_values(outputs[0])


def _channels(layer: Any, shape: Shape) -> int:
    axis = 1 if getattr(layer, "data_format", None) == "channels_first" else -1
    return shape[axis] or 1


_FORMULAS: Mapping[str, Formula] = {
    "BaseConv": _conv,
    "BaseConvTranspose": _conv_transpose,
    "BaseDepthwiseConv": _depthwise,
    "BaseSeparableConv": _separable,
    "Dense": _dense,
    "EinsumDense": _einsum_dense,
    "LSTM": _recurrent(4),
    "GRU": _recurrent(3),
    "SimpleRNN": _recurrent(1),
    "Bidirectional": _bidirectional,
    "TimeDistributed": _time_distributed,
    "MultiHeadAttention": _multi_head,
    "GroupedQueryAttention": _multi_head,
    "Attention": _dot_attention,
    "BatchNormalization": _per_output(2),
    "LayerNormalization": _per_output(8),
    "GroupNormalization": _per_output(8),
    "RMSNormalization": _per_output(4),
    "UnitNormalization": _per_output(3),
    "Normalization": _per_output(2),
    "Rescaling": _per_output(2),
    "BasePooling": _pool,
    "BaseGlobalPooling": _global_pool,
    "Dot": _dot,
    "Concatenate": _per_output(0),
    "Merge": _merge,
    "Activation": _activation_layer,
    "ReLU": _activation_layer,
    "LeakyReLU": _per_output(2),
    "PReLU": _per_output(2),
    "ELU": _per_output(3),
    "Softmax": _activation_layer,
}
