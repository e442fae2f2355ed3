"""The Train, Pause and Stop buttons: what must be settled before a run, and why it can't start."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from designer.compiler.engine import EngineFailed
from designer.document.weights_commands import SetWeights
from designer.document.weights_files import checked
from designer.errors import DesignerError
from designer.ui.actions import Actions
from designer.ui.data_link import DataLink
from designer.ui.dialogs import ask_fresh_weights, ask_to_adapt, ask_to_stop, show_failure
from designer.ui.icons import icon
from designer.ui.session import Session


class RunControls(QObject):
    """Starts, pauses and stops the run of a window.

    Signals:
        started: A run was asked for and is being prepared.
        download_wanted: The data isn't on this computer; carries the question (`DownloadNeeded`).
    """

    started = Signal()
    download_wanted = Signal(object)

    def __init__(
        self, window: QWidget, session: Session, link: DataLink, actions: Actions, run_dir: Path
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._link = link
        self._actions = actions
        self._run_dir = run_dir
        actions.connect("train", self.train)
        actions.connect("pause", self.pause_or_resume)
        actions.connect("stop", session.stop)
        for signal in (session.analysis_changed, session.engine_changed, link.info_changed, link.fit_changed):
            signal.connect(self._refresh)
        session.run_state_changed.connect(self._on_run_state_changed)
        self._closes_after_run = False
        self._is_checking = False  # whether the weights that a run is to start from are being looked at
        self._refresh()

    def train(self) -> None:
        """Start a run, once the data is here and made to fit."""
        if not self.settle():
            return
        weights = self._session.document.weights
        if weights is None:
            self._start()
        else:
            self._is_checking = True
            self._refresh()
            self._session.submit(partial(checked, weights), self._on_checked, self._on_weights_refused)

    def settle(self) -> bool:
        """Ask what must be settled before any run; whether that is done."""
        from designer.data.download import DownloadNeeded

        if isinstance(self._link.error, DownloadNeeded):
            self.download_wanted.emit(self._link.error)
            return False
        return self._link.is_adapted or self._adapt()

    @property
    def why_not(self) -> str:
        """Why neither a run nor a trial can start now, the weightiest reason; empty where they can."""
        return next(self._obstacles(), "")

    @property
    def is_closing(self) -> bool:
        """Whether the window closes as soon as the run has ended."""
        return self._closes_after_run

    def _on_checked(self, _path: Path) -> None:
        self._is_checking = False
        self._start()
        self._refresh()

    def _on_weights_refused(self, error: DesignerError) -> None:
        self._is_checking = False
        if ask_fresh_weights(self._window, error):
            self._session.document.push(SetWeights(None, "Start from new weights"))
            self._start()
        self._refresh()

    def _start(self) -> None:
        try:
            self._session.train(self._run_dir)
        except DesignerError as error:
            show_failure(self._window, error)
            return
        self.started.emit()

    def pause_or_resume(self) -> None:
        """Let the run wait, or go on."""
        if self._session.is_paused:
            self._session.resume()
        else:
            self._session.pause()

    def may_close(self) -> bool:
        """Whether the window may close: not while a run goes on; once the user stops it, after that."""
        if not self._session.is_running:
            return True
        if ask_to_stop(self._window):
            self._closes_after_run = True
            self._session.stop()
        return False

    def _adapt(self) -> bool:
        if not ask_to_adapt(self._window, self._link.steps()):
            return False
        self._link.accept_proposal()
        return True

    def _on_run_state_changed(self) -> None:
        self._refresh()
        if self._closes_after_run and not self._session.is_running:
            self._window.close()

    def _refresh(self, _state: object = None) -> None:
        actions, session = self._actions, self._session
        reason = self.why_not
        for name in ("train", "find_rate", "overfit"):
            actions.enable(name, when=not reason, reason=reason)
        flaw = next(self._flaws(), "")
        actions.enable("queue_run", when=not flaw, reason=flaw)
        why = "No run is going on." if not session.is_running else ""
        actions.enable("pause", when=not why, reason=why)
        actions.enable("stop", when=not why, reason=why)
        is_paused = session.is_running and session.is_paused
        actions["pause"].setText("&Resume" if is_paused else "&Pause")
        actions["pause"].setIcon(icon("play" if is_paused else "pause"))

    def _obstacles(self) -> Iterator[str]:
        """Why a run can't start now, the weightiest reason first."""
        yield from self._other_work()
        yield from self._flaws()

    def _flaws(self) -> Iterator[str]:
        """Why the network can't be trained as it is."""
        from designer.data.download import DownloadNeeded

        session, link = self._session, self._link
        if not session.is_analysis_current:
            yield "The network is being analysed."
        for problem in (*session.analysis.errors, *link.problems):
            if problem.severity == "error":
                yield f"{problem.message} {problem.fix}".strip()
        if link.is_busy:
            yield "The data is being read."
        if link.error is not None and not isinstance(link.error, DownloadNeeded):
            yield str(link.error)

    def _other_work(self) -> Iterator[str]:
        """What has to end, or to begin, before."""
        session = self._session
        if isinstance(session.engine_state, EngineFailed):
            yield session.engine_state.message
        if session.engine_state is None:
            yield "TensorFlow is starting."
        if session.is_running:
            yield "A run is going on."
        if session.is_trying:
            yield "A trial is going on."
        if self._is_checking:
            yield "The weights are being checked."
        if session.is_other_training:
            yield "Another window is training."
