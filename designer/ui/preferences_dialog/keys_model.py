"""All actions with their keys, as a table."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from PySide6.QtGui import QFont
from typing_extensions import override

from designer.ui.actions import ActionRow
from designer.ui.fuzzy import ranked
from designer.ui.keymap import Keymap, native

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_TITLES = ("Action", "Menu", "Keys")
_KEYS = 2


class KeysModel(QAbstractTableModel):
    """One row for each action that fits a search; keys that the user has changed are bold."""

    def __init__(self, keymap: Keymap, rows: Sequence[ActionRow], parent: QObject) -> None:
        super().__init__(parent)
        self._keymap = keymap
        self._all = list(rows)
        self._shown = self._all
        self._bold = QFont()
        self._bold.setBold(True)
        keymap.changed.connect(self._on_keys_changed)

    def search(self, typed: str) -> None:
        """Keep the actions that fit what was typed: by name, menu or keys."""
        self.beginResetModel()
        self._shown = ranked(typed, self._all, lambda row: (row.text, " ".join(row.path), self._keys(row)))
        self.endResetModel()

    def name(self, row: int) -> str:
        """The name of the action in a row."""
        return self._shown[row].name

    def text(self, name: str) -> str:
        """What an action is called."""
        return next((row.text for row in self._all if row.name == name), name)

    def row_of(self, name: str) -> int:
        """The row of an action, 0 where it isn't shown."""
        return next((place for place, row in enumerate(self._shown) if row.name == name), 0)

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_TITLES)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_title = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _TITLES[section] if is_title else None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._shown[index.row()]
        is_changed = index.column() == _KEYS and self._keymap.is_changed(row.name)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (row.text, row.where, self._keys(row))[index.column()]
            case Qt.ItemDataRole.FontRole if is_changed:
                return self._bold
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole if is_changed:
                return f"Changed; by default {native(self._keymap.default(row.name)) or 'no keys'}"
        return None

    def _keys(self, row: ActionRow) -> str:
        return native(self._keymap.keys(row.name))

    @Slot()
    def _on_keys_changed(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, _KEYS), self.index(len(self._shown) - 1, _KEYS))
