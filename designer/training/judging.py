"""By what the best epoch of a run is chosen."""

import math
from collections.abc import Callable, Mapping

from designer.document.settings import TrainingSettings
from designer.training.monitored import direction
from designer.training.runs import monitored
from designer.training.suggest import Suggestion

# Words in the names that Keras gives to its metrics: `mean_io_u`, `f1_score`, `top_k_categorical_accuracy`.
_HIGHER_IS_BETTER = frozenset(
    [
        "acc",
        "accuracy",
        "auc",
        "precision",
        "recall",
        "score",
        "io",
        "iou",
        "similarity",
        "specificity",
        "sensitivity",
    ]
)

Judge = Callable[[Mapping[str, float]], float]


def judge_of(settings: TrainingSettings, chosen: Suggestion) -> Judge:
    """From the metrics of an epoch to a value that the best epoch has the least of.

    It is what early stopping watches, where that is on; else the validation loss, or the training loss.

    Args:
        chosen: The losses and metrics of the run.
    """
    stopping = settings.early_stopping
    if stopping is None:
        return monitored
    mode = direction(stopping.monitor, chosen) if stopping.mode == "auto" else stopping.mode
    sign = -1.0 if mode == "max" else 1.0

    def judge(metrics: Mapping[str, float]) -> float:
        value = metrics.get(stopping.monitor, math.nan)
        return monitored(metrics) if math.isnan(value) else sign * value

    return judge


def is_loss(name: str) -> bool:
    """Whether a metric is a loss, of the whole network or of one output."""
    return name == "loss" or name.endswith("_loss")


def is_higher_better(name: str) -> bool:
    """Whether more of a metric is better, judged by the words of its name."""
    return not is_loss(name) and not _HIGHER_IS_BETTER.isdisjoint(name.split("_"))
