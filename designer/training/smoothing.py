"""Label smoothing: which losses can do it, and what to say where they can't."""

from collections.abc import Sequence
from dataclasses import replace

from designer.catalog.values import KerasObject
from designer.errors import TrainingError

_PARAM = "label_smoothing"
_SMOOTHING_LOSSES = frozenset(
    {
        "BinaryCrossentropy",
        "BinaryFocalCrossentropy",
        "CategoricalCrossentropy",
        "CategoricalFocalCrossentropy",
    }
)


def smoothed(loss: KerasObject, amount: float) -> KerasObject:
    """A loss that smooths labels, where it can and isn't told otherwise by its own parameter."""
    if not amount or loss.type not in _SMOOTHING_LOSSES or _PARAM in loss.params:
        return loss
    return replace(loss, params={**loss.params, _PARAM: amount})


def smoothing_warnings(losses: Sequence[KerasObject | None], amount: float) -> tuple[str, ...]:
    """What to say where label smoothing is set and no loss does it.

    Raises:
        TrainingError: A loss takes class numbers, which Keras doesn't smooth.
    """
    used = [loss for loss in losses if loss]
    if not amount or any(loss.type in _SMOOTHING_LOSSES for loss in used):
        return ()
    if sparse := next((loss for loss in used if loss.type == "SparseCategoricalCrossentropy"), None):
        raise TrainingError(
            f"Labels are to be smoothed, but {sparse.type} takes class numbers, which can't be smoothed.",
            "Choose CategoricalCrossentropy, or leave the loss to the program: it gets one-hot labels then.",
        )
    names = " or ".join(dict.fromkeys(loss.type for loss in used))
    return (f"Label smoothing has no effect: {names} has none.",) if used else ()
