"""Drawing one node card. Texts are laid out once for each wording and kept."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPen,
    QStaticText,
)

from designer.ui.canvas.card import CardText
from designer.ui.canvas.content import NODE_HEIGHT, NODE_WIDTH
from designer.ui.theme import SMALL_TEXT_PX, TEXT_PX, Theme

NEAR_ZOOM = 0.8
"""From here on a card shows all its text; below it only its title, larger."""
FAR_ZOOM = 0.45
"""Below this a card is a coloured block."""

_TITLE_STEPS = ((0.69, 16), (0.55, 20), (0.0, 24))
"""Least zoom and font size of a lone title, which keeps it near 11 px on screen."""
_STRIP_PX = 5.0
_LEFT_PX = 14.0
_RIGHT_PX = 10.0
_RADIUS_PX = 6.0
_TERMINAL_RADIUS_PX = 16.0
_RING_PX = 4.0
_SIGN_PX = 9.0
_LINE_PX = {TEXT_PX: 17.0, SMALL_TEXT_PX: 14.0}


@dataclass(frozen=True)
class Look:
    """The state of one card; `severity` is "error", "warning" or empty."""

    family: str
    is_selected: bool = False
    is_hovered: bool = False
    is_terminal: bool = False
    severity: str = ""


class _Text(NamedTuple):
    position: QPointF
    text: QStaticText
    font: QFont
    color: QColor


class CardPainter:
    """Draws cards in one theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._texts: dict[tuple[CardText, int], list[_Text]] = {}
        self._bodies = {is_terminal: _body(is_terminal=is_terminal) for is_terminal in (False, True)}
        self._strips = {is_terminal: _strip(body) for is_terminal, body in self._bodies.items()}

    def draw(self, painter: QPainter, rect: QRectF, card: CardText, look: Look, zoom: float) -> None:
        """Draw one node at its place."""
        painter.save()
        painter.translate(rect.topLeft())
        self._draw_body(painter, look)
        for text in self._texts_of(card, zoom):
            painter.setFont(text.font)
            painter.setPen(text.color)
            painter.drawStaticText(text.position, text.text)
        if look.severity:
            self._draw_sign(painter, look.severity)
        painter.restore()

    def _draw_body(self, painter: QPainter, look: Look) -> None:
        theme, body = self._theme, self._bodies[look.is_terminal]
        painter.fillPath(body, QColor(theme.card_hover if look.is_hovered else theme.card))
        painter.fillPath(self._strips[look.is_terminal], QColor(look.family))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        has_error = look.severity == "error"
        painter.setPen(QPen(QColor(theme.error if has_error else theme.outline), 2 if has_error else 1))
        painter.drawPath(body)
        if look.is_selected:
            radius = _RING_PX + (_TERMINAL_RADIUS_PX if look.is_terminal else _RADIUS_PX)
            painter.setPen(QPen(QColor(theme.accent), 2.5))
            ring = QRectF(0, 0, NODE_WIDTH, NODE_HEIGHT).adjusted(-_RING_PX, -_RING_PX, _RING_PX, _RING_PX)
            painter.drawRoundedRect(ring, radius, radius)

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

    def _texts_of(self, card: CardText, zoom: float) -> list[_Text]:
        size = TEXT_PX if zoom >= NEAR_ZOOM else next(px for least, px in _TITLE_STEPS if zoom >= least)
        key = (card, size)
        if key not in self._texts:
            self._texts[key] = self._lay_out_all(card) if size == TEXT_PX else self._lay_out_title(card, size)
        return self._texts[key]

    def _lay_out_title(self, card: CardText, size: int) -> list[_Text]:
        lines = [card.title] if _fits(card.title, size) else _halves(card.title)
        height = 0.9 * QFontMetricsF(_font(size, is_bold=True)).height()
        top = (NODE_HEIGHT - height * len(lines)) / 2
        return [
            self._text(line, size, top + number * height, self._theme.text, is_bold=True)
            for number, line in enumerate(lines)
        ]

    def _lay_out_all(self, card: CardText) -> list[_Text]:
        theme = self._theme
        small = [(card.headline, theme.text), (card.footer, theme.muted)]
        rows = [(text, color) for text, color in small if text]
        top = (NODE_HEIGHT - _LINE_PX[TEXT_PX] - len(rows) * _LINE_PX[SMALL_TEXT_PX]) / 2
        size = TEXT_PX if _fits(card.title, TEXT_PX) else SMALL_TEXT_PX
        title = self._text(card.title, size, top + (TEXT_PX - size) / 2, theme.text, is_bold=True)
        texts = [title]
        for number, (text, color) in enumerate(rows):
            y = top + _LINE_PX[TEXT_PX] + number * _LINE_PX[SMALL_TEXT_PX]
            texts.append(self._text(text, SMALL_TEXT_PX, y, color))
        if tag := self._tag(card.tag, title, top):
            texts.append(tag)
        return texts

    def _tag(self, tag: str, title: _Text, top: float) -> _Text | None:
        """The tag at the right of the title, where there is room for a few letters of it."""
        metrics = QFontMetricsF(_font(SMALL_TEXT_PX))
        room = NODE_WIDTH - _RIGHT_PX - _LEFT_PX - title.text.size().width() - 12
        if not tag or room < 32:
            return None
        width = min(room, metrics.horizontalAdvance(tag) + 1)
        text = self._text(tag, SMALL_TEXT_PX, top + 2, self._theme.muted, width=width)
        return text._replace(position=QPointF(NODE_WIDTH - _RIGHT_PX - width, text.position.y()))

    def _text(
        self,
        text: str,
        size: int,
        top: float,
        color: str,
        *,
        is_bold: bool = False,
        width: float = NODE_WIDTH - _LEFT_PX - _RIGHT_PX,
    ) -> _Text:
        font = _font(size, is_bold=is_bold)
        laid_out = QStaticText(QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width))
        laid_out.setTextFormat(Qt.TextFormat.PlainText)
        laid_out.prepare(font=font)
        return _Text(QPointF(_LEFT_PX, top), laid_out, font, QColor(color))


def _fits(title: str, size: int) -> bool:
    width = QFontMetricsF(_font(size, is_bold=True)).horizontalAdvance(title)
    return width <= NODE_WIDTH - _LEFT_PX - _RIGHT_PX


def _halves(title: str) -> list[str]:
    """A name in camel case as two lines: `Batch`, `Normalization`."""
    words = re.findall(r"[A-Z0-9]+(?![a-z])|[A-Z]?[a-z0-9]+|\W+", title)
    cuts = ["".join(words[:count]) for count in range(1, len(words))]
    first = min(cuts, key=lambda cut: max(len(cut), len(title) - len(cut)), default=title)
    return [line for line in (first, title[len(first) :]) if line]


def _font(size: int, *, is_bold: bool = False) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(size)
    font.setBold(is_bold)
    return font


def _body(*, is_terminal: bool) -> QPainterPath:
    radius = _TERMINAL_RADIUS_PX if is_terminal else _RADIUS_PX
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, NODE_WIDTH, NODE_HEIGHT), radius, radius)
    return path


def _strip(body: QPainterPath) -> QPainterPath:
    left = QPainterPath()
    left.addRect(QRectF(0, 0, _STRIP_PX, NODE_HEIGHT))
    return body.intersected(left)
