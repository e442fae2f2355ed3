"""What the painter items have in common."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from designer.ui.canvas.content import Content
from designer.ui.canvas.interaction import Interaction
from designer.ui.theme import Theme

_EVERYWHERE = QRectF(-1e7, -1e7, 2e7, 2e7)


class PaintedItem(QGraphicsItem):
    """One layer of the canvas, drawn by hand from arrays rather than by an item per node."""

    def __init__(self, content: Content, interaction: Interaction, theme: Theme) -> None:
        super().__init__()
        self.content = content
        self.interaction = interaction
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours from now on."""
        self.theme = theme
        self.update()

    @override
    def boundingRect(self) -> QRectF:
        return _EVERYWHERE

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        zoom = round(option.levelOfDetailFromTransform(painter.worldTransform()), 4)
        self.paint_area(painter, option.exposedRect, zoom)

    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        """Draw what lies in an area, in pixels at 100 % zoom."""
        raise NotImplementedError
