"""What a window asks of a run in the background, whether it trains in a thread or in a process of its own."""

from pathlib import Path
from typing import Protocol

from designer.document.project import Project
from designer.training.events import RunEvent


class Running(Protocol):
    """One run at a time. All methods return at once but `close`; call them from one thread."""

    @property
    def is_running(self) -> bool:
        """Whether a run is going on, paused or not; its last event may still wait in `poll`."""

    @property
    def is_paused(self) -> bool:
        """Whether the run is paused, or will be after the batch at hand."""

    @property
    def is_stopping(self) -> bool:
        """Whether a run is going on that was told to stop."""

    def start(self, project: Project, run_dir: Path, *, steps_per_epoch: int | None = None) -> None:
        """Start a run.

        Args:
            steps_per_epoch: Batches in an epoch; None for as many as the data has.

        Raises:
            TrainingError: One is going on.
        """

    def pause(self) -> None:
        """Let the run wait after the batch at hand."""

    def resume(self) -> None:
        """Let a paused run go on."""

    def stop(self) -> None:
        """End the run after the batch at hand; its weights are saved, then `RunFinished` follows."""

    def poll(self, limit: int = 1000) -> list[RunEvent]:
        """The events that came since the last call, oldest first, at most `limit` of them."""

    def close(self, timeout_s: float = 10.0) -> bool:
        """Stop the run and wait for its end; whether it has ended."""
