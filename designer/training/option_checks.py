"""What can be known of training options before a run: what contradicts, and what has no effect."""

from collections.abc import Iterator
from typing import Literal

from designer.compiler.results import Problem
from designer.data.info import DataInfo
from designer.document.project import Project
from designer.document.schedules import Plateau
from designer.document.settings import DataSettings, TrainingSettings
from designer.errors import TrainingError
from designer.training.devices import ALL
from designer.training.monitored import VALIDATION, is_told, told_metrics
from designer.training.schedule_checks import epochs_text, schedule_problems
from designer.training.suggest import Suggestion


def option_problems(project: Project, chosen: Suggestion, info: DataInfo) -> Iterator[Problem]:
    """Where training options contradict each other, the data or the network; needs no Keras.

    Args:
        chosen: How each output is trained.
        info: What the data source holds.
    """
    settings, is_validated = project.training, has_validation(project.data, info)
    yield from schedule_problems(settings)
    yield from _monitors(settings, chosen, is_validated=is_validated)
    yield from _patience(settings)
    yield from _class_weights(settings, chosen, info)
    yield from size_problems(settings, num_train_samples(project.data, info))
    yield from _executions(settings)
    if is_validated and settings.validation_frequency > settings.epochs:
        message = (
            f"The run has {epochs_text(settings.epochs)} and is validated after every "
            f"{settings.validation_frequency:,}, so never."
        )
        yield _problem("warning", message, "Validate more often.")


def refuse_wrong_options(project: Project, chosen: Suggestion, info: DataInfo) -> tuple[str, ...]:
    """What to tell about the options before the run, one line each.

    Raises:
        TrainingError: They contradict each other, the data or the network.
    """
    found = tuple(option_problems(project, chosen, info))
    for problem in found:
        if problem.severity == "error":
            raise TrainingError(problem.message, problem.fix)
    return tuple(problem.message for problem in found)


def has_validation(data: DataSettings, info: DataInfo) -> bool:
    """Whether there are samples to validate on."""
    return bool(data.validation_split or data.validation_percent or "validation" in info.splits)


def num_train_samples(data: DataSettings, info: DataInfo) -> int | None:
    """Number of samples to train on; None where the size of the split isn't known."""
    parts = data.source.split(":", 2)
    whole = info.splits.get(parts[2] if parts[0] == "tfds" and parts[2:] else "train")
    if not whole:
        return None
    is_apart = data.validation_split or "validation" in info.splits
    held_back = (0 if is_apart else data.validation_percent, data.test_percent)
    return whole - sum(round(whole * percent / 100) for percent in held_back)


def size_problems(settings: TrainingSettings, num_train: int | None) -> Iterator[Problem]:
    """Batches that are larger than the data."""
    if num_train is not None and settings.batch_size > num_train:
        message = (
            f"A batch has {settings.batch_size:,} samples, but there are only {num_train:,} to train on: "
            "each epoch is one smaller batch."
        )
        yield _problem("warning", message, "Make the batches smaller.")


def _problem(severity: Literal["error", "warning"], message: str, fix: str) -> Problem:
    return Problem(severity, None, message, fix)


def _monitors(settings: TrainingSettings, chosen: Suggestion, *, is_validated: bool) -> Iterator[Problem]:
    """Metrics that are waited for, but will not be told."""
    for user, monitor in _monitored(settings):
        if monitor.startswith(VALIDATION) and not is_validated:
            yield _problem(
                "error",
                f'{user} monitors "{monitor}", but there are no samples to validate on.',
                f'Hold some back, or monitor "{monitor.removeprefix(VALIDATION)}".',
            )
        elif not is_told(monitor, chosen):
            names = [*told_metrics(chosen)]
            names += [VALIDATION + name for name in names if is_validated]
            yield _problem(
                "error",
                f'{user} monitors "{monitor}", which training doesn\'t tell.',
                f"It tells {', '.join(names)}.",
            )


def _monitored(settings: TrainingSettings) -> Iterator[tuple[str, str]]:
    if settings.early_stopping:
        yield "Early stopping", settings.early_stopping.monitor
    if isinstance(settings.schedule, Plateau):
        yield "The schedule", settings.schedule.monitor


def _patience(settings: TrainingSettings) -> Iterator[Problem]:
    stopping = settings.early_stopping
    if stopping is None:
        return
    is_validation = stopping.monitor.startswith(VALIDATION)
    between = settings.validation_frequency if is_validation else 1
    waits = stopping.start_from_epoch + stopping.patience * between
    if waits >= settings.epochs:
        yield _problem(
            "warning",
            f"Early stopping waits {epochs_text(waits)}, but the run has {epochs_text(settings.epochs)}: "
            "it never ends early.",
            "Give it less patience, or train longer.",
        )


def _class_weights(settings: TrainingSettings, chosen: Suggestion, info: DataInfo) -> Iterator[Problem]:
    weights = settings.class_weights
    if weights is None:
        return
    if len(chosen.outputs) > 1:
        names = ", ".join(choice.head.name for choice in chosen.outputs)
        message = f"Class weights need a network with one output, but this one has several ({names})."
        yield _problem("error", message, "Weigh the outputs by loss weights, or remove the class weights.")
        return
    choice = chosen.outputs[0]
    labels = info.targets[choice.labels] if choice.labels is not None else None
    if labels is None or labels.kind not in ("classes", "one_hot"):
        message = "Class weights need labels that are classes, but these are numbers."
        yield _problem("error", message, "Remove the class weights.")
    elif weights != "balanced":
        yield from _table_of_weights(weights, labels.num_classes)


def _table_of_weights(weights: dict[int, float], num_classes: int) -> Iterator[Problem]:
    if unknown := [number for number in weights if not 0 <= number < num_classes]:
        message = f"There is a weight for class {unknown[0]}, but the classes are 0 to {num_classes - 1}."
        yield _problem("error", message, "Remove it.")
    elif not any(weights.get(number, 1.0) for number in range(num_classes)):
        message = "The class weights are all 0, so that nothing is trained."
        yield _problem("error", message, "Give one class another weight, such as 1.")


def _executions(settings: TrainingSettings) -> Iterator[Problem]:
    count = settings.steps_per_execution
    if count == 1:
        return
    if settings.device == ALL:
        message = f"On all GPUs at once Keras can't compute {count} batches at a time."
        yield _problem("error", message, "Set steps per execution to 1.")
    if settings.checkpoints.unit == "batches":
        message = (
            f"TensorFlow computes {count} batches at a time, so no checkpoint can be saved between them."
        )
        yield _problem("warning", message, "Set steps per execution to 1, or save by epochs.")
