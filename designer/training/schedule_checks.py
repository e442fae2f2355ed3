"""What can be known of a learning rate schedule before a run."""

from collections.abc import Iterator

from designer.catalog.values import KerasObject
from designer.compiler.results import Problem
from designer.document.schedules import Constant, Cosine, Piecewise, Plateau, Schedule, Steps
from designer.document.settings import TrainingSettings


def schedule_problems(settings: TrainingSettings) -> Iterator[Problem]:
    """Where a schedule contradicts the optimiser, or doesn't fit the length of the run."""
    schedule, epochs = settings.schedule, settings.epochs
    run = f"the run has {epochs_text(epochs)}"
    rate = settings.optimizer.params.get("learning_rate")
    if isinstance(rate, KerasObject) and schedule != Constant():
        yield Problem(
            "error",
            None,
            f"The learning rate would follow two schedules: {rate.type} of the optimizer, and another one.",
            "Give the optimizer a number as learning rate, or choose the constant schedule.",
        )
    if schedule.warmup_epochs >= epochs:
        yield Problem(
            "warning",
            None,
            f"The warm-up takes {epochs_text(schedule.warmup_epochs)}, but {run}.",
            "Shorten it, or train longer.",
        )
    yield from _lengths(schedule, epochs, run)


def epochs_text(number: float) -> str:
    """A number of epochs for people."""
    return "1 epoch" if number == 1 else f"{number:,g} epochs"


def _lengths(schedule: Schedule, epochs: int, run: str) -> Iterator[Problem]:
    match schedule:
        case Steps(points=points) | Piecewise(points=points) if is_past(schedule, points[-1][0], epochs):
            late = next(time for time, _ in points if is_past(schedule, time, epochs))
            message = f"The schedule has a point at epoch {late:g}, but {run}."
            yield Problem("warning", None, message, "Move it to an earlier time, or train longer.")
        case Cosine(first_epochs=length) if length > epochs:
            message = f"The first cycle of the schedule takes {epochs_text(length)}, but {run}."
            yield Problem("warning", None, message, "Make it 0, which is the whole run.")
        case Plateau(patience=patience) if patience >= epochs:
            message = (
                f"The schedule waits {epochs_text(patience)} for an improvement, but {run}: "
                "the learning rate never falls."
            )
            yield Problem("warning", None, message, "Give it less patience.")
        case _:
            return


def is_past(schedule: Schedule, time: float, epochs: int) -> bool:
    """Whether a point of a table comes too late to matter: a step at the end, a line beyond it."""
    return time > epochs or (time == epochs and isinstance(schedule, Steps))
