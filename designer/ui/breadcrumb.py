"""The bar that says inside which block one is, and leads out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget
from typing_extensions import override

from designer.ui.icons import icon
from designer.ui.monitor.controls import ElidedLabel
from designer.ui.theme import GRID_PX
from designer.ui.widgets import label

_BETWEEN = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
_MOST_NAME_PX = 200
_LEAST_HINT_PX = 80
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

    Where room is short, the sheets in the middle of the way go into a menu, and long names are cut.

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
        self._steps: list[QWidget] = []
        self._hint = ElidedLabel()
        self._hint.setObjectName("breadcrumbHint")
        self._hint.setProperty("muted", "true")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._more = self._make_more()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(GRID_PX, GRID_PX // 2, 2 * GRID_PX, GRID_PX // 2)
        self._way = QWidget()
        self._row.addWidget(self._way)
        self._row.addWidget(self._hint, stretch=1)
        self.hide()

    def show_crumbs(self, crumbs: Sequence[Crumb], hint: str) -> None:
        """Say another way, the network first; what is shown comes last."""
        self.setVisible(len(crumbs) > 1)
        self._hint.setText(hint)
        self._hint.setToolTip(hint)
        if tuple(crumbs) == self._crumbs:
            return
        self._crumbs = tuple(crumbs)
        way = QWidget()
        row = QHBoxLayout(way)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX // 2)
        self._steps = [self._step(depth, crumb) for depth, crumb in enumerate(crumbs[:-1])]
        self._more.setParent(way)
        for depth, step in enumerate(self._steps):
            row.addWidget(step)
            if depth == 0:
                row.addWidget(self._more)
        if crumbs:
            row.addWidget(self._present(crumbs[-1]))
            if crumbs[-1].num_copies > 1:
                row.addWidget(self._copies(crumbs[-1]))
        self._row.replaceWidget(self._way, way)
        self._way.hide()
        self._way.deleteLater()
        self._way = way
        way.show()
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put as many sheets behind the network into the menu as there is no room for."""
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._row.spacing() - _LEAST_HINT_PX
        inner = self._steps[1:]
        for num_hidden in range(len(inner) + 1):
            for number, step in enumerate(inner):
                step.setVisible(number >= num_hidden)
            self._more.setVisible(num_hidden > 0)
            layout = self._way.layout()
            if layout:
                layout.invalidate()
            if self._way.sizeHint().width() <= room:
                break

    def _make_more(self) -> QToolButton:
        more = QToolButton()
        more.setObjectName("crumbMore")
        more.setText("…")
        more.setAccessibleName("More sheets on the way")
        more.setToolTip("More sheets on the way")
        more.setAutoRaise(True)
        more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        menu.aboutToShow.connect(self._fill_menu)
        more.setMenu(menu)
        more.hide()
        return more

    def _fill_menu(self) -> None:
        menu = self._more.menu()
        menu.clear()
        for depth, step in enumerate(self._steps):
            if step.isHidden():
                action = menu.addAction(_text(self._crumbs[depth]).replace("&", "&&"))
                action.triggered.connect(partial(self.chosen.emit, depth))

    def _step(self, depth: int, crumb: Crumb) -> QWidget:
        """A button that leads back, and what stands between it and the next."""
        step = QWidget()
        row = QHBoxLayout(step)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX // 2)
        row.addWidget(self._button(depth, crumb))
        between = label(_BETWEEN, muted=True, wrap=False)
        row.addWidget(between)
        return step

    def _button(self, depth: int, crumb: Crumb) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"crumb{depth}")
        button.setText(self._cut(_text(crumb)).replace("&", "&&"))
        button.setAccessibleName(f"Back to {_text(crumb)}")
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(f"Back to {_text(crumb)}")
        if depth == 0:
            button.setIcon(icon("up"))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(partial(self.chosen.emit, depth))
        return button

    def _present(self, crumb: Crumb) -> QLabel:
        found = QLabel(self._cut(crumb.name))
        found.setTextFormat(Qt.TextFormat.PlainText)
        found.setObjectName("crumbHere")
        found.setToolTip(crumb.name)
        font = found.font()
        font.setBold(True)
        found.setFont(font)
        return found

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

    def _cut(self, text: str) -> str:
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, _MOST_NAME_PX)


def _text(crumb: Crumb) -> str:
    return crumb.name if crumb.copy == 1 else f"{crumb.name} ({crumb.copy})"
