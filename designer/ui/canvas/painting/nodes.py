"""The item that draws all nodes: cards near by, coloured blocks from afar."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from typing_extensions import override

from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.painting.cards import FAR_ZOOM, CardPainter, Look
from designer.ui.theme import Theme

_MARGIN_PX = 16.0


class NodesItem(PaintedItem):
    """All nodes."""

    @override
    def set_theme(self, theme: Theme) -> None:
        self._cards = CardPainter(theme)
        super().set_theme(theme)

    @override
    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        content = self.content
        visible = content.nodes_within(area.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX))
        if zoom < FAR_ZOOM:
            self._paint_blocks(painter, visible, zoom)
            return
        for node_id in visible:
            card, look = content.cards[node_id], self._look(node_id)
            self._cards.draw(painter, content.rect(node_id), card, look, zoom)

    def _look(self, node_id: str) -> Look:
        problems = self.content.problems.get(node_id, ())
        return Look(
            family=self.theme.family(self.content.categories[node_id]),
            is_selected=node_id in self.interaction.nodes,
            is_hovered=node_id == self.interaction.hovered_node,
            is_terminal=node_id in self.content.terminals,
            severity=min((problem.severity for problem in problems), default=""),
        )

    def _paint_blocks(self, painter: QPainter, visible: Collection[str], zoom: float) -> None:
        blocks = defaultdict(list)
        for node_id in visible:
            blocks[self.theme.family(self.content.categories[node_id])].append(self.content.rect(node_id))
        painter.setPen(Qt.PenStyle.NoPen)
        for color, rects in blocks.items():
            painter.setBrush(QColor(color))
            painter.drawRects(rects)
        self._paint_frames(painter, self.interaction.nodes, QColor(self.theme.accent), 3 / zoom)
        wrong = [node_id for node_id in visible if self._look(node_id).severity == "error"]
        self._paint_frames(painter, wrong, QColor(self.theme.error), 2 / zoom)

    def _paint_frames(self, painter: QPainter, node_ids: Iterable[str], color: QColor, gap: float) -> None:
        """Frames of constant width on screen around blocks, so that they are found from any distance."""
        pen = QPen(color, 2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects([self.content.rect(node_id).adjusted(-gap, -gap, gap, gap) for node_id in node_ids])
