"""The item that draws all edges, with the shapes written on them."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from typing_extensions import override

from designer.graph.elements import Edge
from designer.ui.canvas.content import Content
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.painting.cards import FAR_ZOOM, small_text_opacity
from designer.ui.canvas.painting.edge_labels import EdgeLabels
from designer.ui.canvas.routes import Routes
from designer.ui.theme import Theme

_WIDTH_PX = 1.5
_SELECTED_WIDTH_PX = 3.0
_ARROW_PX = 6.0
_LABEL_GAP_PX = 6.0
_MARGIN_PX = 120.0
_MOST_AREAS = 100
"""Where the looks of more edges change, all that lies between them is drawn anew."""
_SMOOTH_ZOOM = 0.2
"""Below this, lines of one pixel among blocks of a few gain nothing from smoothing."""


class EdgesItem(PaintedItem):
    """All edges."""

    def __init__(self, content: Content, interaction: Interaction, theme: Theme) -> None:
        self._labels = EdgeLabels(content)
        super().__init__(content, interaction, theme)
        self._chosen: frozenset[Edge] = frozenset()
        content.dirtied.connect(self._on_dirtied)
        content.annotations.dirtied.connect(self._on_dirtied)
        interaction.selection_changed.connect(self._on_selection_changed)

    @override
    def set_theme(self, theme: Theme) -> None:
        self._plain = QPen(QColor(theme.edge), _WIDTH_PX)
        self._selected = QPen(QColor(theme.accent), _SELECTED_WIDTH_PX)
        super().set_theme(theme)

    @override
    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        routes = self.content.shown_routes
        if zoom < FAR_ZOOM:
            self._paint_lines(painter, routes, area, zoom)
            return
        visible = routes.within(area.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX))
        for edge in visible:
            self._paint_edge(painter, routes, edge)
        if (opacity := small_text_opacity(zoom)) and not self.content.is_behind:
            painter.setOpacity(opacity)
            self._paint_labels(painter, visible)
            painter.setOpacity(1)

    def _on_dirtied(self, area: QRectF) -> None:
        """Labels near what changed may find another place."""
        near = self._labels.forget(area)
        if near.isValid():
            self.update(near)

    def _on_selection_changed(self) -> None:
        before, self._chosen = self._chosen, self.interaction.edges
        routes = self.content.shown_routes
        if changed := [edge for edge in before ^ self._chosen if edge in routes]:
            groups = [[edge] for edge in changed] if len(changed) <= _MOST_AREAS else [changed]
            self.update_areas([routes.bounds(group) for group in groups])

    def _paint_lines(self, painter: QPainter, routes: Routes, area: QRectF, zoom: float) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        is_smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth and zoom >= _SMOOTH_ZOOM)
        painter.setPen(_cosmetic(self._plain.color(), 1))
        painter.drawPath(routes.lines(area))
        if chosen := [edge for edge in self.interaction.edges if edge in routes]:
            painter.setPen(_cosmetic(self._selected.color(), 2))
            painter.drawPath(routes.lines_of(chosen))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)

    def _paint_edge(self, painter: QPainter, routes: Routes, edge: Edge) -> None:
        pen = self._selected if edge in self.interaction.edges else self._plain
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(routes.path(edge))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pen.color())
        painter.drawPolygon(self._arrow(routes.end(edge)))

    def _arrow(self, tip: QPointF) -> QPolygonF:
        size = _ARROW_PX
        if self.content.is_vertical:
            corners = (QPointF(0, 0), QPointF(-size * 0.6, -size), QPointF(size * 0.6, -size))
        else:
            corners = (QPointF(0, 0), QPointF(-size, -size * 0.6), QPointF(-size, size * 0.6))
        return QPolygonF([tip + corner for corner in corners])

    def _paint_labels(self, painter: QPainter, visible: list[Edge]) -> None:
        for edge in visible:
            if text := self.content.labels.get(edge, ""):
                self._labels.paint(painter, edge, text, self.theme)


def _cosmetic(color: QColor, width: int) -> QPen:
    """A pen of the same width on screen at every zoom."""
    pen = QPen(color, width)
    pen.setCosmetic(True)
    return pen


def draw_label(painter: QPainter, metrics: QFontMetricsF, point: QPointF, text: str, theme: Theme) -> None:
    """Write a shape at the left of an edge, away from the lanes, on a patch of canvas."""
    box = metrics.boundingRect(text).adjusted(-3, -1, 3, 1)
    box.moveCenter(point)
    box.moveRight(point.x() - _LABEL_GAP_PX)
    painter.fillRect(box, QColor(theme.canvas))
    painter.setPen(QColor(theme.muted))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
