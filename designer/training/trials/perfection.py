"""What the losses of a model would be for perfect predictions, and for one answer to everything."""

from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True)
class BatchLoss:
    """The loss of one batch, without penalties, for any predictions.

    Args:
        losses: A Keras loss for each output, None where it isn't trained.
        labels: Of each output, as its loss takes them.
        weights: Of each loss; empty for 1.
        class_weight: What each class counts, where there is one output.
    """

    losses: Sequence[Any]
    labels: Sequence[Any]
    weights: Sequence[float] = ()
    class_weight: Mapping[int, float] | None = None

    def of(self, predictions: Sequence[Any]) -> float:
        """The loss of predictions."""
        rows = zip(self.losses, self._weights, self.labels, predictions, strict=True)
        return sum(
            weight * float(loss(truth, prediction, sample_weight=self._sample_weight(truth)))
            for loss, weight, truth, prediction in rows
            if loss is not None
        )

    def bounds(self, predictions: Sequence[Any]) -> Bounds:
        """What to compare it with.

        Args:
            predictions: Any, for their shapes.
        """
        perfect, constant = [], []
        for loss, truth, prediction in zip(self.losses, self.labels, predictions, strict=True):
            known = _truth_like(np.asarray(truth), np.asarray(prediction))
            if known is None:
                if loss is not None:
                    return Bounds()
                known = np.asarray(prediction)
            mean = known.mean(axis=tuple(range(known.ndim - 1)) or None, keepdims=True)
            perfect.append(_aimed_at(loss, known))
            constant.append(_aimed_at(loss, np.broadcast_to(mean, known.shape)))
        floor, ignorance = self.of(perfect), self.of(constant)
        is_known = bool(np.isfinite(ignorance) and np.isfinite(floor))
        return Bounds(floor, ignorance) if is_known else Bounds()

    @property
    def _weights(self) -> Sequence[float]:
        return self.weights or (1.0,) * len(self.losses)

    def _sample_weight(self, truth: Any) -> Array | None:
        """What each sample counts, as `fit` reckons it."""
        if self.class_weight is None:
            return None
        found = np.asarray(truth)
        numbers = found.argmax(axis=-1) if found.ndim > 1 and found.shape[-1] > 1 else found.reshape(-1)
        return np.array([self.class_weight.get(int(number), 1.0) for number in numbers], np.float32)


def _truth_like(truth: Array, prediction: Array) -> Array | None:
    """The labels in the shape of predictions; None where they are of another kind, such as texts to align."""
    if truth.size == prediction.size:
        return truth.reshape(prediction.shape).astype(np.float32)
    if truth.size * prediction.shape[-1] == prediction.size:  # class numbers
        numbers = truth.reshape(prediction.shape[:-1]).astype(np.int64)
        return np.eye(prediction.shape[-1], dtype=np.float32)[numbers]
    return None


def _aimed_at(loss: Any, probabilities: Array) -> Array:
    """The predictions with which a loss would be content: as logits where it takes those."""
    if "Crossentropy" not in type(loss).__name__:
        return probabilities
    is_binary = "Binary" in type(loss).__name__
    smoothing = float(getattr(loss, "label_smoothing", 0.0) or 0.0)
    mean = 0.5 if is_binary else 1 / probabilities.shape[-1]
    aim: Array = np.clip(probabilities * (1 - smoothing) + smoothing * mean, _SURE, 1 - _SURE)
    if not getattr(loss, "from_logits", False):
        return aim
    return np.log(aim) - (np.log1p(-aim) if is_binary else 0.0)
