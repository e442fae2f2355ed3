"""What the losses of a model would be for perfect predictions, and for one answer to everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_SURE = 1e-7


@dataclass(frozen=True)
class Bounds:
    """Losses to compare with.

    Args:
        floor: Of perfect predictions.
        ignorance: Of the best answer that is the same for all samples; None where nobody knows.
    """

    floor: float = 0.0
    ignorance: float | None = None


def bounds(
    losses: Sequence[Any], weights: Sequence[float], labels: Sequence[Any], predictions: Sequence[Any]
) -> Bounds:
    """The bounds of a batch's loss, over all outputs that have one.

    Args:
        losses: A Keras loss for each output, None where it isn't trained.
        weights: Of each loss; empty for 1.
        labels: Of each output, as the loss takes them.
        predictions: Of each output.
    """
    floor = ignorance = 0.0
    rows = zip(losses, weights or (1.0,) * len(losses), labels, predictions, strict=True)
    for loss, weight, truth, prediction in rows:
        if loss is None:
            continue
        known = _truth_like(np.asarray(truth), np.asarray(prediction))
        if known is None:
            return Bounds()
        floor += weight * _loss_of(loss, truth, known)
        axes = tuple(range(known.ndim - 1)) or None
        constant = np.broadcast_to(known.mean(axis=axes, keepdims=True), known.shape)
        ignorance += weight * _loss_of(loss, truth, constant)
    is_known = bool(np.isfinite(ignorance) and np.isfinite(floor))
    return Bounds(floor, ignorance) if is_known else Bounds()


def _truth_like(truth: Array, prediction: Array) -> Array | None:
    """The labels in the shape of predictions; None where they are of another kind, such as texts to align."""
    if truth.size == prediction.size:
        return truth.reshape(prediction.shape).astype(np.float32)
    if truth.size * prediction.shape[-1] == prediction.size:  # class numbers
        numbers = truth.reshape(prediction.shape[:-1]).astype(np.int64)
        return np.eye(prediction.shape[-1], dtype=np.float32)[numbers]
    return None


def _loss_of(loss: Any, truth: Any, probabilities: Array) -> float:
    is_binary = "Binary" in type(loss).__name__
    if "Crossentropy" in type(loss).__name__:
        probabilities = _aimed_at(loss, probabilities, is_binary=is_binary)
    return float(loss(truth, probabilities))


def _aimed_at(loss: Any, probabilities: Array, *, is_binary: bool) -> Array:
    """The predictions with which the loss would be content, as logits where it takes those."""
    smoothing = float(getattr(loss, "label_smoothing", 0.0) or 0.0)
    mean = 0.5 if is_binary else 1 / probabilities.shape[-1]
    aim = np.clip(probabilities * (1 - smoothing) + smoothing * mean, _SURE, 1 - _SURE)
    if not getattr(loss, "from_logits", False):
        return aim
    return np.log(aim) - (np.log1p(-aim) if is_binary else 0.0)
