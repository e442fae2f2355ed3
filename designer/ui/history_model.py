"""The steps of a document's history as rows, brought up to date by what differs."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QIcon
from typing_extensions import override

from designer.document.document import Document
from designer.ui.icons import icon
from designer.ui.theme import current

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_START = "Start"


class HistoryModel(QAbstractListModel):
    """Row 0 is the start; each other row is the state after one step, whose position is its row."""

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._bold, self._slanted = QFont(), QFont()
        self._bold.setBold(True)
        self._slanted.setItalic(True)
        self.show(document)

    def show(self, document: Document) -> None:
        """Show another document's history."""
        self.beginResetModel()
        self._document = document
        self._numbers = [step.number for step in document.steps()]
        self._position = document.history_position
        self._saved = document.saved_position
        self.endResetModel()

    def refresh(self) -> None:
        """Take over what an edit, undo, redo or saving changed."""
        document = self._document
        kept, count = self._num_kept(), document.num_steps
        if kept < len(self._numbers):
            self.beginRemoveRows(_ROOT, kept + 1, len(self._numbers))
            del self._numbers[kept:]
            self.endRemoveRows()
        if kept < count:
            self.beginInsertRows(_ROOT, kept + 1, count)
            self._numbers += [document.step(place).number for place in range(kept, count)]
            self.endInsertRows()
        changed = {self._position, document.history_position, count}
        changed |= {place for place in (self._saved, document.saved_position) if place is not None}
        self._position, self._saved = document.history_position, document.saved_position
        last = min(max(changed), count)
        self.dataChanged.emit(self.index(min(*changed, last)), self.index(last))

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._numbers) + 1

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = index.row()
        is_undone = row > self._position
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                state = "undone" if is_undone else "present state" if row == self._position else ""
                return f"{self._text(row)}, {state}" if state else self._text(row)
            case Qt.ItemDataRole.DecorationRole:
                return icon("arrow-right") if row == self._position else QIcon()
            case Qt.ItemDataRole.ForegroundRole if is_undone:
                return QColor(current().muted)
            case Qt.ItemDataRole.FontRole if row >= self._position:
                return self._slanted if is_undone else self._bold
        return None

    def _text(self, row: int) -> str:
        text = self._document.step(row - 1).text if row else _START
        return f"{text} (saved)" if row == self._saved and self._document.path else text

    def _num_kept(self) -> int:
        """How many steps are the same as before, from the first on: numbers only grow."""
        kept = min(len(self._numbers), self._document.num_steps)
        while kept and self._numbers[kept - 1] != self._document.step(kept - 1).number:
            kept -= 1
        return kept
