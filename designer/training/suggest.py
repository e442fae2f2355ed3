"""Loss, metrics and form of the labels: suggested from outputs and labels, checked where chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from designer.catalog.values import KerasObject
from designer.data.info import LabelInfo
from designer.data.labels import LabelForm
from designer.document.settings import TrainingSettings
from designer.errors import TrainingError
from designer.training.heads import Head
from designer.training.labels import check_metrics, check_size, label_form

_PROBABILITIES = ("softmax", "sigmoid")
_SAME_LABELS = "All outputs are trained on the same labels, since the data has one label a sample."


@dataclass(frozen=True)
class Suggestion:
    """How to train a network on some labels.

    Args:
        loss: One for each output.
        metrics: For every output.
        label_form: The form in which the loss takes the labels.
        reason: One line: why these.
        warnings: What is legal, but probably not meant; one line each.
    """

    loss: tuple[KerasObject, ...]
    metrics: tuple[KerasObject, ...]
    label_form: LabelForm
    reason: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mismatch:
    """A loss that is legal for an output, but can't be meant.

    Args:
        number: Which output it is.
        text: One line: why.
        activation: The one that the output should end in.
    """

    head: Head
    number: int
    text: str
    activation: str


def suggest(outputs: Sequence[Head], labels: LabelInfo) -> Suggestion:
    """Loss and metrics for a network and its labels; see `resolve`."""
    return resolve(TrainingSettings(), outputs, labels)


def resolve(settings: TrainingSettings, outputs: Sequence[Head], labels: LabelInfo) -> Suggestion:
    """What the user chose, checked, with suggestions for the rest.

    Raises:
        TrainingError: The number of losses, the size of an output, or a metric doesn't fit.
    """
    loss = settings.loss or tuple(_suggest_loss(head, labels) for head in outputs)
    _check_number(loss, outputs)
    form = _common_form(loss, outputs, labels)
    for head in outputs:
        check_size(head, labels, form)
    metrics = _suggest_metrics(loss[0], outputs[0], form) if settings.metrics is None else settings.metrics
    check_metrics(metrics, loss[0], form)
    reason = "Chosen by you." if settings.loss else _reason(outputs[0], labels)
    return Suggestion(loss, metrics, form, reason, _warnings(loss, outputs))


def _suggest_loss(head: Head, labels: LabelInfo) -> KerasObject:
    if labels.kind == "values":
        return KerasObject("MeanSquaredError")
    if head.units == 1 or head.activation == "sigmoid":
        loss = KerasObject("BinaryCrossentropy")
    elif labels.kind == "one_hot":
        loss = KerasObject("CategoricalCrossentropy")
    else:
        loss = KerasObject("SparseCategoricalCrossentropy")
    return loss if head.activation in _PROBABILITIES else replace(loss, params={"from_logits": True})


def _suggest_metrics(loss: KerasObject, head: Head, form: LabelForm) -> tuple[KerasObject, ...]:
    if form == "values":
        return (KerasObject("MeanAbsoluteError", {"name": "mae"}),)
    if head.units == 1:
        threshold = {"threshold": 0.0} if loss.params.get("from_logits") else {}
        return (KerasObject("BinaryAccuracy", {"name": "accuracy", **threshold}),)
    accuracy = "CategoricalAccuracy" if form == "one_hot" else "SparseCategoricalAccuracy"
    return (KerasObject(accuracy, {"name": "accuracy"}),)


def _reason(head: Head, labels: LabelInfo) -> str:
    if labels.kind == "values":
        return "The labels are numbers, so the squared error is minimised."
    if head.units == 1:
        meaning = "One unit tells two classes apart"
    else:
        meaning = "The labels are " + ("one-hot vectors" if labels.kind == "one_hot" else "class numbers")
    if head.activation in _PROBABILITIES:
        return f"{meaning}; the last layer gives probabilities ({head.activation})."
    return f"{meaning}; the last layer gives scores ({head.activation}), so the loss takes logits."


def _check_number(loss: Sequence[KerasObject], outputs: Sequence[Head]) -> None:
    if len(loss) != len(outputs):
        names = ", ".join(head.name for head in outputs)
        raise TrainingError(
            f"The network has {len(outputs)} output{'s'[: len(outputs) > 1]} ({names}), "
            f"but {len(loss)} loss{'es are' if len(loss) > 1 else ' is'} set.",
            "Set one loss for each output, or none to have them suggested.",
        )


def _common_form(loss: Sequence[KerasObject], outputs: Sequence[Head], labels: LabelInfo) -> LabelForm:
    forms = [label_form(each, head, labels) for each, head in zip(loss, outputs, strict=True)]
    if len(set(forms)) > 1:
        raise TrainingError(
            f"The losses {', '.join(each.type for each in loss)} take labels in different forms, "
            "but the data has one label a sample for all outputs.",
            "Choose losses of one kind.",
        )
    return forms[0]


def mismatches(loss: Sequence[KerasObject], outputs: Sequence[Head]) -> tuple[Mismatch, ...]:
    """Where the last activation and the loss don't belong together."""
    found = (_mismatch(each, head, row) for row, (each, head) in enumerate(zip(loss, outputs, strict=True)))
    return tuple(mismatch for mismatch in found if mismatch)


def _warnings(loss: Sequence[KerasObject], outputs: Sequence[Head]) -> tuple[str, ...]:
    found = [mismatch.text for mismatch in mismatches(loss, outputs)]
    if len(outputs) > 1:
        found.append(_SAME_LABELS)
    return tuple(found)


def _mismatch(loss: KerasObject, head: Head, number: int) -> Mismatch | None:
    if "Crossentropy" not in loss.type:
        return None
    is_probability, takes_logits = head.activation in _PROBABILITIES, bool(loss.params.get("from_logits"))
    if is_probability and takes_logits:
        text = f'"{head.name}" ends in {head.activation}, but {loss.type} takes logits: it learns badly.'
        return Mismatch(head, number, text, "linear")
    if head.activation == "linear" and not takes_logits:
        text = f'"{head.name}" has no softmax or sigmoid, but {loss.type} takes no logits: it learns badly.'
        is_binary = loss.type.startswith("Binary") or head.units == 1
        return Mismatch(head, number, text, "sigmoid" if is_binary else "softmax")
    if head.activation == "softmax" and head.units == 1:
        text = f'"{head.name}" is a softmax over one unit, which is always 1: use sigmoid.'
        return Mismatch(head, number, text, "sigmoid")
    return None
