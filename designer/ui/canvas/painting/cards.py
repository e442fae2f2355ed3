"""Drawing one node card."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from designer.ui.canvas.card import CardText
from designer.ui.canvas.content import NODE_HEIGHT, NODE_WIDTH
from designer.ui.canvas.painting.card_texts import CardTexts, Text
from designer.ui.theme import Theme

NEAR_ZOOM = 0.95
"""From here on a card shows all its text."""
FAR_ZOOM = 0.45
"""Below this a card is a coloured block."""

_SMALL_TEXT_ZOOM = 0.82
"""From here on up to `NEAR_ZOOM` the small text appears; below it a card shows only its title, larger."""
_BLOCK_ZOOM = 0.5
"""From here on down to `FAR_ZOOM` the title fades, and the card takes on the colour of its family."""

_TITLE_STEPS = ((0.69, 16), (0.55, 20), (0.0, 24))
"""Least zoom and font size of a lone title, which keeps it near 11 px on screen."""
_STRIP_PX = 5.0
_RADIUS_PX = 6.0
_TERMINAL_RADIUS_PX = 16.0
_RING_PX = 4.0
_SIGN_PX = 9.0
_DASHES = (4.0, 3.0)


@dataclass(frozen=True)
class Look:
    """The state of one card; `severity` is "error", "warning" or empty."""

    family: str
    is_selected: bool = False
    is_hovered: bool = False
    is_terminal: bool = False
    is_bypassed: bool = False
    severity: str = ""


class CardPainter:
    """Draws cards in one theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._texts = CardTexts(theme)
        self._bodies = {is_terminal: _body(is_terminal=is_terminal) for is_terminal in (False, True)}
        self._strips = {is_terminal: _strip(body) for is_terminal, body in self._bodies.items()}

    def draw(self, painter: QPainter, rect: QRectF, card: CardText, look: Look, zoom: float) -> None:
        """Draw one node at its place."""
        painter.save()
        painter.translate(rect.topLeft())
        blockness = 1 - share_between(FAR_ZOOM, _BLOCK_ZOOM, zoom)
        self._draw_body(painter, look, blockness)
        self._draw_texts(painter, card, zoom, 1 - blockness)
        if look.severity:
            self._draw_sign(painter, look.severity)
        painter.restore()

    def _draw_body(self, painter: QPainter, look: Look, blockness: float) -> None:
        theme, body, family = self._theme, self._bodies[look.is_terminal], QColor(look.family)
        plain = QColor(theme.card_hover if look.is_hovered else theme.card)
        if not look.is_bypassed:
            painter.fillPath(body, _between(plain, family, blockness) if blockness else plain)
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

    def _outline(self, look: Look, blockness: float) -> QPen:
        if look.severity == "error":
            pen = QPen(QColor(self._theme.error), 2)
        elif look.is_bypassed:
            pen = QPen(_between(QColor(self._theme.outline), QColor(look.family), blockness), 1.5)
        else:
            pen = QPen(_between(QColor(self._theme.outline), QColor(look.family), blockness), 1)
        if look.is_bypassed:
            pen.setDashPattern(_DASHES)
        return pen

    def _draw_texts(self, painter: QPainter, card: CardText, zoom: float, opacity: float) -> None:
        """All texts near by, the small ones fading; farther away the title alone."""
        if opacity <= 0:
            return
        painter.setOpacity(opacity)
        if zoom <= _SMALL_TEXT_ZOOM:
            size = next(px for least, px in _TITLE_STEPS if zoom >= least)
            self._draw_lines(painter, self._texts.title(card, size))
            return
        title, *small = self._texts.all(card)
        self._draw_lines(painter, [title])
        painter.setOpacity(small_text_opacity(zoom))
        self._draw_lines(painter, small)
        painter.setOpacity(1)

    def _draw_lines(self, painter: QPainter, texts: Sequence[Text]) -> None:
        for text in texts:
            painter.setFont(text.font)
            painter.setPen(text.color)
            painter.drawStaticText(text.position, text.text)

    def _draw_sign(self, painter: QPainter, severity: str) -> None:
        """A disc (error) or triangle (warning) with an exclamation mark on the upper right corner."""
        center, theme = QPointF(NODE_WIDTH - _SIGN_PX, 0), self._theme
        painter.setPen(QPen(QColor(theme.canvas), 2))
        painter.setBrush(QColor(getattr(theme, severity)))
        if severity == "error":
            painter.drawEllipse(center, _SIGN_PX, _SIGN_PX)
        else:
            corners = ((0, -_SIGN_PX - 1), (_SIGN_PX + 1, _SIGN_PX - 1), (-_SIGN_PX - 1, _SIGN_PX - 1))
            painter.drawPolygon([center + QPointF(*corner) for corner in corners])
        painter.setPen(QPen(QColor(theme.canvas), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(center + QPointF(0, -4), center + QPointF(0, 1))
        painter.drawPoint(center + QPointF(0, 5))


def share_between(low: float, high: float, zoom: float) -> float:
    """How far a zoom is on its way from one to another, from 0 to 1."""
    return min(max((zoom - low) / (high - low), 0.0), 1.0)


def small_text_opacity(zoom: float) -> float:
    """How plainly text in small letters is drawn: not at all where it would be noise."""
    return share_between(_SMALL_TEXT_ZOOM, NEAR_ZOOM, zoom)


def _between(first: QColor, second: QColor, share: float) -> QColor:
    def mixed(start: float, end: float) -> float:
        return (1 - share) * start + share * end

    return QColor.fromRgbF(
        mixed(first.redF(), second.redF()),
        mixed(first.greenF(), second.greenF()),
        mixed(first.blueF(), second.blueF()),
    )


def _body(*, is_terminal: bool) -> QPainterPath:
    radius = _TERMINAL_RADIUS_PX if is_terminal else _RADIUS_PX
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, NODE_WIDTH, NODE_HEIGHT), radius, radius)
    return path


def _strip(body: QPainterPath) -> QPainterPath:
    left = QPainterPath()
    left.addRect(QRectF(0, 0, _STRIP_PX, NODE_HEIGHT))
    return body.intersected(left)
