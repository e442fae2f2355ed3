"""The table of the summary: rows chosen here are the nodes chosen on the canvas, and the other way round."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from designer.ui.summary.columns import COLUMNS
from designer.ui.summary.model import SummaryModel
from designer.ui.theme import CONTROL_PX, GRID_PX

_PADDING_PX = GRID_PX // 2
_TITLE_PX = 20
"""What a title needs beside its text, for the mark of the order."""
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect
_CURRENT = QItemSelectionModel.SelectionFlag.NoUpdate


class SummaryTable(QTableView):
    """Shows a `SummaryModel`.

    Signals:
        nodes_chosen: Ids of the nodes in the rows that the user selected; never of those set by `select`.
    """

    nodes_chosen = Signal(list)

    def __init__(self, model: SummaryModel) -> None:
        super().__init__()
        self._model = model
        self._chosen: tuple[str, ...] = ()
        self._is_following = False
        self.setObjectName("summaryTable")
        self.setAccessibleName("Summary of the layers")
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setStyleSheet(f"QTableView::item {{ padding: 0 {_PADDING_PX}px; }}")
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(CONTROL_PX)
        self._set_up_titles()
        model.modelReset.connect(self._restore)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def select(self, node_ids: Iterable[str]) -> None:
        """Select the rows of exactly these nodes, and bring the first one into sight."""
        chosen = tuple(node_ids)
        if set(chosen) == set(self._chosen):
            return
        self._chosen = chosen
        if self.isVisible():
            self._show_chosen()

    def copy(self) -> None:
        """Put the selected rows on the clipboard, or all of them where none is selected."""
        rows = list(self._selected_rows()) or range(self._model.rowCount())
        QGuiApplication.clipboard().setText(self._model.copied(rows))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_chosen()

    @override
    def event(self, event: QEvent) -> bool:
        """Take Ctrl+C before an action of the window does."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def _set_up_titles(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        # It would look through whole columns to see whether they are selected, at every paint.
        header.setSelectionModel(QItemSelectionModel(self._model, self))
        header.setSortIndicatorClearable(True)  # a third click brings the order of the flow back
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        metrics = self.fontMetrics()
        for number, column in enumerate(COLUMNS):
            if not column.sample:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
                continue
            title, cell = (metrics.horizontalAdvance(text) for text in (column.title, column.sample))
            header.resizeSection(number, max(title + _TITLE_PX, cell + 4 * _PADDING_PX))

    def _show_chosen(self) -> None:
        self._restore()
        rows = [row for node_id in self._chosen if (row := self._model.row_of(node_id)) is not None]
        if rows:
            self.scrollTo(self._model.index(min(rows), 0))

    def _restore(self) -> None:
        """Select what is chosen, in the rows where it is now."""
        rows = sorted(row for node_id in self._chosen if (row := self._model.row_of(node_id)) is not None)
        selection = QItemSelection()
        for first, last in _runs(rows):
            selection.select(self._model.index(first, 0), self._model.index(last, len(COLUMNS) - 1))
        self._is_following = True
        self.selectionModel().select(selection, _SELECT)
        if rows and self.currentIndex().row() not in rows:
            self.selectionModel().setCurrentIndex(self._model.index(rows[0], 0), _CURRENT)
        self._is_following = False

    def _on_selection_changed(self) -> None:
        if self._is_following:
            return
        chosen = tuple(self._model.node_ids(self._selected_rows()))
        if set(chosen) != set(self._chosen):
            self._chosen = chosen
            self.nodes_chosen.emit(list(chosen))

    def _selected_rows(self) -> Iterator[int]:
        spans = ((part.top(), part.bottom()) for part in self.selectionModel().selection().toList())
        for top, bottom in sorted(spans):
            yield from range(top, bottom + 1)


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Ascending rows as first and last of each unbroken run."""
    start = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or rows[place] != rows[place - 1] + 1:
            yield rows[start], rows[place - 1]
            start = place
