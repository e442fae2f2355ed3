"""The state of a run in one line for the status bar, advanced event by event."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from designer.training.events import BatchEnded, EpochEnded, RunEvent, RunFinished, RunStarted, Status
from designer.ui.monitor.metrics import VALIDATION, number

_RATE_WINDOW_S = 5.0
_PAUSE_S = 2.0
_PAUSE_STEPS = 10

_ENDS: Mapping[Status, str] = {"finished": "Finished", "stopped": "Stopped", "failed": "Failed"}


@dataclass(frozen=True, slots=True)
class RunStatus:
    """How far a run is and how fast it goes.

    Attributes:
        step_s: Seconds a step takes, averaged over the last few seconds; 0 where not known yet.
        between_s: Seconds from the last batch of an epoch to its end (validation, checkpoints).
        previous: When the last batch or epoch ended, in seconds since the start; None before the first.
    """

    epochs: int = 0
    steps_per_epoch: int = 0
    batch_size: int = 0
    epoch: int = 0
    step: int = 0
    time: float = 0.0
    step_s: float = 0.0
    between_s: float = 0.0
    previous: float | None = None
    metrics: Mapping[str, float] = field(default_factory=dict)
    ended: Status | None = None
    message: str = ""

    @property
    def samples_per_s(self) -> float:
        """Training speed; 0 where not known yet."""
        return self.batch_size / self.step_s if self.step_s else 0.0

    @property
    def left_s(self) -> float | None:
        """Seconds until the planned end, as far as can be told."""
        if not self.step_s or self.ended:
            return None
        steps = max(0, self.epochs * self.steps_per_epoch - self.step)
        epochs = max(0, math.ceil(steps / self.steps_per_epoch)) if self.steps_per_epoch else 0
        return steps * self.step_s + epochs * self.between_s

    def advance(self, event: RunEvent) -> "RunStatus":
        """The status after one more event."""
        match event:
            case RunStarted():
                return RunStatus(
                    epochs=event.epochs, steps_per_epoch=event.steps_per_epoch, batch_size=event.batch_size
                )
            case BatchEnded():
                return self._after_batch(event)
            case EpochEnded():
                return self._after_epoch(event)
            case RunFinished():
                metrics = {**self.metrics, **event.metrics}
                return replace(
                    self, ended=event.status, message=event.message, metrics=metrics, time=event.time
                )
        return self

    def text(self) -> str:
        """One line such as `epoch 3/10, step 120/450, 1,240 samples/s, 1 min 20 s left, loss 0.41`."""
        message = self.message
        if self.ended:
            end = _ENDS[self.ended]
            if message.startswith(f"{end} "):
                end, message = message.removesuffix("."), ""
            parts = [f"{end} after {duration(self.time)}", f"epoch {self.epoch}/{self.epochs}"]
        elif not self.step:
            return "Starting: the first step takes longest" if self.epochs else ""
        else:
            parts = [
                f"epoch {self.epoch}/{self.epochs}",
                f"step {self.step:,}/{self.epochs * self.steps_per_epoch:,}",
            ]
            parts += self._speed()
        parts += [f"{name} {number(value)}" for name, value in self.metrics.items()]
        return ", ".join(parts) + (f": {message}" if message else "")

    def _speed(self) -> list[str]:
        if self.left_s is None:
            return []
        return [f"{self.samples_per_s:,.0f} samples/s", f"{duration(self.left_s)} left"]

    def _after_batch(self, event: BatchEnded) -> "RunStatus":
        validation = {name: value for name, value in self.metrics.items() if name.startswith(VALIDATION)}
        return replace(
            self._moved_to(event), step_s=self._speed_with(event), metrics={**event.metrics, **validation}
        )

    def _after_epoch(self, event: EpochEnded) -> "RunStatus":
        between_s = event.time - self.previous if self.previous is not None else self.between_s
        return replace(self._moved_to(event), between_s=between_s, metrics=event.metrics)

    def _moved_to(self, event: BatchEnded | EpochEnded) -> "RunStatus":
        return replace(self, epoch=event.epoch, step=event.step, time=event.time, previous=event.time)

    def _speed_with(self, event: BatchEnded) -> float:
        if self.previous is None or event.step <= self.step:
            return self.step_s
        gap_s = max(event.time - self.previous, 0.0)
        if self.step_s and gap_s > _PAUSE_S and gap_s > _PAUSE_STEPS * self.step_s:
            return self.step_s  # the run was paused, or the computer slept
        weight = math.exp(-gap_s / _RATE_WINDOW_S) if self.step_s else 0.0
        return weight * self.step_s + (1 - weight) * gap_s / (event.step - self.step)


def duration(seconds: float) -> str:
    """A time span as people say it: `45 s`, `1 min 20 s`, `2 h 05 min`."""
    whole = max(0, math.ceil(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
