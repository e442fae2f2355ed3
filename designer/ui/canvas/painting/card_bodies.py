"""The cards without their texts: few look different, so that each is drawn once and then copied."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from designer.ui.canvas.content import NODE_HEIGHT, NODE_WIDTH
from designer.ui.canvas.painting.looks import Look, between
from designer.ui.theme import Theme

_STRIP_PX = 5.0
_RADIUS_PX = 6.0
_TERMINAL_RADIUS_PX = 16.0
_RING_PX = 4.0
_MARGIN_PX = 8.0
_NUM_SHEETS, _SHEET_INSET_PX, _SHEET_STEP_PX = 2, 5.0, 3.0
_DASHES = (4.0, 3.0)
_MOST_COPIES = 200


class CardBodies:
    """Draws the bodies of cards in one theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._bodies = {is_terminal: _body(is_terminal=is_terminal) for is_terminal in (False, True)}
        self._strips = {is_terminal: _strip(body) for is_terminal, body in self._bodies.items()}
        self._copies: dict[Look, QPixmap] = {}
        self._scale = 0.0, 0.0

    def draw(self, painter: QPainter, look: Look, blockness: float) -> None:
        """Draw a body at the origin, in pixels at 100 % zoom.

        Args:
            blockness: How far it has turned into a block in the colour of its family, from 0 to 1.
        """
        if look.is_stack:
            self._draw_sheets(painter, look, blockness)
        theme, body, family = self._theme, self._bodies[look.is_terminal], QColor(look.family)
        plain = QColor(theme.card_hover if look.is_hovered else theme.card)
        if not look.is_bypassed:
            painter.fillPath(body, between(plain, family, blockness) if blockness else plain)
            painter.fillPath(self._strips[look.is_terminal], family)
        else:
            painter.fillPath(body, plain)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._outline(look, blockness))
        painter.drawPath(body)
        if look.is_selected:
            radius = _RING_PX + (_TERMINAL_RADIUS_PX if look.is_terminal else _RADIUS_PX)
            painter.setPen(QPen(QColor(theme.accent), 2.5))
            ring = QRectF(0, 0, NODE_WIDTH, NODE_HEIGHT).adjusted(-_RING_PX, -_RING_PX, _RING_PX, _RING_PX)
            painter.drawRoundedRect(ring, radius, radius)

    def copy(self, painter: QPainter, look: Look, blockness: float, zoom: float) -> None:
        """The same on a screen, in pixels of the screen, where the painter's origin must be a whole one."""
        scale = zoom, painter.device().devicePixelRatio()
        if scale != self._scale or len(self._copies) > _MOST_COPIES:
            self._scale = scale
            self._copies.clear()
        if look not in self._copies:
            self._copies[look] = self._picture(look, blockness)
        margin = _margin(zoom)
        painter.drawPixmap(QPointF(-margin, -margin), self._copies[look])

    def _picture(self, look: Look, blockness: float) -> QPixmap:
        zoom, ratio = self._scale
        margin = _margin(zoom)
        wide, high = (math.ceil(side * zoom) + 2 * margin for side in (NODE_WIDTH, NODE_HEIGHT))
        picture = QPixmap(math.ceil(wide * ratio), math.ceil(high * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(margin, margin)
        painter.scale(zoom, zoom)
        self.draw(painter, look, blockness)
        painter.end()
        return picture

    def _draw_sheets(self, painter: QPainter, look: Look, blockness: float) -> None:
        """The sheets below the uppermost of a stack, which show at the foot of the card."""
        plain, family = QColor(self._theme.card), QColor(look.family)
        painter.setPen(self._outline(look, blockness))
        painter.setBrush(plain if look.is_bypassed else between(plain, family, blockness))
        for number in range(_NUM_SHEETS, 0, -1):
            rect = QRectF(0, 0, NODE_WIDTH, NODE_HEIGHT).adjusted(
                number * _SHEET_INSET_PX, NODE_HEIGHT / 2, -number * _SHEET_INSET_PX, number * _SHEET_STEP_PX
            )
            painter.drawRoundedRect(rect, _RADIUS_PX, _RADIUS_PX)

    def _outline(self, look: Look, blockness: float) -> QPen:
        if look.severity == "error":
            pen = QPen(QColor(self._theme.error), 2)
        elif look.is_bypassed:
            pen = QPen(between(QColor(self._theme.outline), QColor(look.family), blockness), 1.5)
        else:
            pen = QPen(between(QColor(self._theme.outline), QColor(look.family), blockness), 1)
        if look.is_bypassed:
            pen.setDashPattern(_DASHES)
        return pen


def _margin(zoom: float) -> int:
    """Room for the ring around a selected card, in whole pixels of the screen."""
    return math.ceil(_MARGIN_PX * zoom)


def _body(*, is_terminal: bool) -> QPainterPath:
    radius = _TERMINAL_RADIUS_PX if is_terminal else _RADIUS_PX
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, NODE_WIDTH, NODE_HEIGHT), radius, radius)
    return path


def _strip(body: QPainterPath) -> QPainterPath:
    left = QPainterPath()
    left.addRect(QRectF(0, 0, _STRIP_PX, NODE_HEIGHT))
    return body.intersected(left)
