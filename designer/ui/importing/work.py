"""What a window reads from elsewhere: one thing at a time, once the engine is there."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from designer.compiler.engine import EngineFailed
from designer.errors import DesignerError, RequestError
from designer.ui.importing.task import Job, Progress, Task
from designer.ui.importing.work_bar import WorkBar
from designer.ui.session import Session


class Work(QObject):
    """Runs jobs that need Keras beside the engine's thread, and shows them in a bar.

    Attributes:
        bar: Belongs above the canvas of the window where the work was asked for.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.bar = WorkBar()
        self._session = session
        self._task = Task(self)
        self._waiting: Callable[[], None] | None = None
        self._failed: Callable[[DesignerError], None] | None = None
        self._task.progressed.connect(self.bar.show_progress)
        self._task.ended.connect(self.bar.hide)
        self.bar.cancelled.connect(self.cancel)
        session.engine_changed.connect(self._on_engine_changed)

    @property
    def is_busy(self) -> bool:
        """Whether something is being read, or will be."""
        return self._waiting is not None or self._task.is_busy

    def start(
        self,
        text: str,
        job: Job,
        done: Callable[[Any], None],
        failed: Callable[[DesignerError], None],
    ) -> None:
        """Do a job once the engine is there; see `Task.start`.

        Args:
            text: What is being done, before the job itself says more.
        """
        if self.is_busy:
            failed(RequestError("Something else is being read.", "Wait for its end, or cancel it."))
            return
        state = self._session.engine_state
        if isinstance(state, EngineFailed):
            failed(DesignerError(state.message, state.hint))
        elif state is None:
            self._waiting, self._failed = lambda: self._begin(text, job, done, failed), failed
            self.bar.show_progress(Progress(f"{text.removesuffix('…')}, once TensorFlow has started…"))
        else:
            self._begin(text, job, done, failed)

    def cancel(self) -> None:
        """Break off what is being read."""
        self._waiting = None
        self._task.cancel()
        self.bar.hide()

    def close(self) -> None:
        """Break off what is being read, and wait for the end of its thread."""
        self.cancel()
        self._task.close()

    def _begin(
        self,
        text: str,
        job: Job,
        done: Callable[[Any], None],
        failed: Callable[[DesignerError], None],
    ) -> None:
        self.bar.show_progress(Progress(text))
        self._task.start(job, done, failed)

    def _on_engine_changed(self, state: object) -> None:
        begin, self._waiting = self._waiting, None
        if begin is None:
            return
        if isinstance(state, EngineFailed) and self._failed:
            self.bar.hide()
            self._failed(DesignerError(state.message, state.hint))
        else:
            begin()
