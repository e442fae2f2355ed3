"""The table of runs, sorted as the user likes it, and the selection in it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from designer.training.runs import RunSummary
from designer.ui.monitor.runs_columns import NAME_COLUMN, STARTED_COLUMN, ParametersOf
from designer.ui.monitor.runs_model import SORT_ROLE, RunsModel
from designer.ui.theme import GRID_PX

_SELECT = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


class RunsTable(QTableView):
    """Runs in rows, of which several can be selected."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("runsTable")
        self.setAccessibleName("Runs")
        self.runs_model = RunsModel(self)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self.runs_model)
        self._proxy.setSortRole(SORT_ROLE)
        self.setModel(self._proxy)
        self.setSortingEnabled(True)
        self.sortByColumn(STARTED_COLUMN, Qt.SortOrder.DescendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setShowGrid(False)
        self.setStyleSheet(f"QTableView::item {{ padding: 0 {GRID_PX}px; }}")
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)

    def show_runs(self, runs: Sequence[RunSummary], parameters: ParametersOf) -> None:
        """Show these runs; what was selected and by what they are sorted stays."""
        header, model = self.horizontalHeader(), self.runs_model
        sorted_by, order = model.title_of(header.sortIndicatorSection()), header.sortIndicatorOrder()
        current, selected = self.current_run(), self.selected_runs()
        model.set_runs(runs, parameters)
        column = model.column_of(sorted_by)
        self.sortByColumn(STARTED_COLUMN if column is None else column, order)
        if not self.selected_runs():
            self._select(current, [run.folder for run in selected])

    def current_run(self) -> RunSummary | None:
        """The run with the cursor."""
        index = self.currentIndex()
        return self._run(index) if index.isValid() else None

    def selected_runs(self) -> list[RunSummary]:
        """The runs that are selected, from top to bottom."""
        indexes = self.selectionModel().selectedRows()
        return [self._run(index) for index in sorted(indexes, key=QModelIndex.row)]

    def select(self, folder: Path) -> bool:
        """Select a run; gives whether it is listed."""
        row = self.runs_model.row_of(folder)
        if row is not None:
            self.setCurrentIndex(self._proxy.mapFromSource(self.runs_model.index(row, 0)))
        return row is not None

    def edit_name(self) -> None:
        """Let the user change the name of the current run where it stands."""
        index = self.currentIndex().siblingAtColumn(NAME_COLUMN)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(index)
            self.edit(index)

    def _run(self, index: QModelIndex) -> RunSummary:
        return self.runs_model.runs[self._proxy.mapToSource(index).row()]

    def _select(self, current: RunSummary | None, folders: Iterable[Path]) -> None:
        selection, model = self.selectionModel(), self.runs_model
        if current and (row := model.row_of(current.folder)) is not None:
            index = self._proxy.mapFromSource(model.index(row, NAME_COLUMN))
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        for folder in folders:
            if (row := model.row_of(folder)) is not None:
                selection.select(self._proxy.mapFromSource(model.index(row, NAME_COLUMN)), _SELECT)
