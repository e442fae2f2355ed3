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
        self._top_px = 0
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

    def say(self, text: str) -> None:
        """Show the line with a text."""
        self._text.setText(text)
        self.setAccessibleDescription(text)
        self.keep_in_place()
        self.show()
        self.raise_()

    def end(self) -> None:
        """Hide the line."""
        if self._cancel.hasFocus():
            self._room.setFocus()
        self.hide()

    def keep_in_place(self, top_px: int | None = None) -> None:
        """Lie where it belongs, also after the parent has scrolled or got another size.

        Args:
            top_px: How much of the parent something else covers at its top; by default as before.
        """
        self._top_px = self._top_px if top_px is None else top_px
        self.adjustSize()
        self.move((self._room.width() - self.width()) // 2, self._top_px + 2 * GRID_PX)
