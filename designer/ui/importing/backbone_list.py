"""The list of backbones with their sizes, and a field to search it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QTreeView, QVBoxLayout, QWidget

from designer.ui.theme import GRID_PX

if TYPE_CHECKING:
    from designer.compiler.backbones import Backbone

_LIST_PX = 46 * GRID_PX
_NAME_ROLE = Qt.ItemDataRole.UserRole


class BackboneList(QWidget):
    """All backbones; the current one is chosen."""

    def __init__(self, backbones: "Sequence[Backbone]") -> None:
        super().__init__()
        self.setFixedWidth(_LIST_PX)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(_model(backbones, self))
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._proxy.setSortRole(_NAME_ROLE)
        self.view = QTreeView()
        self.view.setObjectName("backboneList")
        self.view.setAccessibleName("Backbones")
        self.view.setModel(self._proxy)
        self.view.setRootIsDecorated(False)
        self.view.setSortingEnabled(True)
        self.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.view.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        for number in range(self._proxy.columnCount()):
            self.view.resizeColumnToContents(number)
        search = QLineEdit()
        search.setObjectName("backboneSearch")
        search.setAccessibleName("Search backbones")
        search.setPlaceholderText("Search")
        search.setClearButtonEnabled(True)
        search.textChanged.connect(self._on_searched)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(search)
        column.addWidget(self.view, stretch=1)

    def chosen(self) -> str:
        """The name of the current backbone; empty where there is none."""
        index = self.view.currentIndex()
        return str(index.siblingAtColumn(0).data()) if index.isValid() else ""

    def choose(self, name: str) -> None:
        """Make a backbone the current one."""
        for row in range(self._proxy.rowCount()):
            if self._proxy.index(row, 0).data() == name:
                self.view.setCurrentIndex(self._proxy.index(row, 0))
                self.view.scrollTo(self._proxy.index(row, 0))

    def _on_searched(self, words: str) -> None:
        self._proxy.setFilterFixedString(words)
        if not self.view.currentIndex().isValid() and self._proxy.rowCount():
            self.view.setCurrentIndex(self._proxy.index(0, 0))


def _model(backbones: "Sequence[Backbone]", parent: QWidget) -> QStandardItemModel:
    model = QStandardItemModel(0, 3, parent)
    model.setHorizontalHeaderLabels(["Network", "Parameters", "Size"])
    for backbone in backbones:
        cells = (
            (backbone.name, backbone.name.lower()),
            (f"{backbone.parameters / 1e6:,.1f} M", backbone.parameters),
            (f"{backbone.size} px", backbone.size),
        )
        model.appendRow([_item(text, key) for text, key in cells])
    return model


def _item(text: str, key: str | int) -> QStandardItem:
    item = QStandardItem(text)
    item.setData(key, _NAME_ROLE)
    if isinstance(key, int):
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item
