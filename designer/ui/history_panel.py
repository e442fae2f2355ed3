"""The history panel: every edit in words; choosing one goes there."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedLayout, QTableView, QWidget
from typing_extensions import override

from designer.document.document import Document
from designer.ui.history_model import HistoryModel
from designer.ui.theme import GRID_PX
from designer.ui.widgets import label, on_enter

_EMPTY = "Every edit will be listed here. Click one to go back to it, or forward again."


class HistoryPanel(QWidget):
    """Follows a document's history. One click or Enter undoes or redoes as far as the row chosen."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.setObjectName("history")
        self._document = document
        self._model = HistoryModel(document, self)
        self._list = _Steps(self._model)
        self._list.clicked.connect(self._go_to)
        on_enter(self._list, self._go_to)
        self._empty = label(_EMPTY, muted=True)
        self._empty.setObjectName("historyEmpty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(*[GRID_PX] * 4)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._list)
        self._pages.addWidget(self._empty)
        document.status_changed.connect(self._on_status_changed)
        self._show_position()

    def set_document(self, document: Document) -> None:
        """Follow another document."""
        self._document.status_changed.disconnect(self._on_status_changed)
        self._document = document
        document.status_changed.connect(self._on_status_changed)
        self._model.show(document)
        self._show_position()

    def _go_to(self, index: QModelIndex) -> None:
        if index.isValid():
            self._document.go_to(index.row())

    def _on_status_changed(self) -> None:
        self._model.refresh()
        self._show_position()

    def _show_position(self) -> None:
        self._pages.setCurrentWidget(self._list if self._document.num_steps else self._empty)
        self._list.selectionModel().setCurrentIndex(
            self._model.index(self._document.history_position),
            QItemSelectionModel.SelectionFlag.ClearAndSelect,
        )


class _Steps(QTableView):
    """A table of one column: Qt's lists lay out all rows anew when one comes, which 10,000 make slow."""

    def __init__(self, model: HistoryModel) -> None:
        super().__init__()
        self.setObjectName("historySteps")
        self.setAccessibleName("History")
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_rows()

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + GRID_PX // 2)
