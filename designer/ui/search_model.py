"""The rows of a search pop-up: what fits what was typed, the best first."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon
from typing_extensions import override

from designer.ui.fuzzy import best_first, scored
from designer.ui.slices import Slices

PATH_ROLE = Qt.ItemDataRole.UserRole
KEYS_ROLE = Qt.ItemDataRole.UserRole + 1
REASON_ROLE = Qt.ItemDataRole.UserRole + 2
"""The small line, what stands at the right, and why a row is grey; empty where there is none."""

_BATCH = 200
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class SearchModel(QAbstractListModel):
    """A list that narrows while one types."""

    def search(self, typed: str) -> None:
        """Keep the rows that fit what was typed; those there are stay until they are known."""
        raise NotImplementedError

    def finish(self) -> None:
        """Know them now."""


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
    """Rows that are given anew whenever the pop-up opens; many are made and searched in slices."""

    def __init__(self) -> None:
        super().__init__()
        self._coming: Iterator[Choice | None] = iter(())
        self._has_all = True
        self._all: list[Choice] = []
        self._shown: list[Choice] = []
        self._slices = Slices(self)

    @property
    def is_busy(self) -> bool:
        """Whether rows are still being made or searched."""
        return self._slices.is_busy

    def show_choices(self, choices: Iterable[Choice | None]) -> None:
        """Take other rows; equally good ones stay in this order.

        Args:
            choices: The rows, perhaps made only now; None where a piece of work brought none.
        """
        self._coming, self._all, self._has_all = iter(choices), [], False
        self._slices.begin(self._list(), is_later=True)

    @override
    def search(self, typed: str) -> None:
        self._slices.begin(self._rank(typed) if typed.strip() else self._list())

    @override
    def finish(self) -> None:
        self._slices.finish()

    def stop(self) -> None:
        """Make and search no more rows."""
        self._slices.drop()

    def _list(self) -> Iterator[None]:
        """All rows, the first at once."""
        self._take()
        self._reset(list(self._all))
        while not self._has_all:
            yield
            if fresh := self._take():
                first = len(self._shown)
                self.beginInsertRows(_ROOT, first, first + len(fresh) - 1)
                self._shown += fresh
                self.endInsertRows()

    def _rank(self, typed: str) -> Iterator[None]:
        """Those that fit, once all have been looked at."""
        found: list[tuple[float, Choice]] = []
        place = 0
        while place < len(self._all) or not self._has_all:
            if place == len(self._all):
                self._take()
            batch = self._all[place : place + _BATCH]
            found += scored(typed, batch, lambda choice: (choice.text, *choice.words))
            place += len(batch)
            yield
        self._reset(best_first(found))

    def _take(self) -> list[Choice]:
        """Make some more rows, if there are more to come."""
        made = list(islice(self._coming, _BATCH))
        self._has_all = len(made) < _BATCH
        fresh = [choice for choice in made if choice]
        self._all += fresh
        return fresh

    def _reset(self, rows: list[Choice]) -> None:
        self.beginResetModel()
        self._shown = rows
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
