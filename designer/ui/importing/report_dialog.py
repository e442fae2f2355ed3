"""A dialog that says in numbers what became of something, and in a table what of each part."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.ui.theme import CONTROL_PX, GRID_PX
from designer.ui.widgets import label, selectable

_SIZE_PX = (88 * GRID_PX, 56 * GRID_PX)
_MOST_WRAPPED = 200
"""Rows of which each is read to find its height; in longer tables a row is one line."""

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Report:
    """What to show.

    Args:
        title: Of the dialog.
        summary: The counts, in words.
        titles: Of the columns.
        rows: A text for each column.
    """

    title: str
    summary: str
    titles: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def text(self, rows: Sequence[int] = ()) -> str:
        """The table for the clipboard: of these rows, or all."""
        chosen = [self.rows[row] for row in rows] if rows else self.rows
        return "\n".join("\t".join(row) for row in (self.titles, *chosen))


class ReportDialog(QDialog):
    """Shows a report; the table, or what is selected of it, can be copied."""

    def __init__(self, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reportDialog")
        self.setWindowTitle(report.title)
        self.resize(*_SIZE_PX)
        self._report = report
        self.table = _Table(report)
        summary = selectable(label(report.summary))
        summary.setObjectName("reportSummary")
        column = QVBoxLayout(self)
        column.setSpacing(GRID_PX)
        column.addWidget(summary)
        column.addWidget(self.table, stretch=1)
        column.addWidget(self._make_buttons())
        self.table.setVisible(bool(report.rows))

    def _make_buttons(self) -> QDialogButtonBox:
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Close)
        buttons.setObjectName("reportButtons")
        copy = buttons.addButton("&Copy", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("reportCopy")
        copy.setToolTip("Put the table, or the selected rows, on the clipboard")
        copy.setVisible(bool(self._report.rows))
        copy.clicked.connect(self.table.copy)
        buttons.rejected.connect(self.reject)
        buttons.button(standard.Close).setDefault(True)
        return buttons


class _Table(QTableView):
    """The table, whose rows Ctrl+C copies."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report
        self.setObjectName("reportTable")
        self.setAccessibleName(report.title)
        self.setModel(_Model(report, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self._is_wrapped = len(report.rows) <= _MOST_WRAPPED
        self.setWordWrap(self._is_wrapped)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setStyleSheet(f"QTableView::item {{ padding: 0 {GRID_PX}px; }}")
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(CONTROL_PX)
        rows.setMinimumSectionSize(CONTROL_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for number in range(len(report.titles) - 1):
            header.resizeSection(number, self._width(number))
        header.sectionResized.connect(self._fit_rows)

    def copy(self) -> None:
        """Put the selected rows, or else all, on the clipboard."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        QGuiApplication.clipboard().setText(self._report.text(rows))

    def _fit_rows(self) -> None:
        if self._is_wrapped:
            self.resizeRowsToContents()

    def _width(self, column: int) -> int:
        metrics = self.fontMetrics()
        texts = (self._report.titles[column], *(row[column] for row in self._report.rows[:_MOST_WRAPPED]))
        widest = max(metrics.horizontalAdvance(text) for text in texts) + 4 * GRID_PX
        return min(widest, _SIZE_PX[0] // 2)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)


class _Model(QAbstractTableModel):
    def __init__(self, report: Report, parent: QObject) -> None:
        super().__init__(parent)
        self._report = report

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._report.rows)

    @override
    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._report.titles)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        is_title = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._report.titles[section] if is_title else None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self._report.rows[index.row()][index.column()]
