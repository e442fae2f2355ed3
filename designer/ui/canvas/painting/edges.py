"""The item that draws all edges, with the shapes written on them."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPen, QPolygonF
from typing_extensions import override

from designer.graph.elements import Edge
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.painting.cards import FAR_ZOOM, NEAR_ZOOM
from designer.ui.theme import SMALL_TEXT_PX, Theme

_WIDTH_PX = 1.5
_SELECTED_WIDTH_PX = 3.0
_ARROW_PX = 6.0
_LABEL_GAP_PX = 6.0
_MARGIN_PX = 120.0


class EdgesItem(PaintedItem):
    """All edges."""

    @override
    def set_theme(self, theme: Theme) -> None:
        self._plain = QPen(QColor(theme.edge), _WIDTH_PX)
        self._selected = QPen(QColor(theme.accent), _SELECTED_WIDTH_PX)
        self._far = QPen(QColor(theme.edge), 1)
        self._far.setCosmetic(True)
        self._font = QFont(QGuiApplication.font())
        self._font.setPixelSize(SMALL_TEXT_PX)
        super().set_theme(theme)

    @override
    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        if zoom < FAR_ZOOM:
            painter.setPen(self._far)
            painter.drawLines(self.content.routes.lines(area))
            return
        visible = self.content.routes.within(area.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX))
        for edge in visible:
            self._paint_edge(painter, edge)
        if zoom >= NEAR_ZOOM:
            self._paint_labels(painter, visible)

    def _paint_edge(self, painter: QPainter, edge: Edge) -> None:
        pen = self._selected if edge in self.interaction.edges else self._plain
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self.content.routes.path(edge))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pen.color())
        painter.drawPolygon(self._arrow(edge))

    def _arrow(self, edge: Edge) -> QPolygonF:
        tip, size = QPointF(*self.content.routes.polyline(edge)[-1]), _ARROW_PX
        if self.content.is_vertical:
            corners = (QPointF(0, 0), QPointF(-size * 0.6, -size), QPointF(size * 0.6, -size))
        else:
            corners = (QPointF(0, 0), QPointF(-size, -size * 0.6), QPointF(-size, size * 0.6))
        return QPolygonF([tip + corner for corner in corners])

    def _paint_labels(self, painter: QPainter, visible: list[Edge]) -> None:
        painter.setFont(self._font)
        metrics = QFontMetricsF(self._font)
        for edge in visible:
            if text := self.content.labels.get(edge, ""):
                draw_label(painter, metrics, self.content.routes.middle(edge), text, self.theme)


def draw_label(painter: QPainter, metrics: QFontMetricsF, point: QPointF, text: str, theme: Theme) -> None:
    """Write a shape at the left of an edge, away from the lanes, on a patch of canvas."""
    box = metrics.boundingRect(text).adjusted(-3, -1, 3, 1)
    box.moveCenter(point)
    box.moveRight(point.x() - _LABEL_GAP_PX)
    painter.fillRect(box, QColor(theme.canvas))
    painter.setPen(QColor(theme.muted))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
