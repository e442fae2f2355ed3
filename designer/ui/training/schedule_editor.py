"""The schedule of the learning rate: its kind, its numbers, its points, and the curve that comes of them."""

from typing import get_args

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from designer.document.schedules import BaseSchedule, Piecewise, Plateau, Point, Schedule, Steps
from designer.document.settings import TrainingSettings
from designer.errors import DesignerError
from designer.ui.settings_edit import with_values
from designer.ui.theme import GRID_PX
from designer.ui.training import points as editing
from designer.ui.training.option_form import OptionForm
from designer.ui.training.option_specs import SCHEDULES, WARMUP
from designer.ui.training.points_table import PointsModel, PointsTable
from designer.ui.training.schedule_curve import ScheduleCurve
from designer.ui.widgets import Combo, error_label, icon_button, label, show_error

TITLES = {
    "constant": "Constant",
    "steps": "Step table",
    "piecewise": "Straight lines",
    "exponential": "Exponential decay",
    "cosine": "Cosine",
    "one_cycle": "One cycle",
    "plateau": "Reduce on plateau",
}
HELP = {
    "constant": "The learning rate stays the same.",
    "steps": "The learning rate jumps at each point and holds until the next.",
    "piecewise": "The learning rate goes in a straight line from point to point.",
    "exponential": "The learning rate is multiplied by the same factor again and again.",
    "cosine": "The learning rate falls along half a cosine, once or again and again.",
    "one_cycle": "The learning rate rises and falls once, which allows a high one and trains fast.",
    "plateau": "The learning rate is reduced once a metric gets no better. When that will be isn't known "
    "before the run.",
}
_POINTS_HELP = "Drag points, double-click to add one, press Delete to remove one."
_KINDS: dict[str, type[BaseSchedule]] = {
    kind.model_fields["kind"].default: kind for kind in get_args(get_args(Schedule)[0])
}
_FIRST_STEPS = ((0.5, 0.1), (0.75, 0.01))


