"""The item that draws all nodes: cards near by, coloured blocks from afar."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from typing_extensions import override

from designer.graph.block_specs import CATEGORY
from designer.graph.layout import NODE_SIZE
from designer.ui.canvas.card import CardText
from designer.ui.canvas.content import Content
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.navigation import MIN_ZOOM
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.painting.cards import FAR_ZOOM, CardPainter
from designer.ui.canvas.painting.looks import Look
from designer.ui.theme import Theme

_MARGIN_PX = 16.0
_LEAST_PX = 4.0, 2.0
"""How wide and high a node is at least, where the zoom is below that at which one works."""
_SLITS = (1 / 3, 2 / 3)

Rects = Sequence[QRectF] | Mapping[int, QRectF]


class NodesItem(PaintedItem):
    """All nodes."""

    def __init__(self, content: Content, interaction: Interaction, theme: Theme) -> None:
        super().__init__(content, interaction, theme)
        self._selected: frozenset[str] = frozenset()
        interaction.selection_changed.connect(self._on_selection_changed)

    @override
    def set_theme(self, theme: Theme) -> None:
        self._cards = CardPainter(theme)
        super().set_theme(theme)

    @override
    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        content = self.content
        visible = content.places_within(area.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX))
        if zoom < FAR_ZOOM:
            self._paint_blocks(painter, visible, zoom)
            self._paint_marks(painter, area, zoom)
            return
        for place in visible.tolist():
            node_id = content.ids[place]
            card = content.cards[node_id]
            look = self._look(node_id, card)
            self._cards.draw(painter, content.rect_at(place), card, look, zoom, on_screen=self.is_on_screen)

    def _on_selection_changed(self) -> None:
        before, self._selected = self._selected, frozenset(self.interaction.nodes)
        changed = [node_id for node_id in before ^ self._selected if node_id in self.content.index]
        self.update_areas([self.content.rect(node_id) for node_id in changed])

    def _look(self, node_id: str, card: CardText) -> Look:
        problems = self.content.problems.get(node_id, ())
        return Look(
            family=self.theme.family(self.content.categories[node_id]),
            is_selected=node_id in self._selected,
            is_hovered=node_id == self.interaction.hovered_node,
            is_terminal=node_id in self.content.terminals,
            is_bypassed=card.is_bypassed,
            severity=min((problem.severity for problem in problems), default=""),
            is_stack=card.is_block and not card.is_open,
            can_open=card.is_block and self.is_on_screen and self.content.can_open(node_id),
        )

    def _paint_blocks(self, painter: QPainter, visible: npt.NDArray[np.intp], zoom: float) -> None:
        """Blocks in the colours of their families; a bypassed node is hollow."""
        content = self.content
        visible, rects = (visible, content.rects) if zoom >= MIN_ZOOM else self._specks(visible, zoom)
        kinds = content.kinds[visible]
        for kind in np.unique(kinds).tolist():
            color = QColor(self.theme.family(content.category_of(kind)))
            if kind >= 0:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color)
            else:
                pen = QPen(color, 1, Qt.PenStyle.DashLine)
                pen.setCosmetic(True)
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
            found = [rects[place] for place in visible[kinds == kind].tolist()]
            painter.drawRects(found)
            if content.category_of(kind) == CATEGORY:
                self._paint_slits(painter, found)

    def _paint_slits(self, painter: QPainter, rects: Sequence[QRectF]) -> None:
        """Lines across the nodes that stand for several layers, so that they are stacks from afar too."""
        pen = QPen(QColor(self.theme.canvas), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        for share in _SLITS:
            heights = [rect.top() + share * rect.height() for rect in rects]
            painter.drawLines(
                [QLineF(rect.left(), y, rect.right(), y) for rect, y in zip(rects, heights, strict=True)]
            )

    def _specks(self, visible: npt.NDArray[np.intp], zoom: float) -> tuple[npt.NDArray[np.intp], Rects]:
        """Blocks of a few pixels, of those on one spot only the first, since all of them would cost time."""
        middles = self.content.middles(visible)
        spots = np.rint(middles * zoom / _LEAST_PX).astype(np.int64)
        _, firsts = np.unique(spots @ (1 << 32, 1), return_index=True)
        wide, high = (max(side, least / zoom) for side, least in zip(NODE_SIZE, _LEAST_PX, strict=True))
        corners = (middles[firsts] - (wide / 2, high / 2)).tolist()
        rects = (QRectF(x, y, wide, high) for x, y in corners)
        return visible[firsts], dict(zip(visible[firsts].tolist(), rects, strict=True))

    def _paint_marks(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        """Frames of constant width on screen, so that nodes are found from any distance."""
        content = self.content
        wrong = [
            node_id
            for node_id, problems in content.problems.items()
            if any(problem.severity == "error" for problem in problems)
        ]
        self._paint_frames(painter, self.interaction.nodes, QColor(self.theme.accent), 3 / zoom, area)
        self._paint_frames(painter, wrong, QColor(self.theme.error), 2 / zoom, area)

    def _paint_frames(
        self, painter: QPainter, node_ids: Iterable[str], color: QColor, gap: float, area: QRectF
    ) -> None:
        pen = QPen(color, 2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        places = (self.content.index[node_id] for node_id in node_ids if node_id in self.content.index)
        frames = (self.content.rect_at(place).adjusted(-gap, -gap, gap, gap) for place in places)
        painter.drawRects([frame for frame in frames if frame.intersects(area)])
