"""The nodes as a list in the order of the flow: for screen readers, the keyboard and an outline."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from designer.ui.canvas.content import Content

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

NODE_ROLE = Qt.ItemDataRole.UserRole
"""The node's id."""


class NodeListModel(QAbstractListModel):
    """One row for each node: type and name; its parameters, shape, neighbours and problems as description."""

    def __init__(self, content: Content, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read all nodes again."""
        graph = self._content.document.graph
        flow = dict.fromkeys(graph.topological_order())
        ids = [*flow, *(node_id for node_id in graph.nodes if node_id not in flow)]
        if ids == self._ids:
            self.tell_changed(ids)
            return
        self.beginResetModel()
        self._ids, self._rows = ids, {node_id: row for row, node_id in enumerate(ids)}
        self.endResetModel()

    def tell_changed(self, node_ids: Iterable[str]) -> None:
        """Announce that some nodes say something else now."""
        rows = [self._rows[node_id] for node_id in node_ids if node_id in self._rows]
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def node_id(self, index: _Index) -> str:
        """The node in a row."""
        return self._ids[index.row()]

    def index_of(self, node_id: str) -> QModelIndex:
        """The row of a node; invalid where there is none."""
        row = self._rows.get(node_id)
        return QModelIndex() if row is None else self.index(row)

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node_id = self._ids[index.row()] if index.isValid() else ""
        if node_id not in self._content.document.graph.nodes or node_id not in self._content.cards:
            return None  # it was just deleted, and a screen reader asks before the list has followed
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                node = self._content.document.graph.node(node_id)
                return f"{node.type} {node.name}"
            case Qt.ItemDataRole.AccessibleDescriptionRole | Qt.ItemDataRole.ToolTipRole:
                return self._content.describe(node_id)
            case _ if role == NODE_ROLE:
                return node_id
        return None
