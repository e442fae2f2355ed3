"""The item that marks the edges at which a problem lies."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPen
from typing_extensions import override

from designer.ui.canvas.content import Content
from designer.ui.canvas.edge_problems import EdgeProblems
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.painting.cards import FAR_ZOOM
from designer.ui.theme import SMALL_TEXT_PX, Theme

_RADIUS_PX = 8.0


class EdgeSigns(PaintedItem):
    """A small ! in the middle of each such edge."""

    def __init__(self, content: Content, interaction: Interaction, theme: Theme) -> None:
        self._problems = EdgeProblems(content)
        super().__init__(content, interaction, theme)

    @override
    def set_theme(self, theme: Theme) -> None:
        self._font = QFont(QGuiApplication.font())
        self._font.setPixelSize(SMALL_TEXT_PX)
        self._font.setBold(True)
        super().set_theme(theme)

    @override
    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        if zoom < FAR_ZOOM or self.content.is_behind or not self._problems.edges:
            return
        painter.setFont(self._font)
        near = area.adjusted(-_RADIUS_PX, -_RADIUS_PX, _RADIUS_PX, _RADIUS_PX)
        for edge in self.content.shown_routes.within(near):
            if not (problems := self._problems.edges.get(edge)):
                continue
            middle = self.content.shown_routes.middle(edge)
            if near.contains(middle):
                is_error = any(problem.severity == "error" for problem in problems)
                self._paint_sign(painter, middle, self.theme.error if is_error else self.theme.warning)

    def _paint_sign(self, painter: QPainter, middle: QPointF, color: str) -> None:
        painter.setPen(QPen(QColor(self.theme.canvas), 2))
        painter.setBrush(QColor(color))
        painter.drawEllipse(middle, _RADIUS_PX, _RADIUS_PX)
        box = QRectF(0, 0, 2 * _RADIUS_PX, 2 * _RADIUS_PX)
        box.moveCenter(middle)
        painter.setPen(QColor(self.theme.canvas))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "!")
