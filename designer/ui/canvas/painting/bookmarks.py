"""The item that draws the bookmarks: a ribbon with the number, and at a place the name given to it."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPen, QPolygonF
from typing_extensions import override

from designer.document.settings import Bookmark
from designer.ui.canvas.content import Content
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.painting.cards import FAR_ZOOM
from designer.ui.theme import SMALL_TEXT_PX, Theme

_HEIGHT_PX = 16.0
_NOTCH_PX = 5.0
_LEFT_PX, _RIGHT_PX = 9.0, 6.0
_DOWN_PX = 6.0
_FAR_GAP_PX = 12.0
"""From afar the marks of the selection, of problems and of what was found lie between card and ribbon."""
_MOST_NAME_PX = 140.0
_LINE_PX = 1.5
_MOST_CARDS = 8


class BookmarksItem(PaintedItem):
    """Ribbons, which are never smaller on screen than at 100 %."""

    def __init__(self, content: Content, interaction: Interaction, theme: Theme) -> None:
        self._areas: dict[int, QRectF] = {}
        super().__init__(content, interaction, theme)
        content.bookmarks.changed.connect(self.update)
        content.touched.connect(self._on_touched)

    @override
    def set_theme(self, theme: Theme) -> None:
        self._font = QFont(QGuiApplication.font())
        self._font.setPixelSize(SMALL_TEXT_PX)
        self._font.setBold(True)
        super().set_theme(theme)

    @override
    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        marks = self.content.bookmarks.items
        self._areas = {mark.number: self._ribbon(mark, zoom) for mark in marks}
        for mark in sorted(marks, key=lambda mark: mark.node is not None):
            ribbon = self._areas[mark.number]
            if ribbon.intersects(area):
                self._paint(painter, ribbon, self._text(mark, zoom), zoom)

    def _ribbon(self, mark: Bookmark, zoom: float) -> QRectF:
        """Where a bookmark is drawn: beside the edges' ends at a card, or at its place beside the cards."""
        near, scale = self.content.bookmarks.area(mark), max(1.0, 1 / zoom)
        if near.isNull():
            return near
        text_px = QFontMetricsF(self._font).horizontalAdvance(self._text(mark, zoom))
        ribbon = QRectF(QPointF(), QSizeF(_LEFT_PX + text_px + _RIGHT_PX, _HEIGHT_PX) * scale)
        gap = _FAR_GAP_PX * scale if zoom < FAR_ZOOM else 0.0
        if mark.node is None:
            ribbon.moveCenter(near.center())
            self._avoid_cards(ribbon, _FAR_GAP_PX * scale)
        elif self.content.is_vertical:
            ribbon.moveRight(near.left() - gap)
            ribbon.moveTop(min(near.top() + _DOWN_PX, near.center().y() - ribbon.height() / 2))
        else:
            ribbon.moveCenter(near.center())
            ribbon.moveBottom(near.top() - gap)
        return ribbon

    def _avoid_cards(self, ribbon: QRectF, gap: float) -> None:
        """Move a ribbon to the right until it covers no card, if that isn't far."""
        for _ in range(_MOST_CARDS):
            covered = self.content.nodes_within(ribbon)
            if not covered:
                return
            ribbon.moveLeft(max(self.content.rect(node_id).right() for node_id in covered) + gap)

    def _text(self, mark: Bookmark, zoom: float) -> str:
        if mark.node is not None or not mark.name or zoom < FAR_ZOOM:
            return str(mark.number)
        name = self.content.bookmarks.name(mark.number)
        elided = QFontMetricsF(self._font).elidedText(name, Qt.TextElideMode.ElideRight, _MOST_NAME_PX)
        return f"{mark.number}  {elided}"

    def _paint(self, painter: QPainter, ribbon: QRectF, text: str, zoom: float) -> None:
        scale = max(1.0, 1 / zoom)
        width = ribbon.width() / scale
        painter.save()
        painter.translate(ribbon.topLeft())
        painter.scale(scale, scale)
        notch = QPointF(_NOTCH_PX, _HEIGHT_PX / 2)
        corners = QPointF(0, 0), QPointF(width, 0), QPointF(width, _HEIGHT_PX), QPointF(0, _HEIGHT_PX), notch
        painter.setPen(QPen(QColor(self.theme.canvas), _LINE_PX))
        painter.setBrush(QColor(self.theme.muted))
        painter.drawPolygon(QPolygonF(corners))
        painter.setFont(self._font)
        painter.setPen(QColor(self.theme.canvas))
        room = QRectF(_LEFT_PX, 0, width - _LEFT_PX, _HEIGHT_PX)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()

    def _on_touched(self, _node_ids: object) -> None:
        """Follow nodes that move, and leave nothing behind."""
        for mark in self.content.bookmarks.items:
            before, now = self._areas.get(mark.number), self._ribbon(mark, self.last_zoom)
            if before is not None and before != now:
                self._areas[mark.number] = now
                self.update_areas([before, now])
