"""What the lines of a plot mean, in real labels, so that screen readers and tests find them."""

from PySide6.QtCore import QLineF, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from designer.ui.theme import GRID_PX, SMALL_TEXT_PX

_SAMPLE_WIDTH_PX = 17


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
            self._layout.addWidget(self._samples[-1])
            self._layout.addWidget(self._labels[-1])
            self._layout.addSpacing(GRID_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def set_colors(self, training: QColor, validation: QColor) -> None:
        """Draw the samples in other colours."""
        for sample, color in zip(self._samples, (training, validation, validation), strict=True):
            sample.set_color(color)

    def set_texts(self, title: str, texts: tuple[str, str, str], *, compact: bool) -> None:
        """Show the run's name and its values; empty ones disappear with their samples.

        With `compact` the first word of each is left out, since the sample says the same.
        """
        self._title.setText(title)
        self._title.setVisible(bool(title))
        for sample, label, text in zip(self._samples, self._labels, texts, strict=True):
            label.setAccessibleName(text)
            label.setText(text.partition(" ")[2] if compact else text)
            sample.setVisible(bool(text))
            label.setVisible(bool(text))


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
