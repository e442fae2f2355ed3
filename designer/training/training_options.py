"""What training settings become in Keras: callbacks, class weights, precision, determinism."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from designer.data.pipeline import Pipeline
from designer.document.schedules import Plateau
from designer.document.settings import EarlyStopping, TrainingSettings
from designer.training.monitored import direction
from designer.training.suggest import Suggestion

if TYPE_CHECKING:
    import keras


def early_stopping(settings: EarlyStopping, chosen: Suggestion) -> "keras.callbacks.EarlyStopping":
    """The callback that ends a run early; it says nothing of epochs that aren't validated."""
    import keras

    class Callback(keras.callbacks.EarlyStopping):
        def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
            if self.monitor in (logs or {}):
                super().on_epoch_end(epoch, logs)

    return Callback(
        monitor=settings.monitor,
        min_delta=settings.min_delta,
        patience=settings.patience,
        mode=direction(settings.monitor, chosen) if settings.mode == "auto" else settings.mode,
        restore_best_weights=settings.restore_best_weights,
        start_from_epoch=settings.start_from_epoch,
    )


def plateau(settings: Plateau, chosen: Suggestion, rate: float) -> "keras.callbacks.ReduceLROnPlateau":
    """The callback that reduces the learning rate; it says nothing of epochs that aren't validated.

    Args:
        rate: The optimiser's learning rate, which `min_factor` is a part of.
    """
    import keras

    class Callback(keras.callbacks.ReduceLROnPlateau):
        def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
            if self.monitor in (logs or {}):
                super().on_epoch_end(epoch, logs)

    return Callback(
        monitor=settings.monitor,
        factor=settings.factor,
        patience=settings.patience,
        mode=direction(settings.monitor, chosen),
        min_delta=settings.min_delta,
        cooldown=settings.cooldown,
        min_lr=rate * settings.min_factor,
    )


def class_weights(
    settings: TrainingSettings, chosen: Suggestion, pipeline: Pipeline
) -> dict[int, float] | None:
    """What to hand to `fit(class_weight=…)`; "balanced" counts the labels that are trained on.

    A balanced weight is the number of samples over the number of classes that have any, over the samples
    of its class, so that the mean weight of a sample is 1; classes without samples get 1.

    Args:
        chosen: With one output, which learns classes; see `option_checks`.
    """
    if settings.class_weights is None:
        return None
    num_classes = max(2, chosen.outputs[0].head.units)
    if settings.class_weights != "balanced":
        return {number: settings.class_weights.get(number, 1.0) for number in range(num_classes)}
    counts = np.bincount(pipeline.train_labels(0), minlength=num_classes)
    share = counts.sum() / max(1, np.count_nonzero(counts))
    return {number: float(share / count) if count else 1.0 for number, count in enumerate(counts)}


@contextmanager
def precision(policy: str) -> Iterator[None]:
    """Build and compile with a dtype policy, which Keras keeps for each thread alone."""
    import keras

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def make_deterministic() -> None:
    """Have TensorFlow use deterministic kernels, from now on and for the whole process: it can't go back."""
    import tensorflow as tf

    tf.config.experimental.enable_op_determinism()


def run_notices(settings: TrainingSettings, *, on_gpu: bool) -> tuple[str, ...]:
    """What to know about a run before it starts, one line each.

    Args:
        on_gpu: Whether it computes on a GPU.
    """
    found = []
    if settings.precision == "mixed_float16" and not on_gpu:
        found.append(
            "mixed_float16 is made for GPUs; on a CPU it is several times slower than float32 "
            "(4.5 times was measured)."
        )
    if settings.steps_per_execution > 1:
        found.append(
            f"TensorFlow computes {settings.steps_per_execution} batches at a time: Pause, Stop and "
            "checkpoints wait for all of them."
        )
    if on_gpu and not settings.deterministic:
        found.append(
            "On a GPU the last digits may differ from run to run, so a resumed run may differ from one that "
            "was never interrupted. Deterministic kernels avoid that."
        )
    if settings.deterministic:
        found.append("TensorFlow uses deterministic kernels, until the program ends, also for later runs.")
    return tuple(found)
