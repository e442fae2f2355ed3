"""A line over the canvas that says what is being worked out, with a button to break it off."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from designer.ui.theme import GRID_PX, RADIUS_PX

_BAR_PX = 96


class ProgressLine(QFrame):
    """Lies at the top of its parent while something takes long.

    Signals:
        cancelled: Cancel was pressed.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setObjectName("canvasProgress")
        self.setAccessibleName("Progress of the layout")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setStyleSheet(
            f"#canvasProgress {{ background: palette(button); border: 1px solid palette(mid);"
            f"border-radius: {RADIUS_PX}px; }}"
        )
        self._text = QLabel()
        self._text.setObjectName("canvasProgressText")
        self._bar = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self._bar.setAccessibleName("Working")
        self._bar.setFixedSize(_BAR_PX, GRID_PX)
        self._cancel = QPushButton("Cancel")
        self._cancel.setObjectName("canvasProgressCancel")
        self._cancel.setAccessibleName("Cancel the layout")
        self._cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        row.setSpacing(2 * GRID_PX)
        for widget in (self._text, self._bar, self._cancel):
            row.addWidget(widget)
        self.hide()

    def say(self, text: str, top_px: int) -> None:
        """Show the line with a text, below what covers the top."""
        self._text.setText(text)
        self.setAccessibleDescription(text)
        self.keep_in_place(top_px)
        self.show()
        self.raise_()

    def end(self) -> None:
        """Hide the line."""
        if self._cancel.hasFocus():
            self._room.setFocus()
        self.hide()

    def keep_in_place(self, top_px: int) -> None:
        """Lie below what covers the top, also after the parent has scrolled or got another size."""
        self.adjustSize()
        self.move((self._room.width() - self.width()) // 2, top_px + 2 * GRID_PX)
