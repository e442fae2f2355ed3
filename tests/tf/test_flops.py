"""FLOPs are those that TensorFlow's profiler counts, and by hand where the profiler can't count."""

from collections.abc import Mapping
from math import prod

import keras
import pytest
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

from designer.catalog.values import KerasObject, Value
from designer.compiler.analysis import analyse
from designer.compiler.build import build_model
from designer.document.presets import load_preset
from tests.tf.graphs import Shape, join


def profiled_flops(model: keras.Model) -> int:
    """What the profiler counts in one inference pass on one sample."""
    call = tf.function(lambda *inputs: model(inputs if len(inputs) > 1 else inputs[0], training=False))
    specs = [tf.TensorSpec((1, *tensor.shape[1:]), tensor.dtype) for tensor in model.inputs]
    frozen = convert_variables_to_constants_v2(call.get_concrete_function(*specs))
    options = tf.compat.v1.profiler.ProfileOptionBuilder.float_operation()
    with tf.Graph().as_default() as graph:
        tf.graph_util.import_graph_def(frozen.graph.as_graph_def(), name="")
        found = tf.compat.v1.profiler.profile(graph, options={**options, "output": "none"})
    return int(found.total_float_ops)


def flops(layer_type: str, *shapes: Shape, **params: Value) -> int:
    return analyse(join(layer_type, *shapes, **params)).nodes["layer"].flops


@pytest.mark.parametrize(
    ("name", "params"),
    [
        *((name, {}) for name in ("digits_resnet", "svgg", "wide_resnet")),
        *(pytest.param(name, {}, marks=pytest.mark.slow) for name in ("resnet30", "plain30")),
        *(
            ("wide_resnet", {"num_convs": num_convs, "width": width})
            for num_convs, width in ((10, 1), (16, 1), (16, 4))
        ),
        pytest.param("wide_resnet", {"num_convs": 28, "width": 10}, marks=pytest.mark.slow),
    ],
)
def test_networks_are_within_one_percent_of_the_profiler(name: str, params: Mapping[str, int]) -> None:
    graph = load_preset(name, **params).graph
    assert analyse(graph).flops == pytest.approx(profiled_flops(build_model(graph)), rel=0.01)


@pytest.mark.parametrize(
    ("layer_type", "shapes", "params"),
    [
        ("Dense", [(6,)], {"units": 3}),
        ("Dense", [(6,)], {"units": 3, "use_bias": False, "activation": "softmax"}),
        ("Conv2D", [(16, 16, 6)], {"filters": 4, "kernel_size": (3, 2), "strides": 2}),
        ("Conv1D", [(16, 3)], {"filters": 4, "kernel_size": 3, "padding": "causal"}),
        ("Conv3D", [(8, 8, 8, 2)], {"filters": 4, "kernel_size": 3}),
        ("DepthwiseConv2D", [(16, 16, 3)], {"kernel_size": 3, "depth_multiplier": 2}),
        ("SeparableConv2D", [(16, 16, 3)], {"filters": 5, "kernel_size": 3, "depth_multiplier": 2}),
        ("Conv2D", [(16, 16, 6)], {"filters": 4, "kernel_size": 3, "dilation_rate": 2, "padding": "same"}),
        ("Conv1DTranspose", [(8, 3)], {"filters": 4, "kernel_size": 3, "strides": 2, "padding": "same"}),
        ("Conv2DTranspose", [(8, 8, 3)], {"filters": 4, "kernel_size": 3, "strides": 2, "padding": "same"}),
        ("DepthwiseConv1D", [(16, 3)], {"kernel_size": 3}),
        ("SeparableConv1D", [(16, 3)], {"filters": 5, "kernel_size": 3}),
        ("EinsumDense", [(8, 3)], {"equation": "abc,cd->abd", "output_shape": (8, 4), "bias_axes": "d"}),
        ("MaxPooling2D", [(16, 16, 3)], {"pool_size": 2}),
        ("MaxPooling1D", [(16, 3)], {"pool_size": 2}),
        ("AveragePooling2D", [(16, 16, 3)], {"pool_size": 3, "strides": 2}),
        ("GlobalAveragePooling1D", [(16, 3)], {}),
        ("GlobalAveragePooling2D", [(16, 16, 3)], {}),
        ("BatchNormalization", [(8, 8, 3)], {}),
        ("BatchNormalization", [(10, 8)], {"scale": False, "center": False}),
        ("LayerNormalization", [(8, 8, 3)], {}),
        ("LayerNormalization", [(10, 8)], {"scale": False}),
        ("LayerNormalization", [(10, 8)], {"center": False}),
        ("GroupNormalization", [(8, 8, 4)], {"groups": 2}),
        ("GroupNormalization", [(10, 8)], {"groups": 4, "scale": False}),
        ("RMSNormalization", [(8, 8, 3)], {}),
        ("UnitNormalization", [(10, 8)], {}),
        ("Rescaling", [(8, 8, 3)], {"scale": 0.5, "offset": 1.0}),
        ("Activation", [(6,)], {"activation": "gelu"}),
        ("PReLU", [(6,)], {}),
        ("Softmax", [(6,)], {}),
        ("Add", [(6,)] * 3, {}),
        ("Subtract", [(6,)] * 2, {}),
        ("Multiply", [(6,)] * 3, {}),
        ("Maximum", [(6,)] * 3, {}),
        ("Average", [(6,)] * 3, {}),
        ("Dot", [(8, 3), (5, 3)], {"axes": 2}),
        ("Attention", [(8, 3), (5, 3)], {}),
        ("TimeDistributed", [(8, 3)], {"layer": KerasObject("Dense", {"units": 3})}),
        ("Flatten", [(8, 3)], {}),
    ],
)
def test_layers_are_counted_as_the_profiler_does(
    layer_type: str, shapes: list[Shape], params: dict[str, Value]
) -> None:
    model = build_model(join(layer_type, *shapes, **params))
    assert flops(layer_type, *shapes, **params) == profiled_flops(model)


