"""The recent projects as a list model: name, folder, when each was changed, and whether it is still there."""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Role(IntEnum):
    """What a row tells beside its name."""

    PATH = Qt.ItemDataRole.UserRole
    FOLDER = Qt.ItemDataRole.UserRole + 1
    WHEN = Qt.ItemDataRole.UserRole + 2
    IS_MISSING = Qt.ItemDataRole.UserRole + 3


class RecentModel(QAbstractListModel):
    """Recent projects, newest first; what `look_at` finds out about their files is told later.

    Args:
        paths: The project files.
    """

    def __init__(self, paths: Sequence[Path], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths = list(paths)
        self._times_s: Mapping[Path, float | None] = {}

    def take(self, times_s: Mapping[Path, float | None]) -> None:
        """Show what `look_at` has found out."""
        self._times_s = times_s
        if self._paths:
            self.dataChanged.emit(self.index(0), self.index(len(self._paths) - 1))

    def remove(self, row: int) -> None:
        """Take a project out of the list."""
        self.beginRemoveRows(_ROOT, row, row)
        del self._paths[row]
        self.endRemoveRows()

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._paths)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        path = self._paths[index.row()]
        name = path.stem if path.suffix == ".json" else path.name  # of a model to import
        spoken = name, f"in {folder_text(path)}", self._when(path)
        answers: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: name,
            Qt.ItemDataRole.ToolTipRole: str(path),
            Qt.ItemDataRole.AccessibleTextRole: ", ".join(filter(None, spoken)),
            Role.PATH: path,
            Role.FOLDER: folder_text(path),
            Role.WHEN: self._when(path),
            Role.IS_MISSING: self._is_missing(path),
        }
        return answers.get(role)

    def _when(self, path: Path) -> str:
        if self._is_missing(path):
            return "missing"
        changed_s = self._times_s.get(path)
        return when_text(changed_s, time.time()) if changed_s is not None else ""

    def _is_missing(self, path: Path) -> bool:
        return path in self._times_s and self._times_s[path] is None


def look_at(paths: Sequence[Path]) -> dict[Path, float | None]:
    """When each file was changed, in seconds of the clock; None where it is gone."""
    return {path: _changed_s(path) for path in paths}


def _changed_s(path: Path) -> float | None:
    try:
        return path.stat().st_mtime if path.is_file() else None
    except OSError:
        return None


def when_text(moment_s: float, now_s: float) -> str:
    """A moment in the words of somebody who looks back at it."""
    moment, now = datetime.fromtimestamp(moment_s), datetime.fromtimestamp(now_s)
    if moment.date() == now.date():
        return f"today, {moment:%H:%M}"
    if moment.date() == now.date() - timedelta(days=1):
        return f"yesterday, {moment:%H:%M}"
    return f"{moment:%Y-%m-%d}"


def folder_text(path: Path) -> str:
    """The folder of a file, the user's own as a tilde."""
    home = Path.home()
    return str(Path("~") / path.parent.relative_to(home)) if path.is_relative_to(home) else str(path.parent)
