"""Names in an order that buttons, keys or dragging change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDropEvent, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.errors import DesignerError
from designer.ui.own_keys import OwnKeys
from designer.ui.theme import GRID_PX
from designer.ui.widgets import error_label, icon_button, label, show_error

_MOST_ROWS = 6
Index = QModelIndex | QPersistentModelIndex
_Position = QAbstractItemView.DropIndicatorPosition
_Trigger = QAbstractItemView.EditTrigger


@dataclass(frozen=True)
class Words:
    """What a list and its parts are called.

    Args:
        view: Object name of the list.
        button: What the buttons' object names begin with.
        title: Stands above the list.
        name: The list's accessible name.
        row: What a row is: "the input".
    """

    view: str
    button: str
    title: str
    name: str
    row: str


class OrderList(QWidget):
    """Shown where there are two or more rows, or as many as it is told.

    Args:
        reorder: Called with the rows in their new order: `(2, 0, 1)` brings the last of three to the front.
        rename: Called with a row and its new name; left out where names can't be changed.
        least: How many rows there must be for it to be shown.

    Signals:
        row_changed: Another row is current: its place; below 0 for none.
    """

    row_changed = Signal(int)
    _typed = Signal(int, str)

    def __init__(
        self,
        words: Words,
        reorder: Callable[[Sequence[int]], None],
        rename: Callable[[int, str], None] | None = None,
        least: int = 2,
    ) -> None:
        super().__init__()
        self._least = least
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._words = words
        self._reorder = reorder
        self._rename = rename
        self._rows: tuple[tuple[str, str], ...] = ()
        self._needing: list[QToolButton] = []
        self._model = QStandardItemModel(self)
        self._model.itemChanged.connect(self._on_item_changed)
        # Later, since a new name makes new items, and the view is still busy with the old one.
        self._typed.connect(self._on_name_typed, Qt.ConnectionType.QueuedConnection)
        self._list = _OrderView(self._model, words, is_editable=rename is not None)
        self._list.moved.connect(self._move)
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._up = self._button("Up", "arrow-up", "Move up", -1, "Alt+Up")
        self._down = self._button("Down", "arrow-down", "Move down", 1, "Alt+Down")
        self._head = QHBoxLayout()
        self._head.addWidget(label(words.title, muted=True, wrap=False), 1)
        self._head.addWidget(self._up)
        self._head.addWidget(self._down)
        self._message = error_label(f"{words.view}_message")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 4)
        column.addLayout(self._head)
        column.addWidget(self._list)
        column.addWidget(self._message)

    def show_rows(self, rows: Sequence[tuple[str, str]], *, is_same: bool = True) -> None:
        """Show names, each with what stands beside it; `is_same` keeps the place of the current row."""
        row = self._list.currentIndex().row() if is_same else 0
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self._fill()
        self._list.setCurrentIndex(self._model.index(min(max(row, 0), len(rows) - 1), 0))
        self._enable()
        self._list.setVisible(bool(rows))
        self.setVisible(len(rows) >= self._least)

    @property
    def row(self) -> int:
        """The current row; below 0 for none."""
        return self._list.currentIndex().row()

    def add_button(self, button: QToolButton, keys: str = "", *, needs_row: bool = False) -> None:
        """Put a button beside those that move rows; `keys` press it while the list has the keyboard."""
        self._head.addWidget(button)
        self._needing += [button] if needs_row else []
        if keys:
            self._list.keys.add(keys, button.click)

    def edit_row(self, row: int) -> None:
        """Open a field for the name of a row."""
        index = self._model.index(row, 0)
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._list.setCurrentIndex(index)
        self._list.edit(index)

    def refuse(self, reason: str) -> None:
        """Say below the list why something can't be done."""
        show_error(self._message, reason)

    def _fill(self) -> None:
        blocker = QSignalBlocker(self._list.selectionModel())
        self._model.clear()
        for name, aside in self._rows:
            self._model.appendRow(_Row(name, aside))
        del blocker
        self._list.fit(min(len(self._rows), _MOST_ROWS))
        show_error(self._message, "")

    def _button(self, suffix: str, icon_name: str, text: str, step: int, keys: str) -> QToolButton:
        button = icon_button(f"{self._words.button}{suffix}", icon_name, f"{text} ({keys})")
        button.setAccessibleName(f"{text} {self._words.row}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._step(step))
        self._list.keys.add(keys, lambda: self._step(step))
        return button

    def _step(self, step: int) -> None:
        row = self._list.currentIndex().row()
        self._move(row, row + step)

    def _move(self, row: int, place: int) -> None:
        """Bring a row to another place."""
        if row == place or not (0 <= row < len(self._rows) and 0 <= place < len(self._rows)):
            return
        order = list(range(len(self._rows)))
        order.insert(place, order.pop(row))
        self._list.setCurrentIndex(self._model.index(place, 0))  # the row keeps the place that its name gets
        self._reorder(order)

    def _on_current_changed(self) -> None:
        self._enable()
        self.row_changed.emit(self.row)

    def _enable(self) -> None:
        row = self._list.currentIndex().row()
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < len(self._rows) - 1)
        for button in self._needing:
            button.setEnabled(row >= 0)

    def _on_item_changed(self, item: QStandardItem) -> None:
        name, shown = str(item.data(Qt.ItemDataRole.EditRole)), self._rows[item.row()][0]
        if name != shown:
            item.setText(shown)  # until the document says otherwise
            self._typed.emit(item.row(), name.strip())

    def _on_name_typed(self, row: int, name: str) -> None:
        try:
            if self._rename and row < len(self._rows) and name != self._rows[row][0]:
                self._rename(row, name)
        except DesignerError as error:
            show_error(self._message, str(error))
        else:
            show_error(self._message, "")


