"""How a row of a search pop-up is drawn: name and keys, below them the small line or why it is grey."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from designer.ui.search_model import KEYS_ROLE, PATH_ROLE, REASON_ROLE
from designer.ui.theme import GRID_PX, ICON_PX, SMALL_TEXT_PX, TEXT_PX, current

_Index = QModelIndex | QPersistentModelIndex
_PAD_PX = GRID_PX // 2


class SearchDelegate(QStyledItemDelegate):
    """Two lines a row; what can't be used is told in words as well as in grey."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        small = QFontMetrics(_small(option.font))
        return QSize(0, QFontMetrics(option.font).height() + small.height() + 2 * _PAD_PX)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = current()
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        reason, keys = index.data(REASON_ROLE), index.data(KEYS_ROLE)
        text = theme.on_accent if is_selected else theme.muted if reason else theme.text
        muted = theme.on_accent if is_selected else theme.muted
        painter.save()
        if is_selected:
            painter.fillRect(option.rect, QColor(theme.accent))
        _paint_icon(painter, option.rect, index.data(Qt.ItemDataRole.DecorationRole), is_selected, reason)
        area = option.rect.adjusted(2 * GRID_PX + ICON_PX, _PAD_PX, -GRID_PX, -_PAD_PX)
        top = QRect(area.topLeft(), QSize(area.width(), QFontMetrics(option.font).height()))
        width = QFontMetrics(option.font).horizontalAdvance(keys) + 2 * GRID_PX if keys else 0
        _write(painter, top, keys, option.font, muted, Qt.AlignmentFlag.AlignRight)
        _write(painter, top.adjusted(0, 0, -width, 0), index.data(), option.font, text)
        below = area.adjusted(0, top.height(), 0, 0)
        path = index.data(PATH_ROLE)
        line = f"{path} · {reason}" if reason else path
        _write(painter, below, line, _small(option.font), muted)
        painter.restore()


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(round(QFontInfo(font).pixelSize() * SMALL_TEXT_PX / TEXT_PX))
    return small


def _paint_icon(painter: QPainter, row: QRect, picture: QIcon, is_selected: bool, reason: str) -> None:
    area = QRect(row.left() + GRID_PX, row.center().y() - ICON_PX // 2 + 1, ICON_PX, ICON_PX)
    mode = QIcon.Mode.Selected if is_selected else QIcon.Mode.Disabled if reason else QIcon.Mode.Normal
    picture.paint(painter, area, Qt.AlignmentFlag.AlignCenter, mode)


def _write(
    painter: QPainter,
    area: QRect,
    text: str,
    font: QFont,
    color: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    painter.setFont(font)
    painter.setPen(QColor(color))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
