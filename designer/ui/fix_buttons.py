"""Buttons that fix a problem: one with a menu for a row of a list, and a column of them for a note."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from designer.compiler.results import Problem
from designer.document.fixes.base import Fix
from designer.ui.icons import icon
from designer.ui.theme import GRID_PX

_PADDING_PX = 2 * GRID_PX
_ARROW_PX = 2 * GRID_PX
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Offers(Protocol):
    """Where fixes come from, and who does them."""

    def offers(self, problem: Problem) -> Sequence[Fix]:
        """The fixes for a problem, the most usual first."""

    def apply(self, problem: Problem, label: str) -> None:
        """Do the one with this label."""


class FixMenuButton(QToolButton):
    """Does the first fix; the others are in its menu, by the arrow or the key Down."""

    def __init__(self, problem: Problem, labels: Sequence[str], offers: Offers) -> None:
        super().__init__()
        self.setObjectName("fixButton")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIcon(icon("fix"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.labels = tuple(labels)
        self.setToolTip(labels[0])
        self.setAccessibleName(labels[0])
        self.clicked.connect(lambda: offers.apply(problem, labels[0]))
        if len(labels) > 1:
            self.setMenu(fix_menu(problem, labels, offers, self))
            self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
            self.setAccessibleDescription(f"{len(labels) - 1} more in the menu: press Down")
        self._shorten()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.click()
        elif event.key() == Qt.Key.Key_Down and self.menu():
            self.showMenu()
        else:
            super().keyPressEvent(event)

    def _shorten(self) -> None:
        room = self.width() - self.iconSize().width() - _PADDING_PX - (_ARROW_PX if self.menu() else 0)
        text = self.fontMetrics().elidedText(self.labels[0], Qt.TextElideMode.ElideRight, max(room, 0))
        self.setText(_literal(text))


class FixCell(QWidget):
    """The button in its cell of a list, in the middle of a row that may be higher."""

    def __init__(self, problem: Problem, labels: Sequence[str], offers: Offers) -> None:
        super().__init__()
        self.labels = tuple(labels)
        button = FixMenuButton(problem, labels, offers)
        self.setFocusProxy(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)


class FixButton(QPushButton):
    """Does one fix; its text breaks into lines where the panel is narrow."""

    def __init__(self, problem: Problem, label: str, offers: Offers) -> None:
        super().__init__()
        self.setObjectName("fixButton")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(label)
        self._label = label
        self.clicked.connect(lambda: offers.apply(problem, label))
        self._break()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._break()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def _break(self) -> None:
        room = self.width() - 2 * _PADDING_PX
        text = _literal("\n".join(_lines(self._label, self.fontMetrics(), room)))
        if text != self.text():
            self.setText(text)


def fix_menu(problem: Problem, labels: Sequence[str], offers: Offers, parent: QToolButton) -> QMenu:
    """All fixes of a problem to choose from."""
    menu = QMenu(parent)
    menu.setObjectName("fixMenu")
    for label in labels:
        action = menu.addAction(_literal(label))
        action.triggered.connect(lambda _checked=False, label=label: offers.apply(problem, label))
    return menu


def _lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _literal(text: str) -> str:
    """Text for a button or a menu, where & would mark a letter."""
    return text.replace("&", "&&")
