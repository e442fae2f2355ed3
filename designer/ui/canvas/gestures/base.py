"""What every gesture is, and what it works with."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, Qt

from designer.document.commands import Command
from designer.graph.elements import Edge
from designer.graph.layout import NODE_SIZE
from designer.ui.canvas.bubble import Bubble
from designer.ui.canvas.content import Content
from designer.ui.canvas.editing import Editing
from designer.ui.canvas.interaction import Interaction
from designer.ui.canvas.navigation import Navigation

DRAG_PX = 4
"""How far the mouse must go before a press becomes a drag, on screen."""
REACH_PX = 12.0
"""How near the cursor must come to a port or an edge, on screen."""
CARD_REACH = NODE_SIZE[1] / 4
"""The most of it on a card, in pixels at 100 % zoom: a press in the body of a card is the card's."""


@dataclass(frozen=True)
class Pointer:
    """Where the mouse is: in pixels at 100 % zoom and on the viewport."""

    scene: QPointF
    screen: QPoint
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def adds(self) -> bool:
        """Whether a key is held that adds to the selection."""
        keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        return bool(self.modifiers & keys)


@dataclass(frozen=True)
class Tools:
    """The parts of the canvas that gestures use."""

    content: Content
    interaction: Interaction
    editing: Editing
    navigation: Navigation
    bubble: Bubble

    @property
    def reach(self) -> float:
        """`REACH_PX` in pixels at 100 % zoom."""
        return REACH_PX / self.navigation.zoom

    def reach_at(self, point: QPointF) -> float:
        """How near a press at a point must come to a port: on a card it is at most `CARD_REACH`."""
        return self.reach if self.content.node_at(point) is None else min(self.reach, CARD_REACH)


@dataclass(frozen=True)
class Target:
    """What lies under the end of an edge that is being drawn.

    Args:
        position: Where the edge would attach.
        command: What letting go does; None where it is refused.
        refusal: Why it is refused.
        hint: What letting go does, where it isn't plain.
        opened_edge: The edge that would be divided.
    """

    position: QPointF
    command: Command | None = None
    refusal: str = ""
    hint: str = ""
    opened_edge: Edge | None = None


class Gesture(Protocol):
    """One press, drag and release; made at the press.

    Attributes:
        moves_pieces: Whether it drags what could be dragged on to another window.
    """

    moves_pieces: bool = False

    def move(self, pointer: Pointer) -> None:
        """Show what a release here would do."""

    def finish(self, pointer: Pointer) -> None:
        """Do it."""

    def cancel(self) -> None:
        """Leave everything as it was."""


def has_moved(start: Pointer, pointer: Pointer) -> bool:
    """Whether the mouse has gone far enough to mean a drag."""
    return (pointer.screen - start.screen).manhattanLength() > DRAG_PX
