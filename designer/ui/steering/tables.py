"""Plain tables of a few rows, for dialogs."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from designer.ui.theme import GRID_PX
from designer.ui.widgets import on_chosen


class RowTable(QTableWidget):
    """Shows rows of text, one of which is selected.

    Args:
        name: The object name.
        title: The accessible name.
        chosen: Called when a row is double-clicked, or Enter is pressed on it.
    """

    def __init__(self, name: str, title: str, chosen: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setStyleSheet(f"QTableView::item {{ padding: 0 {GRID_PX}px; }}")
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        on_chosen(self, lambda _index: chosen())

    def show_rows(self, titles: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int]) -> None:
        """Show these rows, the row that was selected still selected.

        Args:
            numeric: The columns whose text stands at the right.
        """
        row = max(0, self.currentRow())
        self.setColumnCount(len(titles))
        self.setHorizontalHeaderLabels(list(titles))
        self.setRowCount(len(rows))
        side = Qt.AlignmentFlag
        for at, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                place = side.AlignRight if column in numeric else side.AlignLeft
                item.setTextAlignment(place | side.AlignVCenter)
                self.setItem(at, column, item)
        if rows:
            self.setCurrentCell(min(row, len(rows) - 1), 0)
