"""Cells of a list as high as their text needs."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView
from typing_extensions import override

from designer.ui.theme import GRID_PX

_MAX_HEIGHT_PX = 1000


class WrappingDelegate(QStyledItemDelegate):
    """Gives a cell the height that its text needs in the width of its column."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        room = QRect(0, 0, self._view.columnWidth(index.column()) - GRID_PX, _MAX_HEIGHT_PX)
        text = self._view.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data()))
        return super().sizeHint(option, index).expandedTo(QSize(0, text.height() + GRID_PX // 2))
