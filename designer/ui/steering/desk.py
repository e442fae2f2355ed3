"""Steers the run of a window: what the actions and the bar ask for, and what they say."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from designer.compiler.engine import EngineFailed, EngineReady
from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.errors import DesignerError
from designer.training.control import LearningRateChange
from designer.training.events import CheckpointSaved, RunEvent
from designer.ui import dialogs
from designer.ui.steering.bar import BUTTONS, SteeringBar
from designer.ui.steering.checkpoints_desk import CheckpointsDesk
from designer.ui.steering.dialogs import ask_learning_rate
from designer.ui.steering.resuming import Resuming
from designer.ui.steering.state import RunState

if TYPE_CHECKING:
    from designer.ui.window import MainWindow

_NO_RUN = "No run is going on."
_WHILE_RUNNING = ("step_batch", "stop_after_epoch", "checkpoint_now", "change_rate", "roll_back")


class SteeringDesk(QObject):
    """One window's.

    Signals:
        window_wanted: A run of another network is to go on; carries its `Project` and what to do with the
            window that shows it.
    """

    window_wanted = Signal(object, object)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session = session = window.session
        self.state = RunState()
        self.bar = SteeringBar()
        self.checkpoints = CheckpointsDesk(window, self)
        self.resuming = Resuming(window, self)
        actions = window.actions_by_name
        shown = {name: actions[name] for name in (*BUTTONS, "change_rate")}
        self.bar.take_actions(shown)
        window.panels.curves.put_above(self.bar)
        self.bar.rate_wanted.connect(self._set_rate)
        actions.connect("step_batch", session.step_once)
        actions["stop_after_epoch"].triggered.connect(lambda is_on: session.stop_after_epoch(is_wanted=is_on))
        actions.connect("checkpoint_now", self._save_now)
        actions.connect("change_rate", self._ask_rate)
        actions.connect("roll_back", self.checkpoints.ask_roll_back)
        actions.connect("branch_run", self.checkpoints.ask_branch)
        actions.connect("resume_run", self.resuming.ask)
        for signal in (session.run_state_changed, session.engine_changed):
            signal.connect(self.refresh)
        session.run_events.connect(self._on_run_events)
        self.refresh()

    def begin(self, project: Project, start: Callable[["MainWindow"], None]) -> None:
        """Begin a run where its network is shown: here, or in another window."""
        if self._session.document.snapshot() == project.graph:
            start(self._window)
        else:
            self.window_wanted.emit(project, start)

    def when_ready(self, action: Callable[[], None]) -> None:
        """Do something once TensorFlow is there."""
        state = self._session.engine_state
        if isinstance(state, EngineReady):
            action()
        elif state is None:
            self._window.status.say("The run goes on as soon as TensorFlow is there.")
            self._session.engine_changed.connect(
                lambda state: action() if isinstance(state, EngineReady) else None,
                type=Qt.ConnectionType.SingleShotConnection,
            )
        else:
            dialogs.show_failure(self._window, DesignerError(state.message, state.hint))

    def train(self, start: Callable[[], None]) -> None:
        """Start a run by a method of the session, and show that."""
        try:
            start()
        except DesignerError as error:
            dialogs.show_failure(self._window, error)
        else:
            self._window.controls.started.emit()
            self._window.status.show_preparing("the checkpoint")

    @property
    def folder(self) -> Path | None:
        """Of the run that goes on here, or was the last."""
        return self.state.folder

    @property
    def why_not(self) -> str:
        """Why the run can't be steered; empty where it can."""
        if not self._session.is_running:
            return _NO_RUN
        return "The run is about to stop." if self._session.is_stopping else ""

    @property
    def why_busy(self) -> str:
        """Why no other run can begin; empty where one can."""
        if isinstance(self._session.engine_state, EngineFailed):
            return self._session.engine_state.message
        if self._session.is_running:
            return "A run is going on. Stop it first."
        return "Another window is training." if self._session.is_other_training else ""

    def refresh(self, _state: object = None) -> None:
        """Show what can be done now, and what the run is about to do."""
        session, actions = self._session, self._window.actions_by_name
        reason = self.why_not
        for name in _WHILE_RUNNING:
            actions.enable(name, when=not reason, reason=reason)
        if not reason and self.folder is None:
            actions.enable("roll_back", when=False, reason="The run has no checkpoint yet.")
        for name in ("branch_run", "resume_run"):
            actions.enable(name, when=not self.why_busy, reason=self.why_busy)
        actions["stop_after_epoch"].setChecked(session.is_stopping_after_epoch)
        self.bar.setVisible(session.is_running)
        self.bar.show_rate(self._rate)
        words = self.state.words(
            is_stopping=session.is_stopping,
            is_paused=session.is_running and session.is_paused,
            is_stopping_after_epoch=session.is_stopping_after_epoch,
        )
        self.bar.show_state(words)
        self._window.status.show_state(words)
        self.checkpoints.refresh()

    @property
    def _rate(self) -> float | None:
        """The present learning rate, as far as it is known."""
        if self.state.rate is not None:
            return self.state.rate
        return self._window.panels.training.learning_rate

    def _on_run_events(self, events: Sequence[RunEvent]) -> None:
        for event in events:
            self.state = self.state.advance(event)
            if isinstance(event, CheckpointSaved):
                self.checkpoints.look()
        self.refresh()

    def expect(self, training: TrainingSettings) -> None:
        """Another run begins, with these settings, at a checkpoint."""
        rate = training.optimizer.params.get("learning_rate")
        self.state = RunState(rate=float(rate) if isinstance(rate, int | float) else None)
        self.refresh()

    def _save_now(self) -> None:
        self._session.checkpoint_now()
        self._window.status.say("The state is saved before the next batch.")

    def _set_rate(self, rate: float) -> None:
        self._session.set_learning_rate(LearningRateChange(rate))

    def _ask_rate(self) -> None:
        training = self._session.document.training
        if change := ask_learning_rate(self._window, self._rate, training):
            self._session.set_learning_rate(change)
