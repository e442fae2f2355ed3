"""The row above the curves: axis, smoothing, scales, metrics, follow, export, and the values in words."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QSlider, QToolButton, QWidget
from typing_extensions import override

from designer.ui.icons import icon
from designer.ui.monitor.series import X_AXES
from designer.ui.monitor.view import CurveView
from designer.ui.theme import GRID_PX, ICON_PX
from designer.ui.widgets import Combo, label

_SMOOTHING_STEPS = 1000
_SLIDER_WIDTH_PX = 56
_LEAST_LETTERS = 10


class ElidedLabel(QLabel):
    """A line of text that gives way where room is short; its tool tip and `text()` have all of it.

    Where no more than a few letters could be shown, it shows none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(GRID_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(GRID_PX, super().minimumSizeHint().height())

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        if text != self.text() and len(text) < _LEAST_LETTERS:
            return
        painter.drawText(self.rect(), int(self.alignment()), text)


class CurveControls(QWidget):
    """The controls of the curves.

    Signals:
        view_changed: The chosen `CurveView`.
        follow_changed: Whether the plots shall show the whole run as it grows.
        metrics_changed: Names of the metrics to show.
    """

    view_changed = Signal(object)
    follow_changed = Signal(bool)
    metrics_changed = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self.export = QMenu(self)
        self._metrics = QMenu(self)
        self.axis = _axis_choice()
        self.smoothing, self._weight = _smoothing_slider()
        self.log_x = toggle("Log x", "logXButton", "Logarithmic x axis")
        self.log_y = toggle("Log y", "logYButton", "Logarithmic y axis")
        self.marks = toggle(
            "Marks", "marksButton", "Marks: where the run was paused, steered, rolled back or branched off"
        )
        self.marks.setIcon(icon("checkpoint"))
        self.marks.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.marks.setAccessibleName("Marks")
        self.marks.setChecked(True)
        self.metrics = _menu_button("Metrics", "metricsButton", self._metrics)
        self.metrics.setToolTip("Choose the metrics to plot")
        self.follow = toggle(
            "Follow", "followButton", "Show the whole run as it grows; zooming turns this off"
        )
        self.follow.setIcon(icon("fit"))
        self.follow.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.follow.setChecked(True)
        self.save = _menu_button("Export", "exportCurvesButton", self.export)
        self.summary = ElidedLabel()
        self.summary.setProperty("small", True)
        self.summary.setObjectName("curvesSummary")
        self.summary.setAccessibleName("Newest values")
        self._lay_out()
        self._connect()

    @property
    def view(self) -> CurveView:
        """What is chosen."""
        return CurveView(
            axis=self.axis.currentData(),
            smoothing=self.smoothing.value() / _SMOOTHING_STEPS,
            log_x=self.log_x.isChecked(),
            log_y=self.log_y.isChecked(),
            marks=self.marks.isChecked(),
        )

    def set_metrics(self, names: Iterable[str], shown: Iterable[str]) -> None:
        """Offer these metrics, with those that are shown ticked."""
        self._metrics.clear()
        for name in names:
            action = self._metrics.addAction(name)
            action.setCheckable(True)
            action.setChecked(name in shown)
            action.toggled.connect(self._on_metric_toggled)

    def _on_metric_toggled(self) -> None:
        self.metrics_changed.emit(tuple(a.text() for a in self._metrics.actions() if a.isChecked()))

    def _on_view_chosen(self) -> None:
        self._weight.setText(f"{self.view.smoothing:.2f}")
        self.view_changed.emit(self.view)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX, GRID_PX // 2)
        row.setSpacing(GRID_PX * 3 // 4)
        caption = label("Smoothing", wrap=False)
        caption.setBuddy(self.smoothing)
        for widget in (self.axis, caption, self.smoothing, self._weight):
            row.addWidget(widget)
        for button in (self.log_x, self.log_y, self.marks, self.metrics, self.follow, self.save):
            row.addWidget(button)
        row.addWidget(self.summary, 1)

    def _connect(self) -> None:
        self.axis.currentIndexChanged.connect(self._on_view_chosen)
        self.smoothing.valueChanged.connect(self._on_view_chosen)
        self.log_x.toggled.connect(self._on_view_chosen)
        self.log_y.toggled.connect(self._on_view_chosen)
        self.marks.toggled.connect(self._on_view_chosen)
        self.follow.toggled.connect(self.follow_changed)

    def add_export(self, text: str, name: str) -> QAction:
        """Add an entry to the export menu."""
        action = self.export.addAction(text)
        action.setObjectName(name)
        return action


def _axis_choice() -> Combo:
    choice = Combo("xAxisChoice", "x axis")
    choice.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    for axis in X_AXES:
        choice.addItem(f"x: {axis}", axis)
    return choice


def _smoothing_slider() -> tuple[QSlider, QLabel]:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setObjectName("smoothingSlider")
    slider.setAccessibleName("Smoothing")
    slider.setToolTip("Weight of the exponential moving average over batches; 0 for none")
    slider.setRange(0, _SMOOTHING_STEPS - 1)
    slider.setValue(round(CurveView().smoothing * _SMOOTHING_STEPS))
    slider.setSingleStep(_SMOOTHING_STEPS // 100)
    slider.setPageStep(_SMOOTHING_STEPS // 10)
    slider.setFixedWidth(_SLIDER_WIDTH_PX)
    return slider, label(f"{CurveView().smoothing:.2f}", wrap=False)


def toggle(text: str, name: str, tip: str) -> QToolButton:
    """A flat button that stays pressed."""
    result = button(text, name)
    result.setCheckable(True)
    result.setToolTip(tip)
    return result


def _menu_button(text: str, name: str, menu: QMenu) -> QToolButton:
    result = button(text, name)
    result.setMenu(menu)
    result.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return result


def button(text: str, name: str) -> QToolButton:
    """A flat button with a text."""
    result = QToolButton()
    result.setText(text)
    result.setObjectName(name)
    result.setAutoRaise(True)
    result.setIconSize(QSize(ICON_PX, ICON_PX))
    result.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return result


def empty_label(name: str, text: str) -> QLabel:
    """What stands in a panel that has nothing to show yet: what will be here, and how to get it."""
    result = label(text, muted=True, wrap=False)
    result.setWordWrap(True)
    result.setObjectName(name)
    result.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return result
