"""A bare plot with readable axes, which takes keys. Loads pyqtgraph."""

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from typing_extensions import override

from designer.ui.monitor.ticks import decimals, log_ticks
from designer.ui.theme import current

_AXIS_WIDTH_PX = 52
_AXIS_HEIGHT_PX = 36


class ReadableAxis(pg.AxisItem):
    """Thousands with commas, as many decimals as the ticks need, and 1, 2, 5 on logarithmic axes."""

    @override
    def tickStrings(self, values: Sequence[float], scale: float, spacing: float | None) -> list[str]:
        if self.logMode or spacing is None:
            return [f"{10**value:,.6g}" if spacing else "" for value in values]
        places = decimals(spacing)
        return [f"{value:,.{places}f}" for value in values]

    @override
    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float | None, list[float]]]:
        if not self.logMode:
            ticks: list[tuple[float | None, list[float]]] = super().tickValues(low, high, size)
            return ticks
        labelled, bare = log_ticks(10**low, 10**high)
        return [(1.0, [math.log10(x) for x in labelled]), (None, [math.log10(x) for x in bare])]

    def labelled(self, low: float, high: float, size: float) -> list[float]:
        """Where the numbers of the axis stand, in its own units."""
        return self.tickValues(low, high, size)[0][1]


class PlotWidget(pg.PlotWidget):
    """A plot whose range is set by us alone, which takes keys and tells when the mouse leaves."""

    left = Signal()
    key_pressed = Signal(object)

    _KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Escape)

    def __init__(self) -> None:
        axes = {side: ReadableAxis(side) for side in ("bottom", "left")}
        super().__init__(background=current().canvas, axisItems=axes)
        self.setCacheMode(self.CacheModeFlag.CacheNone)  # the grid in the background moves
        plot = self.getPlotItem()
        plot.disableAutoRange()
        plot.hideButtons()
        plot.setMenuEnabled(False)
        for axis in axes.values():
            axis.enableAutoSIPrefix(False)
        axes["left"].setWidth(_AXIS_WIDTH_PX)
        axes["bottom"].setHeight(_AXIS_HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the grid too: a plain one, since that of pyqtgraph takes ten times longer than the curves."""
        super().drawBackground(painter, rect)
        plot = self.getPlotItem()
        box = plot.getViewBox()
        area = box.sceneBoundingRect()
        (left, right), (bottom, top) = box.viewRange()
        lines = []
        for x in plot.getAxis("bottom").labelled(left, right, area.width()):
            at = area.left() + (x - left) / (right - left) * area.width()
            lines.append(QLineF(at, area.top(), at, area.bottom()))
        for y in plot.getAxis("left").labelled(bottom, top, area.height()):
            at = area.bottom() - (y - bottom) / (top - bottom) * area.height()
            lines.append(QLineF(area.left(), at, area.right(), at))
        painter.setPen(QPen(QColor(current().line), 0))
        painter.drawLines(lines)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in self._KEYS:
            self.key_pressed.emit(Qt.Key(event.key()))
        else:
            super().keyPressEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.left.emit()
        super().leaveEvent(event)
