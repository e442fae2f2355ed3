"""Bars above the canvas that say something and offer what can be done, without holding anyone up."""

from collections.abc import Callable, Mapping
from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui import theme
from designer.ui.icons import icon
from designer.ui.theme import GRID_PX, ICON_PX
from designer.ui.widgets import icon_button, label

Severity = Literal["info", "warning", "error"]
Choice = Callable[[], object]

_MAX_SHOWN = 3


class InfoBar(QFrame):
    """One message with its buttons.

    Args:
        name: The object name; a button's is the bar's with the button's text, as in `infoBarRestore`.
        text: What happened.
        choices: What each button does, by its text; the bar stays where that returns False.
        severity: Which icon stands before the text.
        later: The text of a button that puts it aside; without one it has a cross.

    Signals:
        closed: It was answered, or put aside.
    """

    closed = Signal()

    def __init__(
        self, name: str, text: str, choices: Mapping[str, Choice], severity: Severity, later: str = ""
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.text = text
        self._severity = severity
        self._icon = QLabel()
        self._icon.setAccessibleName(severity.capitalize())
        words = label(text)
        words.setObjectName(f"{name}Text")
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX // 2, GRID_PX // 2)
        row.setSpacing(GRID_PX)
        row.addWidget(self._icon)
        row.addWidget(words, stretch=1)
        for title, choice in choices.items():
            row.addWidget(self._button(title, choice))
        row.addWidget(self._button(later, lambda: None) if later else self._cross())
        self._paint_icon()

    def _button(self, title: str, choice: Choice) -> QPushButton:
        button = QPushButton(title)
        plain = title.replace("&", "").rstrip("…")
        button.setObjectName(f"{self.objectName()}{plain.title().replace(' ', '')}")
        button.setAccessibleDescription(self.text)
        button.clicked.connect(lambda: self._choose(choice))
        return button

    def _cross(self) -> QToolButton:
        cross = icon_button(f"{self.objectName()}Close", "close", "Close this message")
        cross.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        cross.clicked.connect(self.closed)
        return cross

    def _choose(self, choice: Choice) -> None:
        if choice() is not False:
            self.closed.emit()

    def _paint_icon(self) -> None:
        colors = theme.current()
        color = {"info": colors.accent, "warning": colors.warning, "error": colors.error}[self._severity]
        self._icon.setPixmap(icon(self._severity, color).pixmap(ICON_PX, ICON_PX))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_icon()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class InfoBars(QWidget):
    """The bars of a window, below each other; of many, the first few are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("infoBars")
        self._bars: dict[str, InfoBar] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def tell(
        self,
        name: str,
        text: str,
        choices: Mapping[str, Choice],
        severity: Severity = "info",
        later: str = "",
    ) -> None:
        """Show a bar, in the place of one of the same name; see `InfoBar`."""
        self.withdraw(name)
        bar = InfoBar(name, text, choices, severity, later)
        bar.closed.connect(lambda: self._close(bar))
        self._bars[name] = bar
        self._column.addWidget(bar)
        self._show_first()
        QAccessible.updateAccessibility(QAccessibleEvent(bar, QAccessible.Event.Alert))

    def withdraw(self, name: str) -> None:
        """Take a bar away whose message is out of date."""
        if bar := self._bars.get(name):
            self._close(bar)

    def names(self) -> list[str]:
        """The names of all bars, those first that are shown."""
        return list(self._bars)

    def _close(self, bar: InfoBar) -> None:
        if self._bars.get(bar.objectName()) is bar:  # else it was answered and withdrawn at once
            del self._bars[bar.objectName()]
            bar.hide()
            self._column.removeWidget(bar)
            bar.deleteLater()
            self._show_first()

    def _show_first(self) -> None:
        for place, bar in enumerate(self._bars.values()):
            bar.setVisible(place < _MAX_SHOWN)
        self.setVisible(bool(self._bars))
