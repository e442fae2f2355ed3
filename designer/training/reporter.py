"""Tells what a run does: every event goes into the run folder, then to whoever listens."""

import errno
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from designer.document.project import Project
from designer.errors import DesignerError
from designer.training.copying import Excerpt
from designer.training.environment import environment
from designer.training.events import (
    BatchEnded,
    CheckpointSaved,
    EpochEnded,
    Histogram,
    HistogramsSampled,
    Marked,
    MarkKind,
    Notice,
    RunEvent,
    RunFinished,
    RunStarted,
    Status,
)
from designer.training.folder import RunFolder
from designer.training.reader import RunReader
from designer.training.store import RunWriter
from designer.training.trouble.finding import Finding

Emit = Callable[[RunEvent], None]


class Listener(Protocol):
    """Follows the events of a run, in the training thread."""

    def handle(self, event: RunEvent) -> None:
        """Note an event; never raises."""

    def take_notice(self) -> tuple[str, str] | None:
        """What the user should know, and what can be done about it; each once."""

    def close(self) -> None:
        """Bring what was noted to its end."""


class RunReporter:
    """Writes and emits the events of one run.

    Args:
        folder: The run's folder; this process has its lock.
        emit: Called with each event, in the training thread.
        goes_on: Whether the run has recorded something before.

    Raises:
        DesignerError: From every method but `finish`, once the folder can't be written.
    """

    def __init__(self, folder: RunFolder, project: Project, emit: Emit, *, goes_on: bool = False) -> None:
        self.folder = folder
        self.run = str(folder.path)
        self.history: dict[str, list[float]] = {}
        self._emit_to = emit
        self._listeners: list[Listener] = []
        self._started = time.perf_counter()
        self._last_metrics: Mapping[str, float] = {}
        if goes_on:
            self._writer = RunWriter.reopen(folder.database)
            self._writer.set_meta(status="preparing", message="", epochs=project.training.epochs)
            return
        self._writer = RunWriter(
            folder.database,
            id=folder.id,
            name=project.name,
            status="preparing",
            started=time.time(),
            seed=project.training.seed,
            epochs=project.training.epochs,
        )

    def listen(self, listener: Listener) -> None:
        """Tell somebody else of the run, too, until its end."""
        self._listeners.append(listener)

    def now(self) -> float:
        """Seconds since the run started."""
        return time.perf_counter() - self._started

    @property
    def is_disk_full(self) -> bool:
        """Whether something waits to be written for want of room on the disk."""
        return self._writer.is_disk_full

    def note(self, **values: object) -> None:
        """Note facts about the run beside its metrics: anything that JSON can hold."""
        self._writer.set_meta(**values)

    def noted(self, name: str) -> Any:
        """A fact that was noted before; None where it wasn't."""
        with RunReader(self.folder.database) as reader:
            return reader.meta().get(name)

    def memory(self) -> dict[str, Any]:
        """What a checkpoint has to keep; JSON."""
        return {"sampling": self._writer.sampling_state()}

    def go_on_from(self, step: int, memory: Mapping[str, Any], *, keeps: bool = False) -> None:
        """Forget what was recorded after a checkpoint, and go on from there.

        Args:
            memory: What the checkpoint remembers; empty for the very beginning.
            keeps: Whether the points that are forgotten are kept apart.
        """
        self._writer.rewind(step, keep=keeps, sampling=memory.get("store", {}).get("sampling"))
        self._writer.flush()
        if not keeps:
            self._started = time.perf_counter() - memory.get("time", 0.0)
        self._read_history()

    def branch_from(self, excerpt: Excerpt, memory: Mapping[str, Any]) -> None:
        """Begin with what another run recorded up to a checkpoint, which remembers `memory`."""
        self._writer.copy_from(excerpt, memory.get("store", {}).get("sampling"))
        self._started = time.perf_counter() - memory.get("time", 0.0)
        self._read_history()

    def run_started(
        self,
        *,
        parameters: int,
        steps_per_epoch: int,
        epochs: int,
        batch_size: int,
        versions: Mapping[str, str],
    ) -> None:
        """Say that training begins; see `RunStarted`."""
        self._writer.set_meta(
            status="running",
            steps_per_epoch=steps_per_epoch,
            versions=dict(versions),
            environment=environment(),
        )
        self.folder.log(f"Training begins: {epochs} epochs of {steps_per_epoch} batches of {batch_size}.")
        self._record(
            RunStarted(
                **self._stamp(),
                parameters=parameters,
                steps_per_epoch=steps_per_epoch,
                epochs=epochs,
                batch_size=batch_size,
                versions=versions,
            )
        )

    def batches_ended(self, batches: Sequence[BatchEnded]) -> None:
        """Tell of batches, oldest first."""
        series = self._writer.series
        self._writer.add_metrics(
            (series("batch", name), batch.step, batch.epoch, value)
            for batch in batches
            for name, value in batch.metrics.items()
        )
        for batch in batches:
            self._emit(batch)
        self._pass_on_notices()

    def histograms_sampled(self, epoch: int, step: int, histograms: Mapping[str, Histogram]) -> None:
        """Tell how the weights lie."""
        self._writer.add_histograms(step, epoch, histograms)
        self._emit(HistogramsSampled(**self._stamp(), epoch=epoch, step=step, histograms=histograms))

    def epoch_ended(self, epoch: int, step: int, metrics: Mapping[str, float]) -> None:
        """Tell of a whole epoch."""
        self._last_metrics = metrics
        for name, value in metrics.items():
            self.history.setdefault(name, []).append(value)
        self._writer.add_metrics(
            (self._writer.series("epoch", name), step, epoch, value) for name, value in metrics.items()
        )
        self.folder.log(
            f"Epoch {epoch}: " + ", ".join(f"{name} {value:.4g}" for name, value in metrics.items())
        )
        self._record(EpochEnded(**self._stamp(), epoch=epoch, step=step, metrics=metrics))

    def checkpoint_saved(self, step: int, path: Path) -> None:
        """Tell of weights on disk."""
        self._record(CheckpointSaved(**self._stamp(), step=step, path=str(path)))

    def notice(self, message: str, remedy: str = "") -> None:
        """Tell the user something."""
        self.folder.log(f"{message} {remedy}".strip())
        self._record(Notice(**self._stamp(), message=message, remedy=remedy))

    def found(self, finding: Finding) -> None:
        """Tell the user of a trouble."""
        self.folder.log(f"{finding.message} {finding.evidence} {finding.remedy}")
        self._record(Notice(**self._stamp(), **asdict(finding)))

    def marked(self, kind: MarkKind, epoch: int, step: int, text: str) -> None:
        """Tell that somebody took a hand in the run."""
        self.folder.log(f"Step {step}: {text}.")
        self._record(Marked(**self._stamp(), kind=kind, epoch=epoch, step=step, text=text))

    def flush(self) -> None:
        """Bring all that was told into the file, but for what a full disk keeps out."""
        self._writer.flush()

    def flush_durably(self) -> None:
        """Bring all that was told onto the disk, so that not even a loss of power takes it; from any thread.

        Raises:
            OSError: The disk is full.
        """
        self._writer.flush(durable=True)
        if self._writer.is_disk_full:
            raise OSError(errno.ENOSPC, "No space left on device")

    def finish(self, status: Status, message: str = "", remedy: str = "", details: str = "") -> None:
        """Say how the run ended, close the file, and emit the last event, whatever state the disk is in.

        Args:
            details: For the log only, such as a traceback.
        """
        for listener in self._listeners:
            listener.close()
        with suppress(DesignerError):
            self._pass_on_notices()
        event = RunFinished(
            **self._stamp(), status=status, metrics=self._last_metrics, message=message, remedy=remedy
        )
        # Where the folder can't be written any more, the message of this event says so.
        with suppress(OSError):
            self.folder.log("\n".join(filter(None, (f"The run is {status}. {message}", details))))
        self._writer.close(event, status=status, message=message)
        self._emit(event)

    def _read_history(self) -> None:
        with RunReader(self.folder.database) as reader:
            self.history = reader.history()
        self._last_metrics = {name: values[-1] for name, values in self.history.items() if values}

    def _stamp(self) -> dict[str, Any]:
        return {"run": self.run, "time": self.now()}

    def _pass_on_notices(self) -> None:
        for listener in self._listeners:
            if notice := listener.take_notice():
                self.notice(*notice)

    def _emit(self, event: RunEvent) -> None:
        self._emit_to(event)
        for listener in self._listeners:
            listener.handle(event)

    def _record(self, event: RunEvent) -> None:
        self._writer.add_event(event)
        self._emit(event)
