"""Safe arithmetic over the parameters of a block: `filters*2`, `n//6`. Nothing in it can run code.

The grammar, numbers and names joined by + - * / // % and parentheses, is written out in `docs/formats.md`.
"""

import ast
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from designer.catalog.values import Expr, KerasObject, Params, Value
from designer.errors import RequestError, did_you_mean

_MAX_CHARACTERS = 200
_GREATEST = 2**53
_GRAMMAR = "Use numbers, parameters of the block, + - * / // % and parentheses."
_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}


def check_expression(text: str, names: Iterable[str]) -> None:
    """Accept an expression over some parameters.

    Raises:
        RequestError: It isn't arithmetic, or names a parameter that isn't there.
    """
    known = list(names)
    for name in names_in(text):
        if name not in known:
            has = f"It has {', '.join(known)}." if known else "It has none yet."
            raise RequestError(f'The block has no parameter "{name}".', did_you_mean(name, known, has))


def names_in(text: str) -> tuple[str, ...]:
    """The parameters that an expression names, each once.

    Raises:
        RequestError: It isn't arithmetic.
    """
    found = (node.id for node in ast.walk(_parse(text)) if isinstance(node, ast.Name))
    return tuple(dict.fromkeys(found))


def evaluate(text: str, values: Params) -> Value:
    """The value of an expression; a name alone may stand for any value, not only for a number.

    Raises:
        RequestError: It isn't arithmetic, names a parameter that isn't there, or can't be computed.
    """
    check_expression(text, values)
    tree = _parse(text)
    if isinstance(tree, ast.Name):
        return values[tree.id]
    try:
        return _compute(tree, values)
    except ZeroDivisionError:
        raise RequestError(f'"{text}" divides by zero with {_shown(text, values)}.') from None
    except OverflowError:
        raise RequestError(f'"{text}" is too large a number with {_shown(text, values)}.') from None


def has_expressions(value: Value) -> bool:
    """Whether a value is computed, or holds one that is."""
    match value:
        case Expr():
            return True
        case list() | tuple():
            return any(map(has_expressions, value))
        case KerasObject(params=params):
            return any(map(has_expressions, params.values()))
    return False


def expressions_in(value: Value) -> list[str]:
    """The texts of all expressions in a value."""
    match value:
        case Expr(text=text):
            return [text]
        case list() | tuple():
            return [text for item in value for text in expressions_in(item)]
        case KerasObject(params=params):
            return [text for item in params.values() for text in expressions_in(item)]
    return []


def resolved(value: Value, values: Params) -> Value:
    """A value with its expressions computed; the same object where it has none.

    Raises:
        RequestError: One can't be computed.
    """
    if not has_expressions(value):
        return value
    match value:
        case Expr(text=text):
            return evaluate(text, values)
        case list():
            return [resolved(item, values) for item in value]
        case tuple():
            return tuple(resolved(item, values) for item in value)
        case KerasObject(params=params):
            return replace(value, params={name: resolved(item, values) for name, item in params.items()})
    return value


@lru_cache(maxsize=4096)
def _parse(text: str) -> ast.expr:
    if len(text) > _MAX_CHARACTERS:
        raise RequestError(f"An expression has at most {_MAX_CHARACTERS} characters.")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise RequestError(f'"{text}" can\'t be read as arithmetic.', _GRAMMAR) from None
    if not all(map(_is_allowed, ast.walk(tree))):
        raise RequestError(f'"{text}" is more than arithmetic.', _GRAMMAR)
    return tree


def _is_allowed(node: ast.AST) -> bool:
    match node:
        case ast.BinOp(op=op):
            return type(op) in _OPERATORS
        case ast.UnaryOp(op=op):
            return isinstance(op, ast.USub)
        case ast.Constant(value=value):
            return isinstance(value, int | float) and type(value) is not bool and abs(value) <= _GREATEST
    return isinstance(node, ast.Name | ast.Load | ast.operator | ast.unaryop)


def _compute(tree: ast.expr, values: Params) -> float:
    match tree:
        case ast.Constant(value=(int() | float()) as number):
            return number
        case ast.Name(id=name):
            return _number(name, values[name])
        case ast.UnaryOp(operand=operand):
            return -_compute(operand, values)
        case ast.BinOp(left=left, op=op, right=right):
            return _bounded(_OPERATORS[type(op)](_compute(left, values), _compute(right, values)))
    raise AssertionError(tree)  # `_parse` lets nothing else through


def _number(name: str, value: Value) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RequestError(f'"{name}" is {value!r}, and only numbers can be reckoned with.')
    return value


def _bounded(number: float) -> float:
    if not abs(number) <= _GREATEST:
        raise OverflowError
    return number


def _shown(text: str, values: Params) -> str:
    return ", ".join(f"{name} = {values[name]}" for name in names_in(text)) or "no parameters"
