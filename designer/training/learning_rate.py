"""Sets the optimiser's learning rate: by its schedule, and by whoever changes it while the run goes on."""

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from designer.document.schedules import Constant, Plateau, Schedule
from designer.training.control import LearningRateChange
from designer.training.schedules import changes_within_epochs, factor_at

if TYPE_CHECKING:
    import keras

_SCHEDULES: TypeAdapter[Schedule] = TypeAdapter(Schedule)


class LearningRate:
    """The learning rate of one run. All methods are called in the training thread.

    An optimiser that has a Keras schedule as its learning rate follows that alone, and can't be steered.

    Args:
        schedule: What the optimiser's own rate is multiplied by.
        num_epochs: How many are planned.
    """

    def __init__(
        self, optimizer: "keras.optimizers.Optimizer", schedule: Schedule, num_epochs: int, num_steps: int
    ) -> None:
        self._variable = _variable_of(optimizer)
        self._schedule = schedule
        self._num_epochs = num_epochs
        self._num_steps = num_steps
        self._base = self.now
        self._is_fixed = isinstance(schedule, Constant) and not schedule.warmup_epochs

    @property
    def is_steerable(self) -> bool:
        """Whether it can be changed."""
        return self._variable is not None

    @property
    def now(self) -> float:
        """The rate of the next batch; NaN where a Keras schedule decides."""
        return float(self._variable.numpy()) if self._variable is not None else float("nan")

    @property
    def is_worth_telling(self) -> bool:
        """Whether it is another one at another time."""
        return self._variable is not None and not self._is_fixed

    @property
    def changes_within_epochs(self) -> bool:
        """Whether it has to be set before every batch."""
        return self._variable is not None and not self._is_fixed and changes_within_epochs(self._schedule)

    def epoch_begins(self, step: int) -> None:
        """Set the rate of an epoch whose first batch comes after `step` batches."""
        if not self.changes_within_epochs and not self._is_fixed and not self._is_left_to_plateau(step):
            self._set(step)

    def batch_begins(self, step: int) -> None:
        """Set the rate of the batch after `step` batches; only needed where `changes_within_epochs`."""
        if not self._is_left_to_plateau(step):
            self._set(step)

    def change(self, change: LearningRateChange, step: int) -> str:
        """Change it from the batch after `step` batches on; gives what is done in words."""
        before = _words(self._schedule)
        if change.rate is not None:
            self._base = change.rate
            if not isinstance(self._schedule, Plateau):
                self._schedule = Constant()
        if change.schedule is not None:
            self._schedule = change.schedule
        self._is_fixed = False
        if isinstance(self._schedule, Plateau) and self._variable is not None:
            self._variable.assign(self._base)
        self._set(step)
        words, after = f"learning rate {self.now:.4g}", _words(self._schedule)
        if change.schedule is not None:
            return f"{words}, then {after}"
        return words if before == after else f"{words}, no longer {before}"

    def memory(self) -> dict[str, Any]:
        """What a checkpoint has to keep besides the optimiser's variables; JSON."""
        schedule = _SCHEDULES.dump_python(self._schedule, mode="json")
        return {"base": self._base, "schedule": schedule, "is_fixed": self._is_fixed}

    def restore(self, memory: dict[str, Any], step: int) -> None:
        """Go on from what a checkpoint keeps, or with the rate of the settings where `memory` is empty."""
        if memory:
            self._base, self._is_fixed = memory["base"], memory["is_fixed"]
            self._schedule = _SCHEDULES.validate_python(memory["schedule"])
        else:
            self._set(step)  # in the place of the one that came with the optimizer's state

    def _is_left_to_plateau(self, step: int) -> bool:
        """Keras's callback sets it itself once the rate is warm."""
        is_plateau = isinstance(self._schedule, Plateau)
        return is_plateau and step > self._schedule.warmup_epochs * self._num_steps

    def _set(self, step: int) -> None:
        if self._variable is not None:
            factor = factor_at(self._schedule, step / self._num_steps, self._num_epochs)
            # Half the time that `assign` takes, before every batch.
            self._variable.value.assign(self._base * factor, read_value=False)


def _variable_of(optimizer: Any) -> Any | None:
    """The variable with the learning rate; None where the optimiser has a schedule of its own."""
    import keras

    inner = getattr(optimizer, "inner_optimizer", optimizer)  # of a LossScaleOptimizer
    rate = inner._learning_rate
    return None if isinstance(rate, keras.optimizers.schedules.LearningRateSchedule) else rate


def _words(schedule: Schedule) -> str:
    return schedule.kind.replace("_", " ")
