"""Values computed from the parameters of the block around, as fields read and show them. No Qt here."""

from collections.abc import Sequence

from designer.catalog.expressions import check_expression, evaluate, has_expressions, resolved
from designer.catalog.spec import ParamKind, ParamSpec
from designer.catalog.values import Expr, Params, Value
from designer.errors import RequestError
from designer.graph.elements import Block
from designer.ui.inspector.parsing import TUPLE_KINDS, expectation, parse, show

_NUMBERS: frozenset[ParamKind] = frozenset({"int", "float", "learning_rate"})
_OUTSIDE = '"=" computes a value from the parameters of a block, and there is none around this.'


class Formulas:
    """What fields of one sheet know of the block around it.

    Attributes:
        block: The block; None on the network, where nothing can be computed.
        values: What its parameters are in the instance that is looked at.
    """

    def __init__(self, block: Block | None = None, values: Params | None = None) -> None:
        self.block = block
        self.values: Params = values or {}

    @property
    def names(self) -> Sequence[str]:
        """The parameters that can be used."""
        return [param.name for param in self.block.params] if self.block else []

    def fitting(self, spec: ParamSpec) -> list[str]:
        """The parameters of the block that can stand for a value as they are."""
        params = self.block.params if self.block else ()
        return [param.name for param in params if _suits(param, spec)]

    def read(self, spec: ParamSpec, text: str) -> Value:
        """Read what was typed into a field; what begins with "=" is computed.

        Raises:
            RequestError: It is neither a value of this parameter nor an expression.
        """
        text = text.strip()
        if not _is_formula(spec, text):
            return parse(spec, text)
        if self.block is None:
            raise RequestError(_OUTSIDE, "Group layers into a block first.")
        items = _items(text)
        if spec.kind not in TUPLE_KINDS or len(items) == 1:
            return self._expression(spec, text)
        if spec.length and len(items) != spec.length:
            raise RequestError(f"Expected {expectation(spec)}.")
        return tuple(self._item(spec, item) for item in items)

    def resolve(self, value: Value) -> Value:
        """A value with its expressions computed; None where they can't be."""
        try:
            return resolved(value, self.values)
        except RequestError:
            return None

    def present(self, spec: ParamSpec, value: Value) -> str:
        """What a computed value is in the instance that is looked at; empty where nothing is computed."""
        if self.block is None or not has_expressions(value):
            return ""
        try:
            return show(spec, resolved(value, self.values)) or "None"
        except RequestError:
            return "?"

    def _expression(self, spec: ParamSpec, text: str) -> Expr:
        text = text.lstrip("= ").strip()
        if not text:
            has = ", ".join(self.names)
            hint = f"It has {has}." if has else "It has none yet."
            raise RequestError('Write a parameter of the block behind "=".', hint)
        check_expression(text, self.names)
        if not text.isidentifier() and spec.kind not in _NUMBERS | TUPLE_KINDS:
            raise RequestError("Only the name of a parameter can stand here.", 'Such as "=activation".')
        if all(name in self.values for name in self.names):
            self._check_number(spec, text, evaluate(text, self.values))
        return Expr(text)

    def _check_number(self, spec: ParamSpec, text: str, value: Value) -> None:
        """Refuse what can be no number for a parameter that must be one."""
        wants_whole = spec.kind in {"int", "int_tuple", "int_pairs"}
        if wants_whole and isinstance(value, float):
            raise RequestError(
                f'"{text}" is {value:g} at present, and a whole number is needed.',
                "// divides without a rest.",
            )
        if spec.kind in _NUMBERS and (isinstance(value, str | bool) or (value is None and not spec.nullable)):
            raise RequestError(f'"{text}" is {value!r} at present, and a number is needed.')

    def _item(self, spec: ParamSpec, text: str) -> Value:
        kind: ParamKind = "float" if spec.kind == "float_tuple" else "int"
        one = spec.model_copy(update={"kind": kind, "length": None, "scalar": False, "nullable": False})
        if text == "?" and spec.kind == "shape":
            return None
        try:
            return parse(one, text)
        except RequestError:
            return self._expression(one, text)


def _is_formula(spec: ParamSpec, text: str) -> bool:
    return text.startswith("=") or (spec.kind in TUPLE_KINDS and "=" in text)


def _items(text: str) -> list[str]:
    is_whole = text.startswith("(") and text.endswith(")")
    return [item.strip() for item in text[is_whole : len(text) - is_whole].replace("×", ",").split(",")]


def _suits(param: ParamSpec, spec: ParamSpec) -> bool:
    if param.kind == spec.kind:
        return True
    return {param.kind, spec.kind} <= {"int", "float"} or (param.kind == "int" and spec.kind in TUPLE_KINDS)
