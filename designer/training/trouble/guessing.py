"""What the loss would be if the network only guessed."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras


def chance_loss(loss_type: str, num_classes: int) -> float | None:
    """The cross-entropy of giving all classes the same chance; None for any other loss.

    Args:
        loss_type: Keras's name of the loss.
    """
    if num_classes < 2 or not loss_type.endswith("Crossentropy"):
        return None
    if loss_type.startswith("Binary"):
        share = 1 / num_classes
        return -share * math.log(share) - (1 - share) * math.log(1 - share)
    return math.log(num_classes) if loss_type.endswith("CategoricalCrossentropy") else None


def guessing_loss(model: "keras.Model", num_classes: Mapping[str, int], labels: Any) -> float | None:
    """The loss of a compiled model that gives the same for all samples; None where that can't be told.

    Args:
        num_classes: By output; 0 or missing where its labels are numbers.
        labels: Of a batch; where labels are numbers, their mean is what is guessed.
    """
    import tensorflow as tf

    losses = model.loss if isinstance(model.loss, list | tuple) else [model.loss]
    parts = tf.nest.flatten(labels)
    if len(losses) != len(model.outputs) or len(parts) != len(losses):
        return None
    weights = getattr(model._compile_loss, "_user_loss_weights", None)
    total = 0.0
    for row, (loss, name) in enumerate(zip(losses, model.output_names, strict=True)):
        if loss is None:
            continue
        own = _loss_of_output(loss, num_classes.get(name, 0), parts[row])
        if own is None:
            return None
        total += own * (weights[row] if weights else 1.0)
    return total if math.isfinite(total) else None


def _loss_of_output(loss: Any, num_classes: int, labels: Any) -> float | None:
    import tensorflow as tf

    kind = type(loss).__name__
    if num_classes:
        return chance_loss(kind, num_classes)
    if "rossentropy" in kind or "Hinge" in kind or labels.dtype.is_integer:
        return None
    mean = tf.reduce_mean(labels, axis=0, keepdims=True)
    return float(loss(labels, tf.broadcast_to(mean, tf.shape(labels))))
