"""The runs of a folder as a table."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from designer.training.runs import RunSummary
from designer.ui.monitor.runs_columns import NAME_COLUMN, ParametersOf, columns_of

SORT_ROLE = Qt.ItemDataRole.UserRole

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RunsModel(QAbstractTableModel):
    """Runs, one in a row; the name can be edited.

    Signals:
        renamed: The user gave a run another title; carries its folder and the title.
    """

    renamed = Signal(object, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.runs: Sequence[RunSummary] = ()
        self._columns = columns_of((), {})

    def set_runs(self, runs: Sequence[RunSummary], parameters: ParametersOf) -> None:
        """Show these runs; where they and their columns are the same as before, only texts change."""
        columns = columns_of(runs, parameters)
        if self._titles() == [column.title for column in columns] and [run.folder for run in runs] == [
            run.folder for run in self.runs
        ]:
            self._columns = columns
            self._change(runs)
            return
        self.beginResetModel()
        self.runs, self._columns = tuple(runs), columns
        self.endResetModel()

    def row_of(self, folder: Path | None) -> int | None:
        """The row of the run in a folder."""
        return next((row for row, run in enumerate(self.runs) if run.folder == folder), None)

    def column_of(self, title: str) -> int | None:
        """The column with a title."""
        titles = self._titles()
        return titles.index(title) if title in titles else None

    def title_of(self, column: int) -> str:
        """The title of a column; empty where there is none."""
        return self._columns[column].title if 0 <= column < len(self._columns) else ""

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.runs)

    @override
    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        return {
            Qt.ItemDataRole.DisplayRole: column.title,
            Qt.ItemDataRole.ToolTipRole: column.tip or None,
        }.get(Qt.ItemDataRole(role))

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_editable = index.column() == NAME_COLUMN and self.runs[index.row()].status != "damaged"
        return flags | Qt.ItemFlag.ItemIsEditable if is_editable else flags

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        run, column = self.runs[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return column.text(run)
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (run.note, run.message))) or str(run.folder)
            case Qt.ItemDataRole.TextAlignmentRole if column.is_number:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case _ if role == SORT_ROLE:
                return column.key(run)
        return None

    @override
    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        run, title = self.runs[index.row()], str(value).strip()
        if role != Qt.ItemDataRole.EditRole or title == run.label:
            return False
        runs = list(self.runs)
        runs[index.row()] = replace(run, title=title)
        self._change(runs)
        self.renamed.emit(run.folder, title)
        return True

    def _titles(self) -> list[str]:
        return [column.title for column in self._columns]

    def _change(self, runs: Sequence[RunSummary]) -> None:
        self.runs = tuple(runs)
        if self.runs:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.runs) - 1, len(self._columns) - 1))
