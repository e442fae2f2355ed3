"""Editors of numbers: typed, or stepped with the arrow keys."""

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox
from typing_extensions import override

from designer.catalog.spec import ParamSpec
from designer.errors import RequestError
from designer.ui.inspector.editors.texts import TextEditor
from designer.ui.inspector.formulas import Formulas
from designer.ui.inspector.parsing import parse, show


def stepped(spec: ParamSpec, value: float | None, steps: int) -> float:
    """The number that so many steps up or down lead to, within the limits.

    Whole numbers step by 1, others by 1 in their leading digit: 0.001, 0.002 … 0.009, 0.01, 0.02.
    """
    if value is None:
        value = spec.minimum or 0
    elif spec.kind == "int":
        value = int(value) + steps
    else:
        value = round(value + steps * _unit(value, steps), 12)
    low = -math.inf if spec.minimum is None else spec.minimum
    high = math.inf if spec.maximum is None else spec.maximum
    value = min(max(value, low), high)
    return int(value) if spec.kind == "int" else float(value)


def _unit(value: float, steps: int) -> float:
    if value == 0:
        return 0.1
    exponent = math.floor(math.log10(abs(value)) + 1e-9)
    shrinks = (value > 0) != (steps > 0)
    is_power = math.isclose(abs(value), 10.0**exponent)
    return float(10.0 ** (exponent - 1 if is_power and shrinks else exponent))


class StepBox(QAbstractSpinBox):
    """A line for a number with buttons to step; empty may mean None. The wheel works only with the focus."""

    number_stepped = Signal()

    def __init__(self, spec: ParamSpec) -> None:
        super().__init__()
        self._spec = spec
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def stepBy(self, steps: int) -> None:
        value = stepped(self._spec, self._value(), steps)
        self.lineEdit().setText(show(self._spec, value))
        self.number_stepped.emit()

    @override
    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flag = QAbstractSpinBox.StepEnabledFlag
        if self.lineEdit().text().startswith("="):
            return flag.StepNone  # what is computed has no next number
        return flag.StepUpEnabled | flag.StepDownEnabled

    @override
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return QValidator.State.Acceptable, text, position

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _value(self) -> float | None:
        try:
            value = parse(self._spec, self.lineEdit().text())
        except RequestError:
            return None
        return value if isinstance(value, int | float) else None


class NumberEditor(TextEditor):
    """A whole or real number."""

    def __init__(self, spec: ParamSpec, formulas: Formulas | None = None) -> None:
        box = StepBox(spec)
        super().__init__(spec, formulas, box.lineEdit(), box)
        box.number_stepped.connect(self._on_text_edited)
