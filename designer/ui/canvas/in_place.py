"""A line of text that is edited where it stands on the canvas: the name of a node, the title of a frame."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsView, QLineEdit, QWidget
from typing_extensions import override

from designer.errors import DesignerError
from designer.ui.canvas.gestures.base import Tools
from designer.ui.theme import CONTROL_PX, GRID_PX, TEXT_PX, current

_LARGEST_TEXT_PX = 2 * TEXT_PX
_LEAST_WIDTH_PX = 22 * GRID_PX


@dataclass(frozen=True)
class Text:
    """What is to be edited.

    Args:
        title: What it is, for screen readers.
        value: How it reads now.
        area: Where it stands in the scene; None once it is gone.
        accept: Takes the new text; raises a `DesignerError` where it can't be.
        is_new: Whether there is none yet, so that what the field proposes is taken too.
    """

    title: str
    value: str
    area: Callable[[], QRectF | None]
    accept: Callable[[str], None]
    is_new: bool = False


class InPlace(QObject):
    """Edits one text at a time, in a field that follows the view.

    Enter and leaving the field accept, Esc cancels; a refused text stays, with the reason beside it.

    Args:
        view: The canvas.
        tools: Its parts.
    """

    def __init__(self, view: QGraphicsView, tools: Tools) -> None:
        super().__init__(view)
        self._view = view
        self._tools = tools
        self._text: Text | None = None
        self._line: _Line | None = None
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self._follow)
            bar.rangeChanged.connect(self._follow)  # also when the zoom alone changes
        tools.content.touched.connect(self._follow)
        tools.content.restructured.connect(self._follow)

    def edit(self, text: Text) -> None:
        """Open a field over a text, all of it marked; what was edited before is accepted, or else dropped."""
        self._accept()
        self._close()
        if (area := text.area()) is None:
            return
        self._view.ensureVisible(area)
        self._text = text
        line = self._line = self._make_line(text)
        self._follow()
        line.show()
        line.selectAll()
        line.setFocus()

    def cancel(self) -> bool:
        """Leave the text as it was; returns whether any was being edited."""
        is_open = self._text is not None
        self._close()
        return is_open

    def _make_line(self, text: Text) -> "_Line":
        line = _Line(text.value, self._view.viewport())
        line.setObjectName("inPlace")
        line.setAccessibleName(text.title)
        line.setToolTip(text.title)
        line.editingFinished.connect(self._accept)
        line.cancelled.connect(self.cancel)
        line.textEdited.connect(lambda: self._show_refusal(""))
        return line

    def _accept(self) -> None:
        text, line = self._text, self._line
        if text is None or line is None:
            return
        value = line.text().strip()
        self._text = None  # taking the text may move the focus or the node
        try:
            if value != text.value or text.is_new:
                text.accept(value)
        except DesignerError as error:
            self._text = text
            self._show_refusal(str(error))
        else:
            self._close()

    def _close(self) -> None:
        line, self._line, self._text = self._line, None, None
        if line is None:
            return
        had_focus = line.hasFocus()
        if line.is_refused:
            self._tools.bubble.hide()
        line.hide()
        line.deleteLater()
        if had_focus:
            self._view.setFocus()

    def _show_refusal(self, reason: str) -> None:
        if self._line and (reason or self._line.is_refused):
            self._line.mark(is_refused=bool(reason))
            below = self._line.geometry().bottomLeft() - QPoint(2 * GRID_PX, GRID_PX)
            self._tools.bubble.say(reason, below, is_refusal=True)

    def _follow(self, *_what: object) -> None:
        """Stay where the text is; close where it is gone."""
        if self._text is None or self._line is None:
            return
        area = self._text.area()
        if area is None:
            self._close()
        else:
            self._line.fit(self._view.mapFromScene(area).boundingRect(), self._tools.navigation.zoom)


class _Line(QLineEdit):
    """Keeps all keys to itself: those that it has no use for would else be taken for the canvas's.

    Signals:
        cancelled: Esc was pressed.
    """

    cancelled = Signal()

    def __init__(self, text: str, room: QWidget) -> None:
        super().__init__(text, room)
        self._room = room
        self._text_px = TEXT_PX
        self.is_refused = False

    def mark(self, *, is_refused: bool) -> None:
        """Show whether what was typed is refused."""
        self.is_refused = is_refused
        color = current().error if is_refused else current().accent
        self.setStyleSheet(
            f"font-size: {self._text_px}px; border: 2px solid {color}; padding: 0 {GRID_PX}px;"
        )

    def fit(self, area: QRect, zoom: float) -> None:
        """Cover an area, or where that is too small to read, more."""
        self._text_px = round(min(max(TEXT_PX * zoom, TEXT_PX), _LARGEST_TEXT_PX))
        self.mark(is_refused=self.is_refused)
        place = QRect(QPoint(), area.size().expandedTo(QSize(_LEAST_WIDTH_PX, CONTROL_PX)))
        place.moveCenter(area.center())
        room = self._room.rect()
        if area.intersects(room):
            place.moveLeft(max(0, min(place.left(), room.width() - place.width())))
        self.setGeometry(place)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
        event.accept()

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        event.accept()

    @override
    def focusNextPrevChild(self, _is_next: bool) -> bool:
        """Tab ends the edit as Enter does; on the canvas it would ask for a layer."""
        self.editingFinished.emit()
        return True
