"""Clicking the arrow on the card of a block, which opens it where it stands or closes it."""

from PySide6.QtCore import QPointF, QRectF, QSizeF
from typing_extensions import override

from designer.document.homes import home_of
from designer.document.opening_up import closed, opened
from designer.ui.canvas.content import Content
from designer.ui.canvas.gestures.base import Gesture, Pointer, Tools
from designer.ui.canvas.painting.cards import FAR_ZOOM

_ARROW_PX = 26.0
"""The lower right corner of a card in which a click is one on the arrow."""


class ToggleOpen(Gesture):
    """A press and a release on the arrow."""

    def __init__(self, tools: Tools, node_id: str) -> None:
        self._tools = tools
        self._node = node_id
        tools.interaction.select([node_id])

    @override
    def move(self, pointer: Pointer) -> None:
        """Nothing: it is no drag."""

    @override
    def finish(self, pointer: Pointer) -> None:
        if arrow_at(self._tools.content, pointer.scene, self._tools.navigation.zoom) == self._node:
            toggle_open(self._tools, self._node)

    @override
    def cancel(self) -> None:
        """Nothing was done."""


def arrow_at(content: Content, point: QPointF, zoom: float) -> str:
    """The block on whose arrow a point lies; empty where there is none, and from afar."""
    node_id = content.node_at(point) if zoom >= FAR_ZOOM else None
    if node_id is None or not content.can_open(node_id):
        return ""
    corner = content.rect(node_id).bottomRight()
    area = QRectF(corner - QPointF(_ARROW_PX, _ARROW_PX), QSizeF(_ARROW_PX, _ARROW_PX))
    return node_id if area.contains(point) else ""


def toggle_open(tools: Tools, node_id: str) -> None:
    """Open a block where it stands, or close it."""
    home = home_of(tools.content.document, (node_id,))
    change = closed if node_id in tools.content.open_ids else opened
    tools.editing.attempt(lambda: home.document.push(change(home.document, (home.local(node_id),))))
