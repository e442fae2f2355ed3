"""Moving what is selected by the arrow keys, a frame with what lies in it."""

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from designer.document.history import LastStep
from designer.ui.canvas.carrying import Carried
from designer.ui.canvas.gestures.base import Tools
from designer.ui.theme import GRID_PX

WAYS = {"left": QPointF(-1, 0), "right": QPointF(1, 0), "up": QPointF(0, -1), "down": QPointF(0, 1)}
_KEYS = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
_PAUSE_MS = 1000


class Nudging(QObject):
    """Moves by a step of the grid, with Shift by a pixel.

    Steps that follow each other are undone together, until another selection or a pause.

    Args:
        parent: The canvas.
        tools: Its parts.
    """

    def __init__(self, parent: QObject, tools: Tools) -> None:
        super().__init__(parent)
        self._tools = tools
        self._step: LastStep | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._seal)
        tools.interaction.selection_changed.connect(self._seal)

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a key moved the selection."""
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in _KEYS or keys not in _PLAIN or not self._has_selection():
            return False
        is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.nudge(_KEYS[Qt.Key(event.key())], is_fine=is_fine)
        return True

    def nudge(self, way: str, *, is_fine: bool = False) -> None:
        """Move what is selected: left, right, up or down."""
        self._move(WAYS[way] * (1 if is_fine else GRID_PX))

    def _has_selection(self) -> bool:
        return bool(self._tools.interaction.nodes or self._tools.interaction.annotations)

    def _move(self, way: QPointF) -> None:
        content, editing = self._tools.content, self._tools.editing
        carried = Carried(content, self._tools.interaction)
        if command := editing.attempt(lambda: carried.command(way.x(), way.y(), field="nudge")):
            editing.push(command)
        self._step = content.document.last_step
        self._pause.start()

    def _seal(self) -> None:
        """End the step, unless another edit has followed it already."""
        self._pause.stop()
        document = self._tools.content.document
        if self._step and self._step == document.last_step:
            document.seal()
        self._step = None
