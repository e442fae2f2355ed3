"""Floating-point operations of one inference pass on one sample; a multiply-add counts as 2.

The formulas count what the layer computes by definition (Goodfellow et al., Deep Learning, 2016, chapters
6, 9 and 10), as TensorFlow's profiler does for the operations behind it; layers that only move data count 0.
"""

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from designer.compiler import flops_normalization as normalization
from designer.compiler.flops_operations import PER_VALUE, formula_flops, operation_flops
from designer.compiler.results import Shape, TensorSpec, num_values

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
    activation = _activation(layer, outputs[0].shape) if formula in _WITH_ACTIVATION else 0
    return formula(layer, *shapes) + activation


def _activation(layer: Any, output: Shape) -> int:
    name = getattr(layer.activation, "__name__", "")
    return num_values(output) * PER_VALUE.get(name, 1)


_CELLS: Mapping[str, tuple[int, int]] = {
    "LSTMCell": (4, 34),
    "GRUCell": (3, 27),
    "SimpleRNNCell": (1, 7),
}
"""Products with [input, state] for each unit and step; and biases, activations and the mixing of states."""


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
    """Every value of the input is used once for each place on the axes that only the kernel has."""
    source, kernel = layer.equation.partition("->")[0].split(",")
    sizes = zip(kernel, layer.kernel.shape, strict=True)
    uses = math.prod(int(size) for axis, size in sizes if axis not in source)
    return 2 * uses * num_values(inputs[0]) + (num_values(outputs[0]) if layer.bias is not None else 0)


def _recurrent(layer: Any, inputs: tuple[Shape, ...], _outputs: tuple[Shape, ...]) -> int:
    features, count = inputs[0][-1] or 1, 0
    for cell in getattr(layer.cell, "cells", [layer.cell]):
        gates, element_wise = _CELLS.get(type(cell).__name__, (0, 0))
        units = int(cell.state_size[0] if isinstance(cell.state_size, list) else cell.state_size)
        count += units * (2 * gates * (features + units) + element_wise)
        features = units
    return (inputs[0][1] or 1) * count


