"""Drawing one node card."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from designer.ui.canvas.card import CardText
from designer.ui.canvas.content import NODE_HEIGHT, NODE_WIDTH
from designer.ui.canvas.painting.card_bodies import CardBodies
from designer.ui.canvas.painting.card_texts import CardTexts, Text
from designer.ui.canvas.painting.looks import Look
from designer.ui.canvas.painting.sign_shapes import SIGN_STEP_PX, draw_arrow, draw_signs
from designer.ui.theme import Theme

NEAR_ZOOM = 0.95
"""From here on a card shows all its text."""
FAR_ZOOM = 0.38
"""Below this a card is a coloured block."""

_SMALL_TEXT_ZOOM, _PLAIN_TEXT_ZOOM = 0.82, 0.87
"""Between these the small text appears; below them a card shows only its title, larger."""
_BLOCK_ZOOM = 0.42
"""From here on down to `FAR_ZOOM` the title fades, and the card takes on the colour of its family."""

_TITLE_STEPS = ((0.69, 16), (0.55, 20), (0.46, 24), (0.0, 28))
"""Least zoom and font size of a lone title, which keeps it near 11 px on screen."""
SIGN_PX = 9.0
"""Half the size of the sign of a problem, and how far from the corner its middle lies."""
_SIGNS_INSET_PX = 7.0
_LARGE_SIGNS = 1.4


class CardPainter:
    """Draws cards in one theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._texts = CardTexts(theme)
        self._bodies = CardBodies(theme)

    def draw(
        self, painter: QPainter, rect: QRectF, card: CardText, look: Look, zoom: float, *, on_screen: bool
    ) -> None:
        """Draw one node at its place.

        Args:
            on_screen: Whether pictures of its parts will do, on whole pixels.
        """
        blockness = 1 - share_between(FAR_ZOOM, _BLOCK_ZOOM, zoom)
        painter.save()
        if on_screen:
            corner = _whole(painter, rect.topLeft())
            painter.setWorldTransform(QTransform.fromTranslate(corner.x(), corner.y()))
            self._bodies.copy(painter, look, blockness, zoom)
            painter.scale(zoom, zoom)
        else:
            painter.translate(rect.topLeft())
            self._bodies.draw(painter, look, blockness)
        self._draw_texts(painter, card, zoom, 1 - blockness)
        self._draw_signs(painter, card, look, zoom, 1 - blockness)
        if look.severity:
            self._draw_sign(painter, look.severity)
        painter.restore()

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

    def _draw_signs(self, painter: QPainter, card: CardText, look: Look, zoom: float, opacity: float) -> None:
        """What can be seen of a node at a glance; larger where the small text is gone."""
        if (card.signs or look.can_open) and opacity > 0:
            painter.setOpacity(opacity)
            corner = QPointF(NODE_WIDTH - _SIGNS_INSET_PX, NODE_HEIGHT - _SIGNS_INSET_PX)
            scale = 1.0 if zoom > _SMALL_TEXT_ZOOM else _LARGE_SIGNS
            if look.can_open:
                draw_arrow(painter, corner, self._theme.text, scale, is_open=card.is_open)
                corner -= QPointF(SIGN_STEP_PX * scale, 0)
            draw_signs(painter, card.signs, corner, self._theme.text, scale)
            painter.setOpacity(1)

    def _draw_sign(self, painter: QPainter, severity: str) -> None:
        """A disc (error) or triangle (warning) with an exclamation mark on the upper right corner."""
        center, theme = QPointF(NODE_WIDTH - SIGN_PX, 0), self._theme
        painter.setPen(QPen(QColor(theme.canvas), 2))
        painter.setBrush(QColor(getattr(theme, severity)))
        if severity == "error":
            painter.drawEllipse(center, SIGN_PX, SIGN_PX)
        else:
            corners = ((0, -SIGN_PX - 1), (SIGN_PX + 1, SIGN_PX - 1), (-SIGN_PX - 1, SIGN_PX - 1))
            painter.drawPolygon([center + QPointF(*corner) for corner in corners])
        painter.setPen(QPen(QColor(theme.canvas), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(center + QPointF(0, -4), center + QPointF(0, 1))
        painter.drawPoint(center + QPointF(0, 5))


def share_between(low: float, high: float, zoom: float) -> float:
    """How far a zoom is on its way from one to another, from 0 to 1."""
    return min(max((zoom - low) / (high - low), 0.0), 1.0)


def small_text_opacity(zoom: float) -> float:
    """How plainly text in small letters is drawn: not at all where it would be noise."""
    return share_between(_SMALL_TEXT_ZOOM, _PLAIN_TEXT_ZOOM, zoom)


def _whole(painter: QPainter, corner: QPointF) -> QPointF:
    """The pixel of the screen on which a point of the scene lies."""
    ratio, spot = painter.device().devicePixelRatio(), painter.worldTransform().map(corner)
    return QPointF(round(spot.x() * ratio) / ratio, round(spot.y() * ratio) / ratio)
