"""A loss that is no number is traced to the data, a layer, a gradient, or updates that ran away."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest

from designer.training.trouble.finding import Finding
from designer.training.trouble.nonfinite import diagnose
from tests.tf.trouble_models import compiled, mlp

pytestmark = pytest.mark.tf


@pytest.fixture(autouse=True)
def _seeded() -> None:
    keras.utils.set_random_seed(1)


def batch(size: int = 16) -> tuple[Any, Any]:
    generator = np.random.default_rng(0)
    return generator.random((size, 64), np.float32), generator.integers(0, 10, size).astype(np.int32)


def restorer(model: keras.Model) -> Callable[[], None]:
    values = [variable.numpy() for variable in model.variables]

    def restore() -> None:
        for variable, value in zip(model.variables, values, strict=True):
            variable.assign(value)

    return restore


def lose(model: keras.Model, *names: str) -> None:
    """Fill the weights of layers with NaN, as an update does."""
    for name in names:
        layer = model.get_layer(name)
        layer.set_weights([np.full_like(weight, np.nan) for weight in layer.get_weights()])


def diagnosed(model: keras.Model, x: Any = None, y: Any = None) -> Finding:
    default_x, default_y = batch()
    given = default_x if x is None else x, default_y if y is None else y
    return diagnose(model, given, restorer(model), 37)


def test_nan_in_the_samples_is_told_with_its_place() -> None:
    x, _ = batch()
    x[4, 3] = np.nan
    finding = diagnosed(compiled(mlp(8)), x)
    assert finding.message == "The loss is no number any more at step 37: the samples hold NaN."
    assert finding.evidence == "1 of the 16 samples of the batch hold NaN, the first at place 5."
    assert "Remove such samples" in finding.remedy
    assert finding.layer == ""


def test_infinity_in_the_labels_of_a_regression_is_told() -> None:
    x, _ = batch()
    y = np.zeros((16, 1), np.float32)
    y[0] = np.inf
    finding = diagnosed(compiled(mlp(units=1, last=None), loss=keras.losses.MeanSquaredError()), x, y)
    assert finding.message.endswith("the labels hold infinity.")


def test_the_first_layer_whose_output_is_not_finite_is_named() -> None:
    inputs = keras.Input((64,))
    x = keras.layers.Dense(8, name="before")(inputs)
    x = keras.ops.log(keras.layers.Rescaling(-1.0)(keras.ops.abs(x)))
    model = compiled(keras.Model(inputs, keras.layers.Dense(10, "softmax", name="scores")(x)))
    finding = diagnosed(model)
    assert finding.layer.startswith("log")
    assert "gives NaN" in finding.message
    assert "128 of 128 values" in finding.evidence
    assert "above 0" in finding.remedy


def test_a_layer_in_a_nested_model_is_named_as_in_the_flat_network() -> None:
    inner_input = keras.Input((64,))
    hidden = keras.layers.Dense(4, kernel_initializer=keras.initializers.Constant(3e38), name="huge")
    inner = keras.Model(inner_input, hidden(inner_input), name="block")
    inputs = keras.Input((64,))
    model = compiled(keras.Model(inputs, keras.layers.Dense(10, "softmax")(inner(inputs))))
    finding = diagnosed(model)
    assert finding.layer == "block.huge"
    assert "Its weights reach 3e+38" in finding.evidence
    assert "learning rate" in finding.remedy


def test_a_gradient_that_is_not_finite_is_told_where_all_outputs_are() -> None:
    inputs = keras.Input((64,))
    x = keras.layers.Dense(8, kernel_initializer="zeros", name="hidden")(inputs)
    x = keras.ops.sqrt(keras.ops.abs(x))
    model = compiled(keras.Model(inputs, keras.layers.Dense(10, "softmax", name="scores")(x)))
    finding = diagnosed(model)
    assert "the gradient of hidden is NaN" in finding.message
    assert "2 of 4 gradients" in finding.evidence
    assert finding.layer.startswith("sqrt")
    assert "gradient at 0 is infinite" in finding.remedy


def test_a_loss_that_is_not_finite_by_itself_is_told_with_its_output() -> None:
    class Bad(keras.losses.Loss):
        def call(self, y_true: Any, y_pred: Any) -> Any:
            return keras.ops.log(keras.ops.mean(y_pred, axis=-1) - 1.0)

    finding = diagnosed(compiled(mlp(8), loss=Bad()))
    assert "the loss itself isn't finite" in finding.message
    assert finding.layer == "scores"


def test_updates_that_ran_away_are_told_by_the_weights_that_were_lost() -> None:
    model = compiled(mlp(8))
    restore = restorer(model)
    lose(model, "dense_1", "scores")
    finding = diagnose(model, batch(), restore, 37)
    assert finding.message.endswith("the updates of dense_1 ran away.")
    assert "2 of 2 layers" in finding.evidence
    assert finding.layer == "dense_1"
    assert all(np.isfinite(weight).all() for weight in model.get_weights())


def test_weights_that_are_huge_but_finite_are_told_before_they_are_restored() -> None:
    model = compiled(mlp(8, 8))
    restore = restorer(model)
    layer = model.get_layer("dense_2")
    layer.set_weights([np.full((8, 8), 3e38, np.float32), np.zeros(8)])
    finding = diagnose(model, batch(), restore, 37)
    assert finding.layer == "dense_2"
    assert "Its weights reach 3e+38" in finding.evidence


def test_weights_that_have_grown_without_bound_are_told_where_the_step_itself_is_finite() -> None:
    model = compiled(mlp(8))
    restore = restorer(model)
    layer = model.get_layer("scores")
    layer.set_weights([weight + 1e20 for weight in layer.get_weights()])
    finding = diagnose(model, batch(), restore, 37)
    assert finding.message.endswith("the updates of scores ran away.")
    assert "had grown to 1e+20" in finding.evidence


def test_the_model_has_the_last_good_weights_and_random_numbers_afterwards() -> None:
    inputs = keras.Input((64,))
    x = keras.layers.Dropout(0.5)(keras.layers.BatchNormalization()(inputs))
    model = compiled(keras.Model(inputs, keras.layers.Dense(10, "softmax")(x)))
    before = [variable.numpy() for variable in model.variables]
    diagnosed(model)
    for variable, value in zip(model.variables, before, strict=True):
        np.testing.assert_array_equal(variable.numpy(), value)


def test_float16_is_told_as_the_reason_where_it_is() -> None:
    inputs = keras.Input((64,))
    hidden = keras.layers.Dense(
        8, kernel_initializer=keras.initializers.Constant(6e4), dtype="mixed_float16", name="hidden"
    )
    model = compiled(keras.Model(inputs, keras.layers.Dense(10, "softmax", dtype="float32")(hidden(inputs))))
    finding = diagnosed(model)
    assert finding.layer == "hidden"
    assert "bfloat16" in finding.remedy
