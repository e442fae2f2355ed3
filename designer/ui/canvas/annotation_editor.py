"""Writing into a note or a frame's title, at the place where it stands."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGraphicsView, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from designer.document.note_commands import ChangeAnnotations
from designer.document.settings import Annotation, Note
from designer.ui.canvas.annotations import Key, bar_of
from designer.ui.canvas.gestures.base import Pointer, Tools
from designer.ui.canvas.gestures.choice import part_at
from designer.ui.canvas.painting.note_texts import needed_height
from designer.ui.theme import SMALL_TEXT_PX, TEXT_PX, Theme

_MOST_HEIGHT_PX = 800.0
_LEAST_WIDTH_PX, _LEAST_HEIGHT_PX = 140, 28
_PADDING_PX, _TEXT_MARGIN_PX = 7, 2
"""With the border as far from the edge as the text that is drawn."""
_TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BEGIN = (*_ENTER, Qt.Key.Key_F2)
_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class _NoteField(QPlainTextEdit):
    """A field from which no key reaches the canvas below."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        event.accept()


class _TitleField(QLineEdit):
    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        event.accept()


_Field = _NoteField | _TitleField


class AnnotationEditor(QObject):
    """Opens a field over a note or title, by double click, F2 or Enter; Tab and Ctrl+Enter leave it.

    What is typed is in the document at once, as one step until the field is left. Escape brings the old text
    back, which leaves no step.
    """

    def __init__(self, view: QGraphicsView, tools: Tools, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._tools = tools
        self._theme = theme
        self._field: _Field | None = None
        self._before: Annotation | None = None
        self._key = Key("note", "")
        tools.content.annotations.restructured.connect(self._on_restructured)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    @property
    def field(self) -> QWidget | None:
        """The field that is open."""
        return self._field

    def set_theme(self, theme: Theme) -> None:
        """Write in other colours."""
        self._theme = theme
        self.keep_in_place()

    def edit_selected(self) -> None:
        """Write into the note or frame that was selected last."""
        if chosen := self._tools.interaction.annotations:
            self.edit(chosen[-1])

    def edit(self, key: Key) -> None:
        """Write into a note, or over the title of a frame."""
        self.close()
        annotations, document = self._tools.content.annotations, self._tools.content.document
        self._view.ensureVisible(annotations.rect(key))
        document.seal()
        self._key, self._before = key, annotations[key]
        self._field = field = self._make_field(self._before)
        field.installEventFilter(self)
        self.keep_in_place()
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()
        field.textChanged.connect(self._on_typed)

    def close(self) -> None:
        """Leave the field, if one is open; what was typed stays."""
        field, self._field, self._before = self._field, None, None
        if field is None:
            return
        field.removeEventFilter(self)
        if field.hasFocus():  # hidden with it, it would hand it on as if by Tab
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        field.hide()
        field.deleteLater()
        self._tools.content.document.seal()

    def keep_in_place(self) -> None:
        """Lay the field over what it edits, as large as it is shown."""
        if not self._field or self._key not in self._tools.content.annotations:
            return
        item, zoom = self._tools.content.annotations[self._key], self._tools.navigation.zoom
        rect = (
            self._tools.content.annotations.rect(self._key) if isinstance(item, Note) else bar_of(item, zoom)
        )
        place = self._view.mapFromScene(rect).boundingRect()
        size = place.size().expandedTo(QRect(0, 0, _LEAST_WIDTH_PX, _LEAST_HEIGHT_PX).size())
        self._field.setGeometry(QRect(place.topLeft(), size))
        pixels = max(SMALL_TEXT_PX, round(TEXT_PX * zoom))
        theme = self._theme
        self._field.setStyleSheet(
            f"background: {theme.card}; color: {theme.text}; border: 1px solid {theme.accent};"
            f"font-size: {pixels}px; padding: {_PADDING_PX if isinstance(item, Note) else 2}px;"
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field:
            return self._takes_from_field(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self._view:
            return self._takes_key(event)
        is_double = event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent)
        return is_double and isinstance(event, QMouseEvent) and self._takes_double_click(event)

    def _takes_from_field(self, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STAYS:
            self.close()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        is_done = self._key.kind == "frame" or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self._take_back()
        elif event.key() not in _TAB and not (event.key() in _ENTER and is_done):
            return False
        self.close()
        return True

    def _takes_key(self, event: QKeyEvent) -> bool:
        state = self._tools.interaction
        is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() not in _BEGIN or not is_plain or state.nodes or not state.annotations:
            return False
        self.edit_selected()
        return True

    def _takes_double_click(self, event: QMouseEvent) -> bool:
        spot = event.position().toPoint()
        point = self._view.mapToScene(spot)
        is_left = event.button() == Qt.MouseButton.LeftButton
        if not is_left or self._tools.content.node_at(point):
            return False
        part = part_at(self._tools, Pointer(point, spot))
        if part:
            self._tools.interaction.select([], [], [part.key])
            self.edit(part.key)
        return part is not None

    def _make_field(self, item: Annotation) -> _Field:
        room = self._view.viewport()
        if isinstance(item, Note):
            note = _NoteField(item.text, room)
            note.setObjectName("noteEditor")
            note.setAccessibleName("Text of the note")
            note.document().setDocumentMargin(_TEXT_MARGIN_PX)
            return note
        title = _TitleField(item.title, room)
        title.setObjectName("frameTitleEditor")
        title.setAccessibleName("Title of the frame")
        return title

    def _text(self) -> str:
        return self._field.toPlainText() if isinstance(self._field, _NoteField) else self._title()

    def _title(self) -> str:
        return self._field.text() if isinstance(self._field, _TitleField) else ""

    def _on_typed(self) -> None:
        item = self._tools.content.annotations[self._key]
        self._push(_with_text(item, self._text()))

    def _take_back(self) -> None:
        """Type what was there before, if anything else is there now."""
        item = self._tools.content.annotations[self._key]
        if self._before and item != self._before:
            self._push(self._before)

    def _push(self, item: Annotation) -> None:
        noun = "note" if isinstance(item, Note) else "title of a frame"
        self._tools.editing.push(ChangeAnnotations([item], "text", f"Edit {noun}"))

    def _on_restructured(self) -> None:
        """Follow an undo, or another place."""
        if not self._field:
            return
        if self._key not in self._tools.content.annotations:
            self.close()
            return
        item = self._tools.content.annotations[self._key]
        text = item.text if isinstance(item, Note) else item.title
        if text != self._text():
            self._field.blockSignals(True)
            if isinstance(self._field, _NoteField):
                self._field.setPlainText(text)
            else:
                self._field.setText(text)
            self._field.blockSignals(False)
        self.keep_in_place()


def _with_text(item: Annotation, text: str) -> Annotation:
    """The same with other words; a note grows so that they have room."""
    if not isinstance(item, Note):
        return item.model_copy(update={"title": text})
    width, height = item.size
    size = width, max(height, min(needed_height(text, width), _MOST_HEIGHT_PX))
    return item.model_copy(update={"text": text, "size": size})
