"""The middle of a window: the canvas, or a page that covers it."""

from PySide6.QtWidgets import QStackedWidget, QWidget


class Stage(QStackedWidget):
    """Shows the canvas, or a page in its place; what is covered can't be reached by the Tab key.

    Args:
        canvas: What holds the canvas.
    """

    def __init__(self, canvas: QWidget) -> None:
        super().__init__()
        self._page: QWidget | None = None
        self.addWidget(canvas)

    def cover(self, page: QWidget) -> None:
        """Put a page in the place of the canvas."""
        self.uncover()
        self._page = page
        self.addWidget(page)
        self.setCurrentWidget(page)

    def uncover(self) -> None:
        """Take the page away for good."""
        if self._page:
            self.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
            self._page = None
