"""Editors of what is typed: words, tuples, shapes, lists."""

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from designer.catalog.spec import ParamSpec
from designer.catalog.values import KerasObject, Value
from designer.errors import RequestError
from designer.ui.inspector.editors.base import MIXED, Editor, Mixed
from designer.ui.inspector.formulas import Formulas
from designer.ui.inspector.parsing import expectation, same, show
from designer.ui.theme import CONTROL_PX
from designer.ui.widgets import leave_undo_to_window

_NUM_CHARACTERS = 7
_FRAME_PX = 28


class TextEditor(Editor):
    """A line of text that is read as it is typed."""

    def __init__(
        self,
        spec: ParamSpec,
        formulas: Formulas | None = None,
        line: QLineEdit | None = None,
        control: QWidget | None = None,
    ) -> None:
        self._spec = spec
        self._formulas = formulas or Formulas()
        self._line = line or QLineEdit()
        self._current: Value | Mixed = None
        self._before: Value | Mixed = None
        self._is_editing = self._is_restoring = False
        super().__init__(control or self._line)
        self._show_hint()
        self.control.setToolTip(f"{spec.name}: {expectation(spec)}")
        self.control.setMinimumWidth(_NUM_CHARACTERS * self.fontMetrics().averageCharWidth() + _FRAME_PX)
        self.control.setMinimumHeight(CONTROL_PX)
        leave_undo_to_window(self.control)
        self._line.textEdited.connect(self._on_text_edited)
        self._line.editingFinished.connect(self._on_editing_finished)

    @override
    def accepts(self, value: Value) -> bool:
        return not isinstance(value, KerasObject)

    @override
    def show_value(self, value: Value) -> None:
        self._current = value
        if self._is_restoring or (self._line.hasFocus() and self._reads_as(value)):
            return
        self._is_editing = False
        self._show_hint()
        text = show(self._spec, value)
        if text != self._line.text():
            self._line.setText(text)
            self._line.setCursorPosition(0)  # of a long one, the beginning is seen
        self.refused.emit("")

    @override
    def show_mixed(self) -> None:
        self._current = MIXED
        if not self._is_restoring:
            self._is_editing = False
            self._line.clear()
            self._show_hint()
            self.refused.emit("")

    def _show_hint(self) -> None:
        """Say in an empty line what it stands for."""
        spec, is_mixed = self._spec, self._current is MIXED
        empty = "None" if spec.nullable else "required" if spec.required else ""
        self._line.setPlaceholderText(MIXED.value if is_mixed else empty)

    def _reads_as(self, value: Value) -> bool:
        try:
            return same(self._read(), value)
        except RequestError:
            return False

    def _read(self) -> Value:
        return self._formulas.read(self._spec, self._line.text())

    def _on_text_edited(self) -> None:
        if not self._is_editing:
            self._is_editing, self._before = True, self._current
        try:
            value = self._read()
        except RequestError as error:
            self.refused.emit(str(error))
            self._restore()
        else:
            self.refused.emit("")
            self.edited.emit(value)

    def _restore(self) -> None:
        """Take back what the first letters of a wrong text were taken for: 1.5 filters aren't 1 either."""
        if not same(self._current, self._before):
            self._is_restoring = True
            self.edited.emit(self._before)
            self._is_restoring = False

    def _on_editing_finished(self) -> None:
        self._is_editing = False
        if self._current is MIXED and not self._line.text():
            self.refused.emit("")
            self.left.emit()
            return
        try:
            self._line.setText(show(self._spec, self._read()))
        except RequestError as error:
            self.refused.emit(str(error))
        self.left.emit()
