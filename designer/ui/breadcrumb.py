"""The bar that says inside which block one is, and leads out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from designer.ui.icons import icon
from designer.ui.theme import GRID_PX
from designer.ui.widgets import label

_BETWEEN = "/"
_MOST_COPIES_LISTED = 200


@dataclass(frozen=True)
class Crumb:
    """One sheet on the way.

    Args:
        name: The project's name, or that of the instance.
        copy: Which copy of a repeated block is looked into, from 1.
        num_copies: How often it is repeated.
    """

    name: str
    copy: int = 1
    num_copies: int = 1


class Breadcrumb(QFrame):
    """The way from the network to what is shown; hidden where the network itself is.

    Signals:
        chosen: How deep to go back to: 0 for the network.
        copy_chosen: Which copy of the block to look into, from 1.
    """

    chosen = Signal(int)
    copy_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("breadcrumb")
        self.setAccessibleName("Where this is")
        self._crumbs: tuple[Crumb, ...] = ()
        self._hint = label(muted=True, wrap=False)
        self._hint.setObjectName("breadcrumbHint")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX, GRID_PX // 2)
        self._row.setSpacing(GRID_PX // 2)
        self._way = QWidget()
        self._row.addWidget(self._way)
        self._row.addStretch(1)
        self._row.addWidget(self._hint)
        self.hide()

    def show_crumbs(self, crumbs: Sequence[Crumb], hint: str) -> None:
        """Say another way, the network first; what is shown comes last."""
        self.setVisible(len(crumbs) > 1)
        self._hint.setText(hint)
        if tuple(crumbs) == self._crumbs:
            return
        self._crumbs = tuple(crumbs)
        way = QWidget()
        row = QHBoxLayout(way)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX // 2)
        for depth, crumb in enumerate(crumbs[:-1]):
            row.addWidget(self._button(depth, crumb, is_last=depth == len(crumbs) - 2))
            row.addWidget(QLabel(_BETWEEN))
        if crumbs:
            row.addWidget(_present(crumbs[-1]))
            if crumbs[-1].num_copies > 1:
                row.addWidget(self._copies(crumbs[-1]))
        self._row.replaceWidget(self._way, way)
        self._way.hide()
        self._way.deleteLater()
        self._way = way

    def _button(self, depth: int, crumb: Crumb, *, is_last: bool) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"crumb{depth}")
        button.setText(_text(crumb))
        button.setAccessibleName(f"Back to {_text(crumb)}")
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(f"Back to {_text(crumb)}")
        if is_last:
            button.setIcon(icon("up"))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(partial(self.chosen.emit, depth))
        return button

    def _copies(self, crumb: Crumb) -> QComboBox:
        box = QComboBox()
        box.setObjectName("crumbCopy")
        box.setAccessibleName("Copy of the block")
        box.setToolTip("All copies have the same layers; shapes and weights are those of this one.")
        listed = min(crumb.num_copies, _MOST_COPIES_LISTED)
        box.addItems([f"copy {number} of {crumb.num_copies}" for number in range(1, listed + 1)])
        box.setCurrentIndex(crumb.copy - 1)
        box.activated.connect(lambda place: self.copy_chosen.emit(place + 1))
        return box


def _text(crumb: Crumb) -> str:
    return crumb.name if crumb.copy == 1 else f"{crumb.name} ({crumb.copy})"


def _present(crumb: Crumb) -> QLabel:
    found = QLabel(crumb.name)
    found.setObjectName("crumbHere")
    font = found.font()
    font.setBold(True)
    found.setFont(font)
    return found
