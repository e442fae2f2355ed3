"""The inspector's page about notes and frames: their words and their colour."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QToolButton, QVBoxLayout, QWidget

from designer.document.document import Document
from designer.document.note_commands import ChangeAnnotations
from designer.document.settings import Annotation, Note
from designer.ui.canvas.annotations import Key, key_of
from designer.ui.swatches import swatch
from designer.ui.theme import DARK, GRID_PX
from designer.ui.widgets import heading, label

_COLUMNS = 5
_HINT = "Double-click it or press F2 to write. A frame takes along what lies in it."


class AnnotationPage(QWidget):
    """What is selected, and a palette."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._keys: tuple[Key, ...] = ()
        self._title = heading("")
        self._title.setObjectName("annotationTitle")
        self._words = label()
        self._words.setObjectName("annotationWords")
        self._buttons = {color: self._button(color) for color in ("", *DARK.families)}
        palette = QWidget()
        grid = QGridLayout(palette)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID_PX // 2)
        for place, button in enumerate(self._buttons.values()):
            grid.addWidget(button, *divmod(place, _COLUMNS))
        grid.setColumnStretch(_COLUMNS, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        for part in (self._title, self._words, label("Colour"), palette, label(_HINT, muted=True)):
            column.addWidget(part)

    def show_annotations(self, keys: Sequence[Key]) -> None:
        """Show these notes and frames."""
        self._keys = tuple(keys)
        items = self._items()
        self._title.setText(_title(items))
        only = items[0] if len(items) == 1 else None
        self._words.setText((only.text if isinstance(only, Note) else only.title) if only else "")
        self._words.setVisible(bool(self._words.text()))
        colors = {item.color for item in items}
        for color, button in self._buttons.items():
            button.setIcon(swatch(color))
            button.setChecked(colors == {color})

    def _items(self) -> list[Annotation]:
        items: list[Annotation] = [*self._document.notes, *self._document.frames]
        return [item for item in items if key_of(item) in self._keys]

    def _button(self, color: str) -> QToolButton:
        button = QToolButton()
        name = color.capitalize() or "None"
        button.setObjectName(f"annotationColor_{color or 'none'}")
        button.setAccessibleName(f"Colour: {name}")
        button.setToolTip(name)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda _checked=False: self._set_color(color))
        return button

    def _set_color(self, color: str) -> None:
        items = [item.model_copy(update={"color": color}) for item in self._items() if item.color != color]
        if items:
            self._document.push(ChangeAnnotations(items, label="Change colour"))
        else:
            self.show_annotations(self._keys)


def _title(items: Sequence[Annotation]) -> str:
    if len(items) == 1:
        return "Note" if isinstance(items[0], Note) else "Frame"
    num_notes = sum(isinstance(item, Note) for item in items)
    counts = (("note", num_notes), ("frame", len(items) - num_notes))
    return " and ".join(f"{count} {noun}{'s'[: count != 1]}" for noun, count in counts if count)
