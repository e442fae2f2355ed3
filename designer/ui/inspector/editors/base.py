"""What every editor of a parameter has in common."""

from enum import Enum
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.catalog.values import Expr, KerasObject, Value


class Mixed(Enum):
    """What several layers have whose values differ: none that could be shown."""

    MIXED = "mixed"


MIXED: Final = Mixed.MIXED


class Editor(QWidget):
    """Edits one value. It shows what it is given and tells what the user made of it.

    Signals:
        edited: Another valid value; `MIXED` to take back what half a word was taken for.
        refused: What is expected instead of what was typed; empty once the text is valid.
        left: The user is done here: a choice was made, Enter was pressed, or the focus went elsewhere.
    """

    edited = Signal(object)
    refused = Signal(str)
    left = Signal()

    def __init__(self, control: QWidget) -> None:
        super().__init__()
        self.control = control
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(control)
        self.setFocusProxy(control)

    @property
    def typed_into(self) -> QWidget:
        """What is outlined where the text in it is refused."""
        return self.control

    def accepts(self, value: Value) -> bool:
        """Whether this editor can show the value."""
        return not isinstance(value, Expr | KerasObject)

    def show_value(self, value: Value) -> None:
        """Show a value, unless it is what the field already says."""
        raise NotImplementedError

    def show_mixed(self) -> None:
        """Show that several layers have different values here."""
        raise NotImplementedError
