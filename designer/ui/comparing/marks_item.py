"""The item that marks what differs between two drawings: by colour, by a sign, and by the way of the line."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF
from typing_extensions import override

from designer.ui.canvas.content import Content
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.comparing.merged import DrawnDiff, MarkKind
from designer.ui.theme import Theme

_GAP_PX = 3.0
_BADGE_PX = 20.0
_LEAST_BADGE_PX = 13.0
_FAINT = 150


class MarksItem(PaintedItem):
    """Outlines and badges on layers that differ, and the edges that do; lies above all others."""

    def __init__(self, content: Content, interaction: Interaction, theme: Theme, drawn: DrawnDiff) -> None:
        super().__init__(content, interaction, theme)
        self._drawn = drawn
        self._gone = [QPolygonF([QPointF(x, y) for x, y in route]) for route in drawn.removed]

    @override
    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        self._paint_edges(painter, area)
        content, marks = self.content, self._drawn.marks
        margin = _BADGE_PX / min(zoom, 1.0)
        for place in content.places_within(area.adjusted(-margin, -margin, margin, margin)):
            mark = marks.get(content.ids[place])
            if mark:
                self._paint_mark(painter, content.rect_at(place), mark.kind, mark.sign, zoom)

    def _paint_edges(self, painter: QPainter, area: QRectF) -> None:
        routes = self.content.routes
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._pen("added"))
        for edge in self._drawn.added:
            if edge in routes:
                painter.drawPath(routes.path(edge))
        painter.setPen(self._pen("removed"))
        for line in self._gone:
            if line.boundingRect().adjusted(-1, -1, 1, 1).intersects(area):
                painter.drawPolyline(line)

    def _paint_mark(self, painter: QPainter, card: QRectF, kind: MarkKind, sign: str, zoom: float) -> None:
        if kind == "removed":
            veil = QColor(self.theme.canvas)
            veil.setAlpha(_FAINT)
            painter.fillRect(card, veil)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._pen(kind))
        painter.drawRoundedRect(card.adjusted(-_GAP_PX, -_GAP_PX, _GAP_PX, _GAP_PX), 6, 6)
        size = max(_BADGE_PX, _LEAST_BADGE_PX / zoom)
        badge = QRectF(QPointF(), QPointF(size, size))
        badge.moveCenter(card.topLeft())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.color(kind))
        painter.drawEllipse(badge)
        font = QFont(painter.font())
        font.setBold(True)
        font.setPixelSize(round(size * 0.8))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.canvas))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, sign)

    def color(self, kind: MarkKind) -> QColor:
        """Of a kind of mark."""
        theme = self.theme
        return QColor({"added": theme.success, "removed": theme.error, "changed": theme.warning}[kind])

    def _pen(self, kind: MarkKind) -> QPen:
        style = Qt.PenStyle.DashLine if kind == "removed" else Qt.PenStyle.SolidLine
        pen = QPen(self.color(kind), 2.5, style)
        pen.setCosmetic(True)
        return pen
