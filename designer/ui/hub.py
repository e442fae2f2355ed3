"""What all windows of a process share: the engine, the worker, and the timer that drains their answers."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from designer.compiler.engine import AnalysisDone, Engine, EngineFailed, EngineReady
from designer.compiler.memory import free_memory
from designer.errors import DesignerError
from designer.graph.elements import GraphSnapshot
from designer.graph.graph import load_library
from designer.ui.backups import Backups
from designer.ui.file_watch import FileWatch
from designer.ui.qt_types import make_types
from designer.ui.slices import Slices
from designer.worker import JobDone, JobFailed, Worker

_TICK_MS = 33

Done = Callable[[Any], None]
Failed = Callable[[DesignerError], None]


class Hub(QObject):
    """One engine and one worker for any number of sessions, each known by a number.

    Signals:
        ticked: Time to look at what came; after the engine's and the worker's answers were handed out.
        engine_changed: The engine is there (`EngineReady`) or can't be (`EngineFailed`).
        analysed: The engine's answer: number of the session, and the `Analysis`.
        training_changed: Another session trains, or none does.
        engine_started: The engine begins to load TensorFlow.
    """

    ticked = Signal()
    engine_changed = Signal(object)
    analysed = Signal(int, object)
    training_changed = Signal()
    engine_started = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engine_state: EngineReady | EngineFailed | None = None
        self.training: int | None = None
        self.trains_apart = False  # in a process of its own
        self.backups = Backups(self)
        self.file_watch = FileWatch(self)
        self._engine = Engine()
        self._worker = Worker("data")
        self._early_jobs = {self._worker.submit(job) for job in (load_library, free_memory)}
        self._jobs: dict[int, tuple[int, Done, Failed]] = {}
        self._num_sessions = 0
        self._is_started = False
        self.is_engine_started = False
        self._types = Slices(self)
        self._types.done.connect(self._start_threads)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_ticked)

    def start(self) -> None:
        """Start the worker, once, and after what it was asked before the engine; Qt's types are made before.

        Call this when the first window is painted. Beside the import of TensorFlow the same jobs would take
        five times as long.
        """
        if not self._is_started:
            self._is_started = True
            self._types.begin(make_types(), is_later=True)

    def close(self) -> None:
        """End the threads; nothing is handed out any more, and nothing starts any more."""
        self._is_started = True  # a window may be closed at its first painting
        self._types.drop()
        self._timer.stop()
        self.backups.close()
        self._engine.stop()
        self._worker.stop()

    def join(self) -> int:
        """A number for a new session."""
        self._num_sessions += 1
        return self._num_sessions

    def leave(self, session: int) -> None:
        """Hand out nothing to a session any more."""
        self._jobs = {number: job for number, job in self._jobs.items() if job[0] != session}
        if self.training == session:
            self.set_training(None)

    def set_training(self, session: int | None) -> None:
        """Note which session trains; one at a time does."""
        if session != self.training:
            self.training = session
            self.training_changed.emit()

    def request_analysis(self, session: int, revision: int, graph: GraphSnapshot) -> None:
        """Ask the engine; only a session's newest question is answered."""
        self._engine.request_analysis(revision, graph, session)

    def submit(self, session: int, job: Callable[[], Any], done: Done, failed: Failed) -> None:
        """Run a function on the worker.

        Args:
            done: Called on this thread with what it returned.
            failed: Called on this thread with what it raised.
        """
        number = self._worker.submit(job)
        self._jobs[number] = (session, done, failed)
        if not self._is_started:
            self._early_jobs.add(number)

    def _start_threads(self) -> None:
        self.backups.look()
        self._worker.start()
        self._timer.start()

    def _on_ticked(self) -> None:
        for event in self._engine.poll():
            match event:
                case EngineReady() | EngineFailed():
                    self.engine_state = event
                    self.engine_changed.emit(event)
                case AnalysisDone(analysis=analysis, client=session):
                    self.analysed.emit(session, analysis)
        for result in self._worker.poll():
            self._early_jobs.discard(result.job)
            self._finish(result)
        if not (self._early_jobs or self.is_engine_started):
            self.is_engine_started = True
            self._engine.start()
            self.engine_started.emit()
        self.ticked.emit()

    def _finish(self, result: JobDone | JobFailed) -> None:
        if result.job not in self._jobs:
            return  # its session has left, or nobody waits for it
        _, done, failed = self._jobs.pop(result.job)
        if isinstance(result, JobDone):
            done(result.result)
        else:
            failed(result.error)
