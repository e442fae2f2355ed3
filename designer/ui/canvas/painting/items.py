"""The items that make up a network's picture, lowest first; what comes and goes with the mouse lies above."""

from designer.ui.canvas.painting.annotations import AnnotationsItem, FrameTitlesItem
from designer.ui.canvas.painting.base import PaintedItem
from designer.ui.canvas.painting.edges import EdgesItem
from designer.ui.canvas.painting.insets import InsetsItem
from designer.ui.canvas.painting.nodes import NodesItem

PICTURE_ITEMS: tuple[type[PaintedItem], ...] = (
    AnnotationsItem,
    InsetsItem,
    EdgesItem,
    NodesItem,
    FrameTitlesItem,
)
