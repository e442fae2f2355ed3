"""The item that marks the nodes a search has found."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from typing_extensions import override

from designer.ui.canvas.content import NODE_WIDTH, Content
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.painting.cards import FAR_ZOOM
from designer.ui.canvas.search import Search
from designer.ui.theme import Theme

_GAP_PX = 8.0
_ARM_PX = 12.0
_DOT_PX = 7.0


class HitsItem(PaintedItem):
    """Corner brackets around each card found; from afar, a dot at its left."""

    def __init__(self, search: Search, content: Content, interaction: Interaction, theme: Theme) -> None:
        super().__init__(content, interaction, theme)
        self._search = search
        self._hits: frozenset[str] = frozenset()
        search.found.connect(self._on_found)

    @override
    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        if not self._hits:
            return
        near = area.adjusted(-2 * _GAP_PX / zoom, -2 * _GAP_PX, 2 * _GAP_PX, 2 * _GAP_PX)
        content = self.content
        places = [place for place in content.places_within(near) if content.ids[place] in self._hits]
        pen = QPen(QColor(self.theme.text), 2)
        pen.setCosmetic(True)
        if zoom >= FAR_ZOOM:
            painter.setPen(pen)
            painter.drawLines([line for place in places for line in _brackets(content.rect_at(place))])
            return
        pen.setWidthF(_DOT_PX)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        gap = NODE_WIDTH / 2 + _DOT_PX / zoom
        painter.drawPoints(QPolygonF([content.rect_at(place).center() - QPointF(gap, 0) for place in places]))

    def _on_found(self) -> None:
        hits = frozenset(map(self.content.shown_at, self._search.hits))
        if hits or self._hits:
            self._hits = hits
            self.update()


def _brackets(card: QRectF) -> list[QLineF]:
    area = card.adjusted(-_GAP_PX, -_GAP_PX, _GAP_PX, _GAP_PX)
    corners = (
        (area.topLeft(), 1, 1),
        (area.topRight(), -1, 1),
        (area.bottomLeft(), 1, -1),
        (area.bottomRight(), -1, -1),
    )
    return [
        QLineF(corner, corner + arm)
        for corner, right, down in corners
        for arm in (QPointF(right * _ARM_PX, 0), QPointF(0, down * _ARM_PX))
    ]
