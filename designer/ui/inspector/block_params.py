"""The parameters of a block: a list to add to, remove from, rename and reorder; below it the current one."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.catalog.catalog import Catalog
from designer.catalog.spec import ParamKind, ParamSpec
from designer.catalog.values import Params, Value
from designer.document.block_params import (
    add_block_param,
    change_block_param,
    order_block_params,
    remove_block_param,
    rename_block_param,
)
from designer.document.commands import Command
from designer.document.document import Document
from designer.errors import DesignerError
from designer.ui.inspector.form import ParamForm
from designer.ui.inspector.order_list import OrderList, Words
from designer.ui.inspector.parsing import TUPLE_KINDS, describe, show
from designer.ui.theme import GRID_PX
from designer.ui.widgets import icon_button, label

KINDS: Mapping[ParamKind, str] = {
    "int": "whole number",
    "float": "number",
    "bool": "switch",
    "int_tuple": "whole numbers",
    "activation": "activation",
    "initializer": "initializer",
    "regularizer": "regularizer",
    "str": "text",
}
_WORDS = Words("blockParams", "blockParam", "Parameters", "Parameters of the block", "the parameter")
_EMPTY = "None yet. The button beside a layer's field makes one of its value."
_STARTS: Mapping[str, Value] = {
    "int": 1,
    "float": 0.0,
    "bool": False,
    "int_tuple": (1, 1),
    "activation": "relu",
    "initializer": "glorot_uniform",
    "regularizer": None,
    "str": "",
}


class BlockParams(QWidget):
    """Edits the parameters of the block whose inside is shown."""

    def __init__(self, document: Document, catalog: Catalog) -> None:
        super().__init__()
        self._document = document
        self._catalog = catalog
        self._params: tuple[ParamSpec, ...] = ()
        self._list = OrderList(_WORDS, self._reorder, self._rename, 0)
        self._list.setToolTip("F2 renames, also in all expressions. Insert adds one, Del removes it.")
        self._list.row_changed.connect(lambda _row: self._show_details())
        for name, icon_name, text, keys, slot in (
            ("blockParamAdd", "add", "Add a parameter (Ins)", "Ins", self._add),
            ("blockParamRemove", "delete", "Remove the parameter (Del)", "Del", self._remove),
        ):
            button = icon_button(name, icon_name, text)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(slot)
            self._list.add_button(button, keys, needs_row=name == "blockParamRemove")
        self._empty = label(_EMPTY, muted=True)
        self._form: ParamForm | None = None
        self._form_key: tuple[object, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX // 2)
        self._column.addWidget(self._list)
        self._column.addWidget(self._empty)
        self.show_params()

    def show_params(self) -> None:
        """Show the parameters that the block has now."""
        block = self._document.block(self._document.block_id)
        self._params = block.params if block else ()
        self._list.show_rows([(param.name, _summary(param)) for param in self._params])
        self._empty.setVisible(not self._params)
        self._show_details()

    def _show_details(self) -> None:
        row = self._list.row
        param = self._params[row] if 0 <= row < len(self._params) else None
        specs = _details(param) if param else ()
        key = (param.name if param else "", *specs)
        if key != self._form_key:
            self._replace_form(specs)
            self._form_key = key
        if self._form and param:
            self._form.show_params(_values(param))

    def _replace_form(self, specs: tuple[ParamSpec, ...]) -> None:
        if self._form:
            self._form.hide()
            self._form.deleteLater()
        self._form = ParamForm(specs, self._catalog, prefix="blockParam_") if specs else None
        if self._form:
            self._form.edited.connect(self._on_edited)
            self._form.left.connect(self._document.seal)
            self._column.addWidget(self._form)

    def _on_edited(self, name: str, values: Params) -> None:
        param = self._params[self._list.row]
        value = values.get(name)
        if name == "kind":
            kind = next(kind for kind, word in _kinds(param).items() if word == value)
            changed = ParamSpec(name=param.name, kind=kind, default=_converted(kind, param.default))
        else:
            changed = param.model_copy(update={name: value})
        self._attempt(lambda: change_block_param(self._document, self._document.block_id, changed))

    def _add(self) -> None:
        taken, number = {param.name for param in self._params}, 1
        while (name := "param" if number == 1 else f"param_{number}") in taken:
            number += 1
        new = ParamSpec(name=name, kind="int", default=1)
        if self._attempt(lambda: add_block_param(self._document, self._document.block_id, new)):
            self._list.edit_row(len(self._params) - 1)

    def _remove(self) -> None:
        name = self._params[self._list.row].name
        self._attempt(lambda: remove_block_param(self._document, self._document.block_id, name))

    def _rename(self, row: int, name: str) -> None:
        old = self._params[row].name
        self._document.push(rename_block_param(self._document, self._document.block_id, old, name))

    def _reorder(self, order: Sequence[int]) -> None:
        names = [self._params[row].name for row in order]
        self._document.push(order_block_params(self._document, self._document.block_id, names))

    def _attempt(self, make: Callable[[], Command]) -> bool:
        try:
            self._document.push(make())
        except DesignerError as error:
            self._list.refuse(str(error))
            return False
        self._list.refuse("")
        return True


def _summary(param: ParamSpec) -> str:
    value = show(param, param.default) or describe(param.default)
    return f"{KINDS.get(param.kind, param.kind)}, {value}"


def _kinds(param: ParamSpec) -> Mapping[ParamKind, str]:
    """The kinds to choose from; one that is made from a layer's own parameter may be another."""
    return KINDS if param.kind in KINDS else {param.kind: param.kind, **KINDS}


def _details(param: ParamSpec) -> tuple[ParamSpec, ...]:
    """What can be set of a parameter, as parameters of a form."""
    kinds = tuple(_kinds(param).values())
    found = [
        ParamSpec(name="kind", kind="choice", choices=kinds, required=True),
        param.model_copy(update={"name": "default", "required": True, "advanced": False}),
    ]
    if param.kind in {"int", "float"} | TUPLE_KINDS:
        found += [ParamSpec(name=name, kind="float", nullable=True) for name in ("minimum", "maximum")]
    return tuple(found)


def _values(param: ParamSpec) -> dict[str, Value]:
    values: dict[str, Value] = {"kind": _kinds(param)[param.kind], "default": param.default}
    limits = {"minimum": param.minimum, "maximum": param.maximum}
    return values | {name: limit for name, limit in limits.items() if limit is not None}


def _converted(kind: ParamKind, value: Value) -> Value:
    """A default of another kind: the same number where there is one."""
    if isinstance(value, int | float) and not isinstance(value, bool) and kind in {"int", "float"}:
        return int(value) if kind == "int" else float(value)
    return _STARTS[kind]
