"""The rows of the list of notices: what the current run told, and the one that it is compared with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from designer.training.events import Notice
from designer.ui.icons import icon
from designer.ui.theme import current

COLUMNS = ("Step", "Notice", "Evidence", "What to do", "Run")
STEP_COLUMN, RUN_COLUMN = 0, 4
LONG_COLUMNS = (1, 2, 3)
NOTICE_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex

_CURRENT = "current"
_SEVERE = frozenset({"nonfinite"})


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in the list.

    Args:
        title: Of its run; empty for the current one.
    """

    notice: Notice
    title: str = ""

    @property
    def severity(self) -> str:
        """`error`, `warning`, or `info` where no rule found it."""
        if self.notice.kind in _SEVERE:
            return "error"
        return "warning" if self.notice.kind else "info"

    @property
    def text(self) -> str:
        """All of it in lines, for the clipboard."""
        step = f"Step {self.notice.step:,}: " if self.notice.step is not None else ""
        lines = (f"{step}{self.notice.message}", self.notice.evidence, self.notice.remedy)
        return "\n".join(filter(None, lines))


class NoticesModel(QAbstractTableModel):
    """Notices in the order in which they were told, those of the current run first."""

    def __init__(self) -> None:
        super().__init__()
        self._current: list[Notice] = []
        self._other: tuple[str, Sequence[Notice]] = ("", ())
        self.rows: list[Told] = []

    @property
    def num_current(self) -> int:
        """How many notices the current run has told."""
        return len(self._current)

    def add(self, notices: Iterable[Notice], *, is_earlier: bool = False) -> None:
        """Take in notices of the current run; what was told before a break and is told again stays one row.

        Args:
            is_earlier: They were told before all that are known.
        """
        notices = list(notices)
        known = [*notices, *self._current] if is_earlier else [*self._current, *notices]
        self._current = list({_key(notice): notice for notice in known}.values())
        self._fill()

    def forget(self) -> None:
        """Take the notices of the current run away."""
        self._current = []
        self._fill()

    def compare_with(self, title: str, notices: Sequence[Notice]) -> None:
        """List those of another run as well; an empty title for none."""
        self._other = (title, notices)
        self._fill()

    def recolor(self) -> None:
        """Draw all icons anew."""
        self._fill()

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        is_title = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return COLUMNS[section] if is_title else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        told = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cells(told)[index.column()]
            case Qt.ItemDataRole.DecorationRole if index.column() == STEP_COLUMN:
                colors = {"error": current().error, "warning": current().warning}
                return icon(told.severity, colors.get(told.severity, ""))
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return told.text
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return told if role == NOTICE_ROLE else None

    def _fill(self) -> None:
        self.beginResetModel()
        title, others = self._other
        self.rows = [Told(notice) for notice in self._current]
        self.rows += [Told(notice, title) for notice in others]
        self.endResetModel()


def _cells(told: Told) -> tuple[str, ...]:
    notice = told.notice
    step = f"{notice.step:,}" if notice.step is not None else ""
    return (step, notice.message, notice.evidence, notice.remedy, told.title or _CURRENT)


def _key(notice: Notice) -> Notice:
    """What makes a notice the same: all but when it was told."""
    return replace(notice, time=0.0)
