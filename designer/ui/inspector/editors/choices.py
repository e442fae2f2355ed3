"""Editors of what is chosen: switches, words from a list, activations."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QSizePolicy
from typing_extensions import override

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Value
from designer.ui.inspector.editors.base import MIXED, Editor
from designer.ui.inspector.parsing import describe
from designer.ui.widgets import Combo, make_searchable

_NUM_NAMED = 3


class BoolEditor(Editor):
    """A switch."""

    def __init__(self, _spec: ParamSpec) -> None:
        self._box = QCheckBox()
        self._box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        super().__init__(self._box)
        self._box.clicked.connect(self._on_clicked)

    @override
    def accepts(self, value: Value) -> bool:
        return isinstance(value, bool)

    @override
    def show_value(self, value: Value) -> None:
        self._box.setText("")
        self._box.setTristate(False)
        self._box.setChecked(value is True)

    @override
    def show_mixed(self) -> None:
        self._box.setText(MIXED.value)
        self._box.setCheckState(Qt.CheckState.PartiallyChecked)

    def _on_clicked(self, is_on: bool) -> None:
        self.edited.emit(is_on)
        self.left.emit()


class ChoiceEditor(Editor):
    """One of several values, by their names."""

    def __init__(self, spec: ParamSpec, values: Sequence[Value]) -> None:
        self._spec = spec
        self._values: list[Value] = [None, *values] if spec.nullable else list(values)
        self._combo = Combo("")
        super().__init__(self._combo)
        self._combo.addItems([describe(value) for value in self._values])
        self._combo.activated.connect(self._on_activated)

    @override
    def show_value(self, value: Value) -> None:
        self._combo.setPlaceholderText("required")
        if value is None and not self._spec.nullable:
            self._combo.setCurrentIndex(-1)
            return
        if value not in self._values:
            self._values.append(value)
            self._combo.addItem(describe(value))
        self._combo.setCurrentIndex(self._values.index(value))

    @override
    def show_mixed(self) -> None:
        self._combo.setPlaceholderText(MIXED.value)
        self._combo.setCurrentIndex(-1)

    def _on_activated(self, index: int) -> None:
        self.edited.emit(self._values[index])
        self.left.emit()


class WordEditor(Editor):
    """A word that is typed or picked from a list that narrows while typing; other words may be legal too."""

    def __init__(self, spec: ParamSpec, words: Sequence[str]) -> None:
        self._spec = spec
        self._words = words
        self._combo = Combo("")
        super().__init__(self._combo)
        self._combo.addItems([*(["None"] if spec.nullable else []), *words])
        self._is_mixed = False
        line = self._line = make_searchable(self._combo)
        line.textEdited.connect(self._on_text_edited)
        line.editingFinished.connect(self._on_editing_finished)
        self._combo.activated.connect(self._on_activated)

    @override
    def show_value(self, value: Value) -> None:
        self._is_mixed = False
        self._line.setPlaceholderText("None" if self._spec.nullable else "required")
        text = "None" if value is None and self._spec.nullable else "" if value is None else describe(value)
        if self._combo.currentText() != text and not (value is None and not self._combo.currentText()):
            self._combo.setCurrentIndex(self._combo.findText(text))
            self._combo.setEditText(text)
        self.refused.emit("")

    @override
    def show_mixed(self) -> None:
        self._is_mixed = True
        self._line.setPlaceholderText(MIXED.value)
        self._combo.setCurrentIndex(-1)
        self._combo.setEditText("")
        self.refused.emit("")

    def _on_text_edited(self) -> None:
        text = self._combo.currentText().strip()
        if self._is_legal(text):
            self.refused.emit("")
            self.edited.emit(None if self._means_none(text) else text)
        else:
            self.refused.emit(self._expectation())

    def _on_activated(self) -> None:
        self._on_text_edited()
        self.left.emit()

    def _on_editing_finished(self) -> None:
        text = self._combo.currentText().strip()
        if self._is_mixed and not text:
            self.refused.emit("")
        elif not self._is_legal(text):
            self.refused.emit(self._expectation())
        self.left.emit()

    def _means_none(self, text: str) -> bool:
        return self._spec.nullable and text in {"", "None"}

    def _is_legal(self, text: str) -> bool:
        return self._means_none(text) or text in self._words or (self._spec.open and bool(text))

    def _expectation(self) -> str:
        return f"Expected one of the list: {', '.join(self._words[:_NUM_NAMED])}…"
