"""The loss of a trial, batch by batch, with a mark that can be moved. Loads pyqtgraph."""

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.monitor.plot_widget import PlotWidget
from designer.ui.theme import GRID_PX, SMALL_TEXT_PX, current

_MARGIN = 0.04
_HEADROOM = 0.25
_POINT_PX = 4
_LINE_PX = 2
_KEY_STEP = 0.01
_FIRST = 10


class TrialPlot(QWidget):
    """Loss over learning rates or steps: points for single batches, a line through them.

    Signals:
        marked: The user moved the mark; carries its x in data units.

    Args:
        name: Of the plot, for screen readers.
        x_label: What lies along x.
        is_log: Whether x is drawn logarithmically, with a mark that the user can move.
    """

    marked = Signal(float)

    def __init__(self, name: str, x_label: str, *, is_log: bool) -> None:
        super().__init__()
        self.setObjectName("trialPlot")
        self._is_log = is_log
        self._range = (0.0, 1.0)
        self.widget = PlotWidget()
        self.widget.setObjectName("trialCurve")
        self.widget.setAccessibleName(name)
        self.plot = self.widget.getPlotItem()
        self._labels = {"bottom": x_label, "left": "loss"}
        self.plot.layout.setContentsMargins(0, GRID_PX, GRID_PX, GRID_PX)  # labels reach out of axes
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.getAxis("bottom").setLogMode(x=is_log, y=False)
        self._points = pg.PlotDataItem(pen=None, symbol="o", symbolSize=_POINT_PX)
        self._line = pg.PlotDataItem()
        self.mark = pg.InfiniteLine(angle=90, movable=True)
        self.mark.setVisible(False)
        for item in (self._points, self._line, self.mark):
            self.plot.addItem(item, ignoreBounds=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.widget)
        self.mark.sigDragged.connect(lambda: self._move_to(self.mark.value()))
        self.widget.key_pressed.connect(self._on_key_pressed)
        self._paint()

    def set_range(self, low: float, high: float) -> None:
        """Set what is seen of the x axis."""
        self._range = self._to_axis(low), self._to_axis(high)
        margin = (self._range[1] - self._range[0]) * _MARGIN
        self.plot.setXRange(self._range[0] - margin, self._range[1] + margin, padding=0)
        self.mark.setBounds(self._range)

    def show_losses(self, x: Sequence[float], losses: Sequence[float], smoothed: Sequence[float]) -> None:
        """Draw; what isn't finite is left out, and an explosion goes out of sight at the top."""
        at = np.array([self._to_axis(value) for value in x])
        raw, line = (np.array(values, dtype=np.float64) for values in (losses, smoothed))
        is_finite = np.isfinite(raw) & np.isfinite(line)
        at, raw, line = at[is_finite], raw[is_finite], line[is_finite]
        self._points.setData(at, raw)
        self._line.setData(at, line)
        if len(raw):
            low, top = float(raw.min()), float(max(raw[:_FIRST].max(), line[:_FIRST].max()))
            room = (top - low) or abs(top) or 1.0
            self.plot.setYRange(low - room * _MARGIN, top + room * _HEADROOM, padding=0)

    def set_mark(self, x: float | None) -> None:
        """Put the mark somewhere, or take it away."""
        self.mark.setVisible(x is not None)
        if x is not None:
            self.mark.setValue(self._to_axis(x))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint()

    def _to_axis(self, x: float) -> float:
        return math.log10(x) if self._is_log else x

    def _move_to(self, at: float) -> None:
        low, high = self._range
        at = min(max(at, low), high)
        self.mark.setValue(at)
        self.mark.setVisible(True)
        self.marked.emit(10.0**at)

    def _on_key_pressed(self, key: Qt.Key) -> None:
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if not self._is_log or not self.mark.movable or key not in ways:
            if key == Qt.Key.Key_Escape and isinstance(self.window(), QWidget):
                self.window().close()
            return
        low, high = self._range
        start = self.mark.value() if self.mark.isVisible() else (low + high) / 2
        self._move_to(start + ways[key] * (high - low) * _KEY_STEP)

    def _paint(self) -> None:
        theme = current()
        self.widget.setBackground(theme.canvas)
        self.widget.setStyleSheet(
            f"QGraphicsView {{ border: 1px solid {theme.line}; }}"
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
            axis.setLabel(self._labels[name])  # where it lies depends on its font
        self._points.setSymbolBrush(theme.muted)
        self._points.setSymbolPen(None)
        self._line.setPen(pg.mkPen(theme.series[0], width=_LINE_PX))
        dashes = Qt.PenStyle.DashLine
        self.mark.setPen(pg.mkPen(theme.accent, width=_LINE_PX, style=dashes))
        self.mark.setHoverPen(pg.mkPen(theme.text, width=_LINE_PX, style=dashes))
