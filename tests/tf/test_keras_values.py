"""Parameter values become real Keras objects, or one clear line."""

from typing import Any

import keras
import pytest

from designer.catalog.values import Expr, KerasObject, Params, Value
from designer.compiler.values import make_layer, make_object, to_keras
from designer.errors import BuildError


def test_nested_objects_are_made() -> None:
    schedule = KerasObject("CosineDecay", {"initial_learning_rate": 0.1, "decay_steps": 100})
    optimizer: Any = make_object(
        "optimizers", KerasObject("SGD", {"learning_rate": schedule, "momentum": 0.9})
    )
    assert isinstance(optimizer, keras.optimizers.SGD)
    assert isinstance(optimizer._learning_rate, keras.optimizers.schedules.CosineDecay)


def test_layer_gets_its_name_and_its_objects() -> None:
    params: Params = {
        "units": 4,
        "activation": KerasObject("LeakyReLU", {"negative_slope": 0.1}),
        "kernel_initializer": "he_normal",
        "kernel_regularizer": KerasObject("L2", {"l2": 0.5}),
        "bias_constraint": KerasObject("NonNeg"),
    }
    layer = make_layer("Dense", "head", params)
    assert layer.name == "head"
    assert isinstance(layer.activation, keras.layers.LeakyReLU)
    assert isinstance(layer.kernel_initializer, keras.initializers.HeNormal)
    assert layer.kernel_regularizer.l2 == 0.5
    assert isinstance(layer.bias_constraint, keras.constraints.NonNeg)


def test_same_name_means_another_class_in_another_place() -> None:
    assert isinstance(make_object("losses", KerasObject("Poisson")), keras.losses.Loss)
    assert isinstance(make_object("metrics", KerasObject("Poisson")), keras.metrics.Metric)


def test_wrapper_and_recurrent_layer_get_inner_layers() -> None:
    bidirectional = make_layer("Bidirectional", None, {"layer": KerasObject("GRU", {"units": 2})})
    assert isinstance(bidirectional.forward_layer, keras.layers.GRU)
    cells: list[Value] = [KerasObject("LSTMCell", {"units": 3}), KerasObject("GRUCell", {"units": 2})]
    assert len(make_layer("RNN", None, {"cell": cells}).cell.cells) == 2


@pytest.mark.parametrize("alias", ["GroupedQueryAttention", "MaxPool2D"])
def test_aliases_of_keras_are_understood(alias: str) -> None:
    given = {"head_dim": 2, "num_query_heads": 2, "num_key_value_heads": 1} if alias.startswith("Gr") else {}
    assert isinstance(make_layer(alias, None, given), keras.layers.Layer)


@pytest.mark.parametrize("value", [None, True, 3, 0.5, "same", (1, 2), [1, [2.0, "a"]], ((0, 1), (2, 3))])
def test_plain_values_stay_what_they_are(value: Any) -> None:
    assert to_keras("any", value) == value
    assert type(to_keras("any", value)) is type(value)


@pytest.mark.parametrize(
    ("layer_type", "params", "message"),
    [
        ("Dens", {}, 'has no layer "Dens". Did you mean Dense?'),
        ("conv2d", {}, "Did you mean Conv2D"),
        ("Dense", {}, "Dense needs units."),
        ("Dense", {"unit": 3}, 'It has no parameter "unit". Did you mean units?'),
        (
            "Dense",
            {"units": 3, "activaton": "relu"},
            'It has no parameter "activaton". Did you mean activation?',
        ),
        ("Dense", {"units": -3}, "expected a positive integer. Received: units=-3"),
        ("Dense", {"units": Expr("filters*2")}, '"filters*2" is an expression outside a block.'),
        ("StringLookup", {"vocabulary": "/etc/hostname"}, "A list is needed here"),
        ("Dense", {"units": KerasObject("L2")}, "L2 can't stand here"),
        ("Dense", {"units": 3, "kernel_regularizer": KerasObject("L3")}, 'has no regularizer "L3".'),
        (
            "Dense",
            {"units": 3, "activation": "rel"},
            "Could not interpret activation function identifier: rel",
        ),
        ("Lambda", {"function": "print"}, '"print" is unknown here.'),
        ("Lambda", {"function": "__import__('os').getcwd()"}, "can't stand in an expression"),
        ("Lambda", {"function": [1]}, "takes an expression over x"),
        ("Dense", {"units": 3, "activation": KerasObject("Lambda")}, "no layer that can stand here"),
        ("InputLayer", {"shape": (3,)}, "not a layer that can be made alone"),
        ("TFSMLayer", {"filepath": "/tmp/x"}, 'has no layer "TFSMLayer".'),
        ("Layer", {}, 'has no layer "Layer".'),
    ],
)
def test_refusal_is_one_clear_line(layer_type: str, params: Params, message: str) -> None:
    with pytest.raises(BuildError) as caught:
        make_layer(layer_type, None, params)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
