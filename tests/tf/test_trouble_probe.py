"""Probing activations finds dead units in any network, and changes no bit of the run."""

from typing import Any

import keras
import numpy as np
import pytest

from designer.compiler.build import build_model
from designer.graph.expansion import flat
from designer.training.trouble.capture import operations_of
from designer.training.trouble.dead import LayerProbe
from designer.training.trouble.probe import Probe, is_relu
from tests.core.block_projects import NETWORK
from tests.tf.trouble_models import Data, compiled, digits, mlp, train

pytestmark = pytest.mark.tf

DEAD = keras.initializers.Constant(-99.0)


def probe(model: keras.Model, *shapes: tuple[int, ...]) -> dict[str, LayerProbe]:
    generator = np.random.default_rng(0)
    samples = [keras.ops.convert_to_tensor(generator.random((40, *shape)), "float32") for shape in shapes]
    x: Any = samples[0] if len(samples) == 1 else tuple(samples)
    found = Probe(model, lambda: (x, None))
    measured = found.measure()
    assert not measured or found.num_samples == 32
    assert found.measure() == measured
    return measured


def everything() -> keras.Model:
    """Dropout, normalization, an activity regularizer, and a layer that draws numbers in training."""
    keras.utils.set_random_seed(3)
    inputs = keras.Input((64,))
    x = keras.layers.GaussianNoise(0.1)(inputs)
    x = keras.layers.Dense(32, "relu", activity_regularizer=keras.regularizers.L2(1e-3))(x)
    x = keras.layers.Dropout(0.5)(keras.layers.BatchNormalization()(x))
    return compiled(keras.Model(inputs, keras.layers.Dense(10, "softmax", name="scores")(x)))


def test_a_run_that_is_watched_ends_with_the_same_bits() -> None:
    runs = {}
    for has_troubles in (False, True):
        model = everything()
        train(model, digits(), epochs=11, has_troubles=has_troubles)
        runs[has_troubles] = [variable.numpy() for variable in (*model.variables, *model.optimizer.variables)]
    assert len(runs[True]) == len(runs[False])
    for plain, watched in zip(runs[False], runs[True], strict=True):
        np.testing.assert_array_equal(plain, watched)


def test_probing_leaves_no_loss_metric_or_changed_layer_behind() -> None:
    model = everything()
    train(model, digits(100), epochs=1, has_troubles=False)
    before = {metric.name: float(metric.result()) for metric in model.metrics}
    losses = len(model.losses)
    assert Probe(model, lambda: (keras.ops.ones((32, 64)), None)).measure()
    assert {metric.name: float(metric.result()) for metric in model.metrics} == before
    assert len(model.losses) <= losses
    assert not any("call" in vars(layer) for layer in model.layers)


def test_dead_units_are_counted_by_layer() -> None:
    model = mlp(8, 6)
    model.get_layer("dense_1").set_weights([np.zeros((64, 8)), np.array([1.0, -1.0] * 4)])
    measured = probe(model, (64,))
    assert measured["dense_1"] == LayerProbe(8, 4)
    assert set(measured) == {"dense_1", "dense_2"}


def test_a_channel_is_alive_where_any_place_of_it_is() -> None:
    inputs = keras.Input((8, 8, 1))
    x = keras.layers.Conv2D(4, 3, bias_initializer=DEAD, name="conv")(inputs)
    model = keras.Model(inputs, keras.layers.ReLU(name="relu")(x))
    assert probe(model, (8, 8, 1)) == {"relu": LayerProbe(4, 4)}


def test_layers_in_nested_models_are_named_as_in_the_flat_network() -> None:
    inner_input = keras.Input((8,))
    hidden = keras.layers.Dense(5, "relu", bias_initializer=DEAD, name="dense")
    inner = keras.Model(inner_input, hidden(inner_input), name="block")
    inputs = keras.Input((8,))
    model = keras.Model(inputs, keras.layers.Dense(2, name="scores")(inner(inputs)))
    assert probe(model, (8,)) == {"block.dense": LayerProbe(5, 5)}


