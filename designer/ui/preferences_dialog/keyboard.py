"""The page of keys: find an action, press its new keys, decide what happens to whoever had them."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.ui.actions import ActionRow
from designer.ui.icons import icon
from designer.ui.keymap import RESERVED, Keymap, Keys, is_key, native, portable
from designer.ui.preferences_dialog.keys_model import KeysModel
from designer.ui.theme import GRID_PX
from designer.ui.widgets import label, on_chosen

_HINT = "Select an action, then press its new keys in the field below."


class KeyboardPage(QWidget):
    """The keys of all actions. A choice is in force at once, in all windows."""

    def __init__(self, keymap: Keymap, rows: Sequence[ActionRow]) -> None:
        super().__init__()
        self._keymap = keymap
        self._model = KeysModel(keymap, rows, self)
        self._wanted: Keys = ()
        self._shown: Keys = ()
        self._search = _search_line()
        self._view = _table(self._model)
        self._edit = _key_edit()
        self._message = label(_HINT, muted=True)
        self._message.setObjectName("keyMessage")
        self._take = _button("takeKeys", "&Take it from there")
        self._leave = _button("leaveKeys", "&Leave it there")
        self._remove = _button("removeKeys", "Re&move keys")
        self._reset = _button("resetKeys", "&Reset")
        self._reset_all = _button("resetAllKeys", "Reset &all")
        self._lay_out()
        self._connect()
        self._select(0)
        self._ask(())

    def _lay_out(self) -> None:
        asking, doing = QHBoxLayout(), QHBoxLayout()
        for part in (self._take, self._leave):
            asking.addWidget(part)
        asking.addStretch()
        doing.addWidget(self._edit, 1)
        for part in (self._remove, self._reset, self._reset_all):
            doing.addWidget(part)
        column = QVBoxLayout(self)
        column.setSpacing(GRID_PX)
        column.addWidget(self._search)
        column.addWidget(self._view, 1)
        column.addWidget(self._message)
        column.addLayout(asking)
        column.addLayout(doing)

    def _connect(self) -> None:
        self._search.textChanged.connect(self._on_searched)
        self._view.selectionModel().currentRowChanged.connect(self._on_row_changed)
        on_chosen(self._view, lambda _index: self._edit.setFocus())
        self._edit.keySequenceChanged.connect(self._on_keys_pressed)
        self._take.clicked.connect(lambda: self._assign(self._wanted))
        self._leave.clicked.connect(self._on_leave_clicked)
        self._remove.clicked.connect(lambda: self._assign(()))
        self._reset.clicked.connect(lambda: self._propose(self._keymap.default(self._name())))
        self._reset_all.clicked.connect(self._on_reset_all_clicked)
        self._keymap.changed.connect(self._show_state)

    def _name(self) -> str:
        return self._model.name(self._view.currentIndex().row())

    def _select(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self._view.selectionModel().setCurrentIndex(
            self._model.index(row, 0), flags.ClearAndSelect | flags.Rows
        )

    def _propose(self, keys: Keys) -> None:
        """Give the action these keys, or ask first where another has them."""
        others = [self._keymap.holder(key, besides=self._name()) for key in keys]
        if not any(others):
            self._assign(keys)
            return
        key, other = next((key, other) for key, other in zip(keys, others, strict=True) if other)
        self._ask(keys, f"{native([key])} belongs to “{self._model.text(other)}”.")
        self._take.setFocus()

    def _assign(self, keys: Keys) -> None:
        name = self._name()
        if self._wanted:
            self._view.setFocus()  # the button that has it goes
        self._keymap.assign(name, keys)
        said = f"“{self._model.text(name)}” has the keys {native(keys)} now." if keys else ""
        self._ask((), said or f"“{self._model.text(name)}” has no keys now.")

    def _ask(self, wanted: Keys, text: str = _HINT) -> None:
        """Say something; with keys that another action has, ask whether to take them."""
        self._wanted = wanted
        self._message.setText(text)
        for button in (self._take, self._leave):
            button.setVisible(bool(wanted))
        self._show_state()

    def _show_state(self) -> None:
        has_row = self._view.currentIndex().isValid()
        name = self._name() if has_row else ""
        self._remove.setEnabled(has_row and bool(self._keymap.keys(name)))
        self._reset.setEnabled(has_row and self._keymap.keys(name) != self._keymap.default(name))
        self._edit.setEnabled(has_row)
        if not self._wanted:
            self._shown = self._keymap.keys(name)[:1] if has_row else ()
            self._edit.setKeySequence(QKeySequence("".join(self._shown)))

    def _on_keys_pressed(self, sequence: QKeySequence) -> None:
        keys = () if sequence.isEmpty() else portable([sequence])
        if keys in ((), self._shown):  # Qt tells it again when the field is left
            return
        (key,) = self._shown = keys
        if key in RESERVED:
            self._ask((), f"{native([key])} {RESERVED[key]}. Choose other keys.")
        elif not is_key(key):
            self._ask((), f"{native([key])} can't be used here. Choose other keys.")
        else:
            self._propose(keys)

    def _on_leave_clicked(self) -> None:
        self._ask(())
        self._view.setFocus()

    def _on_reset_all_clicked(self) -> None:
        self._keymap.reset_all()
        self._ask((), "All actions have their first keys again.")

    def _on_searched(self, typed: str) -> None:
        self._model.search(typed)
        self._select(0)
        self._ask((), _HINT if self._model.rowCount() else "No action fits what you typed.")

    def _on_row_changed(self, _current: QModelIndex, _before: QModelIndex) -> None:
        self._ask(())


def _search_line() -> QLineEdit:
    line = QLineEdit()
    line.setObjectName("keySearch")
    line.setAccessibleName("Search for an action or keys")
    line.setPlaceholderText("Search for an action or keys")
    line.setClearButtonEnabled(True)
    line.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
    return line


def _table(model: KeysModel) -> QTreeView:
    view = QTreeView()
    view.setObjectName("keys")
    view.setAccessibleName("Actions and their keys")
    view.setModel(model)
    view.setRootIsDecorated(False)
    view.setUniformRowHeights(True)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.header().setStretchLastSection(False)
    view.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return view


class _KeyEdit(QKeySequenceEdit):
    """Takes the keys that are pressed, but leaves Esc to the dialog."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _key_edit() -> QKeySequenceEdit:
    edit = _KeyEdit()
    edit.setObjectName("newKeys")
    edit.setAccessibleName("New keys")
    edit.setToolTip("Press the new keys here; Tab goes on")
    edit.setMaximumSequenceLength(1)
    return edit


def _button(name: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    return button
