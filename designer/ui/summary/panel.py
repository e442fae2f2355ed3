"""The Summary panel: the table of all layers, their totals, and the memory that training takes."""

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from designer.compiler.results import Analysis
from designer.document.changes import GRAPH_CHANGES, Change, NodesChanged, TrainingChanged
from designer.document.commands import SetTraining
from designer.document.document import Document
from designer.ui.icons import icon
from designer.ui.monitor.controls import ElidedLabel, button, empty_label
from designer.ui.settings_edit import with_values
from designer.ui.statusbar import totals
from designer.ui.summary.budget import BudgetBar, estimate
from designer.ui.summary.model import SummaryModel
from designer.ui.summary.table import SummaryTable
from designer.ui.theme import GRID_PX

_EMPTY = (
    "Every layer is listed here, with its shape, parameters, FLOPs and memory.\n"
    "Drag a layer onto the canvas to begin."
)
_UNFINISHED = "Totals are known when the network has no problems."
_CHANGES = (*GRAPH_CHANGES, NodesChanged, TrainingChanged)


class SummaryPanel(QWidget):
    """Follows the analysis while it is in sight.

    Signals:
        nodes_chosen: Ids of the nodes whose rows the user selected.
    """

    nodes_chosen = Signal(list)

    def __init__(self, document: Document, settings: QSettings) -> None:
        super().__init__()
        self.setObjectName("summaryPanel")
        self.setAccessibleName("Summary")
        self._document = document
        self._analysis = Analysis(revision=-1)
        self._is_stale = True
        self._model = SummaryModel(document, self)
        self.table = SummaryTable(self._model)
        self.table.nodes_chosen.connect(self.nodes_chosen)
        self.budget = BudgetBar(settings)
        self.budget.budget_changed.connect(self._show_numbers)
        self.budget.batch_chosen.connect(self._on_batch_chosen)
        self._totals = ElidedLabel()
        self._totals.setObjectName("summaryTotals")
        self._totals.setAccessibleName("Totals")
        self._copy = button("Copy table", "copySummaryButton")
        self._copy.setToolTip("Copy the selected rows, or all, as text for a spreadsheet")
        self._copy.setIcon(icon("copy"))
        self._copy.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._copy.clicked.connect(self.table.copy)
        self._lay_out()
        document.changed.connect(self._on_document_changed)

    def set_document(self, document: Document) -> None:
        """Follow another document, not yet analysed."""
        self._document.changed.disconnect(self._on_document_changed)
        self._document = document
        document.changed.connect(self._on_document_changed)
        self.table.select([])
        self.set_analysis(Analysis(revision=-1))

    def set_analysis(self, analysis: Analysis) -> None:
        """Show other numbers."""
        self._analysis = analysis
        self._refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def _on_document_changed(self, changes: tuple[Change, ...]) -> None:
        if any(isinstance(change, _CHANGES) for change in changes):
            self._refresh()

    def _refresh(self) -> None:
        """Bring everything up to date, or wait until somebody looks."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        self._model.show(self._document, self._analysis)
        has_rows = bool(self._model.rowCount())
        self._pages.setCurrentIndex(1 if has_rows else 0)
        self._copy.setEnabled(has_rows)
        self._show_numbers()

    def _show_numbers(self) -> None:
        training, analysis = self._document.training, self._analysis
        is_whole = bool(analysis.nodes) and not analysis.errors
        self._totals.setText(" · ".join(totals(analysis, training.batch_size)) if is_whole else _UNFINISHED)
        self._totals.setToolTip(self._totals.text())
        if not is_whole:
            self.budget.show_estimate(None)
            return
        budget_bytes = self.budget.budget_bytes()
        self.budget.show_estimate(estimate(analysis, training.batch_size, training.optimizer, budget_bytes))

    def _on_batch_chosen(self, batch_size: int) -> None:
        training = with_values(self._document.training, batch_size=batch_size)
        self._document.push(SetTraining(training, "Change batch size"))

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(empty_label("summaryEmpty", _EMPTY))
        self._pages.addWidget(self.table)
        foot = QHBoxLayout()
        foot.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX, GRID_PX // 2)
        foot.addWidget(self._totals, 1)
        foot.addWidget(self._copy)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.budget)
        rows.addWidget(self._pages, 1)
        rows.addLayout(foot)
