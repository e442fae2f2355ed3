"""The nodes as a list in the order of the flow, then frames and notes: for screen readers and keyboard."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from typing_extensions import override

from designer.document.settings import Note
from designer.ui.canvas.annotations import Key
from designer.ui.canvas.content import Content

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

NODE_ROLE = Qt.ItemDataRole.UserRole
"""The node's id."""


_DELAY_MS = 400
_FEW_NODES = 200
_MOST_LETTERS = 2000

Item = str | Key
"""A node by its id, or a note or frame."""


class NodeListModel(QAbstractListModel):
    """One row for each node: type and name; its parameters, shape, neighbours and problems as description.

    Behind the nodes come frames and notes with their words.

    In a large network it follows a moment behind the canvas, so that several edits in a row are read once.

    Signals:
        caught_up: The rows are those of the canvas again.
    """

    caught_up = Signal()

    def __init__(self, content: Content, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._ids: list[Item] = []
        self._rows: dict[Item, int] = {}
        self._timer = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._timer.timeout.connect(self.catch_up)
        self.refresh()

    @property
    def is_behind(self) -> bool:
        """Whether the canvas has changed since the nodes were read."""
        return self._timer.isActive()

    def refresh(self) -> None:
        """Read all nodes again, at once where they are few, or else soon."""
        if len(self._content.ids) <= _FEW_NODES:
            self.catch_up()
        else:
            self._timer.start()

    def catch_up(self) -> None:
        """Read all nodes again now, if they may have changed."""
        self._timer.stop()
        graph = self._content.document.graph
        flow = dict.fromkeys(graph.topological_order())
        ids: list[Item] = [*flow, *(node_id for node_id in graph.nodes if node_id not in flow)]
        ids += self._content.annotations
        self._replace(ids)
        self.caught_up.emit()

    def _replace(self, ids: list[Item]) -> None:
        """Take away the rows between the first and the last difference, and put in the new ones."""
        first = _num_equal(self._ids, ids)
        num_after = _num_equal(self._ids[first:][::-1], ids[first:][::-1])
        if last := len(self._ids) - num_after - first:
            self.beginRemoveRows(QModelIndex(), first, first + last - 1)
            self._set_ids(self._ids[:first] + self._ids[first + last :])
            self.endRemoveRows()
        if last := len(ids) - num_after - first:
            self.beginInsertRows(QModelIndex(), first, first + last - 1)
            self._set_ids(ids)
            self.endInsertRows()
        if ids:
            self.dataChanged.emit(self.index(0), self.index(len(ids) - 1))

    def _set_ids(self, ids: list[Item]) -> None:
        self._ids, self._rows = ids, {node_id: row for row, node_id in enumerate(ids)}

    def item(self, index: _Index) -> Item:
        """The node, or the key of the note or frame, in a row."""
        return self._ids[index.row()]

    def index_of(self, item: Item) -> QModelIndex:
        """The row of a node, note or frame; invalid where there is none."""
        if self.is_behind:
            self.catch_up()
        row = self._rows.get(item)
        return QModelIndex() if row is None else self.index(row)

    def rows_of(self, items: Iterable[Item]) -> list[int]:
        """The rows of some nodes, notes and frames, ascending; those without one are left out."""
        if self.is_behind:
            self.catch_up()
        return sorted(self._rows[item] for item in items if item in self._rows)

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node_id = self._ids[index.row()] if index.isValid() else ""
        if isinstance(node_id, Key):
            return self._words(node_id, role)
        if node_id not in self._content.document.graph.nodes or node_id not in self._content.cards:
            return None  # it was just deleted, and a screen reader asks before the list has followed
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                card, name = self._content.cards[node_id], self._content.document.graph.node(node_id).name
                return f"{card.title} {name}"
            case Qt.ItemDataRole.AccessibleDescriptionRole | Qt.ItemDataRole.ToolTipRole:
                return self._content.describe(node_id)
            case _ if role == NODE_ROLE:
                return node_id
        return None

    def _words(self, key: Key, role: int) -> str | None:
        """What a note or frame says, in one line."""
        item = self._content.annotations.items.get(key)
        match role:
            case _ if item is None:
                return None
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                text = item.text if isinstance(item, Note) else item.title
                return f"{key.kind.capitalize()}: {' '.join(text[:_MOST_LETTERS].split())}"
            case Qt.ItemDataRole.AccessibleDescriptionRole | Qt.ItemDataRole.ToolTipRole:
                return f"Colour {item.color}" if item.color else ""
        return None


def _num_equal(before: Sequence[object], now: Sequence[object]) -> int:
    """How many items two lists have in common at their beginning."""
    different = (place for place, (old, new) in enumerate(zip(before, now, strict=False)) if old != new)
    return next(different, min(len(before), len(now)))
