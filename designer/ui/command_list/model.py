"""The rows of the command list: what fits what was typed, the best or the latest used first."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from designer.ui.actions import ActionRow
from designer.ui.fuzzy import ranked
from designer.ui.icons import icon
from designer.ui.search_model import KEYS_ROLE, PATH_ROLE, REASON_ROLE, SearchModel

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class CommandModel(SearchModel):
    """Actions that can be searched; those that can't be used now are rows like any other."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[ActionRow] = []
        self._shown: list[ActionRow] = []

    def show_rows(self, rows: Sequence[ActionRow], recent: Sequence[str]) -> None:
        """Take other rows.

        Args:
            recent: Names of the actions used last, the latest first.
        """
        place = {name: number for number, name in enumerate(recent)}
        self._all = sorted(rows, key=lambda row: place.get(row.name, len(place)))
        self.search("")

    @override
    def search(self, typed: str) -> None:
        self.beginResetModel()
        self._shown = ranked(typed, self._all, lambda row: (row.text, " ".join(row.path), row.shortcut))
        self.endResetModel()

    def row(self, index: QModelIndex) -> ActionRow:
        """The action of a row."""
        return self._shown[index.row()]

    def clear(self) -> None:
        """Let go of all actions."""
        self.show_rows((), ())

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._shown[index.row()]
        read = _READERS.get(role)
        return read(row) if read else None


def _spoken(row: ActionRow) -> str:
    """What a screen reader says of an action."""
    state = ("on" if row.action.isChecked() else "off") if row.action.isCheckable() else ""
    reason = f"can't be used now: {row.reason}" if row.reason else ""
    parts = row.text, state, row.shortcut, f"in the menu {row.where}", reason
    return ", ".join(part for part in parts if part)


_READERS: Mapping[int, Callable[[ActionRow], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda row: row.text,
    Qt.ItemDataRole.DecorationRole: lambda row: (
        icon("check") if row.action.isChecked() else row.action.icon()
    ),
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
    PATH_ROLE: lambda row: row.where,
    KEYS_ROLE: lambda row: row.shortcut,
    REASON_ROLE: lambda row: row.reason,
}
