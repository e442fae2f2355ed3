"""The nodes of a network as a table, read from the analysis when a cell is painted.

It sorts itself: a proxy model would ask for two cells in each comparison, which takes a fifth of a second at
5,000 nodes.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from designer.compiler.results import Analysis
from designer.document.document import Document
from designer.ui.canvas.card import value_text
from designer.ui.specs import type_words
from designer.ui.summary.columns import COLUMNS, Row

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_FLOW = -1


class SummaryModel(QAbstractTableModel):
    """One row for each node, at first in the order of the flow."""

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._analysis = Analysis(revision=-1)
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._column, self._is_descending = _FLOW, False

    def show(self, document: Document, analysis: Analysis) -> None:
        """Show other facts; where the rows stay the same, only what is in sight is painted anew."""
        self._document, self._analysis = document, analysis
        ids = self._sorted()
        if ids == self._ids and ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(COLUMNS) - 1))
            return
        self._replace(ids)

    def node_ids(self, rows: Iterable[int]) -> list[str]:
        """The nodes in some rows."""
        return [self._ids[row] for row in rows]

    def row_of(self, node_id: str) -> int | None:
        """The row of a node."""
        return self._rows.get(node_id)

    def copied(self, rows: Sequence[int]) -> str:
        """Some rows as lines of tab-separated values below their titles, for a spreadsheet."""
        titles = (f"{column.title} ({column.unit})" if column.unit else column.title for column in COLUMNS)
        cells = ((column.value(self._row(row)) for column in COLUMNS) for row in rows)
        return "\n".join("\t".join(map(str, line)) for line in (titles, *cells))

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._is_descending = column, order == Qt.SortOrder.DescendingOrder
        self._replace(self._sorted())

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @override
    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        return {
            Qt.ItemDataRole.DisplayRole: column.title,
            Qt.ItemDataRole.ToolTipRole: column.tip or None,
            Qt.ItemDataRole.TextAlignmentRole: _RIGHT if column.is_number else None,
        }.get(Qt.ItemDataRole(role))

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole if self._ids[index.row()] in self._document.graph.nodes:
                return column.text(self._row(index.row()))
            case Qt.ItemDataRole.ToolTipRole if not column.is_number:  # it may be shortened
                return self.data(index)
            case Qt.ItemDataRole.TextAlignmentRole if column.is_number:
                return _RIGHT
        return None

    def _row(self, row: int) -> Row:
        return self._facts(self._ids[row])

    def _facts(self, node_id: str) -> Row:
        document, node = self._document, self._document.graph.node(node_id)
        kind = type_words(document, node)
        if node.repeat != 1:
            kind = f"{kind} ×{value_text(node.repeat)}"
        return Row(node, self._analysis.nodes.get(node_id), document.training.batch_size, kind)

    def _sorted(self) -> list[str]:
        """All nodes in the chosen order; those whose value is unknown come last, whichever way."""
        graph, found = self._document.graph, self._analysis.nodes
        flow = [node_id for node_id in found if node_id in graph.nodes]
        flow += [node_id for node_id in graph.nodes if node_id not in found]
        if any(graph.node(node_id).block_id for node_id in flow):
            # The analysis tells blocks behind the layers that it was made of.
            order = dict.fromkeys(graph.topological_order())
            flow = [*order, *(node_id for node_id in flow if node_id not in order)]
        if self._column == _FLOW:
            return flow
        key = COLUMNS[self._column].key
        keys = {node_id: key(self._facts(node_id)) for node_id in flow}
        known = [node_id for node_id in flow if keys[node_id] is not None]
        known.sort(key=keys.__getitem__, reverse=self._is_descending)
        return [*known, *(node_id for node_id in flow if keys[node_id] is None)]

    def _replace(self, ids: list[str]) -> None:
        self.beginResetModel()
        self._ids, self._rows = ids, {node_id: row for row, node_id in enumerate(ids)}
        self.endResetModel()
