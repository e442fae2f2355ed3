"""The card of the tour, beside the canvas: what to do next, and the ways on."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.theme import GRID_PX
from designer.ui.widgets import label

_WIDTH_IN_LETTERS = 34


class TourCard(QWidget):
    """Shows one step at a time.

    Signals:
        wanted: The step shall be done for the user.
        moved: Another step shall be shown: -1 for the one before, 1 for the next.
        ended: The tour shall end.
    """

    wanted = Signal()
    moved = Signal(int)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("tour")
        self.setAccessibleName("Two-minute tour")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._progress = label(muted=True, small=True)
        self._title = label()
        self._title.setProperty("heading", True)
        self._text = label()
        self._said = label(muted=True)
        for name, part in (
            ("tourProgress", self._progress),
            ("tourTitle", self._title),
            ("tourText", self._text),
            ("tourMessage", self._said),
        ):
            part.setObjectName(name)
        self._do = self._button("tourDo", "Do it for &me", self.wanted.emit)
        self._back = self._button("tourBack", "&Back", lambda: self.moved.emit(-1))
        self._next = self._button("tourNext", "&Next", lambda: self.moved.emit(1))
        self._end = self._button("tourEnd", "En&d", self.ended.emit)
        self._lay_out()
        self._set_width()

    def show_step(self, number: int, count: int, title: str, text: str) -> None:
        """Show a step, or behind the last one what has come of it."""
        is_over = number > count
        self._progress.setText("Done" if is_over else f"Step {number} of {count}")
        self._title.setText(title)
        self._text.setText(text)
        self.say("")
        has_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        self._do.setVisible(not is_over)
        self._next.setVisible(not is_over)
        self._back.setEnabled(number > 1)
        self._back.setToolTip("" if number > 1 else "This is the first step.")
        if has_focus:
            self.take_focus()
        self.setAccessibleDescription(f"{self._progress.text()}: {title}. {text}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def say(self, text: str) -> None:
        """Say how it stands with the step."""
        self._said.setText(text)
        self._said.setVisible(bool(text))

    def take_focus(self) -> None:
        """Put the keyboard on the button that leads on."""
        (self._end if self._do.isHidden() else self._do).setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_width()

    def _set_width(self) -> None:
        self.setFixedWidth(_WIDTH_IN_LETTERS * self.fontMetrics().averageCharWidth())

    def _button(self, name: str, text: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("tourCard")
        column = QVBoxLayout(card)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(GRID_PX)
        ways = QHBoxLayout()
        ways.setSpacing(GRID_PX // 2)
        for button in (self._back, self._next, self._end):
            button.setMinimumWidth(0)
            ways.addWidget(button, stretch=1)
        for widget in (self._progress, self._title, self._text, self._said, self._do):
            column.addWidget(widget)
        column.addLayout(ways)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, GRID_PX, GRID_PX, GRID_PX)
        outer.addWidget(card)
        outer.addStretch()
