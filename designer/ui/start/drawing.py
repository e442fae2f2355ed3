"""What the lists of the start page have in common in how they are drawn."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from designer.ui.theme import RADIUS_PX, SMALL_TEXT_PX, TEXT_PX, current


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, color: str, outline: str = "") -> None:
    """Paint what lies behind an item: lighter under the mouse, with a ring where the keyboard is."""
    theme, state = current(), option.state
    is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    is_focused = bool(state & QStyle.StateFlag.State_HasFocus)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(theme.card_hover if is_hovered else color))
    ring = theme.accent if is_focused else outline
    painter.setPen(QPen(QColor(ring), 2 if is_focused else 1) if ring else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)


def write(
    painter: QPainter,
    area: QRect,
    text: str,
    font: QFont,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """Write one line, shortened where it is too long."""
    painter.setFont(font)
    shown = QFontMetrics(font).elidedText(text, elide, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine, shown)


def bold(font: QFont) -> QFont:
    """The same font, bold."""
    result = QFont(font)
    result.setBold(True)
    return result


def small(font: QFont) -> QFont:
    """The same font as small as text may be."""
    result = QFont(font)
    result.setPixelSize(round(font.pixelSize() * SMALL_TEXT_PX / TEXT_PX))
    return result
