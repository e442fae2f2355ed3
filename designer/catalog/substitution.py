"""Expressions rewritten: other names, or values in the place of names. See `designer.catalog.expressions`."""

import ast
import contextlib
from collections.abc import Mapping

from designer.catalog.expressions import evaluate, expressions_in, has_expressions, names_in
from designer.catalog.values import Expr, KerasObject, Params, Value
from designer.errors import RequestError


def substituted(value: Value, given: Params) -> Value:
    """A value whose expressions are over other parameters, or computed where none are left.

    Args:
        value: Its expressions may name only what is given.
        given: What stands for each name: a value, or an expression over the parameters of a block around.

    Raises:
        RequestError: An expression names what isn't given, or reckons with what is no number.
    """
    if not has_expressions(value):
        return value
    match value:
        case Expr(text=text):
            return _substituted(text, given)
        case list():
            return [substituted(item, given) for item in value]
        case tuple():
            return tuple(substituted(item, given) for item in value)
        case KerasObject(type=name, params=params):
            return KerasObject(name, all_substituted(params, given))
    return value


def all_substituted(params: Params, given: Params) -> dict[str, Value]:
    """The same for each of some parameters."""
    return {name: substituted(value, given) for name, value in params.items()}


def used_names(value: Value) -> set[str]:
    """The parameters that the expressions in a value name; those that are no arithmetic name none."""
    found: set[str] = set()
    for text in expressions_in(value):
        with contextlib.suppress(RequestError):
            found.update(names_in(text))
    return found


def _substituted(text: str, given: Params) -> Value:
    used = {name: given[name] for name in names_in(text) if name in given}
    if not any(isinstance(value, Expr) for value in used.values()):
        return evaluate(text, used)
    tree = ast.parse(text.strip(), mode="eval").body
    if isinstance(tree, ast.Name):
        return used[tree.id]
    written = ast.unparse(_Substitution(used).visit(tree))
    names_in(written)  # refuses what has become too long
    return Expr(written)


class _Substitution(ast.NodeTransformer):
    def __init__(self, given: Mapping[str, Value]) -> None:
        self._given = given

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id not in self._given:
            raise RequestError(f'The block has no parameter "{node.id}".')
        value = self._given[node.id]
        if isinstance(value, bool) or not isinstance(value, int | float | Expr):
            raise RequestError(f'"{node.id}" is {value!r}, and only numbers can be reckoned with.')
        text = value.text if isinstance(value, Expr) else repr(value)
        return ast.parse(text.strip(), mode="eval").body
