"""How the run stands that is being steered, as far as its events tell."""

from dataclasses import dataclass, replace
from pathlib import Path

from designer.training.events import BatchEnded, EpochEnded, Marked, RunEvent, RunFinished, RunStarted

_RATE = "learning_rate"


@dataclass(frozen=True)
class RunState:
    """One run, advanced event by event.

    Attributes:
        folder: The run's; None before it has told.
        epoch: Whole epochs so far.
        rate: The learning rate, where it was told.
        is_waiting: Whether it is paused, and no batch is being computed any more.
    """

    folder: Path | None = None
    steps_per_epoch: int = 0
    epoch: int = 0
    step: int = 0
    rate: float | None = None
    is_waiting: bool = False

    def advance(self, event: RunEvent) -> "RunState":
        """The state after one more event."""
        match event:
            case RunStarted():
                return RunState(Path(event.run), event.steps_per_epoch, rate=self.rate)
            case BatchEnded():
                rate = event.metrics.get(_RATE, self.rate)
                return replace(self, step=event.step, rate=rate, is_waiting=False)
            case EpochEnded():
                rate = event.metrics.get(_RATE, self.rate)
                return replace(self, step=event.step, epoch=event.epoch, rate=rate)
            case Marked():
                return self._marked(event)
            case RunFinished():
                return replace(self, is_waiting=False, rate=None)
        return self

    def words(self, *, is_stopping: bool, is_paused: bool, is_stopping_after_epoch: bool) -> str:
        """What the run is about to do, or does instead of training; empty where it just trains."""
        if is_stopping:
            return f"Stopping after {self._at_hand}…"
        if is_paused:
            return "Paused" if self.is_waiting else f"Pausing after {self._at_hand}…"
        return "Stopping after this epoch…" if is_stopping_after_epoch else ""

    @property
    def _at_hand(self) -> str:
        """What has to end first."""
        if not self.step:
            return "the first batch"
        is_validating = self.steps_per_epoch and self.step == (self.epoch + 1) * self.steps_per_epoch
        return "the validation" if is_validating else "this batch"

    def _marked(self, mark: Marked) -> "RunState":
        match mark.kind:
            case "paused" | "resumed":
                return replace(self, step=mark.step, is_waiting=mark.kind == "paused")
            case "learning_rate":
                return replace(self, rate=_rate_in(mark.text))
            case "rolled_back" | "branched" | "interrupted":
                epoch = mark.step // max(1, self.steps_per_epoch)
                return replace(self, step=mark.step, epoch=epoch)
        return self


def _rate_in(text: str) -> float | None:
    """The number in `learning rate 0.01, then cosine`."""
    try:
        return float(text.removeprefix("learning rate ").partition(",")[0])
    except ValueError:
        return None
