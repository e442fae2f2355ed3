"""What the painter items have in common."""

from collections.abc import Collection

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from designer.ui.canvas.content import Content
from designer.ui.canvas.interaction import Interaction
from designer.ui.theme import Theme

_MARGIN_PX = 8.0
_MANY_AREAS = 50
_EVERYWHERE = QRectF(-1e7, -1e7, 2e7, 2e7)


class PaintedItem(QGraphicsItem):
    """One layer of the canvas, drawn by hand from arrays rather than by an item per node."""

    def __init__(self, content: Content, interaction: Interaction, theme: Theme) -> None:
        super().__init__()
        self.content = content
        self.interaction = interaction
        self.last_zoom = 1.0
        self.is_on_screen = False
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours from now on."""
        self.theme = theme
        self.update()

    def update_areas(self, areas: Collection[QRectF]) -> None:
        """Draw these areas anew, with what stands out around them; everything, if they are many."""
        if len(areas) > _MANY_AREAS:
            self.update()
            return
        margin = _MARGIN_PX / min(self.last_zoom, 1.0)
        for area in areas:
            self.update(area.adjusted(-margin, -margin, margin, margin))

    @override
    def boundingRect(self) -> QRectF:
        return _EVERYWHERE

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        self.is_on_screen = widget is not None
        zoom = self.last_zoom = round(option.levelOfDetailFromTransform(painter.worldTransform()), 4)
        self.paint_area(painter, option.exposedRect, zoom)

    def paint_area(self, painter: QPainter, area: QRectF, zoom: float) -> None:
        """Draw what lies in an area, in pixels at 100 % zoom."""
        raise NotImplementedError
