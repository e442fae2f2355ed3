"""A group of options that is folded until it is wanted."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.icons import icon
from designer.ui.theme import GRID_PX, current


class Section(QWidget):
    """A title that shows and hides what is below it; while it is folded, it says what is set.

    Attributes:
        column: What it shows.
        is_open: Whether that is to be seen.
    """

    def __init__(self, title: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._title = title
        self.is_open = False
        self._button = QToolButton()
        self._button.setObjectName(f"{name}Fold")
        self._button.setAutoRaise(True)
        self._button.setText(title)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.clicked.connect(self._on_clicked)
        self._summary = _Summary()
        self._summary.setObjectName(f"{name}Summary")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._button)
        row.addWidget(self._summary, 1)
        self._body = QWidget()
        self.column = QVBoxLayout(self._body)
        self.column.setContentsMargins(GRID_PX, 0, 0, GRID_PX // 2)
        self.column.setSpacing(GRID_PX // 2)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID_PX // 2)
        rows.addLayout(row)
        rows.addWidget(self._body)
        self.set_open(False)

    def set_summary(self, text: str) -> None:
        """Say in a few words what is set."""
        self._summary.setText(text)
        self._summary.setToolTip(text)
        self._button.setAccessibleDescription(text)

    def set_open(self, is_open: bool) -> None:
        """Show or hide what is below the title."""
        self.is_open = is_open
        self._button.setIcon(icon("unfold" if is_open else "fold"))
        self._button.setAccessibleName(f"{'Fold' if is_open else 'Unfold'} {self._title}")
        self._body.setVisible(is_open)
        self._summary.is_shown = not is_open
        self._summary.update()

    def _on_clicked(self) -> None:
        self.set_open(not self.is_open)
        if self.is_open:
            QTimer.singleShot(0, self, self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        """Scroll the page to what has just been unfolded, its title first."""
        page = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        if page is not None:
            page.ensureWidgetVisible(self._body, 0, GRID_PX)
            page.ensureWidgetVisible(self._button, 0, GRID_PX)


class _Summary(QLabel):
    """Muted text at the right edge, shortened with dots where there is too little room."""

    def __init__(self) -> None:
        super().__init__()
        self.is_shown = True
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.is_shown:
            painter = QPainter(self)
            painter.setPen(QColor(current().muted))
            text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
