"""The histograms of one weight over the run, painted one behind the other."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from designer.ui.monitor.colors import mix
from designer.ui.monitor.metrics import number
from designer.ui.monitor.ridges import Ridge, Ridges, Sample, lay_out
from designer.ui.monitor.ticks import decimals, linear_spacing, linear_ticks
from designer.ui.theme import GRID_PX, SMALL_TEXT_PX, Theme, current

CELL = QSize(240, 112)

_TITLE_PX = 20
_AXIS_PX = 18
_STEPS_PX = 48
_TICK_DISTANCE_PX = 56
_OLDEST, _NEWEST = 0.25, 0.85  # share of the colour in the filling

_Align = Qt.AlignmentFlag


class RidgeView(QWidget):
    """One weight: its name, its newest mean and deviation, and its histograms, the newest in front.

    Attributes:
        samples: What is shown, oldest first.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.samples: Sequence[Sample] = ()
        self._overlay = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_weight(self, name: str, samples: Sequence[Sample], *, overlay: bool) -> None:
        """Show the samples of a weight, oldest first; there must be one."""
        self._name, self.samples, self._overlay = name, samples, overlay
        self.setObjectName(f"histogram_{name}")
        self.setAccessibleName(f"Histograms of {name}")
        self.setAccessibleDescription(describe(name, samples[-1]))
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        font = self.font()
        font.setPixelSize(SMALL_TEXT_PX)
        painter.setFont(font)
        painter.fillRect(self.rect(), QColor(theme.canvas))
        if not self.samples:
            return
        area = QRectF(self.rect()).adjusted(GRID_PX, _TITLE_PX, -_STEPS_PX, -_AXIS_PX)
        ridges = lay_out(self.samples, area.width(), area.height(), overlay=self._overlay)
        self._paint_title(painter, theme)
        painter.save()
        painter.translate(area.topLeft())
        _paint_axis(painter, ridges, area, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ridges(painter, ridges, theme, filled=not self._overlay)
        painter.restore()
        self._paint_steps(painter, ridges, area, theme)

    def _paint_title(self, painter: QPainter, theme: Theme) -> None:
        newest = self.samples[-1].histogram
        row = QRectF(GRID_PX, 0, self.width() - 2 * GRID_PX, _TITLE_PX)
        note = (
            f"{newest.num_non_finite:,} not finite"
            if newest.num_non_finite
            else _moments(newest.mean, newest.std)
        )
        painter.setPen(QColor(theme.error if newest.num_non_finite else theme.muted))
        metrics = painter.fontMetrics()
        room = row.width() - metrics.horizontalAdvance(note) - GRID_PX
        if newest.num_non_finite or metrics.horizontalAdvance(self._name) <= room:
            painter.drawText(row, _Align.AlignRight | _Align.AlignVCenter, note)
        else:
            room = row.width()
        painter.setPen(QColor(theme.text))
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideMiddle, round(room))
        painter.drawText(row, _Align.AlignLeft | _Align.AlignVCenter, name)

    def _paint_steps(self, painter: QPainter, ridges: Ridges, area: QRectF, theme: Theme) -> None:
        painter.setPen(QColor(theme.muted))
        height = 1.5 * SMALL_TEXT_PX
        column = QRectF(area.right(), 0, _STEPS_PX - 4, height)
        free = area.bottom() + height / 3
        for line in reversed(ridges.lines[-1:] if self._overlay else ridges.lines):
            bottom = area.top() + line.baseline + height / 3
            if bottom <= free:
                free = bottom - height
                column.moveTop(free)
                painter.drawText(column, _Align.AlignRight | _Align.AlignVCenter, f"{line.step:,}")
        column.moveTop(free - height)
        painter.drawText(column, _Align.AlignRight | _Align.AlignVCenter, "step")


def describe(name: str, sample: Sample) -> str:
    """A histogram in words: `conv2d/kernel at step 120: mean -0.001, std 0.05`."""
    histogram = sample.histogram
    text = f"{name} at step {sample.step}: {_moments(histogram.mean, histogram.std)}"
    if histogram.num_non_finite:
        text += f", {histogram.num_non_finite} values are not finite"
    return text


def _moments(mean: float, std: float) -> str:
    return f"mean {number(float(f'{mean:.3g}'))}, std {number(float(f'{std:.3g}'))}"


def _paint_axis(painter: QPainter, ridges: Ridges, area: QRectF, theme: Theme) -> None:
    count = max(2, int(area.width() / _TICK_DISTANCE_PX))
    places = decimals(linear_spacing(ridges.low, ridges.high, count))
    scale = area.width() / ((ridges.high - ridges.low) or 1.0)
    for tick in linear_ticks(ridges.low, ridges.high, count):
        x = (tick - ridges.low) * scale
        painter.setPen(QColor(theme.line))
        painter.drawLine(QLineF(x, 0, x, area.height() + 3))
        painter.setPen(QColor(theme.muted))
        box = QRectF(x - _TICK_DISTANCE_PX / 2, area.height() + 2, _TICK_DISTANCE_PX, _AXIS_PX - 2)
        painter.drawText(box, _Align.AlignHCenter | _Align.AlignVCenter, f"{tick:.{places}f}")


def _paint_ridges(painter: QPainter, ridges: Ridges, theme: Theme, *, filled: bool) -> None:
    line, background = QColor(theme.series[0]), QColor(theme.canvas)
    for index, ridge in enumerate(ridges.lines):
        age = index / max(len(ridges.lines) - 1, 1)
        color = mix(line, background, _OLDEST + (_NEWEST - _OLDEST) * age)
        is_newest = index == len(ridges.lines) - 1
        if filled:
            painter.setBrush(color)
            painter.setPen(QPen(QColor(theme.text) if is_newest else background, 1))
        else:
            painter.setPen(
                QPen(mix(line, QColor(theme.text), 0.5) if is_newest else color, 2 if is_newest else 1)
            )
        polygon = _polygon(ridge)
        if filled:
            painter.drawPolygon(polygon)
        else:
            painter.drawPolyline(polygon)


def _polygon(ridge: Ridge) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in zip(ridge.x.tolist(), ridge.y.tolist(), strict=True)])