def test_a_grouped_convolution_sees_only_its_group() -> None:
    whole, halves = (flops("Conv2D", (8, 8, 6), filters=4, kernel_size=3, groups=groups) for groups in (1, 2))
    bias = 6 * 6 * 4
    assert whole - bias == 2 * (halves - bias)


def test_a_transposed_convolution_spreads_each_value_over_its_window() -> None:
    expected = 2 * (16 * 16 * 3) * (3 * 3 * 4) + 33 * 33 * 4
    given = flops("Conv2DTranspose", (16, 16, 3), filters=4, kernel_size=3, strides=2)
    assert given == expected


def test_recurrent_layers_count_every_time_step() -> None:
    steps, features, units = 10, 32, 16
    products = 2 * units * (features + units)
    sigmoid, tanh = 4, 5
    # A gate adds the two products and its bias; the state mixes by 3 products and a sum.
    lstm = 4 * (products + 2 * units) + units * (3 * sigmoid + 2 * tanh + 4)
    assert flops("LSTM", (steps, features), units=units) == steps * lstm
    # The GRU of Keras has a bias on each product; one product resets, two and a sum mix the states.
    gru = 3 * (products + 3 * units) + units * (2 * sigmoid + tanh + 5)
    assert flops("GRU", (steps, features), units=units) == steps * gru
    simple = products + units * (2 + tanh)
    assert flops("SimpleRNN", (steps, features), units=units) == steps * simple
    two_ways = flops("Bidirectional", (steps, features), layer=KerasObject("GRU", {"units": units}))
    assert two_ways == 2 * steps * gru


def test_stacked_cells_feed_each_other() -> None:
    cells: Value = [KerasObject("LSTMCell", {"units": 16}), KerasObject("GRUCell", {"units": 8})]
    stacked = flops("RNN", (10, 32), cell=cells)
    assert stacked == flops("LSTM", (10, 32), units=16) + flops("GRU", (10, 16), units=8)


def test_a_convolutional_lstm_is_an_lstm_of_convolutions() -> None:
    places, taps = 6 * 6 * 2, 9 * (3 + 2)
    expected = 4 * places * (4 * 2 * taps + 4 * 2 + 3 * 4 + 2 * 5 + 4)
    assert flops("ConvLSTM2D", (4, 8, 8, 3), filters=2, kernel_size=3) == expected


@pytest.mark.parametrize(("layer_type", "kv_heads"), [("MultiHeadAttention", 4), ("GroupQueryAttention", 2)])
def test_attention_counts_projections_scores_and_mixing(layer_type: str, kv_heads: int) -> None:
    query, value, heads, size = (8, 6), (5, 6), 4, 3
    params = {"num_heads": heads, "key_dim": size}
    if layer_type == "GroupQueryAttention":
        params = {"num_query_heads": heads, "head_dim": size, "num_key_value_heads": kv_heads}
    projections = heads * size * prod(query) + 2 * kv_heads * size * prod(value)
    mixing, output = 2 * heads * 8 * 5 * size, 8 * heads * size * 6
    expected = 2 * (projections + mixing + output) + 5 * heads * 8 * 5
    assert flops(layer_type, query, value, **params) == expected


def test_a_sequence_of_unknown_length_counts_per_step() -> None:
    assert flops("LSTM", (None, 32), units=16) == flops("LSTM", (1, 32), units=16)
