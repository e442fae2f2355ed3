"""The palette's list of presets: a title in bold, a line of text below it."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from designer.document.presets import PresetInfo
from designer.ui.theme import GRID_PX

NAME_ROLE = Qt.ItemDataRole.UserRole
_TEXT_ROLE = Qt.ItemDataRole.AccessibleDescriptionRole
_WRAP = Qt.TextFlag.TextWordWrap


def preset_model(presets: Sequence[PresetInfo], parent: QObject) -> QStandardItemModel:
    """The presets as items; the name is in `NAME_ROLE`."""
    model = QStandardItemModel(parent)
    for preset in presets:
        item = QStandardItem(preset.title)
        item.setData(preset.name, NAME_ROLE)
        item.setData(preset.text, _TEXT_ROLE)
        item.setToolTip(preset.text)
        model.appendRow(item)
    return model


def make_preset_list() -> QListView:
    """A list that shows title and text of each preset."""
    presets = QListView()
    presets.setObjectName("palettePresets")
    presets.setAccessibleName("Presets")
    presets.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    presets.setResizeMode(QListView.ResizeMode.Adjust)
    presets.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    presets.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    presets.setItemDelegate(_PresetDelegate(presets))
    return presets


class _PresetDelegate(QStyledItemDelegate):
    """Paints a preset, its text in as many lines as it needs."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = self._view.viewport().width()
        room = QRect(0, 0, width - 2 * GRID_PX, 10_000)
        text = QFontMetrics(self._view.font()).boundingRect(room, _WRAP, index.data(_TEXT_ROLE))
        return QSize(width, QFontMetrics(_bold(self._view.font())).height() + text.height() + 2 * GRID_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        title, option.text = option.text, ""
        QApplication.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, self._view)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        room = option.rect.adjusted(GRID_PX, GRID_PX, -GRID_PX, -GRID_PX)
        painter.save()
        painter.setPen(_color(option.palette, QPalette.ColorRole.Text, is_selected=is_selected))
        painter.setFont(_bold(option.font))
        painter.drawText(
            room, 0, painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        )
        room.setTop(room.top() + painter.fontMetrics().height())
        painter.setPen(_color(option.palette, QPalette.ColorRole.PlaceholderText, is_selected=is_selected))
        painter.setFont(option.font)
        painter.drawText(room, _WRAP, index.data(_TEXT_ROLE))
        painter.restore()


def _bold(font: QFont) -> QFont:
    result = QFont(font)
    result.setBold(True)
    return result


def _color(palette: QPalette, role: QPalette.ColorRole, *, is_selected: bool) -> QColor:
    return palette.color(QPalette.ColorRole.HighlightedText if is_selected else role)
