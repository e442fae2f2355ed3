"""The words on notes and frames, broken into lines once for each wording and size."""

import math
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QStaticText,
    QTextLayout,
    QTextOption,
)

from designer.document.settings import Frame
from designer.ui.canvas.annotations import bar_of, title_px
from designer.ui.theme import LINE_HEIGHT, TEXT_PX

NOTE_MARGIN_PX = 10.0
_MOST_KEPT = 1024
_MOST_LETTERS = 20_000
_MOST_TITLE_LETTERS = 200
_LEAST_LETTERS = 4
_DOTS = "…"


class NoteTexts:
    """Lays text out and keeps what is in use."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Sequence[QStaticText]] = OrderedDict()

    def draw_note(self, painter: QPainter, rect: QRectF, text: str, size: int) -> None:
        """Write wrapped text into a note, as much of it as there is room for."""
        room = rect.adjusted(NOTE_MARGIN_PX, NOTE_MARGIN_PX, -NOTE_MARGIN_PX, -NOTE_MARGIN_PX)
        key = text, room.width(), room.height(), size
        lines = self._kept.get(key)
        if lines is None:
            lines = [_static(line, _font(size)) for line in _broken(text, room, size)]
            self._keep(key, lines)
        painter.setFont(_font(size))
        for number, line in enumerate(lines):
            painter.drawStaticText(room.topLeft() + QPointF(0, number * size * LINE_HEIGHT), line)

    def draw_title(self, painter: QPainter, box: QRectF, title: str, size: int) -> None:
        """Write a frame's title, in a box from `title_box`."""
        font, room = _font(size, is_bold=True), box.width() - size
        key = title, room, size
        lines = self._kept.get(key)
        if lines is None:
            lines = [_static(_elided(title, room + 1, font), font)]
            self._keep(key, lines)
        painter.setFont(font)
        height = lines[0].size().height()
        painter.drawStaticText(QPointF(box.left() + size / 2, box.center().y() - height / 2), lines[0])

    def _keep(self, key: Hashable, lines: Sequence[QStaticText]) -> None:
        self._kept[key] = lines
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)


def title_box(frame: Frame, zoom: float) -> QRectF:
    """Where a frame's title stands; null where next to nothing of it would have room."""
    bar, size = bar_of(frame, zoom), round(title_px(zoom))
    font = _font(size, is_bold=True)
    shown = _elided(frame.title, bar.width() - 2 * size, font)
    has_room = bar.height() >= 1.5 * size and (not shown.endswith(_DOTS) or len(shown) > _LEAST_LETTERS)
    if not shown or not has_room:
        return QRectF()
    return QRectF(bar.topLeft(), QSizeF(QFontMetricsF(font).horizontalAdvance(shown) + size, bar.height()))


def needed_height(text: str, width: float) -> float:
    """How high a note of a width must be for all of a text."""
    room = QRectF(0, 0, width - 2 * NOTE_MARGIN_PX, math.inf)
    return len(_broken(text, room, TEXT_PX)) * TEXT_PX * LINE_HEIGHT + 2 * NOTE_MARGIN_PX


def _broken(text: str, room: QRectF, size: int) -> list[str]:
    """The lines of a text that a room can hold; dots stand for the rest."""
    most = room.height() / (size * LINE_HEIGHT)
    lines: list[str] = []
    for paragraph in text[:_MOST_LETTERS].splitlines():
        lines += _wrapped(paragraph, room.width(), size)
        if len(lines) > most:
            break
    if len(lines) > most and (lines := lines[: int(most)]):
        metrics = QFontMetricsF(_font(size))
        lines[-1] = metrics.elidedText(
            f"{lines[-1].rstrip()}{_DOTS}", Qt.TextElideMode.ElideRight, room.width()
        )
    return lines


def _wrapped(paragraph: str, width: float, size: int) -> list[str]:
    layout = QTextLayout(paragraph, _font(size))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    units, lines = paragraph.encode("utf-16-le", "surrogatepass"), list[str]()
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1.0))
        part = units[2 * line.textStart() : 2 * (line.textStart() + line.textLength())]
        lines.append(part.decode("utf-16-le", "replace"))
    layout.endLayout()
    return lines or [""]


def _static(text: str, font: QFont) -> QStaticText:
    laid_out = QStaticText(text)
    laid_out.setTextFormat(Qt.TextFormat.PlainText)
    laid_out.prepare(font=font)
    return laid_out


def _elided(title: str, room: float, font: QFont) -> str:
    """A title in one line, with dots for what has no room."""
    line = " ".join(title[:_MOST_TITLE_LETTERS].split())
    return QFontMetricsF(font).elidedText(line, Qt.TextElideMode.ElideRight, room)


def _font(size: int, *, is_bold: bool = False) -> QFont:
    return _sized(QGuiApplication.font().family(), size, is_bold)


@cache
def _sized(family: str, size: int, is_bold: bool) -> QFont:
    font = QFont(family)
    font.setPixelSize(size)
    font.setBold(is_bold)
    return font
