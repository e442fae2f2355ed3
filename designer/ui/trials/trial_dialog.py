"""What both dialogs of trials share: a plot, how far the trial is, and buttons."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from designer.training.trials.curve import RateCurve
from designer.training.trials.events import (
    TrialEnded,
    TrialEvent,
    TrialFailed,
    TrialNotice,
    TrialPrepared,
    TrialStep,
)
from designer.training.trials.judgement import OverfitResult
from designer.ui.theme import GRID_PX
from designer.ui.widgets import error_label, label, selectable, show_error

if TYPE_CHECKING:
    from designer.ui.trials.trial_plot import TrialPlot

_SIZE_PX = (80 * GRID_PX, 64 * GRID_PX)


class TrialDialog(QDialog):
    """Shows a trial while it goes on and what came of it; leaves the window usable.

    Signals:
        again: The trial is wanted once more.
        cancelled: The trial is not wanted any more.
    """

    again = Signal()
    cancelled = Signal()

    def __init__(self, name: str, title: str, plot: "TrialPlot", parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE_PX)
        self._plot = plot
        self._steps: list[TrialStep] = []
        self._num_steps = 0
        self.is_busy = False
        self._progress = QProgressBar(textVisible=False)
        self._progress.setObjectName("trialProgress")
        self._progress.setAccessibleName("Progress")
        self._progress.setFixedHeight(GRID_PX)
        self._said = selectable(label())
        self._said.setObjectName("trialSaid")
        self._notices = selectable(label(muted=True, small=True))
        self._notices.setObjectName("trialNotices")
        self._failure = error_label("trialFailure")
        self._stop = QPushButton("&Cancel", autoDefault=False)
        self._stop.setObjectName("trialStop")
        self._stop.clicked.connect(self._on_stop_clicked)
        self._close = QPushButton("C&lose", autoDefault=False)
        self._close.setObjectName("trialClose")
        self._close.clicked.connect(self.close)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(GRID_PX)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(GRID_PX)
        self._lay_out()

    def begin(self) -> None:
        """Show that the trial is being prepared."""
        self._steps = []
        self._num_steps = 0
        self._set_busy(is_busy=True)
        self._progress.setRange(0, 0)
        show_error(self._failure, "")
        self._notices.setText("")
        self._notices.hide()
        self._say("The network is being built.")
        self._plot.show_losses((), (), ())

    def refuse(self, reason: str) -> None:
        """Say why no trial can begin."""
        show_error(self._failure, reason)

    def handle(self, events: Sequence[TrialEvent]) -> None:
        """Take in what the trial did, and draw once for all of it."""
        steps = [event for event in events if isinstance(event, TrialStep)]
        if steps:
            self._steps += steps
            self._progress.setValue(len(self._steps))
            self._show_steps(self._steps)
        for event in events:
            self._take(event)

    def _show_steps(self, steps: Sequence[TrialStep]) -> None:
        raise NotImplementedError

    def _show_result(self, result: RateCurve | OverfitResult) -> None:
        raise NotImplementedError

    def _show_range(self, num_steps: int) -> None:
        raise NotImplementedError

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self._plot.widget.setAccessibleDescription(text)

    def _take(self, event: TrialEvent) -> None:
        match event:
            case TrialPrepared(num_steps=num_steps):
                self._num_steps = num_steps
                self._progress.setRange(0, num_steps)
                self._progress.setValue(0)
                self._show_range(num_steps)
            case TrialNotice(message=message):
                self._notices.setText(f"{self._notices.text()}\n{message}".strip())
                self._notices.show()
            case TrialFailed(message=message, remedy=remedy):
                self._set_busy(is_busy=False)
                self._say("")
                show_error(self._failure, f"{message} {remedy}".strip())
            case TrialEnded(result=result):
                self._set_busy(is_busy=False)
                self._show_result(result)

    def _set_busy(self, *, is_busy: bool) -> None:
        self.is_busy = is_busy
        self._stop.setText("&Cancel" if is_busy else "&Again")
        self._progress.setRange(0, max(1, self._num_steps))
        self._progress.setVisible(is_busy)

    def _on_stop_clicked(self) -> None:
        (self.cancelled if self.is_busy else self.again).emit()

    def _lay_out(self) -> None:
        self.column.addWidget(self._plot, stretch=1)
        self.column.addWidget(self._progress)
        self.column.addWidget(self._said)
        self.column.addWidget(self._notices)
        self.column.addWidget(self._failure)
        self.buttons.addWidget(self._stop)
        self.buttons.addStretch()
        self.buttons.addWidget(self._close)


def loss_text(loss: float) -> str:
    """A loss for people."""
    return f"{loss:.4g}" if math.isfinite(loss) else str(loss)
