"""Learning rates as text, and the dialog that asks for another one."""

import math

from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from designer.document.schedules import Schedule
from designer.document.settings import TrainingSettings
from designer.errors import RequestError
from designer.training.control import LearningRateChange
from designer.ui.theme import GRID_PX
from designer.ui.training.schedule_editor import ScheduleEditor
from designer.ui.widgets import accept_buttons, error_label, label, show_error

_WIDTH_PX = 56 * GRID_PX
_HELP = (
    "It holds from the next batch on. With a schedule it is what the schedule multiplies; the times of a "
    "schedule count from the beginning of the run."
)


def read_rate(text: str) -> float:
    """The learning rate that was typed.

    Raises:
        RequestError: It is no number above 0.
    """
    try:
        rate = float(text.strip().replace(",", "."))
    except ValueError:
        rate = math.nan
    if not (math.isfinite(rate) and rate > 0):
        raise RequestError("Expected a number above 0, such as 0.01.")
    return rate


def rate_text(rate: float | None) -> str:
    """A learning rate as its field shows it; nothing where it isn't known."""
    return "" if rate is None or math.isnan(rate) else f"{rate:.4g}"


class RateDialog(QDialog):
    """Asks for another learning rate, and for a schedule if the user wants one.

    Args:
        rate: The present one, where it is known.
        training: The settings of the run, whose schedule is offered first.
    """

    def __init__(self, rate: float | None, training: TrainingSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rateDialog")
        self.setWindowTitle("Change the learning rate")
        self.setMinimumWidth(_WIDTH_PX)
        self.change: LearningRateChange | None = None
        self._training = training
        self._schedule: Schedule = training.schedule
        self._refusal = error_label("newRateRefusal")
        self.rate = QLineEdit(rate_text(rate))
        self.rate.setObjectName("newRate")
        self.rate.setAccessibleName("Learning rate")
        self.rate.textEdited.connect(lambda: show_error(self._refusal, ""))
        self.follows = QCheckBox("Follow a &schedule")
        self.follows.setObjectName("newRateFollows")
        self.follows.toggled.connect(self._on_follows_toggled)
        self._editor = ScheduleEditor()
        self._editor.edited.connect(self._on_schedule_edited)
        self._editor.hide()
        self._lay_out()
        self._show_schedule()
        self.rate.selectAll()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow("Learning &rate", self.rate)
        column = QVBoxLayout(self)
        column.setSpacing(GRID_PX)
        column.addWidget(label(_HELP, muted=True))
        column.addLayout(form)
        for part in (self._refusal, self.follows, self._editor):
            column.addWidget(part)
        column.addStretch()
        column.addWidget(accept_buttons(self, "newRateButtons", "Change", self._on_accepted))

    def _on_follows_toggled(self, is_on: bool) -> None:
        self._editor.setVisible(is_on)
        self.adjustSize()

    def _on_schedule_edited(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._show_schedule()

    def _show_schedule(self) -> None:
        try:
            rate = read_rate(self.rate.text())
        except RequestError:
            rate = None
        self._editor.show_training(self._training.model_copy(update={"schedule": self._schedule}), rate)

    def _on_accepted(self) -> None:
        try:
            rate = read_rate(self.rate.text())
        except RequestError as error:
            show_error(self._refusal, str(error))
            return
        self.change = LearningRateChange(rate, self._schedule if self.follows.isChecked() else None)
        self.accept()
