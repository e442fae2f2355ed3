"""The list of problems: what stops the network from building, and what is probably not meant."""

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QResizeEvent, QShowEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.compiler.results import Analysis, Problem
from designer.document.changes import Change, NodesChanged
from designer.document.document import Document
from designer.ui.fix_buttons import FixCell, Offers
from designer.ui.icons import icon
from designer.ui.inspector.problem_notes import severity_color
from designer.ui.monitor.controls import empty_label
from designer.ui.widgets import on_chosen
from designer.ui.wrapping import WrappingDelegate

_COLUMNS = ("Kind", "Layer", "Problem", "What to do", "Fix")
_LONG_COLUMNS = (2, 3)
_LAYER_COLUMN, _FIX_COLUMN = 1, 4
_FIX_WIDTHS_PX = 176, 320
_FIX_SHARE = 0.3
_MOST_LAYER_PX = 128
_EMPTY = "No problems.\nWhat stops the network from being built or trained is listed here."
_NODE_ROLE = Qt.ItemDataRole.UserRole


class ProblemList(QWidget):
    """All problems of the newest analysis, with a button for each that can be fixed here.

    Args:
        document: Where the names of the layers are from.
        fixes: Where fixes are from; None for none.

    Signals:
        problem_activated: Id of the node that a problem belongs to, by click or Enter.
        count_changed: Number of problems, for the title of the tab.
    """

    problem_activated = Signal(str)
    count_changed = Signal(int)

    def __init__(self, document: Document, fixes: Offers | None = None) -> None:
        super().__init__()
        self.setObjectName("problemList")
        self._document = document
        self._fixes = fixes
        self._problems: tuple[Problem, ...] = ()
        self._waiting: deque[int] = deque()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._show_next)
        self._model = QStandardItemModel(self)
        self._view = self._make_view()
        self._empty = empty_label("problemsEmpty", _EMPTY)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._empty)
        column.addWidget(self._view)
        document.changed.connect(self._on_document_changed)
        self._fill()

    def set_document(self, document: Document) -> None:
        """Follow another document, not yet analysed."""
        self._document.changed.disconnect(self._on_document_changed)
        self._document = document
        document.changed.connect(self._on_document_changed)
        self.set_analysis(None)

    def set_analysis(self, analysis: Analysis | None) -> None:
        """Show the problems of an analysis, errors first."""
        problems = analysis.problems if analysis else ()
        ordered = tuple(sorted(problems, key=lambda problem: problem.severity != "error"))
        if ordered != self._problems:
            self._problems = ordered
            self._fill()
            self.count_changed.emit(len(ordered))
        self._show_buttons()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        self._show_buttons()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_buttons()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._fill()

    def _make_view(self) -> QTreeView:
        view = QTreeView()
        view.setObjectName("problems")
        view.setAccessibleName("Problems")
        view.setModel(self._model)
        view.setRootIsDecorated(False)
        view.setAllColumnsShowFocus(True)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setWordWrap(True)
        wrapping = WrappingDelegate(view)
        for column in _LONG_COLUMNS:
            view.setItemDelegateForColumn(column, wrapping)
        view.header().sectionResized.connect(lambda: wrapping.sizeHintChanged.emit(QModelIndex()))
        view.verticalScrollBar().valueChanged.connect(self._show_buttons)
        view.clicked.connect(self._on_chosen)
        on_chosen(view, self._on_chosen)
        return view

    def _fill(self) -> None:
        self._model.clear()
        self._model.setHorizontalHeaderLabels(_COLUMNS)
        for problem in self._problems:
            self._model.appendRow(self._row(problem))
        header = self._view.header()
        for column in range(len(_COLUMNS)):
            is_long = column in _LONG_COLUMNS
            mode = QHeaderView.ResizeMode.Stretch if is_long else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, mode)
        header.setStretchLastSection(False)
        for column in (_LAYER_COLUMN, _FIX_COLUMN):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        header.setSectionHidden(_FIX_COLUMN, self._fixes is None)
        self._share_width()
        self._empty.setVisible(not self._problems)
        self._view.setVisible(bool(self._problems))
        self._show_buttons()

    def _share_width(self) -> None:
        """Leave the words about the problems as much room as they can have."""
        header, (least, most) = self._view.header(), _FIX_WIDTHS_PX
        header.resizeSection(_FIX_COLUMN, max(least, min(most, round(_FIX_SHARE * self.width()))))
        layer = max(self._view.sizeHintForColumn(_LAYER_COLUMN), header.sectionSizeHint(_LAYER_COLUMN))
        header.resizeSection(_LAYER_COLUMN, min(layer, _MOST_LAYER_PX))

    def _show_buttons(self) -> None:
        """Give the rows in sight the buttons that fit now, one by one: a large network takes long."""
        self._waiting.clear()
        if self._fixes is None or not self._view.isVisible():
            return
        index = self._view.indexAt(QPoint(0, 0))
        bottom = self._view.viewport().height()
        while index.isValid() and self._view.visualRect(index).top() <= bottom:
            self._waiting.append(index.row())
            index = self._view.indexBelow(index)
        self._show_next()

    def _show_next(self) -> None:
        if self._waiting and self._fixes:
            row = self._waiting.popleft()
            self._show_button(self._model.index(row, _FIX_COLUMN), self._problems[row], self._fixes)
            self._timer.start()

    def _show_button(self, index: QModelIndex, problem: Problem, fixes: Offers) -> None:
        labels = tuple(fix.label for fix in fixes.offers(problem))
        shown = self._view.indexWidget(index)
        if labels == (shown.labels if isinstance(shown, FixCell) else ()):
            return
        cell = FixCell(problem, labels, fixes) if labels else None
        self._view.setIndexWidget(index, cell)  # type: ignore[arg-type]  # None takes it away

    def _row(self, problem: Problem) -> Sequence[QStandardItem]:
        node = self._document.graph.nodes.get(problem.node or "")
        texts = (
            problem.severity.capitalize(),
            node.name if node else problem.name or "whole network",
            problem.message,
            problem.fix,
            "",
        )
        items = [QStandardItem(text) for text in texts]
        items[0].setIcon(icon(problem.severity, severity_color(problem)))
        for item in items:
            item.setData(problem.node, _NODE_ROLE)
            item.setToolTip(f"{problem.message}\n{problem.fix}".strip())
        return items

    def _on_chosen(self, index: QModelIndex) -> None:
        if node_id := index.data(_NODE_ROLE):
            self.problem_activated.emit(node_id)

    def _on_document_changed(self, changes: tuple[Change, ...]) -> None:
        renamed = {
            node_id for change in changes if isinstance(change, NodesChanged) for node_id in change.ids
        }
        if any(problem.node in renamed for problem in self._problems):
            self._fill()