class _Row(QStandardItem):
    """A name, with what stands beside it when it isn't edited."""

    def __init__(self, name: str, aside: str) -> None:
        super().__init__(name)
        self._aside = aside
        self.setDropEnabled(False)

    @override
    def data(self, role: int = Qt.ItemDataRole.UserRole + 1) -> object:
        found = super().data(role)
        if role == Qt.ItemDataRole.DisplayRole and self._aside:
            return f"{found} · {self._aside}"
        return found


class _QuietDelegate(QStyledItemDelegate):
    """Marks the current row only faintly while the keyboard is elsewhere."""

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        view = self.parent()
        if isinstance(view, QWidget) and not view.hasFocus():
            roles, palette = QPalette.ColorRole, option.palette
            palette.setBrush(roles.Highlight, palette.brush(roles.Mid))
            palette.setBrush(roles.HighlightedText, palette.brush(roles.Text))
            option.palette = palette


class _OrderView(QListView):
    """A list whose rows are dragged to other places.

    Signals:
        moved: A row was dropped: where it was, and where it shall be.

    Attributes:
        keys: What it keeps to itself.
    """

    moved = Signal(int, int)

    def __init__(self, model: QStandardItemModel, words: Words, *, is_editable: bool) -> None:
        super().__init__()
        self.setObjectName(words.view)
        self.setAccessibleName(words.name)
        self.setModel(model)
        self.setDragDropMode(QListView.DragDropMode.InternalMove)
        self.setEditTriggers(
            _Trigger.EditKeyPressed | _Trigger.DoubleClicked if is_editable else _Trigger.NoEditTriggers
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_QuietDelegate(self))
        self.keys = OwnKeys(self, {})

    def fit(self, num_rows: int) -> None:
        """Be as high as some rows."""
        self.setFixedHeight(num_rows * self.sizeHintForRow(0) + 2 * self.frameWidth())

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """The document moves the row, not the list."""
        row = self.currentIndex().row()
        at = self.indexAt(event.position().toPoint())
        place = at.row() if at.isValid() else self.model().rowCount()
        if self.dropIndicatorPosition() == _Position.BelowItem:
            place += 1
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.setState(QListView.State.NoState)
        if event.source() is self:
            self.moved.emit(row, place - 1 if place > row else place)
