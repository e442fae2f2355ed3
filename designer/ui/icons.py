"""Icons: one set (Phosphor), one weight, in the colours of the palette in force."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)

_FONT, _CHARACTERS = "phosphor-[0-9]*.ttf", "phosphor-charmap-*.json"
_FILL = 0.94

_GLYPHS = {
    "add": "plus",
    "adapt": "magic-wand",
    "arrow-down": "arrow-down",
    "arrow-right": "arrow-right",
    "arrow-up": "arrow-up",
    "bookmark": "bookmark-simple",
    "browse": "folder-open",
    "branch": "git-branch",
    "check": "check",
    "checkpoint": "flag",
    "close": "x",
    "copy": "copy",
    "data": "database",
    "delete": "trash",
    "dark": "moon",
    "download": "download-simple",
    "error": "x-circle",
    "export": "export",
    "fit": "corners-out",
    "fix": "wrench",
    "frame": "selection",
    "formula": "link-simple",
    "fold": "caret-right",
    "enter": "sign-in",
    "help": "question",
    "import": "file-arrow-down",
    "info": "info",
    "layer": "stack",
    "layout": "tree-structure",
    "light": "sun",
    "new": "file-plus",
    "note": "note",
    "open": "folder-open",
    "pause": "pause",
    "play": "play",
    "preset": "squares-four",
    "rate": "gauge",
    "redo": "arrow-arc-right",
    "reset": "arrow-counter-clockwise",
    "resume-run": "fast-forward",
    "roll-back": "clock-counter-clockwise",
    "save": "floppy-disk",
    "search": "magnifying-glass",
    "settings": "gear",
    "step": "skip-forward",
    "stop": "stop",
    "stop-after": "hand-palm",
    "tour": "map-trifold",
    "undo": "arrow-arc-left",
    "up": "arrow-bend-left-up",
    "unfold": "caret-down",
    "warning": "warning",
    "zoom-in": "magnifying-glass-plus",
    "zoom-out": "magnifying-glass-minus",
}


def icon(name: str, color: str = "") -> QIcon:
    """The icon called `name`; it follows the theme unless a colour is given.

    Raises:
        KeyError: There is no such icon.
    """
    return QIcon(_Glyph(_characters()[_GLYPHS[name]], color))


@cache
def _characters() -> dict[str, str]:
    codes: dict[str, str] = json.loads(_find(_CHARACTERS).read_bytes())
    return {glyph: chr(int(codes[glyph], 16)) for glyph in _GLYPHS.values()}


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(_find(_FONT)))
    return QFontDatabase.applicationFontFamilies(number)[0]


def _find(pattern: str) -> Path:
    """A file of QtAwesome, whose own import reads all of its fonts and costs a start 0.13 s."""
    package = find_spec("qtawesome")
    folders = package.submodule_search_locations if package else None
    return next(path for folder in folders or () for path in Path(folder, "fonts").glob(pattern))


class _Glyph(QIconEngine):
    """Paints one character of the icon font."""

    def __init__(self, character: str, color: str) -> None:
        super().__init__()
        self._character = character
        self._color = color

    def clone(self) -> QIconEngine:
        return _Glyph(self._character, self._color)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        if size.isEmpty():  # of a button in a form that is still being laid out
            return pixmap
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        painter.save()
        painter.setPen(self._pen(mode))
        font = QFont(_family())
        font.setPixelSize(round(rect.height() * _FILL))
        painter.setFont(font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._character)
        painter.restore()

    def _pen(self, mode: QIcon.Mode) -> QColor:
        if self._color and mode != QIcon.Mode.Disabled:
            return QColor(self._color)
        group = QPalette.ColorGroup.Disabled if mode == QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        role = (
            QPalette.ColorRole.HighlightedText
            if mode == QIcon.Mode.Selected
            else QPalette.ColorRole.WindowText
        )
        return QGuiApplication.palette().color(group, role)
