"""What both lists of presets have in common: items, and headings that the keyboard passes over."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView
from typing_extensions import override

from designer.document.presets import PresetInfo
from designer.ui.theme import GRID_PX, current

NAME_ROLE = Qt.ItemDataRole.UserRole
TEXT_ROLE = Qt.ItemDataRole.AccessibleDescriptionRole
Index = QModelIndex | QPersistentModelIndex
_Hint = QAbstractItemView.ScrollHint
_Move = QAbstractItemView.CursorAction


def preset_model(presets: Sequence[PresetInfo], parent: QObject) -> QStandardItemModel:
    """The presets as items, with a heading before each group where there are several.

    A preset's name is in `NAME_ROLE`; headings have none and can't be chosen.
    """
    model = QStandardItemModel(parent)
    groups = [(group, list(members)) for group, members in groupby(presets, lambda preset: preset.group)]
    for group, members in groups:
        if len(groups) > 1:
            heading = QStandardItem(group)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            model.appendRow(heading)
        for preset in members:
            model.appendRow(_item(preset))
    return model


def is_heading(index: Index) -> bool:
    """Whether an item is the heading of a group."""
    return index.isValid() and index.data(NAME_ROLE) is None


def heading_height(font: QFont) -> int:
    """How high a heading is, with the room above and below it."""
    return QFontMetrics(font).height() + 2 * GRID_PX


def paint_heading(painter: QPainter, area: QRect, text: str, font: QFont) -> None:
    """Write the heading of a group, with a line to the end of its row."""
    theme, metrics = current(), QFontMetrics(font)
    painter.save()
    painter.setPen(QColor(theme.muted))
    painter.setFont(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    rest = area.adjusted(metrics.horizontalAdvance(shown) + GRID_PX, 0, -GRID_PX, 0)
    if rest.width() > 0:
        painter.setPen(QColor(theme.line))
        painter.drawLine(rest.left(), rest.center().y(), rest.right(), rest.center().y())
    painter.restore()


class PresetView(QListView):
    """Shows presets under headings; a heading comes into sight with the first row below it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Presets")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setWordWrap(True)  # rows become higher where the list becomes narrower
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def names(self) -> list[str]:
        """The presets in the order of their items."""
        return [index.data(NAME_ROLE) for index in self.preset_indexes()]

    def preset_indexes(self) -> list[QModelIndex]:
        """The items of the presets, without headings."""
        rows = (self.model().index(row, 0) for row in range(self.model().rowCount()))
        return [index for index in rows if not is_heading(index)]

    @override
    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        index = super().moveCursor(action, modifiers)
        return index.siblingAtRow(index.row() + 1) if is_heading(index) else index

    @override
    def scrollTo(self, index: Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        heading = self._heading_above(index)
        if heading.isValid():
            super().scrollTo(heading, hint)
        super().scrollTo(index, hint)

    def _heading_above(self, index: Index) -> QModelIndex:
        """The heading of an item that lies in the first row below it; an invalid index for any other item."""
        top = self.visualRect(index).top()
        for row in range(index.row() - 1, -1, -1):
            above = index.sibling(row, 0)
            if is_heading(above):
                return QModelIndex(above)
            if self.visualRect(above).top() != top:
                break
        return QModelIndex()


def _item(preset: PresetInfo) -> QStandardItem:
    item = QStandardItem(preset.title)
    item.setData(preset.name, NAME_ROLE)
    item.setData(preset.text, TEXT_ROLE)
    item.setToolTip(f"<p>{escape(preset.about or preset.text)}</p>")  # as rich text it breaks into lines
    return item
