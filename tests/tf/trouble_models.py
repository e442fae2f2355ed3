"""Small compiled models, trained as the trainer does it, with the rules listening."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from designer.training.averages import OwnValues
from designer.training.histograms import HistogramSampler
from designer.training.trouble.finding import Finding
from designer.training.trouble.watch import Troubles

if TYPE_CHECKING:
    import keras

Floats = NDArray[np.float32]


@dataclass
class Data:
    """Arrays to train and validate on."""

    x: Any
    y: Any
    validation: tuple[Any, Any] | None = None
    num_classes: Mapping[str, int] = field(default_factory=dict)


def digits(num_train: int = 1000, *, flat: bool = True) -> Data:
    """The digits from 0 to 1, the rest of them for validation."""
    from sklearn.datasets import load_digits

    found = load_digits()
    x = (found.images / 16).astype(np.float32)[..., None]
    x = x.reshape(len(x), -1) if flat else x
    y = found.target.astype(np.int32)
    rest = (x[num_train:], y[num_train:])
    return Data(x[:num_train], y[:num_train], rest, {"scores": 10})


def mlp(
    *widths: int, activation: str = "relu", units: int = 10, last: str | None = "softmax", **params: Any
) -> "keras.Model":
    """Dense layers on 64 numbers: dense_1, dense_2… and scores."""
    import keras

    inputs = x = keras.Input((64,), name="input")
    for number, width in enumerate(widths, start=1):
        x = keras.layers.Dense(width, activation=activation, name=f"dense_{number}", **params)(x)
    scores = keras.layers.Dense(units, activation=last, name="scores")(x)
    return keras.Model(inputs, scores)


def compiled(
    model: "keras.Model", optimizer: Any = "adam", loss: Any = None, **settings: Any
) -> "keras.Model":
    import keras

    loss = loss or keras.losses.SparseCategoricalCrossentropy()
    model.compile(optimizer=optimizer, loss=loss, **settings)
    return model


def train(
    model: "keras.Model",
    data: Data,
    *,
    epochs: int,
    batch_size: int = 50,
    interval: int = 10,
    has_troubles: bool = True,
) -> list[Finding]:
    """Fit, and give what was told."""
    import keras

    found: list[Finding] = []
    watching = Watching(model, data, found, batch_size, interval) if has_troubles else None

    class Callback(keras.callbacks.Callback):
        def on_train_begin(self, logs: Any = None) -> None:
            if watching:
                watching.sample(0)

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            if watching:
                watching.own.reset()

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            if watching:
                watching.batch_ended(logs)

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            if watching:
                watching.epoch_ended(epoch + 1, logs)

    arguments = {"epochs": epochs, "batch_size": batch_size, "validation_data": data.validation}
    model.fit(data.x, data.y, callbacks=[Callback()], verbose=0, **arguments)
    return found


class Watching:
    """The rules behind one `fit`."""

    def __init__(
        self, model: "keras.Model", data: Data, found: list[Finding], batch_size: int, interval: int
    ) -> None:
        self.own = OwnValues()
        self.troubles = Troubles(
            model,
            num_classes=data.num_classes,
            sample_batch=lambda: first_samples(data),
            histogram_interval=interval,
        )
        self._sampler = HistogramSampler(model)
        self._found = found
        self._batch_size = batch_size
        self._interval = interval
        self._step = 0

    def sample(self, step: int) -> None:
        self._sampler.sample()
        self._found += self.troubles.weights_sampled(step, self._sampler.latest)

    def batch_ended(self, logs: Mapping[str, Any]) -> None:
        self._step += 1
        metrics = self.own.take({name: float(value) for name, value in logs.items()}, self._batch_size)
        self._found += self.troubles.batch_ended(self._step, 1, metrics)
        if self._step % self._interval == 0:
            self.sample(self._step)

    def epoch_ended(self, epoch: int, logs: Mapping[str, Any]) -> None:
        self._found += self.troubles.epoch_ended(epoch, self._step, dict(logs))


def first_samples(data: Data) -> tuple[Any, Any]:
    import tensorflow as tf

    x, y = tf.nest.map_structure(lambda array: tf.constant(array[:32]), (data.x, data.y))
    return x, y


def kinds(found: list[Finding]) -> set[str]:
    return {finding.kind for finding in found}


def batches(x: Floats, y: Floats, size: int) -> Iterator[tuple[Floats, Floats]]:
    for start in range(0, len(x), size):
        yield x[start : start + size], y[start : start + size]
