"""Keys that a widget keeps to itself, whatever they mean to the window."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class OwnKeys(QObject):
    """Calls a function when its keys are pressed in a widget; it lives as long as that.

    A shortcut of the widget's would be ambiguous where the window has the same keys.
    """

    def __init__(self, widget: QWidget, slots: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(widget)
        self._slots = {QKeySequence(keys): slot for keys, slot in slots.items()}
        widget.installEventFilter(self)

    def add(self, keys: str, slot: Callable[[], object]) -> None:
        """Take further keys."""
        self._slots[QKeySequence(keys)] = slot

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        slot = self._slots.get(QKeySequence(event.keyCombination()))
        if slot is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            slot()
        return True