def test_a_unit_of_a_shared_layer_is_alive_where_any_of_its_calls_is() -> None:
    shared = keras.layers.Dense(4, "relu", kernel_initializer="ones", name="shared")
    left, right = keras.Input((8,)), keras.Input((8,))
    negative = keras.layers.Rescaling(-1.0)(right)
    model = keras.Model([left, right], keras.layers.Add()([shared(left), shared(negative)]))
    assert probe(model, (8,), (8,)) == {"shared": LayerProbe(4, 0)}


def test_operations_and_activation_layers_count_as_well() -> None:
    inputs = keras.Input((8,))
    x = keras.ops.relu(keras.layers.Rescaling(-1.0)(inputs))
    model = keras.Model(inputs, keras.layers.Activation("relu", name="last")(x))
    assert {found.num_dead for found in probe(model, (8,)).values()} == {8}


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (keras.layers.ReLU(), True),
        (keras.layers.ReLU(negative_slope=0.1), False),
        (keras.layers.LeakyReLU(), False),
        (keras.layers.Dense(1, "relu6"), True),
        (keras.layers.Dense(1, "gelu"), False),
        (keras.layers.Dense(1), False),
        (keras.layers.Dense(1, activation=keras.layers.ReLU()), True),
        (keras.layers.SimpleRNN(1, activation="relu"), False),
    ],
)
def test_only_what_is_flat_below_0_can_die(layer: Any, expected: bool) -> None:
    assert is_relu(layer) is expected


def test_values_that_are_not_finite_are_seen() -> None:
    inputs = keras.Input((8,))
    x = keras.ops.log(keras.layers.Rescaling(-1.0)(inputs))
    model = keras.Model(inputs, keras.layers.ReLU(name="relu")(x))
    assert not probe(model, (8,))["relu"].is_finite


def test_what_lies_in_a_loop_is_left_out_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    inputs = keras.Input((5, 8))
    x = keras.layers.TimeDistributed(keras.layers.Dense(4, "relu"))(inputs)
    model = keras.Model(inputs, keras.layers.ReLU(name="relu")(x))
    assert set(probe(model, (5, 8))) == {"relu"}
    assert not caplog.records


def test_a_recurrent_network_is_probed_in_one_graph() -> None:
    inputs = keras.Input((5, 8))
    x = keras.layers.Bidirectional(keras.layers.LSTM(4))(keras.layers.GRU(6, return_sequences=True)(inputs))
    model = keras.Model(inputs, keras.layers.Dense(8, "relu", bias_initializer=DEAD, name="dense")(x))
    assert probe(model, (5, 8)) == {"dense": LayerProbe(8, 8)}


def test_a_model_that_cannot_be_called_so_is_left_alone() -> None:
    def broken() -> tuple[Any, Any]:
        raise ValueError("no samples")

    found = Probe(mlp(4), broken)
    assert found.measure() == {}
    assert found.measure() == {}


def test_a_network_without_a_relu_asks_for_no_samples() -> None:
    assert Probe(mlp(4, activation="tanh"), lambda: pytest.fail("asked")).measure() == {}


def test_a_run_with_several_inputs_is_probed() -> None:
    left, right = keras.Input((64,), name="left"), keras.Input((64,), name="right")
    x = keras.layers.Dense(16, "relu", bias_initializer=DEAD, name="hidden")(
        keras.layers.Concatenate()([left, right])
    )
    model = compiled(keras.Model([left, right], keras.layers.Dense(10, "softmax", name="scores")(x)), "sgd")
    data = digits()
    both = Data((data.x, data.x), data.y, None, data.num_classes)
    [finding] = [each for each in train(model, both, epochs=10) if each.kind == "dead_relu"]
    assert finding.layer == "hidden"


def test_the_layers_of_a_built_project_have_the_names_of_its_flat_network() -> None:
    names = {node.name for node in flat(NETWORK).nodes}
    found = [name for name, _ in operations_of(build_model(NETWORK))]
    assert len(found) > 40
    assert set(found) <= names
