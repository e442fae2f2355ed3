"""Between a window and the threads: asks the engine, follows the run, tells the window on one timer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from designer.compiler.engine import AnalysisDone, Engine, EngineEvent, EngineFailed, EngineReady
from designer.compiler.results import Analysis
from designer.document.changes import GRAPH_CHANGES, Change
from designer.document.document import Document
from designer.errors import DesignerError
from designer.training.runner import Runner
from designer.worker import JobDone, JobFailed, Worker

_TICK_MS = 33

Done = Callable[[Any], None]
Failed = Callable[[DesignerError], None]


class Session(QObject):
    """One document with its newest analysis, the engine and the run.

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

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.analysis = Analysis(revision=-1)
        self.engine_state: EngineReady | EngineFailed | None = None
        self._engine = Engine()
        self._worker = Worker("data")
        self._runner = Runner()
        self._jobs: dict[int, tuple[Done, Failed]] = {}
        self._is_stale = True
        self._num_asked = 0
        self._has_run = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_ticked)
        document.changed.connect(self._on_document_changed)

    def start(self) -> None:
        """Start the engine and the worker; call this once the window is painted."""
        self._worker.start()
        self._engine.start()
        self._timer.start()

    def close(self) -> None:
        """Let go of the document and the engine, and of a run if one is left."""
        self._timer.stop()
        self._runner.close()
        self.document.changed.disconnect(self._on_document_changed)
        self._engine.stop()
        self._worker.stop()

    def set_document(self, document: Document) -> None:
        """Follow another document."""
        self.document.changed.disconnect(self._on_document_changed)
        self.document = document
        document.changed.connect(self._on_document_changed)
        self.analysis = Analysis(revision=-1)
        self._is_stale = True

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

    def submit(self, job: Callable[[], Any], done: Done, failed: Failed) -> None:
        """Run a function on a thread beside the engine's.

        Args:
            done: Called on this thread with what it returned.
            failed: Called on this thread with what it raised.
        """
        self._jobs[self._worker.submit(job)] = (done, failed)

    def train(self, run_dir: Path) -> None:
        """Start a run of the document as it is now.

        Raises:
            DesignerError: The run can't start.
        """
        self._runner.start(self.document.project(), run_dir)
        self._has_run = True
        self.run_state_changed.emit()

    def pause(self) -> None:
        """Let the run wait before its next batch."""
        self._runner.pause()
        self.run_state_changed.emit()

    def resume(self) -> None:
        """Let a paused run go on."""
        self._runner.resume()
        self.run_state_changed.emit()

    def stop(self) -> None:
        """End the run after the batch at hand."""
        self._runner.stop()
        self.run_state_changed.emit()

    def _on_document_changed(self, changes: tuple[Change, ...]) -> None:
        if any(isinstance(change, GRAPH_CHANGES) for change in changes):
            self._is_stale = True

    def _on_ticked(self) -> None:
        """Drain both queues; edits since the last tick share one request for an analysis."""
        for event in self._engine.poll():
            self._handle(event)
        for result in self._worker.poll():
            self._finish(result)
        if self._is_stale and isinstance(self.engine_state, EngineReady):
            self._is_stale = False
            self._num_asked += 1
            self._engine.request_analysis(self._num_asked, self.document.graph.snapshot())
        if events := self._runner.poll():
            self.run_events.emit(events)
        if self._has_run and not self._runner.is_running:
            self._has_run = False
            self.run_state_changed.emit()

    def _handle(self, event: EngineEvent) -> None:
        match event:
            case EngineReady() | EngineFailed():
                self.engine_state = event
                self.engine_changed.emit(event)
            case AnalysisDone(analysis=analysis):
                self._take(analysis)

    def _finish(self, result: JobDone | JobFailed) -> None:
        done, failed = self._jobs.pop(result.job)
        if isinstance(result, JobDone):
            done(result.result)
        else:
            failed(result.error)

    def _take(self, analysis: Analysis) -> None:
        """Late answers, of a graph or a document that has changed since, are dropped."""
        if not self._is_stale and analysis.revision == self._num_asked:
            self.analysis = analysis
            self.analysis_changed.emit(analysis)
