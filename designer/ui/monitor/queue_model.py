"""The queue as a table."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from designer.training.queue import Queued

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_TITLES = ("", "Title", "Comparison", "Epochs", "Batch size", "Device", "State")
_NUMBERS = (0, 3, 4)


class QueueModel(QAbstractTableModel):
    """All runs of the queue, one in a row; those that wait are numbered."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: Sequence[Queued] = ()
        self._places: dict[str, int] = {}

    def set_entries(self, entries: Sequence[Queued]) -> None:
        """Show these runs."""
        self.beginResetModel()
        self.entries = entries
        waiting = [entry.id for entry in entries if entry.state == "waiting"]
        self._places = {entry_id: place for place, entry_id in enumerate(waiting, start=1)}
        self.endResetModel()

    def row_of(self, entry_id: str) -> int | None:
        """The row of an entry."""
        return next((row for row, entry in enumerate(self.entries) if entry.id == entry_id), None)

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.entries)

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
        entry = self.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._texts(entry)[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return entry.message or str(entry.folder or "")
            case Qt.ItemDataRole.TextAlignmentRole if index.column() in _NUMBERS:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _texts(self, entry: Queued) -> tuple[str, ...]:
        training = entry.project.training
        place = self._places.get(entry.id)
        state = "interrupted" if place and entry.folder else entry.state
        return (
            str(place or ""),
            entry.title,
            entry.comparison or "",
            f"{training.epochs:,}",
            f"{training.batch_size:,}",
            entry.device,
            f"{state}: {entry.message}" if entry.message else state,
        )
