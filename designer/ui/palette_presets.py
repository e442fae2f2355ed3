"""The palette's list of presets: a title in bold, a line of text below it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from designer.ui.preset_items import (
    TEXT_ROLE,
    Index,
    PresetView,
    heading_height,
    is_heading,
    paint_heading,
)
from designer.ui.theme import GRID_PX

_WRAP = Qt.TextFlag.TextWordWrap


def make_preset_list() -> PresetView:
    """A list that shows title and text of each preset."""
    presets = PresetView()
    presets.setObjectName("palettePresets")
    presets.setItemDelegate(PresetDelegate(presets))
    return presets


class PresetDelegate(QStyledItemDelegate):
    """Paints a preset or a block, its text in as many lines as it needs."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        if is_heading(index):
            return QSize(width, heading_height(self._view.font()))
        room = QRect(0, 0, width - 2 * GRID_PX, 10_000)
        text = QFontMetrics(self._view.font()).boundingRect(room, _WRAP, index.data(TEXT_ROLE))
        return QSize(width, QFontMetrics(_bold(self._view.font())).height() + text.height() + 2 * GRID_PX)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if is_heading(index):
            paint_heading(painter, option.rect.adjusted(GRID_PX, 0, -GRID_PX, 0), index.data(), option.font)
            return
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
        painter.drawText(room, _WRAP, index.data(TEXT_ROLE))
        painter.restore()


def _bold(font: QFont) -> QFont:
    result = QFont(font)
    result.setBold(True)
    return result


def _color(palette: QPalette, role: QPalette.ColorRole, *, is_selected: bool) -> QColor:
    return palette.color(QPalette.ColorRole.HighlightedText if is_selected else role)
