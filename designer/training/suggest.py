"""Loss, metrics and form of the labels: suggested from outputs and labels, checked where chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from designer.catalog.values import KerasObject
from designer.data.info import LabelInfo
from designer.data.labels import LabelForm
from designer.document.settings import TrainingSettings
from designer.errors import TrainingError
from designer.training.assignment import Assignment, arrays_text, assign
from designer.training.final_activation import PROBABILITIES, mismatches
from designer.training.heads import Head
from designer.training.labels import HeadError, check_metrics, check_size, label_form
from designer.training.smoothing import smoothed, smoothing_warnings

_SAME_LABELS = "All outputs are trained on the same labels, since the data has one label a sample."


@dataclass(frozen=True)
class Choice:
    """How one output is trained.

    Args:
        labels: Index of its labels among `DataInfo.targets`; None where it isn't trained.
        loss: None where it isn't trained.
        form: The form in which the loss takes the labels.
    """

    head: Head
    labels: int | None
    loss: KerasObject | None
    metrics: tuple[KerasObject, ...] = ()
    form: LabelForm = "values"


@dataclass(frozen=True)
class Suggestion:
    """How to train a network on some labels.

    Args:
        outputs: One choice for each output, in order.
        warnings: What is legal, but probably not meant; one line each.
    """

    outputs: tuple[Choice, ...]
    warnings: tuple[str, ...] = ()

    @property
    def loss(self) -> tuple[KerasObject | None, ...]:
        """The loss of each output."""
        return tuple(choice.loss for choice in self.outputs)

    @property
    def metrics(self) -> tuple[tuple[KerasObject, ...], ...]:
        """The metrics of each output."""
        return tuple(choice.metrics for choice in self.outputs)


def suggest(
    outputs: Sequence[Head],
    targets: Sequence[LabelInfo],
    weights: tuple[float, ...] = (),
    label_smoothing: float = 0.0,
) -> Suggestion:
    """Loss and metrics for a network and its labels; see `resolve`.

    Args:
        weights: The weight of each output's loss; 0 where it isn't trained.
        label_smoothing: Where it is set, losses are suggested that can do it.
    """
    settings = TrainingSettings(loss_weights=weights, label_smoothing=label_smoothing)
    return resolve(settings, outputs, targets)


def resolve(settings: TrainingSettings, outputs: Sequence[Head], targets: Sequence[LabelInfo]) -> Suggestion:
    """What the user chose, checked, with suggestions for the rest.

    Args:
        targets: The arrays of labels that the data has.

    Raises:
        TrainingError: The number of losses, weights or metrics, the size of an output, or a metric doesn't
            fit, or an output has no labels.
    """
    _check_numbers(settings, outputs)
    found = assign(
        [head.name for head in outputs], [labels.name for labels in targets], axis="y", kind="the outputs"
    )
    _check_missing(settings, outputs, targets, found)
    chosen = tuple(_choose(settings, place, head, targets, found) for place, head in enumerate(outputs))
    losses = [choice.loss for choice in chosen]
    unsmoothed = smoothing_warnings(losses, settings.label_smoothing)
    return Suggestion(chosen, (*_warnings(losses, outputs), *unsmoothed, *_notices(found)))


def _choose(
    settings: TrainingSettings, place: int, head: Head, targets: Sequence[LabelInfo], found: Assignment
) -> Choice:
    array = found.arrays[place]
    if array is None:
        return Choice(head, None, None)
    labels = targets[array]
    loss = settings.loss[place] if settings.loss else None
    loss = smoothed(loss or _suggest_loss(head, labels, settings), settings.label_smoothing)
    form = label_form(loss, head, labels)
    try:
        check_size(head, labels, form)
    except HeadError as error:
        if found.is_shared:
            error.hint += f" Or give it labels of its own, as y_train.{head.name}."
        raise
    metrics = settings.output_metrics[place] if settings.output_metrics else None
    metrics = settings.metrics if metrics is None else metrics
    if metrics is None:
        metrics = _suggest_metrics(loss, head, form, labels)
    check_metrics(metrics, loss, form, labels)
    return Choice(head, array, loss, metrics, form)


def _suggest_loss(head: Head, labels: LabelInfo, settings: TrainingSettings) -> KerasObject:
    if labels.kind == "values" or _is_score(head):
        return KerasObject("MeanSquaredError")
    if labels.kind == "probabilities" and head.activation not in PROBABILITIES:
        return KerasObject("MeanSquaredError")
    if head.units == 1 or head.activation == "sigmoid":
        loss = KerasObject("BinaryCrossentropy")
    elif labels.kind in ("one_hot", "probabilities") or settings.label_smoothing:
        loss = KerasObject("CategoricalCrossentropy")
    else:
        loss = KerasObject("SparseCategoricalCrossentropy")
    return loss if head.activation in PROBABILITIES else replace(loss, params={"from_logits": True})


def _suggest_metrics(
    loss: KerasObject, head: Head, form: LabelForm, labels: LabelInfo
) -> tuple[KerasObject, ...]:
    if labels.kind == "probabilities" and loss.type == "CategoricalCrossentropy":
        return (KerasObject("CategoricalAccuracy", {"name": "accuracy"}),)
    if form == "values" or _is_score(head):
        return (KerasObject("MeanAbsoluteError", {"name": "mae"}),)
    if head.units == 1:
        threshold = {"threshold": 0.0} if loss.params.get("from_logits") else {}
        return (KerasObject("BinaryAccuracy", {"name": "accuracy", **threshold}),)
    accuracy = "CategoricalAccuracy" if form == "one_hot" else "SparseCategoricalAccuracy"
    return (KerasObject(accuracy, {"name": "accuracy"}),)


def _is_score(head: Head) -> bool:
    """Whether an output is one number from -1 to 1, such as how well a game stands."""
    return head.units == 1 and head.activation == "tanh"


def _check_numbers(settings: TrainingSettings, outputs: Sequence[Head]) -> None:
    """Make sure that what is set for each output is set for as many as there are."""
    counts = (
        (len(settings.loss), "loss", "losses"),
        (len(settings.loss_weights), "loss weight", "loss weights"),
        (len(settings.output_metrics), "list of metrics", "lists of metrics"),
    )
    for count, one, several in counts:
        if count and count != len(outputs):
            names = ", ".join(head.name for head in outputs)
            raise TrainingError(
                f"The network has {len(outputs)} output{'s'[: len(outputs) > 1]} ({names}), "
                f"but {count} {f'{several} are' if count > 1 else f'{one} is'} set.",
                f"Set one {one} for each output, or none.",
            )
    if settings.loss_weights and not any(settings.loss_weights):
        raise TrainingError(
            "The loss weights are all 0, so that nothing is trained.",
            "Give one output another weight, such as 1.",
        )


def _check_missing(
    settings: TrainingSettings, outputs: Sequence[Head], targets: Sequence[LabelInfo], found: Assignment
) -> None:
    weights = settings.loss_weights or (1.0,) * len(outputs)
    rows = zip(outputs, found.arrays, weights, strict=True)
    missing = [head.name for head, array, weight in rows if array is None and weight]
    if missing:
        names = " and ".join(f'"{name}"' for name in missing)
        raise TrainingError(
            f"The data has no labels for the output{'s' if len(missing) > 1 else ''} {names}; "
            f"it has {arrays_text('y', [labels.name for labels in targets])}.",
            f"Save an array y_train.{missing[0]}, or leave it untrained: set the output's loss weight to 0.",
        )


def _warnings(loss: Sequence[KerasObject | None], outputs: Sequence[Head]) -> tuple[str, ...]:
    return tuple(mismatch.text for mismatch in mismatches(loss, outputs))


def _notices(found: Assignment) -> tuple[str, ...]:
    return (*found.notices, *([_SAME_LABELS] if found.is_shared else []))
