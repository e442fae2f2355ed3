"""Each rule is shown by a real run that has the trouble, and healthy runs stay without a word."""

from typing import Any

import keras
import numpy as np
import pytest

from tests.tf.trouble_models import Data, compiled, digits, kinds, mlp, train

pytestmark = pytest.mark.tf


@pytest.fixture(autouse=True)
def _seeded() -> None:
    keras.utils.set_random_seed(1)


def adam(rate: float) -> Any:
    return keras.optimizers.Adam(rate)


def sgd(rate: float, **params: Any) -> Any:
    return keras.optimizers.SGD(rate, **params)


def test_samples_that_say_nothing_leave_the_loss_where_guessing_is() -> None:
    data = digits()
    data.x = np.ones_like(data.x)
    [finding] = train(compiled(mlp(16)), data, epochs=6)
    assert finding.kind == "stuck_loss"
    assert "guessing costs 2.303" in finding.evidence


def test_a_learning_rate_far_too_low_leaves_the_loss_where_it_is() -> None:
    assert "stuck_loss" in kinds(train(compiled(mlp(16), sgd(1e-7)), digits(), epochs=6))


def test_a_learning_rate_far_too_high_explodes_the_updates_of_named_layers() -> None:
    found = train(compiled(mlp(32, 32), adam(1.0)), digits(), epochs=2)
    [finding, *_] = [each for each in found if each.kind == "exploding_updates"]
    assert finding.layer in {"dense_1", "dense_2", "scores"}
    assert finding.step == 10


def test_many_sigmoids_make_the_first_layers_vanish() -> None:
    model = mlp(*[16] * 14, activation="sigmoid", kernel_initializer=keras.initializers.RandomNormal(0, 0.05))
    found = train(compiled(model, sgd(0.5)), digits(), epochs=3)
    [finding] = [each for each in found if each.kind == "vanishing_updates"]
    assert finding.layer == "dense_1"
    assert "others vanish" in finding.message


def test_relus_behind_a_large_negative_bias_are_dead() -> None:
    model = mlp(64, 64, bias_initializer=keras.initializers.Constant(-20.0))
    found = train(compiled(model, sgd(0.01)), digits(), epochs=12)
    [finding] = [each for each in found if each.kind == "dead_relu"]
    assert finding.message == "All units of dense_1 and dense_2 are dead."
    assert finding.step == 200


def test_a_large_network_on_a_few_wrong_labels_overfits() -> None:
    data = digits(100)
    data.y = np.where(np.arange(100) % 3 == 0, (data.y + 3) % 10, data.y)
    found = train(compiled(mlp(256, 256), adam(3e-3)), data, epochs=30)
    assert kinds(found) == {"overfitting"}
    assert len(found) == 1


def deep_classifier() -> keras.Model:
    """Convolutions with batch normalization and dropout."""
    inputs = x = keras.Input((8, 8, 1), name="input")
    for filters in (16, 32):
        x = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
    x = keras.layers.Dropout(0.3)(keras.layers.GlobalAveragePooling2D()(x))
    return keras.Model(inputs, keras.layers.Dense(10, "softmax", name="scores")(x))


@pytest.mark.parametrize(
    ("width", "optimizer", "batch_size"),
    [
        pytest.param(32, adam(1e-3), 50, id="Adam"),
        pytest.param(32, adam(1e-2), 50, id="Adam, fast", marks=pytest.mark.slow),
        pytest.param(64, sgd(0.1, momentum=0.9), 50, id="SGD with momentum"),
        pytest.param(32, sgd(0.01), 2, id="noisy small batches", marks=pytest.mark.slow),
        pytest.param(16, sgd(0.01), 100, id="slow", marks=pytest.mark.slow),
    ],
)
def test_healthy_classifiers_are_calm(width: int, optimizer: Any, batch_size: int) -> None:
    epochs = 3 if batch_size == 2 else 10
    assert not train(compiled(mlp(width), optimizer), digits(), epochs=epochs, batch_size=batch_size)


def test_a_healthy_convolutional_network_is_calm() -> None:
    assert not train(compiled(deep_classifier()), digits(flat=False), epochs=11)


def test_a_warm_up_from_almost_nothing_is_calm() -> None:
    schedule = keras.optimizers.schedules.CosineDecay(
        1e-9, 400, warmup_target=3e-3, warmup_steps=150, alpha=0.1
    )
    assert not train(compiled(mlp(32), adam(schedule)), digits(), epochs=12)


def test_a_regression_that_is_solved_is_calm() -> None:
    generator = np.random.default_rng(0)
    x = generator.standard_normal((1000, 64)).astype(np.float32)
    y = (x @ generator.standard_normal((64, 1)) / 8).astype(np.float32)
    data = Data(x[:800], y[:800], (x[800:], y[800:]))
    model = compiled(mlp(units=1, last=None), adam(0.01), keras.losses.MeanSquaredError())
    assert not train(model, data, epochs=25)


def test_a_regression_of_what_cannot_be_known_is_stuck() -> None:
    labels = np.where(np.random.default_rng(0).random((1000, 1)) < 0.5, -1, 1)
    data = Data(np.zeros((1000, 64), np.float32), labels.astype(np.float32))
    model = compiled(mlp(units=1, last=None), sgd(0.01), keras.losses.MeanSquaredError())
    assert "stuck_loss" in kinds(train(model, data, epochs=10))


def test_a_new_head_on_a_frozen_backbone_is_calm() -> None:
    backbone = compiled(mlp(32))
    train(backbone, digits(), epochs=8, has_troubles=False)
    frozen = keras.Model(backbone.inputs, backbone.layers[1].output, name="backbone")
    frozen.trainable = False
    scores = keras.layers.Dense(10, "softmax", name="scores")(frozen(backbone.inputs))
    assert not train(compiled(keras.Model(backbone.inputs, scores), adam(1e-3)), digits(), epochs=10)


def test_an_output_without_a_loss_does_not_vanish() -> None:
    model = mlp(32)
    idle = keras.layers.Dense(3, name="idle")(model.layers[1].output)
    model = keras.Model(model.inputs, [model.output, idle])
    losses = [keras.losses.SparseCategoricalCrossentropy() for _ in range(2)]
    compiled(model, loss=losses, loss_weights=[1.0, 0.0])
    data = digits()
    data.y = (data.y, np.zeros(len(data.y), np.int32))
    data.validation = None
    assert not train(model, data, epochs=10)
