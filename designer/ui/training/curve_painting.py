"""Paints the plot of a learning rate."""

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from designer.ui.monitor.ticks import linear_ticks, log_ticks
from designer.ui.theme import GRID_PX, SMALL_TEXT_PX, current
from designer.ui.training.curve_scale import Scale

_LEFT_PX, _RIGHT_PX = 54, 14
_X_TICK_PX, _Y_TICK_PX = 30, 28
_POINT_PX = 5
_Align = Qt.AlignmentFlag


def margins(metrics: QFontMetrics) -> QMarginsF:
    """The room around the curve that its axes take."""
    return QMarginsF(_LEFT_PX, metrics.height() + GRID_PX, _RIGHT_PX, 2 * metrics.height() + GRID_PX + 2)


class CurvePainter(QPainter):
    """A painter of one plot."""

    def __init__(self, widget: QWidget, scale: Scale) -> None:
        super().__init__(widget)
        self._theme = current()
        self._scale = scale
        self._area = scale.area
        font = widget.font()
        font.setPixelSize(SMALL_TEXT_PX)
        self.setFont(font)
        self._room = QRectF(widget.rect())
        self.fillRect(widget.rect(), QColor(self._theme.canvas))

    def paint_axes(self, title: str) -> None:
        """Paint grid, numbers, and what the axes show."""
        scale, area, height = self._scale, self._area, self.fontMetrics().height()
        across = linear_ticks(0, scale.end, max(2, int(area.width() / _X_TICK_PX)))
        for time in across:
            x = scale.place(time, scale.low).x()
            self._line(QPointF(x, area.top()), QPointF(x, area.bottom()))
            self._text(
                QRectF(x - 40, area.bottom() + _POINT_PX, 80, height), f"{time:g}", _Align.AlignHCenter
            )
        for rate in self._rates():
            y = scale.place(0, rate).y()
            self._line(QPointF(area.left(), y), QPointF(area.right(), y))
            box = QRectF(0, y - height / 2, area.left() - _POINT_PX - 4, height)
            self._text(box, f"{rate:.4g}", _Align.AlignRight | _Align.AlignVCenter)
        self._text(QRectF(GRID_PX, 4, self._room.width(), height), title, _Align.AlignLeft)
        foot = QRectF(area.left(), area.bottom() + height + _POINT_PX + 2, area.width(), height)
        self._text(foot, "Epochs", _Align.AlignHCenter)

    def paint_end(self, num_epochs: int) -> None:
        """Paint where the run ends, of a schedule that goes on."""
        self.setPen(QPen(QColor(self._theme.warning), 1, Qt.PenStyle.DashLine))
        x = self._scale.place(num_epochs, self._scale.low).x()
        self.drawLine(QPointF(x, self._area.top()), QPointF(x, self._area.bottom()))

    def paint_curve(self, curve: Sequence[tuple[float, float]]) -> None:
        """Paint the learning rate."""
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setPen(QPen(QColor(self._theme.series[0]), 2))
        self.drawPolyline(QPolygonF([self._scale.place(time, rate) for time, rate in curve]))

    def paint_points(self, places: Sequence[QPointF], chosen: int | None, *, has_focus: bool) -> None:
        """Paint points that can be moved, the chosen one filled."""
        for number, place in enumerate(places):
            is_chosen = number == chosen
            self.setPen(QPen(QColor(self._theme.accent), 2))
            self.setBrush(QColor(self._theme.accent if is_chosen else self._theme.canvas))
            self.drawEllipse(place, _POINT_PX, _POINT_PX)
            if is_chosen and has_focus:
                self.setBrush(Qt.BrushStyle.NoBrush)
                self.setPen(QPen(QColor(self._theme.text), 1))
                self.drawEllipse(place, _POINT_PX + 3, _POINT_PX + 3)

    def paint_reading(self, place: QPointF, text: str) -> None:
        """Paint a mark on the curve and what it says, beside it where there is room."""
        self.setPen(Qt.PenStyle.NoPen)
        self.setBrush(QColor(self._theme.text))
        self.drawEllipse(place, 3, 3)
        metrics = self.fontMetrics()
        width, height = metrics.horizontalAdvance(text) + GRID_PX, metrics.height() + 4
        left = min(max(place.x() + GRID_PX, self._area.left()), self._room.width() - width - 2)
        top = place.y() - height - GRID_PX
        box = QRectF(left, top if top >= 0 else place.y() + GRID_PX, width, height)
        self.setBrush(QColor(self._theme.card))
        self.setPen(QPen(QColor(self._theme.outline), 1))
        self.drawRoundedRect(box, 3, 3)
        self._text(box, text, _Align.AlignCenter, self._theme.text)

    def _rates(self) -> list[float]:
        """Where numbers stand on the upright axis."""
        scale, count = self._scale, max(2, int(self._area.height() / _Y_TICK_PX))
        if not scale.is_log:
            return linear_ticks(scale.low, scale.high, count)
        labelled, _ = log_ticks(scale.low, scale.high)
        return labelled[:: -(-len(labelled) // count)]

    def _line(self, start: QPointF, end: QPointF) -> None:
        self.setPen(QPen(QColor(self._theme.line), 1))
        self.drawLine(start, end)

    def _text(self, box: QRectF, text: str, flags: Qt.AlignmentFlag, color: str = "") -> None:
        self.setPen(QColor(color or self._theme.muted))
        self.drawText(box, int(flags), text)
