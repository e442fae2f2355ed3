"""The Runs tab: what was trained so far, and what can be done with it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from designer.errors import DesignerError, RequestError
from designer.training.folder import RunFolder
from designer.training.run_parameters import Parameters, read_parameters
from designer.training.run_search import search
from designer.training.runs import RunSummary, list_runs
from designer.ui.monitor.background import Background
from designer.ui.monitor.controls import empty_label
from designer.ui.monitor.metrics import RunMetrics
from designer.ui.monitor.run_changes import RunChanges
from designer.ui.monitor.run_menu import RunDesk, fill_menu
from designer.ui.monitor.run_words import RunWords
from designer.ui.monitor.runs_bar import RunsBar
from designer.ui.monitor.runs_table import RunsTable
from designer.ui.monitor.stored import read_metrics
from designer.ui.own_keys import OwnKeys
from designer.ui.widgets import error_label, on_chosen, show_error

_EMPTY = (
    "Every run is listed here, with its best values. Press Train to make the first.\nRuns are kept in {}."
)
_NO_MATCH = "No run is like that. Clear the filter, or show archived runs too."


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
        self._trouble = ""
        self._all: list[RunSummary] = []
        self._parameters: dict[Path, Parameters] = {}
        self._wanted: Path | None = None
        self._lists = Background(self, self._on_failed)
        self._settings = Background(self, self._on_failed)
        self._readings = Background(self, self._on_failed)
        self._changes = RunChanges(self)
        self._desk = RunDesk(self, self._changes)
        self._words = RunWords()
        self._bar = RunsBar()
        self._make_table()
        self._connect()
        self._lay_out()
        self._on_selected()

    def refresh(self) -> None:
        """Read the folder again."""
        self._trouble = ""
        self._read()

    def _read(self) -> None:
        self._lists.start(partial(list_runs, self._run_dir), self._show)

    def add_tool(self, tool: QWidget) -> None:
        """Add a button to the row above the table."""
        self._bar.add_tool(tool)

    @property
    def is_reading(self) -> bool:
        """Whether something is still being read or changed."""
        return any(each.is_busy for each in (self._lists, self._settings, self._readings, self._changes))

    def selected(self) -> RunSummary | None:
        """The current run."""
        return self.table.current_run()

    def selected_runs(self) -> list[RunSummary]:
        """All runs that are selected."""
        return self.table.selected_runs()

    def select(self, folder: Path) -> None:
        """Select a run once the list is there."""
        self._wanted = folder
        self.refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _show(self, runs: list[RunSummary]) -> None:
        self._all = runs
        show_error(self._problem, self._trouble)
        self._show_matching()
        unknown = [run.folder for run in runs if run.folder not in self._parameters]
        if unknown:
            self._settings.start(partial(_read_parameters, unknown), self._on_parameters_read)

    def _on_parameters_read(self, found: dict[Path, Parameters]) -> None:
        self._parameters |= found
        self._show_matching()

    def _show_matching(self) -> None:
        """Show the runs that the filter leaves."""
        runs = [run for run in self._all if self._bar.archived.isChecked() or not run.is_archived]
        runs = search(runs, self._bar.filter.text(), lambda run: self._parameters.get(run.folder, {}))
        self.table.show_runs(runs, self._parameters)
        if self._wanted and self.table.select(self._wanted):
            self._wanted = None
        self._pages.setCurrentIndex(2 if runs else 1 if self._all else 0)
        self._on_selected()

    def _on_selected(self) -> None:
        run = self.selected()
        self._words.show_runs(self.selected_runs())
        self._bar.set_run(run)
        self.selection_changed.emit()
        if run and self.compare.isChecked():
            self._readings.start(partial(read_metrics, run.folder), partial(self._on_read, run.label))

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

    def _fill_menu(self, menu: QMenu) -> None:
        entries = (
            ("&Overlay on the current run's curves", self.compare.click),
            ("Take these &weights into the network", self._on_take_clicked),
            ("Chec&kpoints and branches…", lambda: self.checkpoints_wanted.emit(self.selected())),
            ("&Resume…", lambda: self.resume_wanted.emit(self.selected())),
            ("&Open the folder", self._on_open_clicked),
            ("Re&name\tF2", self.table.edit_name),
            ("Edit ta&gs", self._words.tags.setFocus),
            ("Edit n&ote", self._words.note.setFocus),
        )
        fill_menu(menu, self.selected_runs(), entries, self._desk)

    def _show_menu(self, spot: QPoint) -> None:
        """What can be done with the selected runs, where the mouse or else the current one is."""
        if not self.selected_runs():
            return
        if not self.table.indexAt(spot).isValid():
            spot = self.table.visualRect(self.table.currentIndex()).bottomLeft()
        menu = QMenu(self)
        menu.setObjectName("runMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_menu(menu)
        menu.popup(self.table.viewport().mapToGlobal(spot))

    def _on_open_clicked(self) -> None:
        run = self.selected()
        if run and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(run.folder))):
            self._on_failed(RequestError("No program here opens folders.", f"The run is in {run.folder}."))

    def _on_failed(self, error: DesignerError) -> None:
        self.compare.setChecked(False)
        show_error(self._problem, str(error))

    def _on_change_failed(self, error: DesignerError) -> None:
        """Say it, also when the folder has been read again."""
        self._trouble = str(error)
        show_error(self._problem, self._trouble)

    def _make_table(self) -> None:
        self.table = RunsTable()
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.table.runs_model.renamed.connect(self._changes.rename)
        selection = self.table.selectionModel()
        selection.currentRowChanged.connect(lambda _current, _previous: self._on_selected())
        selection.selectionChanged.connect(lambda: self._words.show_runs(self.selected_runs()))
        OwnKeys(
            self.table,
            {
                "F2": self.table.edit_name,
                "Del": lambda: self._desk.delete(self.selected_runs()),
                "Ctrl+A": self.table.selectAll,
            },
        )
        on_chosen(self.table, self._on_chosen)

    def _connect(self) -> None:
        bar = self._bar
        self.refresh_button, self.compare = bar.refresh, bar.compare
        self.take_weights, self.open_folder = bar.take_weights, bar.open_folder
        bar.refresh.clicked.connect(self.refresh)
        bar.compare.toggled.connect(self._on_compare_toggled)
        bar.take_weights.clicked.connect(self._on_take_clicked)
        bar.open_folder.clicked.connect(self._on_open_clicked)
        bar.menu.aboutToShow.connect(lambda: self._fill_menu(bar.menu))
        bar.filter.textChanged.connect(self._show_matching)
        bar.archived.toggled.connect(self._show_matching)
        self._words.tags_changed.connect(self._changes.change_tags)
        self._words.note_changed.connect(self._changes.set_note)
        self._changes.ended.connect(self._read)
        self._changes.failed.connect(self._on_change_failed)

    def _lay_out(self) -> None:
        self._problem = error_label("runsProblem")
        self._pages = QStackedWidget()
        self._pages.addWidget(empty_label("runsEmpty", _EMPTY.format(self._run_dir)))
        self._pages.addWidget(empty_label("runsNoMatch", _NO_MATCH))
        self._pages.addWidget(self.table)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for each in (self._bar, self._problem):
            rows.addWidget(each)
        rows.addWidget(self._pages, 1)
        rows.addWidget(self._words)


def _read_parameters(folders: Sequence[Path]) -> dict[Path, Parameters]:
    return {folder: read_parameters(RunFolder(folder)) for folder in folders}