def _conv_lstm(layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    """An LSTM whose products are convolutions, of the input and of the state."""
    gates, element_wise = _CELLS["LSTMCell"]
    filters, window = int(layer.filters), int(math.prod(layer.kernel_size))
    values = math.prod(size or 1 for size in outputs[0][-len(layer.kernel_size) - 1 :])
    axis = 2 if layer.data_format == "channels_first" else -1
    taps = window * ((inputs[0][axis] or 1) + filters)
    return (inputs[0][1] or 1) * values * (2 * gates * taps + element_wise)


def _bidirectional(layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    return 2 * _wrapped(layer.forward_layer, inputs, outputs)


def _time_distributed(layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    inner = (
        tuple((shape[0], *shape[2:]) for shape in inputs),
        tuple((shape[0], *shape[2:]) for shape in outputs),
    )
    return (inputs[0][1] or 1) * _wrapped(layer.layer, *inner)


def _spectral(layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    return _wrapped(layer.layer, inputs, outputs)


def _wrapped(layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    return layer_flops(layer, tuple(map(TensorSpec, inputs)), tuple(map(TensorSpec, outputs)))


def _multi_head(layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    """Projections of query, key and value; scores, their softmax, the weighted sum; the output projection."""
    query, value, key = inputs[0], inputs[1], inputs[2] if len(inputs) > 2 else inputs[1]
    queries, pairs = _positions(query), _positions(query) * _positions(value)
    heads, source_heads, key_dim, value_dim = _attention_sizes(layer)
    projections = heads * key_dim * num_values(query)
    projections += source_heads * (key_dim * num_values(key) + value_dim * num_values(value))
    mixing = pairs * heads * (key_dim + value_dim)
    output = queries * heads * value_dim * (outputs[0][-1] or 1)
    return 2 * (projections + mixing + output) + PER_VALUE["softmax"] * heads * pairs


def _positions(shape: Shape) -> int:
    return num_values(shape) // (shape[-1] or 1)


def _attention_sizes(layer: Any) -> tuple[int, int, int, int]:
    """Heads of the query, heads of key and value, and the sizes of a key and of a value."""
    config = layer.get_config()
    if "head_dim" in config:
        size = int(config["head_dim"])
        return int(config["num_query_heads"]), int(config["num_key_value_heads"]), size, size
    heads, key_dim = int(config["num_heads"]), int(config["key_dim"])
    return heads, heads, key_dim, int(config["value_dim"] or key_dim)


def _additive_attention(_layer: Any, inputs: tuple[Shape, ...], _outputs: tuple[Shape, ...]) -> int:
    """The score of a pair is the sum of scale × tanh(query + key)."""
    query, value = inputs[0], inputs[1]
    score = (query[-1] or 1) * (3 + PER_VALUE["tanh"])
    pairs = (query[1] or 1) * (value[1] or 1)
    return pairs * (score + 2 * (value[-1] or 1) + PER_VALUE["softmax"])


def _dot_attention(_layer: Any, inputs: tuple[Shape, ...], _outputs: tuple[Shape, ...]) -> int:
    query, value = inputs[0], inputs[1]
    pairs = (query[1] or 1) * (value[1] or 1)
    return pairs * (2 * (query[-1] or 1) + 2 * (value[-1] or 1) + PER_VALUE["softmax"])


def _per_output(factor: int) -> Formula:
    return lambda _layer, _inputs, outputs: factor * num_values(outputs[0])


def _pool(layer: Any, _inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    return int(math.prod(layer.pool_size)) * num_values(outputs[0])


def _global_pool(_layer: Any, inputs: tuple[Shape, ...], _outputs: tuple[Shape, ...]) -> int:
    return num_values(inputs[0])


def _merge(_layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    return (len(inputs) - 1) * num_values(outputs[0])


def _average(_layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    return len(inputs) * num_values(outputs[0])


def _dot(_layer: Any, inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    contracted = math.sqrt(num_values(inputs[0]) * num_values(inputs[1]) / max(1, num_values(outputs[0])))
    return round(2 * contracted) * num_values(outputs[0])


def _activation_layer(layer: Any, _inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> int:
    name = getattr(getattr(layer, "activation", None), "__name__", type(layer).__name__.lower())
    return PER_VALUE.get(name, 1) * num_values(outputs[0])


def _channels(layer: Any, shape: Shape) -> int:
    axis = 1 if getattr(layer, "data_format", None) == "channels_first" else -1
    return shape[axis] or 1


_WITH_ACTIVATION = {_conv, _conv_transpose, _depthwise, _separable, _dense, _einsum_dense}
_FORMULAS: Mapping[str, Formula] = {
    "BaseConv": _conv,
    "BaseConvTranspose": _conv_transpose,
    "BaseDepthwiseConv": _depthwise,
    "BaseSeparableConv": _separable,
    "Dense": _dense,
    "EinsumDense": _einsum_dense,
    "RNN": _recurrent,
    "ConvLSTM": _conv_lstm,
    "Bidirectional": _bidirectional,
    "TimeDistributed": _time_distributed,
    "SpectralNormalization": _spectral,
    "MultiHeadAttention": _multi_head,
    "GroupedQueryAttention": _multi_head,
    "Attention": _dot_attention,
    "AdditiveAttention": _additive_attention,
    "BatchNormalization": normalization.batch_normalization,
    "LayerNormalization": normalization.layer_normalization,
    "GroupNormalization": normalization.group_normalization,
    "RMSNormalization": normalization.rms_normalization,
    "UnitNormalization": normalization.unit_normalization,
    "Normalization": _per_output(2),
    "Rescaling": _per_output(2),
    "BasePooling": _pool,
    "BaseGlobalPooling": _global_pool,
    "BaseAdaptivePooling": _global_pool,
    "Dot": _dot,
    "Concatenate": _per_output(0),
    "Average": _average,
    "Merge": _merge,
    "Activation": _activation_layer,
    "ReLU": _activation_layer,
    "LeakyReLU": _per_output(2),
    "PReLU": _per_output(4),
    "ELU": _per_output(3),
    "Softmax": _activation_layer,
    "OperationCall": operation_flops,
    "FormulaCall": formula_flops,
}
