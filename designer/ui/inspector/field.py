"""One parameter in a form: its editor, a button to reset it, and what is wrong with what was typed."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget
from typing_extensions import override

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr, Value
from designer.ui.inspector.editors.base import Editor
from designer.ui.inspector.editors.computed import ComputedEditor
from designer.ui.inspector.editors.fixed import FixedEditor
from designer.ui.inspector.formula_button import FormulaButton
from designer.ui.inspector.formulas import Formulas
from designer.ui.inspector.parsing import describe, show
from designer.ui.theme import ICON_PX, RADIUS_PX
from designer.ui.widgets import error_label, icon_button, label, show_error

_PATIENCE_MS = 500
_BUTTON_PX = ICON_PX + 6
_PRESENT, _COMPUTE, _RESET = 1, 2, 3


class Field(QWidget):
    """Shows one parameter.

    Signals:
        edited: The user gave it another valid value.
        reset: The user wants Keras's default back.
        left: The user is done with it.

    Args:
        formulas: What is known of the block around.
        parameterise: Makes a parameter of the block of the value; None where that can't be.
    """

    edited = Signal(object)
    reset = Signal()
    left = Signal()

    def __init__(
        self,
        spec: ParamSpec,
        name: str,
        title: str,
        make: Callable[[ParamSpec], Editor],
        formulas: Formulas | None = None,
        parameterise: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._formulas = formulas or Formulas()
        self._parameterise = parameterise
        self._value: Value = None
        self._spec = spec
        self._name = name
        self._title = title
        self._make = make
        self._refusal = ""
        self._stays = ""
        self._message: QLabel | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(1, 1, 0, 1)
        self._grid.setVerticalSpacing(2)
        self._grid.setHorizontalSpacing(0)  # a spacing would come and go with the button
        self._grid.setColumnMinimumWidth(_RESET, _BUTTON_PX + 2)
        self._grid.setColumnStretch(0, 1)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._reveal)
        self._button: QWidget | None = None
        self._present: QLabel | None = None
        self._computing: FormulaButton | None = None
        self.editor = self._place(make(spec))

    def show_value(self, value: Value, *, is_given: bool) -> None:
        """Show a value; `is_given` says whether it was set or is the default."""
        self._stays = f"Still {show(self._spec, value) or describe(value)}."
        self._value = value
        self._fit_editor(value)
        self.editor.show_value(value)
        self._show_reset(is_given and (isinstance(value, Expr) or not self._spec.required))
        self.show_present()

    def show_present(self) -> None:
        """Show what a computed value is in the instance looked at, and a button to compute one."""
        text = self._formulas.present(self._spec, self._value)
        if text and not self._present:
            self._present = label(muted=True, wrap=False)
            self._present.setObjectName(f"{self._name}_present")
            self._present.setToolTip("What it is in the place that is looked at")
            self._grid.addWidget(self._present, 0, _PRESENT)
        if self._present:
            self._present.setText(f" → {text} ")
            self._present.setVisible(bool(text))
        if self._formulas.block and not self._computing:
            args = self._spec, self._formulas, self._on_computed, self._parameterise
            self._computing = FormulaButton(f"{self._name}_formula", *args)
            self._grid.addWidget(self._computing, 0, _COMPUTE, Qt.AlignmentFlag.AlignTop)
        if self._computing:
            self._computing.show_value(self._value)
            self._computing.setVisible(self._formulas.block is not None)

    def show_mixed(self) -> None:
        """Show that several layers have different values."""
        self._stays = "Nothing was changed."
        if isinstance(self.editor, FixedEditor | ComputedEditor):
            self._replace_editor(self._make(self._spec))
        self.editor.show_mixed()
        self._value = None
        self._show_reset(not self._spec.required)
        self.show_present()

    def refuse(self, reason: str) -> None:
        """Say at once why something can't be done with the value."""
        self._refusal = reason
        self._reveal()

    @property
    def is_refused(self) -> bool:
        """Whether it shows what was typed and refused, instead of its value."""
        return bool(self._refusal)

    def _fit_editor(self, value: Value) -> None:
        """Take another editor where the present one can't show a value, or the usual one again."""
        is_computed = isinstance(value, Expr)
        odd = isinstance(self.editor, FixedEditor) or (
            isinstance(self.editor, ComputedEditor) and not is_computed
        )
        if odd:
            self._replace_editor(self._make(self._spec))
        if not self.editor.accepts(value):
            fixed = FixedEditor(self._spec)
            self._replace_editor(ComputedEditor(self._spec, self._formulas) if is_computed else fixed)

    def _place(self, editor: Editor) -> Editor:
        editor.control.setObjectName(self._name)
        editor.control.setAccessibleName(self._title)
        editor.edited.connect(self.edited)
        editor.refused.connect(self._on_refused)
        editor.left.connect(self._on_left)
        self._grid.addWidget(editor, 0, 0)
        self.setFocusProxy(editor.control)
        return editor

    def _replace_editor(self, editor: Editor) -> None:
        old, self.editor = self.editor, self._place(editor)
        old.hide()
        old.deleteLater()

    def _show_reset(self, is_wanted: bool) -> None:
        if is_wanted and not self._button:
            default = "the present value" if self._spec.required else describe(self._spec.default)
            text = f"Reset {self._spec.name} to {default}"
            button = icon_button(f"{self._name}_reset", "reset", text)
            button.setFixedSize(QSize(_BUTTON_PX, _BUTTON_PX))
            button.clicked.connect(self._on_reset_clicked)
            self._grid.addWidget(button, 0, _RESET, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            self._button = button
        if self._button:
            self._button.setVisible(is_wanted)

    def _on_reset_clicked(self) -> None:
        """What has no default takes the value that was computed for it."""
        if self._spec.required and isinstance(self._value, Expr):
            self._on_computed(self._formulas.resolve(self._value))
        else:
            self.reset.emit()

    def _on_computed(self, value: Value) -> None:
        self.edited.emit(value)
        self.left.emit()

    def _on_refused(self, expected: str) -> None:
        """Mend at once, complain only when the user stops typing."""
        self._refusal = expected
        if expected:
            self._patience.start()
        else:
            self._reveal()

    def _on_left(self) -> None:
        self._reveal()
        self.left.emit()

    def _reveal(self) -> None:
        self._patience.stop()
        if self._refusal and not self._message:
            self._message = error_label(f"{self._name}_message")
            self._grid.addWidget(self._message, 1, 0, 1, _RESET + 1)
        text = f"{self._refusal} {self._stays}" if self._refusal else ""
        if self._message and self._message.text() != text:
            show_error(self._message, text)
            self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if not (self._message and self._message.text()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.BrightText), 2))
        part = self.editor.typed_into
        outline = QRect(part.mapTo(self, QPoint(0, 0)), part.size())
        painter.drawRoundedRect(outline, RADIUS_PX, RADIUS_PX)
