"""A short text at the cursor: what a gesture would do, or why it may not."""

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from designer.ui.theme import GRID_PX, RADIUS_PX, REFUSAL_MS, Theme

_OFFSET = QPoint(2 * GRID_PX, 2 * GRID_PX)
_WIDTH_PX = 320


class Bubble(QLabel):
    """Stays beside the cursor and inside its parent."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._room = parent
        self._spot = QPoint()
        self.setObjectName("canvasBubble")
        self.setAccessibleName("Hint at the cursor")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._timer = QTimer(self, singleShot=True, interval=REFUSAL_MS)
        self._timer.timeout.connect(self.hide)
        self._theme = theme
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours, from the next text on."""
        self._theme = theme

    def say(self, text: str, at: QPoint, *, is_refusal: bool = False) -> None:
        """Show a text beside the cursor; an empty one hides the bubble."""
        self._timer.stop()
        if not text:
            self.hide()
            return
        self._paint(is_refusal=is_refusal)
        self.setText(f"⊘  {text}" if is_refusal else text)
        self.setAccessibleDescription(text)
        self._fit_text()
        room = self._room.rect().adjusted(0, 0, -self.width(), -self.height())
        spot = at + _OFFSET
        self._spot = QPoint(max(0, min(spot.x(), room.right())), max(0, min(spot.y(), room.bottom())))
        self.move(self._spot)
        self.show()
        self.raise_()

    def fade(self) -> None:
        """Let the present text stay a few seconds."""
        if self.isVisible():
            self._timer.start()

    def keep_in_place(self) -> None:
        """Go back to where the text belongs, after the parent has scrolled."""
        self.move(self._spot)

    def _fit_text(self) -> None:
        self.ensurePolished()
        self.setWordWrap(False)
        self.resize(self.sizeHint())
        if self.width() > _WIDTH_PX:
            self.setWordWrap(True)
            self.resize(_WIDTH_PX, self.heightForWidth(_WIDTH_PX))

    def _paint(self, *, is_refusal: bool) -> None:
        theme = self._theme
        border = theme.error if is_refusal else theme.outline
        self.setStyleSheet(
            f"background: {theme.card}; color: {theme.text}; border: 1px solid {border};"
            f"border-radius: {RADIUS_PX}px; padding: {GRID_PX // 2}px {GRID_PX}px;"
        )
