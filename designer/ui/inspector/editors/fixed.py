"""Values that are shown and not edited here, with the reason."""

from typing_extensions import override

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr, Value
from designer.ui.inspector.editors.base import MIXED, Editor
from designer.ui.inspector.parsing import describe
from designer.ui.widgets import label, selectable


class FixedEditor(Editor):
    """Plain text."""

    def __init__(self, spec: ParamSpec) -> None:
        self._spec = spec
        self._text = selectable(label(muted=True))
        super().__init__(self._text)

    @override
    def accepts(self, value: Value) -> bool:
        return True

    @override
    def show_value(self, value: Value) -> None:
        if isinstance(value, Expr):
            self._text.setText(f"{describe(value)} (computed from the block's parameters)")
        elif value is None and self._spec.required:
            self._text.setText("Not set: there is no form for this kind of value.")
        else:
            self._text.setText(f"{describe(value)} (there is no form for this kind of value)")

    @override
    def show_mixed(self) -> None:
        self._text.setText(f"{MIXED.value} (there is no form for this kind of value)")
