"""Editor of a value that is computed and has no line of text of its own: a switch, a choice, an object."""

from typing_extensions import override

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr, Value
from designer.ui.inspector.editors.texts import TextEditor
from designer.ui.inspector.formulas import Formulas


class ComputedEditor(TextEditor):
    """A line that begins with "="; resetting the parameter brings its usual editor back."""

    def __init__(self, spec: ParamSpec, formulas: Formulas) -> None:
        words = {"kind": "str", "nullable": False}
        super().__init__(spec.model_copy(update=words), formulas)
        self.control.setToolTip(f"{spec.name}: = and a parameter of the block")

    @override
    def accepts(self, value: Value) -> bool:
        return isinstance(value, Expr)

    @override
    def _read(self) -> Value:
        text = self._line.text().strip()
        return self._formulas.read(self._spec, text if text.startswith("=") else f"={text}")
