"""Trains a project's network for a few steps, and leaves no trace: what all trials have in common."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from designer.compiler.messages import clean
from designer.document.project import Project
from designer.errors import DesignerError, TrainingError
from designer.training.control import Control
from designer.training.failures import explain
from designer.training.preparation import Prepared, prepare
from designer.training.trials.events import Emit, TrialNotice


class Step(Protocol):
    """What is called after each weight update."""

    def __call__(self, logs: dict[str, float]) -> bool:
        """Take the batch's own loss and metrics; gives whether to go on."""


@dataclass(frozen=True)
class Practice:
    """A model and its data, made for one trial as for a run; nothing of it outlives the trial."""

    prepared: Prepared
    control: Control

    def fit(self, dataset: Any, num_steps: int, *, before: Callable[[int], None], after: Step) -> None:
        """Train.

        Args:
            dataset: At least so many batches.
            before: Called with the number of the step, from 0, before it.
        """
        import keras

        model, control = self.prepared.model, self.control

        class Steps(keras.callbacks.Callback):
            def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
                model.reset_metrics()  # else Keras would tell means over all steps
                before(batch)

            def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
                told = {name: float(value) for name, value in (logs or {}).items()}
                if not after(told) or control.is_stopped:
                    model.stop_training = True

        model.fit(dataset, epochs=1, steps_per_epoch=num_steps, shuffle=False, verbose=0, callbacks=[Steps()])


def prepare_practice(project: Project, control: Control, emit: Emit, rate: float | None = None) -> Practice:
    """Build and open what a run would, but for what would disturb a trial.

    Args:
        rate: The learning rate to begin with, in the place of the project's.

    Raises:
        DesignerError: The network doesn't build, the data can't be opened, or they don't fit each other.
        StoppedError: `control` was stopped.
    """
    settings, optimizer = project.training, project.training.optimizer
    # Averages of the weights would take the place of the weights at the end.
    params = {name: value for name, value in optimizer.params.items() if name != "use_ema"}
    if rate is not None:
        params["learning_rate"] = rate
    changed = {"optimizer": replace(optimizer, params=params), "steps_per_execution": 1}
    tried = project.replace(training=settings.model_copy(update=changed))
    return Practice(prepare(tried, control, lambda message: emit(TrialNotice(message=message))), control)


def explained(error: Exception) -> DesignerError:
    """Whatever ended a trial, as one clear line with a remedy."""
    failure = explain(error)
    if failure is error or "log.txt" not in failure.hint:
        return failure
    return TrainingError(f"The trial failed: {clean(error)}", "Training would fail in the same way.")
