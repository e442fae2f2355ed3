"""Between a window and the threads: asks the engine, follows the run, tells the window on the hub's timer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from designer.compiler.engine import EngineFailed, EngineReady
from designer.compiler.results import Analysis
from designer.document.changes import Change, is_of_graph
from designer.document.document import Document
from designer.document.opened import Opened
from designer.document.project import Project
from designer.errors import TrainingError
from designer.training.branching import Start
from designer.training.control import LearningRateChange
from designer.training.folder import RunFolder
from designer.training.process import ProcessRunner
from designer.training.queue import Queued
from designer.training.runner import Runner
from designer.training.running import Running
from designer.ui.hub import Done, Failed, Hub


class Session(QObject):
    """One document with its newest analysis and the run.

    Attributes:
        document: The network.
        sheet: What is looked at: the network, or the inside of a block at `path`.
        shown: The same with the blocks that are open on it in place, as canvas and panels show it.
        path: Of the instance that is looked into, such as `n5` or `n5#2/n7`; empty for the network.
        analysis: Of the whole network, blocks and all.

    Signals:
        analysis_changed: A new `Analysis` of the document's present graph.
        engine_changed: The engine is there (`EngineReady`) or can't be (`EngineFailed`).
        run_events: What the run did since the last tick: a list of `RunEvent`.
        run_state_changed: A run started, paused, went on or ended.
    """

    analysis_changed = Signal(object)
    engine_changed = Signal(object)
    run_events = Signal(list)
    run_state_changed = Signal()

    def __init__(self, document: Document, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = self.sheet = document
        self.shown = Opened(document)
        self.path = ""
        self.analysis = Analysis(revision=-1)
        self.hub = hub
        self._number = hub.join()
        self._runner: Running = Runner()
        self._is_stale = True
        self._num_asked = 0
        self._has_run = False
        hub.ticked.connect(self._on_ticked)
        hub.analysed.connect(self._on_analysed)
        hub.engine_changed.connect(self.engine_changed)
        hub.training_changed.connect(self.run_state_changed)
        document.changed.connect(self._on_document_changed)

    def close(self) -> None:
        """Let go of the document and the hub, and end a run if one is left."""
        self._runner.close()
        for signal, slot in (
            (self.hub.ticked, self._on_ticked),
            (self.hub.analysed, self._on_analysed),
            (self.hub.engine_changed, self.engine_changed),
            (self.hub.training_changed, self.run_state_changed),
        ):
            signal.disconnect(slot)
        self.hub.leave(self._number)
        self.shown.close()
        self.document.changed.disconnect(self._on_document_changed)

    def set_document(self, document: Document) -> None:
        """Follow another document."""
        self.document.changed.disconnect(self._on_document_changed)
        self.document = document
        self.show_sheet(document, "")
        document.changed.connect(self._on_document_changed)
        self.analysis = Analysis(revision=-1)
        self._is_stale = True

    def show_sheet(self, sheet: Document, path: str) -> None:
        """Note which graph of the project is looked at.

        Args:
            path: Of the instance that is looked into; empty for the network.
        """
        self.shown.close()
        self.sheet, self.path = sheet, path
        self.shown = Opened(sheet)

    @property
    def shown_analysis(self) -> Analysis:
        """The analysis by the ids of what is looked at."""
        return self.analysis.within(self.path, self.shown.paths)

    @property
    def engine_state(self) -> EngineReady | EngineFailed | None:
        """Whether the engine is there or can't be; None while it starts."""
        return self.hub.engine_state

    @property
    def is_other_training(self) -> bool:
        """Whether another window trains; one at a time does."""
        return self.hub.training not in (None, self._number)

    @property
    def is_analysis_current(self) -> bool:
        """Whether `analysis` is of the document's graph as it is now; other settings don't matter to it."""
        return not self._is_stale and self.analysis.revision == self._num_asked

    @property
    def is_running(self) -> bool:
        """Whether a run is going on, paused or not."""
        return self._runner.is_running

    @property
    def is_paused(self) -> bool:
        """Whether the run waits."""
        return self._runner.is_paused

    @property
    def is_stopping(self) -> bool:
        """Whether a run is about to end because the user stopped it."""
        return self._runner.is_stopping

    @property
    def is_stopping_after_epoch(self) -> bool:
        """Whether a run goes on that will end after the epoch at hand."""
        return self._runner.is_stopping_after_epoch

    def submit(self, job: Callable[[], Any], done: Done, failed: Failed) -> None:
        """Run a function on a thread beside the engine's.

        Args:
            done: Called on this thread with what it returned.
            failed: Called on this thread with what it raised.
        """
        self.hub.submit(self._number, job, done, failed)

    def train(self, run_dir: Path, start: Start | None = None, project: Project | None = None) -> None:
        """Start a run of the document as it is now.

        Args:
            start: A checkpoint of another run to go on from.
            project: What to train instead of the document.

        Raises:
            DesignerError: The run can't start.
        """
        self._get_ready()
        self._runner.start(project or self.document.project(), run_dir, start)
        self._begin()

    def resume_run(self, folder: Path, epochs: int | None = None) -> None:
        """Go on with a run that was interrupted, stopped or failed.

        Args:
            epochs: Train until this epoch instead of the one planned.

        Raises:
            DesignerError: The run can't start.
        """
        self._get_ready()
        self._runner.resume_run(folder, epochs)
        self._begin()

    def train_queued(self, entry: Queued) -> None:
        """Start a run of the queue, or go on with it where it was interrupted.

        Raises:
            DesignerError: The run can't start.
        """
        self._get_ready()
        if entry.folder and RunFolder(entry.folder).database.is_file():
            self._runner.resume_run(entry.folder)
        else:
            self._runner.start(entry.project, entry.run_dir, steps_per_epoch=entry.steps_per_epoch)
        self._begin()

    @property
    def is_trying(self) -> bool:
        """Whether a trial of this window goes on, in the place of a run."""
        return self.hub.training == self._number and not self._has_run

    def begin_trial(self) -> None:
        """Keep runs from starting, here and elsewhere.

        Raises:
            TrainingError: A run or another trial is going on.
        """
        self._check_free()
        if self.is_running:
            raise TrainingError("A run is going on.", "Stop it first.")
        self.hub.set_training(self._number)

    def end_trial(self) -> None:
        """Let runs start again."""
        if self.is_trying:
            self.hub.set_training(None)

    def pause(self) -> None:
        """Let the run wait before its next batch."""
        self._runner.pause()
        self.run_state_changed.emit()

    def resume(self) -> None:
        """Let a paused run go on."""
        self._runner.resume()
        self.run_state_changed.emit()

    def step_once(self) -> None:
        """Let the run compute one batch, then wait."""
        self._runner.step_once()
        self.run_state_changed.emit()

    def stop_after_epoch(self, *, is_wanted: bool) -> None:
        """End the run after the epoch at hand, or let it go on after all."""
        self._runner.stop_after_epoch(is_wanted=is_wanted)
        self.run_state_changed.emit()

    def set_learning_rate(self, change: LearningRateChange) -> None:
        """Change the learning rate before the next batch."""
        self._runner.set_learning_rate(change)

    def checkpoint_now(self) -> None:
        """Save the state before the next batch, and keep it for good."""
        self._runner.checkpoint_now()

    def roll_back(self, step: int) -> None:
        """Go back to a checkpoint and on from there."""
        self._runner.roll_back(step)

    def stop(self) -> None:
        """End the run after the batch at hand."""
        self._runner.stop()
        self.run_state_changed.emit()

    def _get_ready(self) -> None:
        """See that nothing else trains, and have the run go on where the user prefers it."""
        self._check_free()
        wanted = ProcessRunner if self.hub.trains_apart else Runner
        if not self._runner.is_running and not isinstance(self._runner, wanted):
            self._tell_events()
            self._runner.close()
            self._runner = wanted()

    def _check_free(self) -> None:
        if self.is_trying:
            raise TrainingError("A trial is going on.", "Cancel it first, or wait for its end.")
        if self.is_other_training:
            raise TrainingError("Another window is training.", "Stop that run first, or wait for its end.")

    def _begin(self) -> None:
        self._has_run = True
        self.hub.set_training(self._number)

    def _on_document_changed(self, changes: tuple[Change, ...]) -> None:
        if any(map(is_of_graph, changes)):
            self._is_stale = True

    def _on_ticked(self) -> None:
        """Edits since the last tick share one request for an analysis."""
        if self._is_stale and isinstance(self.engine_state, EngineReady):
            self._is_stale = False
            self._num_asked += 1
            self.hub.request_analysis(self._number, self._num_asked, self.document.snapshot())
        self._tell_events()
        if self._has_run and not self._runner.is_running:
            self._has_run = False
            self.hub.set_training(None)

    def _tell_events(self) -> None:
        if events := self._runner.poll():
            self.run_events.emit(events)

    def _on_analysed(self, session: int, analysis: Analysis) -> None:
        """Late answers, of a graph or a document that has changed since, are dropped."""
        if session == self._number and not self._is_stale and analysis.revision == self._num_asked:
            self.analysis = analysis
            self.analysis_changed.emit(analysis)
