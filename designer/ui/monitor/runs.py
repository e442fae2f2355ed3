"""The Runs tab: what was trained so far, and comparing one of them with the current run."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, QSortFilterProxyModel, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.errors import DesignerError, RequestError
from designer.training.runs import RunSummary, list_runs
from designer.ui.icons import icon
from designer.ui.monitor.background import Background
from designer.ui.monitor.controls import button, empty_label, toggle
from designer.ui.monitor.metrics import RunMetrics
from designer.ui.monitor.runs_model import SORT_ROLE, RunsModel
from designer.ui.monitor.stored import read_metrics
from designer.ui.theme import GRID_PX
from designer.ui.widgets import error_label, on_chosen, show_error

_EMPTY = (
    "Every run is listed here, with its best values. Press Train to make the first.\nRuns are kept in {}."
)
_COMPARE_TIP = (
    "Draw the curves of the selected run over those of the current one; a double click shows them at once"
)
_TAKE_TIP = "Take the best weights of the selected run into the network, by name"
_OPEN_TIP = "Show the files of the selected run"


class RunsPanel(QWidget):
    """A table of the runs in a folder, read in the background.

    Signals:
        compared: Name and `RunMetrics` of the run to draw over the current one.
        comparison_ended: The current run shall be drawn alone.
        weights_wanted: The user wants the weights of a run in the network; carries its `RunSummary`.
        selection_changed: Another run is selected, or none is.
        checkpoints_wanted: The user wants to see the checkpoints of a run; carries its `RunSummary`.
        resume_wanted: The user wants to go on with a run; carries its `RunSummary`.
        curves_wanted: The user wants to see the curves of the selected run, which are drawn from now on.
    """

    compared = Signal(str, object)
    comparison_ended = Signal()
    weights_wanted = Signal(object)
    selection_changed = Signal()
    curves_wanted = Signal()
    checkpoints_wanted = Signal(object)
    resume_wanted = Signal(object)

    def __init__(self, run_dir: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runsPanel")
        self.setAccessibleName("Runs")
        self._run_dir = run_dir
        self._wanted: Path | None = None
        self._lists = Background(self, self._on_failed)
        self._readings = Background(self, self._on_failed)
        self._make_table()
        self._make_buttons()
        self._lay_out()
        self._on_selected()

    def refresh(self) -> None:
        """Read the folder again."""
        self._lists.start(partial(list_runs, self._run_dir), self._show)

    @property
    def is_reading(self) -> bool:
        """Whether something is still being read."""
        return self._lists.is_busy or self._readings.is_busy

    def selected(self) -> RunSummary | None:
        """The run that is selected."""
        index = self.table.currentIndex()
        return self._model.runs[self._proxy.mapToSource(index).row()] if index.isValid() else None

    def select(self, folder: Path) -> None:
        """Select a run once the list is there."""
        self._wanted = folder
        self.refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _show(self, runs: list[RunSummary]) -> None:
        selected = self.selected()
        self._model.set_runs(runs)
        self._pages.setCurrentIndex(1 if runs else 0)
        show_error(self._problem, "")
        wanted, self._wanted = self._wanted or (selected.folder if selected else None), None
        row = self._model.row_of(wanted) if wanted else None
        if row is not None:
            self.table.setCurrentIndex(self._proxy.mapFromSource(self._model.index(row, 0)))
        self._on_selected()

    def _on_selected(self) -> None:
        run = self.selected()
        self.selection_changed.emit()
        for each, tip in (
            (self.compare, _COMPARE_TIP),
            (self.take_weights, _TAKE_TIP),
            (self.open_folder, _OPEN_TIP),
        ):
            each.setEnabled(run is not None)
            each.setToolTip(tip if run else "Select a run first.")
        if run and self.compare.isChecked():
            self._readings.start(partial(read_metrics, run.folder), partial(self._on_read, run.name))

    def _on_read(self, name: str, metrics: RunMetrics) -> None:
        if self.compare.isChecked():
            self.compared.emit(name, metrics)

    def _on_compare_toggled(self, is_on: bool) -> None:
        if is_on:
            self._on_selected()
        else:
            self.comparison_ended.emit()

    def _on_chosen(self, _index: QModelIndex) -> None:
        self.compare.setChecked(True)
        self.curves_wanted.emit()

    def _on_take_clicked(self) -> None:
        if run := self.selected():
            self.weights_wanted.emit(run)

    def _show_menu(self, spot: QPoint) -> None:
        """What can be done with the run under the mouse."""
        if not self.table.indexAt(spot).isValid():
            return
        menu = QMenu(self)
        menu.setObjectName("runMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("&Compare with the current run", self.compare.click)
        menu.addAction("Take these &weights into the network", self._on_take_clicked)
        menu.addAction("Chec&kpoints and branches…", lambda: self.checkpoints_wanted.emit(self.selected()))
        menu.addAction("&Resume…", lambda: self.resume_wanted.emit(self.selected()))
        menu.addAction("&Open the folder", self._on_open_clicked)
        menu.popup(self.table.viewport().mapToGlobal(spot))

    def _on_open_clicked(self) -> None:
        run = self.selected()
        if run and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(run.folder))):
            self._on_failed(RequestError("No program here opens folders.", f"The run is in {run.folder}."))

    def _on_failed(self, error: DesignerError) -> None:
        self.compare.setChecked(False)
        show_error(self._problem, str(error))

    def _make_table(self) -> None:
        self._model = RunsModel(self)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setSortRole(SORT_ROLE)
        self.table = QTableView()
        self.table.setObjectName("runsTable")
        self.table.setAccessibleName("Runs")
        self.table.setModel(self._proxy)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.table.setShowGrid(False)
        self.table.setStyleSheet(f"QTableView::item {{ padding: 0 {GRID_PX}px; }}")
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)

    def _on_row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._on_selected()

    def _make_buttons(self) -> None:
        self.refresh_button = button("Refresh", "refreshRunsButton")
        self.refresh_button.setIcon(icon("reset"))
        self.refresh_button.clicked.connect(self.refresh)
        self.compare = toggle("Compare", "compareRunButton", _COMPARE_TIP)
        self.compare.setIcon(icon("layer"))
        self.compare.toggled.connect(self._on_compare_toggled)
        self.take_weights = button("Take weights", "takeRunWeightsButton")
        self.take_weights.setIcon(icon("import"))
        self.take_weights.clicked.connect(self._on_take_clicked)
        self.open_folder = button("Open folder", "openRunFolderButton")
        self.open_folder.setIcon(icon("browse"))
        self.open_folder.clicked.connect(self._on_open_clicked)
        on_chosen(self.table, self._on_chosen)

    def _lay_out(self) -> None:
        self._problem = error_label("runsProblem")
        row = QHBoxLayout()
        row.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX, GRID_PX // 2)
        for each in (self.refresh_button, self.compare, self.take_weights, self.open_folder):
            each.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            row.addWidget(each)
        row.addWidget(self._problem, 1)
        row.addStretch()
        self._pages = QStackedWidget()
        self._pages.addWidget(empty_label("runsEmpty", _EMPTY.format(self._run_dir)))
        self._pages.addWidget(self.table)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(row)
        rows.addWidget(self._pages, 1)
