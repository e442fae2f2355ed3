"""One metric over the run: title, legend, curves, cursor. Loads pyqtgraph."""

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from designer.ui.monitor.layer import Ink, Range, RunLayer
from designer.ui.monitor.legend import Legend
from designer.ui.monitor.marks import PlotMarks
from designer.ui.monitor.metrics import RunMetrics, number
from designer.ui.monitor.plot_widget import PlotWidget
from designer.ui.monitor.view import AXIS_LABELS, CurveView
from designer.ui.theme import GRID_PX, SMALL_TEXT_PX, Theme, current
from designer.ui.widgets import heading

_X_MARGIN = 0.02
_Y_MARGIN = 0.06
_MOST_RUNS_WITH_MARKS = 2
_KEY_ZOOM = 0.8
_KEY_MOVE = 0.01


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run in the plots.

    Args:
        title: Empty where it is the only one.
        color: Empty for that of its place.
        has_legend: Whether its newest values stand above each plot.
    """

    metrics: RunMetrics
    title: str = ""
    color: str = ""
    has_legend: bool = True


class MetricPlot(QWidget):
    """The curves of one metric.

    Signals:
        view_changed: The visible range or the size is another one; the curves must be drawn anew.
        zoomed: The user chose the visible range.
        pointed: The x under the cursor in units of the axis, or None when it has left.
    """

    view_changed = Signal()
    zoomed = Signal()
    pointed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = ""
        self._must_fit_y = True
        self.layers: list[RunLayer] = []
        self._legends: list[Legend] = []
        self._view = CurveView()
        self._header = QHBoxLayout()
        self._header.setSpacing(GRID_PX)
        self._title = heading("")
        self._header.addWidget(self._title)
        self._header.addStretch()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addLayout(self._header)
        self.widget = PlotWidget()
        self._rows.addWidget(self.widget, 1)
        self.plot = self.widget.getPlotItem()
        self.box = self.plot.getViewBox()
        self.marks = PlotMarks(self.plot)
        self._make_marks()
        self._connect()

    def show_runs(self, name: str, runs: list[ShownRun], theme: Theme) -> None:
        """Show a metric of these runs, the first in the first colour."""
        self.name = name
        self._title.setText(name)
        self.setObjectName(f"plot_{name}")
        self.widget.setObjectName(f"curves_{name}")
        self.widget.setAccessibleName(f"{name} curves")
        for layer in self.layers:
            layer.remove_from(self.plot)
        for legend in self._legends:
            legend.setParent(None)
            legend.deleteLater()
        self.layers, self._legends = [], []
        for index, run in enumerate(runs):
            line = run.color or theme.series[index % len(theme.series)]
            ink = Ink(QColor(line), QColor(theme.canvas), QColor(run.color or theme.text))
            self.layers.append(RunLayer(self.plot, run.metrics, name, run.title, ink))
            legend = Legend()
            legend.set_colors(ink.line, ink.strong)
            self._legends.append(legend)
            if not run.has_legend:
                legend.setParent(self)
                legend.hide()
            elif index:
                self._rows.insertWidget(index, legend, 0, Qt.AlignmentFlag.AlignRight)
            else:
                self._header.addWidget(legend)
        self._paint_chrome(theme)

    def set_view(self, view: CurveView) -> None:
        """Label the axes as chosen; the curves follow with the next `draw`."""
        self._must_fit_y = view.log_y != self._view.log_y
        self._view = view
        for name, is_log in (("bottom", view.log_x), ("left", view.log_y)):
            self.plot.getAxis(name).setLogMode(x=is_log, y=is_log)
        self.plot.setLabel("bottom", AXIS_LABELS[view.axis])

    def reach(self) -> Range | None:
        """The first and the last x of all runs, in units of the axis."""
        reaches = [reach for layer in self.layers if (reach := layer.reach(self._view))]
        if not reaches:
            return None
        low, high = min(low for low, _ in reaches), max(high for _, high in reaches)
        return self._view.to_axis(low), self._view.to_axis(high)

    def place_of(self, step: int) -> float | None:
        """Where a step is on the x axis, in its own units; None where nothing is drawn."""
        places = (layer.place_of(step, self._view) for layer in self.layers)
        return next((place for place in places if place is not None), None)

    def show_x(self, low: float, high: float) -> None:
        """Set the visible part of the x axis, in its own units."""
        margin = (high - low or 1.0) * _X_MARGIN
        self.box.setXRange(low - margin, high + margin, padding=0)

    def draw(self, *, follow: bool) -> None:
        """Bring curves, legend and marks up to date; with `follow` fit the y axis to what is seen."""
        low, high = self.box.viewRange()[0]
        width_px = round(self.box.width() * self.devicePixelRatioF())
        window = self._view.window(low, high, width_px)
        room_px = self.width() - self._title.sizeHint().width() - GRID_PX
        for layer, legend in zip(self.layers, self._legends, strict=True):
            layer.draw(self._view, window)
            legend.set_texts(layer.title, layer.legend(), room_px)
        if follow or self._must_fit_y:
            self._must_fit_y = False
            self._fit_y()
        self._draw_broken()
        self._draw_marks()
        # Left to the paint event this would change the scene again, and so paint everything twice.
        self.box.prepareForPaint()
        self.widget.viewport().update()

    def point_at(self, x: float | None) -> None:
        """Show the cursor and the values beside it, or hide both."""
        for mark in (self._cursor, self._reading):
            mark.setVisible(x is not None)
        if x is None:
            return
        value = self._view.from_axis(x)
        lines = [self._view.reading(value)]
        lines += [reading for layer in self.layers if (reading := layer.reading(self._view, value))]
        lines += self.marks.near(x)
        self._cursor.setPos(x)
        self._reading.setText("\n".join(lines))
        self._place(self._reading, x)

    def reading(self) -> str:
        """What stands beside the cursor; empty where there is none."""
        return str(self._reading.toPlainText()) if self._reading.isVisible() else ""

    def broken_text(self) -> str:
        """What is said of values that are not finite; empty where all are."""
        return str(self._broken_text.toPlainText()) if self._broken_text.isVisible() else ""

    def _make_marks(self) -> None:
        self._cursor = pg.InfiniteLine(angle=90)
        self._reading = pg.TextItem()
        self._broken = pg.InfiniteLine(angle=90)
        self._broken_text = pg.TextItem()
        marks = (self._broken, self._broken_text, self._cursor, self._reading)
        for depth, mark in enumerate(marks, start=10):
            mark.setZValue(depth)
            mark.setVisible(False)
            self.plot.addItem(mark, ignoreBounds=True)

    def _connect(self) -> None:
        self.box.sigRangeChanged.connect(lambda *_: self.view_changed.emit())
        self.box.sigResized.connect(lambda *_: self.view_changed.emit())
        self.box.sigRangeChangedManually.connect(lambda *_: self.zoomed.emit())
        self.widget.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self.widget.left.connect(lambda: self.pointed.emit(None))
        self.widget.key_pressed.connect(self._on_key_pressed)

    def _on_mouse_moved(self, position: object) -> None:
        inside = self.box.sceneBoundingRect().contains(position)
        self.pointed.emit(self.box.mapSceneToView(position).x() if inside else None)

    def _on_key_pressed(self, key: Qt.Key) -> None:
        low, high = self.box.viewRange()[0]
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            factor = _KEY_ZOOM if key == Qt.Key.Key_Plus else 1 / _KEY_ZOOM
            self.box.scaleBy(x=factor)
            self.zoomed.emit()
        elif key == Qt.Key.Key_Escape:
            self.pointed.emit(None)
        else:
            at = self._cursor.value() if self._cursor.isVisible() else (low + high) / 2
            step = (high - low) * _KEY_MOVE * (1 if key == Qt.Key.Key_Right else -1)
            self.pointed.emit(min(max(at + step, low), high))

    def _draw_broken(self) -> None:
        broken = self.layers[0].metrics.broken(self.name) if self.layers else None
        for mark in (self._broken, self._broken_text):
            mark.setVisible(broken is not None)
        if broken:
            x = self._view.to_axis(broken.x[self._view.axis])
            self._broken.setPos(x)
            self._broken_text.setText(f"{self.name} is {number(broken.value)} at step {broken.step:,}")
            self._place(self._broken_text, x)

    def _draw_marks(self) -> None:
        are_shown = self._view.marks and len(self.layers) <= _MOST_RUNS_WITH_MARKS
        marks = [mark for layer in self.layers for mark in layer.metrics.marks] if are_shown else []
        self.marks.draw(marks, self._view, current())

    def _place(self, text: pg.TextItem, x: float) -> None:
        """Put a text at the top beside x, on the side with more room."""
        (left, right), (_, top) = self.box.viewRange()
        text.setAnchor((0 if x < (left + right) / 2 else 1, 0))
        text.setPos(x, top)

    def _fit_y(self) -> None:
        extents = [layer.extent for layer in self.layers if layer.extent]
        if not extents:
            return
        low, high = min(low for low, _ in extents), max(high for _, high in extents)
        margin = (high - low) * _Y_MARGIN or abs(high) * _Y_MARGIN or 1.0
        self.box.setYRange(low - margin, high + margin, padding=0)

    def _paint_chrome(self, theme: Theme) -> None:
        self.widget.setBackground(theme.canvas)
        self.widget.setStyleSheet(
            f"QGraphicsView {{ border: 1px solid {theme.canvas}; }}"
            f"QGraphicsView:focus {{ border-color: {theme.accent}; }}"
        )
        font = self.font()
        font.setPixelSize(SMALL_TEXT_PX)
        for name in ("bottom", "left"):
            axis = self.plot.getAxis(name)
            axis.setPen(theme.outline)
            axis.setTextPen(theme.muted)
            axis.setTickFont(font)
            axis.label.setFont(font)
        self._cursor.setPen(pg.mkPen(theme.muted, width=1))
        self._broken.setPen(pg.mkPen(theme.error, width=1))
        for text, color in ((self._reading, theme.text), (self._broken_text, theme.error)):
            text.setColor(color)
            text.fill = pg.mkBrush(theme.card)
            text.border = pg.mkPen(theme.outline)
            text.setFont(font)
