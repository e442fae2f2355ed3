"""The texts of node cards, laid out once for each wording and size, and kept while they are in use."""

import re
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QStaticText

from designer.ui.canvas.card import CardText
from designer.ui.canvas.content import NODE_HEIGHT, NODE_WIDTH
from designer.ui.canvas.painting.sign_shapes import SIGN_STEP_PX
from designer.ui.theme import SMALL_TEXT_PX, TEXT_PX, Theme

_LEFT_PX = 14.0
_RIGHT_PX = 10.0
_LINE_PX = {TEXT_PX: 17.0, SMALL_TEXT_PX: 14.0}
_MOST_HALVED_PX = 22
"""The largest letters of which two lines find room on a card."""
_MOST_SHRINKING_PX = 5
_MOST_KEPT = 1024
"""More cards than any screen shows near enough to read."""


class Text(NamedTuple):
    """A line of text, ready to draw."""

    position: QPointF
    text: QStaticText
    font: QFont
    color: QColor


class CardTexts:
    """Lays out cards in one theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._kept: OrderedDict[Hashable, Sequence[Text]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def title(self, card: CardText, size: int) -> Sequence[Text]:
        """The title alone in the middle of the card, in one line or two."""
        key = card.title, card.is_bypassed, size
        if key not in self._kept:
            self._keep(key, self._lay_out_title(card, size))
        return self._kept[key]

    def all(self, card: CardText) -> Sequence[Text]:
        """Everything that the card says, the title first."""
        if card not in self._kept:
            self._keep(card, self._lay_out_all(card))
        self._kept.move_to_end(card)
        return self._kept[card]

    def _keep(self, key: Hashable, texts: Sequence[Text]) -> None:
        self._kept[key] = texts
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)

    def _lay_out_title(self, card: CardText, size: int) -> list[Text]:
        lines = [card.title] if _fits(card.title, size) else _halves(card.title)
        size = min(size, _MOST_HALVED_PX) if len(lines) > 1 else size
        smaller = range(size, size - _MOST_SHRINKING_PX, -1)
        size = next((px for px in smaller if all(_fits(line, px) for line in lines)), size)
        height = 0.9 * QFontMetricsF(_font(size, is_bold=True)).height()
        top = (NODE_HEIGHT - height * len(lines)) / 2
        return [
            self._text(line, size, top + number * height, self._main_color(card), is_bold=True)
            for number, line in enumerate(lines)
        ]

    def _lay_out_all(self, card: CardText) -> list[Text]:
        main, muted = self._main_color(card), self._theme.muted
        rows = [(text, color) for text, color in ((card.headline, main), (card.footer, muted)) if text]
        top = (NODE_HEIGHT - _LINE_PX[TEXT_PX] - len(rows) * _LINE_PX[SMALL_TEXT_PX]) / 2
        size = TEXT_PX if _fits(card.title, TEXT_PX) else SMALL_TEXT_PX
        title = self._text(card.title, size, top + (TEXT_PX - size) / 2, main, is_bold=True)
        texts = [title]
        room = NODE_WIDTH - _LEFT_PX - _RIGHT_PX
        for number, (text, color) in enumerate(rows):
            y = top + _LINE_PX[TEXT_PX] + number * _LINE_PX[SMALL_TEXT_PX]
            beside = SIGN_STEP_PX * (len(card.signs) + card.is_block) if number == len(rows) - 1 else 0.0
            texts.append(self._text(text, SMALL_TEXT_PX, y, color, width=room - beside))
        if tag := self._tag(card.tag, title, top):
            texts.append(tag)
        return texts

    def _main_color(self, card: CardText) -> str:
        return self._theme.muted if card.is_bypassed else self._theme.text

    def _tag(self, tag: str, title: Text, top: float) -> Text | None:
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
    ) -> Text:
        font = _font(size, is_bold=is_bold)
        laid_out = QStaticText(QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width))
        laid_out.setTextFormat(Qt.TextFormat.PlainText)
        laid_out.prepare(font=font)
        return Text(QPointF(_LEFT_PX, top), laid_out, font, QColor(color))


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
