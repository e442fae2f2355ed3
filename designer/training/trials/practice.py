"""Trains a project's network for a few steps, and leaves no trace: what all trials have in common."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any, Protocol

from designer.compiler.messages import clean
from designer.document.project import Project
from designer.errors import DesignerError, TrainingError
from designer.training.control import Control
from designer.training.devices import ALL, device_scope
from designer.training.failures import explain
from designer.training.preparation import Prepared, StoppedError, prepare
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

        model.fit(
            dataset,
            epochs=1,
            steps_per_epoch=num_steps,
            class_weight=self.prepared.class_weight,
            shuffle=False,
            verbose=0,
            callbacks=[Steps()],
        )


def trial_scope(project: Project) -> AbstractContextManager[object]:
    """Where a trial builds and fits its model: as a run, but for one device where that takes all GPUs.

    Raises:
        TrainingError: There is no such device.
    """
    device = project.training.device
    return device_scope("auto" if device == ALL else device)


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
    changed: dict[str, object] = {"optimizer": replace(optimizer, params=params), "steps_per_execution": 1}
    if settings.device == ALL:
        changed["device"] = "auto"
    tried = project.replace(training=settings.model_copy(update=changed))
    return Practice(prepare(tried, control, lambda message: emit(TrialNotice(message=message))), control)


@contextmanager
def explained() -> Iterator[None]:
    """Turn whatever ends a trial into one clear line with a remedy.

    Raises:
        DesignerError: Something was raised; a `StoppedError` passes.
    """
    try:
        yield
    except (DesignerError, StoppedError):
        raise
    except Exception as error:
        failure = explain(error)
        if "log.txt" in failure.hint:
            failure = TrainingError(
                f"The trial failed: {clean(error)}", "Training would fail in the same way."
            )
        raise failure from error
