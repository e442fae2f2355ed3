"""Dragging a piece of a network out of its window, to drop a copy of it on the canvas of another."""

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QLabel, QWidget

from designer.ui.canvas.carrying import Carried
from designer.ui.canvas.gestures.base import Tools

PIECE_MIME = "application/x-model-designer-piece"
_OFF_PX = QPoint(-12, -12)


def hand_over(source: QWidget, tools: Tools) -> None:
    """Let the mouse carry a copy of what is selected until the button is released, or Esc pressed.

    Other programs get it as text, the same as from the clipboard.
    """
    carried = Carried(tools.content, tools.interaction)
    text = tools.editing.attempt(carried.copy_text)
    if not text:
        return
    data = QMimeData()
    data.setText(text)
    data.setData(PIECE_MIME, text.encode())
    drag = QDrag(source)
    drag.setMimeData(data)
    sign = QLabel(f" {carried} ")
    sign.adjustSize()
    drag.setPixmap(sign.grab())
    drag.setHotSpot(_OFF_PX)
    drag.exec(Qt.DropAction.CopyAction)
