"""The small button beside a field inside a block: take a parameter of the block, or make one of the value."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMenu, QToolButton

from designer.catalog.expressions import has_expressions
from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr, Value
from designer.ui.icons import icon
from designer.ui.inspector.formulas import Formulas
from designer.ui.theme import ICON_PX

MAKE = "Make a block parameter"
_BUTTON_PX = ICON_PX + 6


class FormulaButton(QToolButton):
    """Opens a menu.

    Args:
        name: Object name.
        spec: What the field is about.
        formulas: What is known of the block around.
        choose: Called with the value that was chosen.
        make: Called where the present value shall become a parameter of the block; None where it can't.
    """

    def __init__(
        self,
        name: str,
        spec: ParamSpec,
        formulas: Formulas,
        choose: Callable[[Value], None],
        make: Callable[[], None] | None,
    ) -> None:
        super().__init__()
        self._spec = spec
        self._formulas = formulas
        self._choose = choose
        self._make = make
        self._value: Value = None
        self.setObjectName(name)
        self.setAutoRaise(True)
        self.setIcon(icon("formula"))
        self.setFixedSize(QSize(_BUTTON_PX, _BUTTON_PX))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"Block parameter for {spec.name}")
        self.setToolTip(
            f"Make {spec.name} a parameter of the block, or compute it from its parameters "
            "(or type = into the field)"
        )
        self._menu = QMenu(self)
        self._menu.setObjectName(f"{name}Menu")
        self._menu.setToolTipsVisible(True)
        self.clicked.connect(self._open)

    def show_value(self, value: Value) -> None:
        """Note the value that the field has now."""
        self._value = value

    def _open(self) -> None:
        self._fill()
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _fill(self) -> None:
        menu, spec = self._menu, self._spec
        menu.clear()
        for name in self._formulas.fitting(spec):
            action = menu.addAction(f"={name}")
            action.setObjectName(f"use_{name}")
            action.triggered.connect(lambda _checked=False, name=name: self._choose(Expr(name)))
        menu.addSeparator()
        make = menu.addAction(MAKE)
        make.setObjectName("makeBlockParam")
        make.triggered.connect(lambda: self._make() if self._make else None)
        reason = self._why_not()
        make.setEnabled(not reason)
        make.setToolTip(reason or "With this value as its default, so that each place can have another")

    def _why_not(self) -> str:
        if self._make is None:
            return "Select one layer: a parameter is made of one value."
        if has_expressions(self._value):
            return "It is computed already."
        return "It has no value yet." if self._value is None and not self._spec.nullable else ""
