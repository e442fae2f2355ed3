"""The names of what a run tells at the end of an epoch, and whether less or more of it is better."""

import re
from typing import Literal

from designer.catalog.values import KerasObject
from designer.errors import TrainingError
from designer.training.suggest import Suggestion

VALIDATION = "val_"
_ODD_NAMES = {"FBetaScore": "fbeta_score", "LogCoshError": "logcosh"}


def told_metrics(chosen: Suggestion) -> dict[str, KerasObject | None]:
    """The metrics of training by name, None for losses; those of validation have `val_` before it."""
    trained = [choice for choice in chosen.outputs if choice.loss]
    is_single = len(chosen.outputs) == 1
    found: dict[str, KerasObject | None] = {"loss": None}
    for choice in trained:
        prefix = "" if is_single else f"{choice.head.name}_"
        found |= {} if is_single else {f"{prefix}loss": None}
        found |= {f"{prefix}{name_of(metric)}": metric for metric in choice.metrics}
    return found


def name_of(metric: KerasObject) -> str:
    """What Keras calls a metric."""
    name = metric.params.get("name") or _ODD_NAMES.get(metric.type)
    return str(name) if name else _snake_case(metric.type)


def is_told(monitor: str, chosen: Suggestion) -> bool:
    """Whether training tells a metric, also one that Keras numbers: `auc_1`."""
    name, told = monitor.removeprefix(VALIDATION), told_metrics(chosen)
    return name in told or re.sub(r"_\d+$", "", name) in told


def direction(monitor: str, chosen: Suggestion) -> Literal["min", "max"]:
    """Whether less or more of a metric is better; needs Keras.

    Raises:
        TrainingError: Keras doesn't know.
    """
    from designer.compiler.values import make_object

    name, told = monitor.removeprefix(VALIDATION), told_metrics(chosen)
    metric = told.get(name, told.get(re.sub(r"_\d+$", "", name)))
    if metric is None:
        return "min"
    found = getattr(make_object("metrics", metric), "_direction", None)
    if found is None:
        raise TrainingError(
            f'Whether less or more of "{monitor}" is better isn\'t known.',
            'Set the mode of early stopping to "min" or "max", or monitor the loss.',
        )
    return "max" if found == "up" else "min"


def _snake_case(name: str) -> str:
    """As Keras names objects after their class."""
    spaced = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", spaced).lower()
