"""Which form of labels a loss takes, and whether outputs and metrics fit the labels."""

import math
from collections.abc import Sequence

from designer.catalog.values import KerasObject
from designer.data.info import LabelInfo
from designer.data.labels import LabelForm
from designer.errors import TrainingError
from designer.training.heads import Head

_SPARSE_LOSSES = frozenset({"SparseCategoricalCrossentropy", "Circle", "CTC"})
_ONE_HOT_LOSSES = frozenset(
    {
        "CategoricalCrossentropy",
        "CategoricalFocalCrossentropy",
        "CategoricalGeneralizedCrossEntropy",
        "CategoricalHinge",
    }
)
_FORM_OF_METRIC: dict[str, LabelForm] = {
    "SparseCategoricalAccuracy": "sparse",
    "SparseCategoricalCrossentropy": "sparse",
    "SparseTopKCategoricalAccuracy": "sparse",
    "CategoricalAccuracy": "one_hot",
    "CategoricalCrossentropy": "one_hot",
    "CategoricalHinge": "one_hot",
    "TopKCategoricalAccuracy": "one_hot",
}
_FORM_TEXT: dict[LabelForm, str] = {
    "sparse": "class numbers",
    "one_hot": "one-hot vectors",
    "values": "numbers",
}


class HeadError(TrainingError):
    """An output has no room for the labels.

    Args:
        head: The output.
        units: How many units it should have.
    """

    def __init__(self, message: str, hint: str, head: Head, units: int) -> None:
        super().__init__(message, hint)
        self.head = head
        self.units = units


def label_form(loss: KerasObject, head: Head, labels: LabelInfo) -> LabelForm:
    """The form in which a loss takes these labels.

    Raises:
        TrainingError: It tells classes apart, and the labels are numbers.
    """
    is_sparse, is_one_hot = loss.type in _SPARSE_LOSSES, loss.type in _ONE_HOT_LOSSES
    if labels.kind == "probabilities":
        if is_sparse:
            raise TrainingError(
                f"{loss.type} takes class numbers, but the labels are probabilities of classes.",
                "Choose CategoricalCrossentropy.",
            )
        return "values"
    if labels.kind == "values":
        if is_sparse or is_one_hot:
            raise TrainingError(
                f"{loss.type} tells classes apart, but the labels are numbers.",
                "Choose a loss for numbers, such as MeanSquaredError.",
            )
        return "values"
    return "one_hot" if is_one_hot or (head.units > 1 and not is_sparse) else "sparse"


def check_size(head: Head, labels: LabelInfo, form: LabelForm) -> None:
    """Make sure that an output has room for the labels.

    Raises:
        HeadError: It has not.
    """
    if form == "values":
        _check_values(head, labels)
        return
    classes = labels.num_classes
    if len(head.shape) != 2:
        raise HeadError(
            f'The output "{head.name}" has the shape {head.shape_text}, but each sample has one class.',
            f"Put Flatten or a global pooling layer before it and end in Dense with {classes} units.",
            head,
            classes,
        )
    room = 2 if head.units == 1 and form == "sparse" else head.units
    if classes > room or (form == "one_hot" and classes != room):
        units = "1 unit" if head.units == 1 else f"{head.units} units"
        raise HeadError(
            f'The output "{head.name}" has {units}, but the data has {classes} classes.',
            f"Give the last layer {classes} units.",
            head,
            classes,
        )


def check_metrics(
    metrics: Sequence[KerasObject], loss: KerasObject, form: LabelForm, labels: LabelInfo
) -> None:
    """Make sure that metrics take the labels in the form that the loss takes.

    Raises:
        TrainingError: One does not.
    """
    for metric in metrics:
        needed = _FORM_OF_METRIC.get(metric.type, form)
        if needed == "one_hot" and labels.kind == "probabilities":
            continue
        if needed != form:
            raise TrainingError(
                f"The metric {metric.type} takes {_FORM_TEXT[needed]} as labels, "
                f"but the loss {loss.type} takes {_FORM_TEXT[form]}.",
                "Choose a loss and metrics of the same kind, or leave the metrics to the program.",
            )


def _check_values(head: Head, labels: LabelInfo) -> None:
    size = math.prod(labels.shape)
    if head.units not in (0, size):
        raise HeadError(
            f'The output "{head.name}" gives {head.units} numbers a sample, but a label has {size}.',
            f"Give the last layer {size} units." if size > 1 else "Give the last layer 1 unit.",
            head,
            size,
        )
