"""What the lines of a plot mean, in real labels, so that screen readers and tests find them."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from designer.ui.theme import GRID_PX, SMALL_TEXT_PX

_SAMPLE_WIDTH_PX = 22
_GAP_PX = 2 * GRID_PX


class LineSample(QWidget):
    """A short piece of a line, as in the plot: solid, dashed, or a star where there is no line."""

    def __init__(self, style: Qt.PenStyle) -> None:
        super().__init__()
        self._style = style
        self._color = QColor()
        self.setFixedSize(QSize(_SAMPLE_WIDTH_PX, SMALL_TEXT_PX + 3))

    def set_color(self, color: QColor) -> None:
        """Draw in another colour."""
        self._color = color
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.rect().toRectF().center()
        if self._style == Qt.PenStyle.NoPen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._color)
            painter.drawPolygon(_star(QPointF(self.width() - 7, middle.y())))
        else:
            painter.setPen(QPen(self._color, 2, self._style, Qt.PenCapStyle.FlatCap))
            painter.drawLine(QLineF(1, middle.y(), self.width() - 1, middle.y()))


class Legend(QWidget):
    """Training, validation and best value of one run, each beside a sample of its line."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID_PX // 2)
        self._title = _small_label()
        self._layout.addWidget(self._title)
        self._samples: list[LineSample] = []
        self._labels: list[QLabel] = []
        for style in (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.NoPen):
            self._samples.append(LineSample(style))
            self._labels.append(_small_label())
            self._layout.addSpacing(_GAP_PX - GRID_PX)
            self._layout.addWidget(self._samples[-1])
            self._layout.addWidget(self._labels[-1])

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def set_colors(self, training: QColor, validation: QColor) -> None:
        """Draw the samples in other colours."""
        for sample, color in zip(self._samples, (training, validation, validation), strict=True):
            sample.set_color(color)

    def set_texts(self, title: str, texts: tuple[str, str, str], room_px: int) -> None:
        """Show the run's name and its values, as fully as there is room; empty ones have no sample either.

        The first word may be left out, since the sample says the same, then all but the number, then the best
        value, which the plot marks.
        """
        self._title.setText(title)
        self._title.setVisible(bool(title))
        shown = next((short for short in _shortened(texts) if self._width(title, short) <= room_px), None)
        for sample, label, text, short in zip(
            self._samples, self._labels, texts, shown or _shortened(texts)[-1], strict=True
        ):
            label.setAccessibleName(text)
            label.setToolTip(text)
            label.setText(short)
            sample.setVisible(bool(short))
            label.setVisible(bool(short))

    def _width(self, title: str, texts: Sequence[str]) -> int:
        metrics = self._title.fontMetrics()
        words = [text for text in texts if text]
        each = _SAMPLE_WIDTH_PX + GRID_PX // 2 + _GAP_PX
        return metrics.horizontalAdvance(title) + sum(
            metrics.horizontalAdvance(text) + each for text in words
        )


def _shortened(texts: Sequence[str]) -> tuple[Sequence[str], ...]:
    numbers = [text.split()[1] if text else "" for text in texts]
    return (texts, [text.partition(" ")[2] for text in texts], numbers, [*numbers[:2], ""])


def _small_label() -> QLabel:
    label = QLabel()
    label.setProperty("small", True)
    return label


def _star(center: QPointF) -> QPolygonF:
    line = QLineF(center, center + QPointF(0, -6))
    points = []
    for corner in range(10):
        line.setLength(6 if corner % 2 == 0 else 2.6)
        line.setAngle(90 + 36 * corner)
        points.append(line.p2())
    return QPolygonF(points)
