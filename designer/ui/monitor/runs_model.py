"""The runs of a folder as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from designer.training.runs import RunSummary
from designer.ui.monitor.metrics import number

SORT_ROLE = Qt.ItemDataRole.UserRole

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class _Column:
    """One column: its title, its text, and what it is sorted by."""

    title: str
    text: Callable[[RunSummary], str]
    key: Callable[[RunSummary], Any]
    is_number: bool = False
    tip: str = ""


def _started(run: RunSummary) -> str:
    return run.started.astimezone().strftime("%Y-%m-%d %H:%M") if run.started else "–"


def _best(name: str) -> _Column:
    def text(run: RunSummary) -> str:
        return number(run.best[name]) if name in run.best else "–"

    def key(run: RunSummary) -> float:
        return run.best.get(name, float("-inf"))

    return _Column(
        f"Best {name}", text, key, is_number=True, tip="In the epoch with the least validation loss"
    )


COLUMNS = (
    _Column("Name", lambda run: run.name, lambda run: run.name),
    _Column("Started", _started, _started),
    _Column("Status", lambda run: run.status, lambda run: run.status),
    _Column(
        "Epochs", lambda run: f"{run.epochs_done}/{run.epochs}", lambda run: run.epochs_done, is_number=True
    ),
    _best("val_loss"),
    _best("val_accuracy"),
    _Column("Folder", lambda run: run.folder.name, lambda run: run.folder.name),
)


class RunsModel(QAbstractTableModel):
    """All runs, one in a row."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.runs: Sequence[RunSummary] = ()

    def set_runs(self, runs: Sequence[RunSummary]) -> None:
        """Show these runs; nothing moves where they are the same as before."""
        if list(runs) != list(self.runs):
            self.beginResetModel()
            self.runs = runs
            self.endResetModel()

    def row_of(self, folder: Path | None) -> int | None:
        """The row of the run in a folder."""
        return next((row for row, run in enumerate(self.runs) if run.folder == folder), None)

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.runs)

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
        }.get(Qt.ItemDataRole(role))

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        run, column = self.runs[index.row()], COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(run)
            case Qt.ItemDataRole.ToolTipRole:
                return run.message or str(run.folder)
            case Qt.ItemDataRole.TextAlignmentRole if column.is_number:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case _ if role == SORT_ROLE:
                return column.key(run)
        return None
