"""Starts the trials of a window, follows them, and takes over what they found."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from designer.document.commands import SetTraining
from designer.document.project import Project
from designer.errors import DesignerError
from designer.training.control import Control
from designer.training.trials.events import Emit
from designer.training.trials.thread import TrialThread
from designer.ui import dialogs
from designer.ui.settings_edit import with_values
from designer.ui.trials.trial_dialog import TrialDialog

if TYPE_CHECKING:
    from designer.ui.window import MainWindow

Trial = Callable[[Project, Control, Emit], Any]


class TrialDesk(QObject):
    """One trial at a time, in the place of a run, shown by one dialog."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._thread: TrialThread | None = None
        self._dialog: TrialDialog | None = None
        window.actions_by_name.connect("find_rate", self.find_rate)
        window.actions_by_name.connect("overfit", self.overfit)
        window.bench.hub.ticked.connect(self._on_ticked)

    def find_rate(self) -> None:
        """Find a learning rate, in a dialog of its own."""
        if self._window.controls.settle():
            dialog = dialogs.show_rate_finder(self._window)
            dialog.chosen.connect(self._take_rate)
            self._begin(dialog, _find_rate)

    def overfit(self) -> None:
        """Train on one batch, in a dialog of its own."""
        if self._window.controls.settle():
            self._begin(dialogs.show_overfitting(self._window), _overfit)

    def leave(self) -> None:
        """End the trial: another document comes, or the window goes."""
        if self._dialog is not None:
            self._dialog.close()

    def close(self) -> None:
        """End the trial and wait for that."""
        self.leave()
        self._window.bench.hub.ticked.disconnect(self._on_ticked)
        if self._thread is not None:
            self._thread.close()
            self._end()

    def _begin(self, dialog: TrialDialog, trial: Trial) -> None:
        self.leave()
        self._dialog = dialog
        dialog.again.connect(partial(self._start, dialog, trial))
        dialog.cancelled.connect(self._cancel)
        dialog.finished.connect(partial(self._on_left, dialog))
        self._start(dialog, trial)

    def _start(self, dialog: TrialDialog, trial: Trial) -> None:
        reason = self._window.controls.why_not
        if reason:
            dialog.refuse(reason)
            return
        try:
            self._session.begin_trial()
        except DesignerError as error:
            dialog.refuse(str(error))
            return
        dialog.begin()
        self._thread = TrialThread(partial(trial, self._session.document.project()))

    def _on_ticked(self) -> None:
        if self._thread is None:
            return
        is_over = not self._thread.is_running  # before its last events are taken
        events = self._thread.poll()
        if events and self._dialog is not None:
            self._dialog.handle(events)
        if is_over:
            self._end()

    def _end(self) -> None:
        self._thread = None
        self._session.end_trial()

    def _cancel(self) -> None:
        if self._thread is not None:
            self._thread.cancel()

    def _on_left(self, dialog: TrialDialog, _answer: int = 0) -> None:
        if dialog is self._dialog:
            self._dialog = None
            self._cancel()

    def _take_rate(self, rate: float) -> None:
        document = self._session.document
        optimizer = document.training.optimizer
        changed = replace(optimizer, params={**optimizer.params, "learning_rate": rate})
        training = with_values(document.training, optimizer=changed)
        if training != document.training:
            document.push(SetTraining(training, f"Set learning rate {rate:g}"))
        self.leave()
        self._window.status.say(f"The learning rate is {rate:g} now.")


def _find_rate(project: Project, control: Control, emit: Emit) -> None:
    from designer.training.trials.finder import find_learning_rate

    find_learning_rate(project, control=control, emit=emit)


def _overfit(project: Project, control: Control, emit: Emit) -> None:
    from designer.training.trials.overfitting import overfit_one_batch

    overfit_one_batch(project, control=control, emit=emit)
