"""The middle of a window: the canvas with what stands beside it, or a page that covers both."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget


class Stage(QStackedWidget):
    """Shows the canvas, or a page in its place; what is covered can't be reached by the Tab key.

    Args:
        canvas: What holds the canvas.
    """

    def __init__(self, canvas: QWidget) -> None:
        super().__init__()
        self._page: QWidget | None = None
        self._side: QWidget | None = None
        ground = QWidget()
        ground.setObjectName("stage")
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout(ground)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(canvas, stretch=1)
        self.addWidget(ground)

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

    def put_beside(self, side: QWidget) -> None:
        """Put something to the right of the canvas, which gets narrower."""
        self.take_away()
        self._side = side
        self._row.addWidget(side)

    def take_away(self) -> None:
        """Take what is beside the canvas away for good."""
        if self._side:
            self._row.removeWidget(self._side)
            self._side.hide()
            self._side.deleteLater()
            self._side = None
