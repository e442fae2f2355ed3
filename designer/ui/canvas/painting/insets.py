"""The item below the edges that draws the frames of blocks which are open in place."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPainterPath, QPen
from typing_extensions import override

from designer.document.document import Inset
from designer.graph.block_specs import CATEGORY
from designer.graph.elements import Node
from designer.graph.layout import NODE_SIZE
from designer.graph.layout_routes import input_port, output_port
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.painting.cards import FAR_ZOOM, small_text_opacity
from designer.ui.canvas.painting.looks import between
from designer.ui.canvas.routes import smooth
from designer.ui.theme import SMALL_TEXT_PX, Theme

_RADIUS_PX = 10.0
_ALPHA = 16
_WIDTH_PX = 1.5
_TEXT_PX = 8.0
"""From the border to the text."""


class InsetsItem(PaintedItem):
    """All frames, the inner ones above the outer ones, and the ways from their borders to what is inside."""

    @override
    def set_theme(self, theme: Theme) -> None:
        self._border = QColor(theme.family(CATEGORY))
        self._ground = QColor(self._border)
        self._ground.setAlpha(_ALPHA)
        self._way = QPen(QColor(theme.edge), 1.2, Qt.PenStyle.DashLine)
        self._font = QFont(QGuiApplication.font())
        super().set_theme(theme)

    @override
    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        content = self.content
        for inset in content.document.insets:
            if inset.path not in content.insets.boxes():
                continue
            frame = content.insets.frame(inset.path)
            if frame.adjusted(-4, -4, 4, 4).intersects(area):
                self._paint_frame(painter, frame, zoom)
                if zoom >= FAR_ZOOM:
                    self._paint_ways(painter, inset)
                    self._paint_copies(painter, inset, frame, zoom)
                else:
                    self._paint_title(painter, inset, frame, zoom)

    def _paint_frame(self, painter: QPainter, frame: QRectF, zoom: float) -> None:
        pen = QPen(self._border, max(_WIDTH_PX, 1 / zoom))
        painter.setPen(pen)
        painter.setBrush(self._ground)
        painter.drawRoundedRect(frame, _RADIUS_PX, _RADIUS_PX)

    def _paint_ways(self, painter: QPainter, inset: Inset) -> None:
        """From the card to the Inputs in the block, and from its outputs to the end of the frame."""
        painter.setPen(self._way)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        content, orientation = self.content, self.content.document.orientation
        start = output_port(content.center(inset.path), NODE_SIZE, orientation)
        for key in inset.inputs:
            if key in content.index:
                self._paint_way(painter, start, input_port(content.center(key), NODE_SIZE, 0, 1, orientation))
        for number, key in enumerate(inset.outputs):
            if key in content.index:
                end = output_port(content.insets.end(inset.path), NODE_SIZE, orientation, number)
                self._paint_way(painter, output_port(content.insets.end(key), NODE_SIZE, orientation), end)

    def _paint_way(self, painter: QPainter, start: tuple[float, float], end: tuple[float, float]) -> None:
        path: QPainterPath = smooth((start, end), is_vertical=self.content.is_vertical)
        painter.drawPath(path)

    def _paint_copies(self, painter: QPainter, inset: Inset, frame: QRectF, zoom: float) -> None:
        """Where the block is repeated, that this is the first copy."""
        if (opacity := small_text_opacity(zoom)) and (text := copies_text(self._node(inset))):
            self._font.setPixelSize(SMALL_TEXT_PX)
            painter.setFont(self._font)
            painter.setPen(QColor(self.theme.muted))
            painter.setOpacity(opacity)
            box = frame.adjusted(_TEXT_PX, _TEXT_PX, -_TEXT_PX, -_TEXT_PX / 2)
            room = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
            painter.drawText(box, room, self._elided(text, box.width() / 2))
            painter.setOpacity(1)

    def _paint_title(self, painter: QPainter, inset: Inset, frame: QRectF, zoom: float) -> None:
        """From afar, where cards have no text, what it is, in letters of constant size, if it finds room."""
        card, title = self.content.rect(inset.path), self.content.cards[inset.path].title
        self._font.setPixelSize(round(SMALL_TEXT_PX / zoom))
        box, gap = QFontMetricsF(self._font).boundingRect(title), _TEXT_PX / zoom / 2
        room, places = frame.adjusted(gap / 2, gap / 2, -gap / 2, -gap / 2), list[QRectF]()
        for left in (card.right() + gap, frame.left() + gap):
            box.moveTopLeft(QPointF(left, frame.top() + gap))
            if room.contains(box) and not len(self.content.places_within(box)):
                places.append(QRectF(box))
        if not places:
            return
        box = places[0]
        painter.setFont(self._font)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(box.adjusted(0, 0, gap, gap), 0, title)

    def _elided(self, text: str, width: float) -> str:
        return QFontMetricsF(self._font).elidedText(text, Qt.TextElideMode.ElideRight, width)

    def _node(self, inset: Inset) -> Node:
        return self.content.document.graph.node(inset.path)


def ground_color(theme: Theme, path: str) -> QColor:
    """What lies behind the nodes that are open at a path: the canvas, seen through the frames around."""
    color = QColor(theme.canvas)
    for _ in path.split("/") if path else ():
        color = between(color, QColor(theme.family(CATEGORY)), _ALPHA / 255)
    return color


def copies_text(node: Node) -> str:
    """What to say where one copy stands for several; empty where there is only one."""
    if node.repeat == 1:
        return ""
    return f"copy 1 of {node.repeat}" if isinstance(node.repeat, int) else "the first copy"
