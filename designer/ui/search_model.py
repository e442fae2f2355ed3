"""The rows of a search pop-up: what fits what was typed, the best first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon
from typing_extensions import override

from designer.ui.fuzzy import ranked

PATH_ROLE = Qt.ItemDataRole.UserRole
KEYS_ROLE = Qt.ItemDataRole.UserRole + 1
REASON_ROLE = Qt.ItemDataRole.UserRole + 2
"""The small line, what stands at the right, and why a row is grey; empty where there is none."""

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class SearchModel(QAbstractListModel):
    """A list that narrows while one types."""

    def search(self, typed: str) -> None:
        """Keep the rows that fit what was typed."""
        raise NotImplementedError


@dataclass(frozen=True)
class Choice:
    """A row to choose.

    Args:
        text: What it is called.
        value: What it stands for.
        detail: The small line below.
        aside: Stands at the right.
        reason: Why it can't be chosen, or had better not; the row is grey then.
        words: Further texts that a search looks into.
        picture: Stands before it.
    """

    text: str
    value: object
    detail: str = ""
    aside: str = ""
    reason: str = ""
    words: tuple[str, ...] = ()
    picture: QIcon | None = None


class ChoiceModel(SearchModel):
    """Rows that are given anew whenever the pop-up opens."""

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[Choice] = ()
        self._shown: Sequence[Choice] = ()

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Take other rows; equally good ones stay in this order."""
        self._all = choices
        self.search("")

    @override
    def search(self, typed: str) -> None:
        self.beginResetModel()
        self._shown = ranked(typed, self._all, lambda choice: (choice.text, *choice.words))
        self.endResetModel()

    def choice(self, index: QModelIndex) -> Choice:
        """What a row stands for."""
        return self._shown[index.row()]

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        read = _READERS.get(role)
        return read(self._shown[index.row()]) if read else None


def _spoken(choice: Choice) -> str:
    """What a screen reader says of a row."""
    return ", ".join(part for part in (choice.text, choice.aside, choice.detail, choice.reason) if part)


_READERS: Mapping[int, Callable[[Choice], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda choice: choice.text,
    Qt.ItemDataRole.DecorationRole: lambda choice: choice.picture or QIcon(),
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
    PATH_ROLE: lambda choice: choice.detail,
    KEYS_ROLE: lambda choice: choice.aside,
    REASON_ROLE: lambda choice: choice.reason,
}
