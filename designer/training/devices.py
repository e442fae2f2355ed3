"""The device that a run computes on."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from designer.errors import TrainingError

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

ALL = "all"


def devices() -> tuple[str, ...]:
    """What there is to compute on, as the settings write it, such as cpu and gpu:0."""
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    return ("cpu", *(f"gpu:{number}" for number in range(len(gpus))))


def has_gpu(device: str) -> bool:
    """Whether a run with this setting computes on a GPU, where there is one."""
    return device != "cpu" and len(devices()) > 1


def check_device(device: str) -> None:
    """Make sure that this computer has a device.

    Raises:
        TrainingError: It has not; the hint lists those that it has.
    """
    known = devices()
    if device == ALL and len(known) == 1:
        raise TrainingError(
            "Training is to use all GPUs, but TensorFlow finds none.",
            'Set the device to "auto" or "cpu".',
        )
    if device not in (*known, ALL, "auto"):
        raise TrainingError(
            f'TensorFlow finds no device "{device}" on this computer.', f"There is {', '.join(known)}."
        )


def device_scope(device: str) -> AbstractContextManager[object]:
    """Where a run builds, compiles and fits its model.

    Raises:
        TrainingError: There is no such device.
    """
    import tensorflow as tf

    check_device(device)
    if device == "auto":
        return nullcontext()
    if device == ALL:
        scope: AbstractContextManager[object] = mirrored(devices()[1:]).scope()
        return scope
    return tf.device(device if ":" in device else f"{device}:0")  # type: ignore[no-any-return]


def mirrored(names: Sequence[str]) -> "tf.distribute.Strategy":
    """The strategy that keeps a copy of the network on each device and divides each batch among them."""
    import tensorflow as tf

    return tf.distribute.MirroredStrategy(list(names))


def allow_partial_batches(model: "keras.Model") -> None:
    """Let a model of a strategy, built for training, be fitted on batches that don't divide evenly.

    Before the first batch Keras calls the model on a batch that it has averaged over the devices, which fails
    where their parts differ in size; a model whose metrics and optimizer are built doesn't need that.
    """
    if model.distribute_strategy is not None:
        model._maybe_symbolic_build = lambda *_args, **_kwargs: None
