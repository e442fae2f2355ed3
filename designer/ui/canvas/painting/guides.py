"""The item that shows what dragged nodes line up with."""

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from typing_extensions import override

from designer.ui.canvas.content import Content
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.snapping import Guide
from designer.ui.theme import Theme

_TICK_PX = 4.0


class GuidesItem(PaintedItem):
    """Thin lines, equally thin at every zoom; those across gaps end in ticks."""

    def __init__(self, content: Content, interaction: Interaction, theme: Theme) -> None:
        super().__init__(content, interaction, theme)
        self._shown: tuple[Guide, ...] = ()
        interaction.guides_changed.connect(self._on_guides_changed)

    @override
    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        if not self._shown:
            return
        pen = QPen(QColor(self.theme.accent), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        for guide in self._shown:
            painter.drawLine(guide.line)
            if guide.is_gap:
                painter.drawLines(_ticks(guide.line, _TICK_PX / zoom))

    def _on_guides_changed(self) -> None:
        before, self._shown = self._shown, self.interaction.guides
        self.update_areas([QRectF(guide.line.p1(), guide.line.p2()) for guide in (*before, *self._shown)])


def _ticks(line: QLineF, size: float) -> list[QLineF]:
    across = QPointF(0, size) if line.dy() == 0 else QPointF(size, 0)
    return [QLineF(end - across, end + across) for end in (line.p1(), line.p2())]