class ScheduleEditor(QWidget):
    """Edits a schedule.

    Signals:
        edited: The schedule is to be another one.
        left: The user is done with an edit.
    """

    edited = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._training = TrainingSettings()
        self._rate: float | None = None
        self._form: OptionForm | None = None
        self._form_kind = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX // 2)
        self._kind = Combo("training_schedule", "Schedule of the learning rate")
        for kind, title in TITLES.items():
            self._kind.addItem(title, kind)
        self._kind.activated.connect(self._on_kind_chosen)
        self._help = label(muted=True)
        self._column.addWidget(self._kind)
        self._column.addWidget(self._help)
        self._curve = ScheduleCurve()
        self._curve.points_edited.connect(self._on_points_edited)
        self._curve.left.connect(self.left)
        self._column.addWidget(self._curve)
        self._column.addLayout(self._make_bar())
        self._model = PointsModel()
        self._table = PointsTable(self._model)
        self._column.addWidget(self._table)
        self._refusal = error_label("scheduleRefusal")
        self._column.addWidget(self._refusal)
        self._connect_table()

    def show_training(self, training: TrainingSettings, rate: float | None) -> None:
        """Show the schedule of these settings.

        Args:
            rate: The optimiser's learning rate; None where it is no number.
        """
        self._training, self._rate = training, rate
        schedule = training.schedule
        self._kind.setCurrentIndex(self._kind.findData(schedule.kind))
        self._kind.setToolTip(HELP[schedule.kind])
        points = schedule.points if isinstance(schedule, Steps | Piecewise) else ()
        self._help.setText(f"{HELP[schedule.kind]} {_POINTS_HELP}" if points else HELP[schedule.kind])
        self._show_form(schedule)
        self._curve.show_schedule(schedule, rate, training.epochs)
        self._model.show_points(points, rate)
        for widget in (self._table, self._add, self._remove):
            widget.setVisible(bool(points))
        self._remove.setEnabled(len(points) > 1)
        show_error(self._refusal, "")

    def _make_bar(self) -> QHBoxLayout:
        self._log = QCheckBox("Logarithmic")
        self._log.setObjectName("scheduleLog")
        self._log.setToolTip("Let equal distances upwards be equal ratios")
        self._log.toggled.connect(self._curve.set_log)
        self._add = icon_button("schedulePointAdd", "add", "Add a point behind the chosen one")
        self._add.clicked.connect(self._on_add_clicked)
        self._remove = icon_button("schedulePointRemove", "delete", "Remove the chosen point")
        self._remove.clicked.connect(lambda: self._remove_point(self._chosen))
        bar = QHBoxLayout()
        bar.addWidget(self._log)
        bar.addStretch()
        bar.addWidget(self._add)
        bar.addWidget(self._remove)
        return bar

    def _connect_table(self) -> None:
        self._model.edited.connect(self._on_points_edited)
        self._model.edited.connect(lambda _points: self.left.emit())
        self._model.refused.connect(lambda text: show_error(self._refusal, text))
        self._table.removal_wanted.connect(self._remove_point)
        self._table.selectionModel().currentChanged.connect(self._on_row_chosen)
        self._curve.point_chosen.connect(self._on_point_chosen)

    def _show_form(self, schedule: Schedule) -> None:
        if self._form is None or self._form_kind != schedule.kind:
            if self._form:
                self._form.hide()
                self._form.deleteLater()
            options = (*SCHEDULES.get(schedule.kind, ()), WARMUP)
            self._form = OptionForm(options, "training_schedule_")
            self._form.edited.connect(self._on_number_edited)
            self._form.left.connect(self.left)
            self._form_kind = schedule.kind
            self._column.insertWidget(2, self._form)
        self._form.show_values(dict(schedule))

    @property
    def _chosen(self) -> int:
        return self._curve.chosen or 0

    @property
    def _points(self) -> tuple[Point, ...]:
        return self._model.points

    def _on_kind_chosen(self, index: int) -> None:
        old, kind = self._training.schedule, self._kind.itemData(index)
        if kind == old.kind:
            return
        values: dict[str, object] = {"warmup_epochs": old.warmup_epochs}
        if kind in ("steps", "piecewise"):
            values["points"] = old.points if isinstance(old, Steps | Piecewise) else self._first_points()
        self.edited.emit(_KINDS[kind].model_validate(values))
        self.left.emit()

    def _first_points(self) -> tuple[Point, ...]:
        """A table to begin with: the rate falls to a tenth after half of the run, and once more."""
        step = editing.time_step(self._training.epochs)
        later = ((editing.snapped(part * self._training.epochs, step), low) for part, low in _FIRST_STEPS)
        return ((0.0, 1.0), *later)

    def _on_number_edited(self, name: str, value: object) -> None:
        try:
            self.edited.emit(with_values(self._training.schedule, **{name: value}))
        except DesignerError as error:
            show_error(self._refusal, error.message)

    def _on_points_edited(self, points: tuple[Point, ...]) -> None:
        try:
            self.edited.emit(with_values(self._training.schedule, points=points))
        except DesignerError as error:
            show_error(self._refusal, error.message)

    def _on_add_clicked(self) -> None:
        step = editing.time_step(self._training.epochs)
        point = editing.following(self._points, self._chosen, step)
        self._on_points_edited(editing.added(self._points, point))
        self.left.emit()
        self._curve.choose(self._points.index(point) if point in self._points else self._chosen)

    def _remove_point(self, place: int) -> None:
        self._on_points_edited(editing.removed(self._points, place))
        self.left.emit()

    def _on_row_chosen(self, current: QModelIndex, _old: QModelIndex) -> None:
        if current.isValid():
            self._curve.choose(current.row())

    def _on_point_chosen(self, place: int) -> None:
        if place != self._table.currentIndex().row():
            self._table.setCurrentIndex(self._model.index(place, max(0, self._table.currentIndex().column())))


def summary(schedule: Schedule) -> str:
    """A schedule in a few words."""
    text = TITLES[schedule.kind].lower()
    if isinstance(schedule, Steps | Piecewise):
        text += f", {len(schedule.points)} points"
    if isinstance(schedule, Plateau):
        text += f" of {schedule.monitor}"
    return f"{text}, warm-up" if schedule.warmup_epochs else text
