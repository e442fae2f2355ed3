"""The expression of a Lambda: `ops.sin(x) * 2 + x`. It is only read, and nothing in it can run code.

The grammar is written out in `docs/formats.md`.
"""

import ast
import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from designer.catalog.spec import OPERATION
from designer.errors import RequestError, did_you_mean

INPUT_NAME = "x"
_MAX_CHARACTERS = 500
_MAX_PARTS = 200
_GRAMMAR = "Use x, numbers, + - * / **, parentheses and functions such as ops.sin(x)."
_OPERATORS: Mapping[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.Pow: "power",
}

Constant = bool | int | float | tuple[int, ...] | None
"""What a keyword argument of a function may be."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number."""

    value: float


@dataclass(frozen=True, slots=True)
class Tensor:
    """One of the inputs."""

    port: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function of `keras.ops` on tensors and numbers.

    Args:
        function: Its name in `keras.ops`.
        arguments: What it is called on.
        keywords: Further arguments by name.
    """

    function: str
    arguments: "tuple[Formula, ...]"
    keywords: tuple[tuple[str, Constant], ...] = ()


Formula = Number | Tensor | Call


@lru_cache(maxsize=512)
def read_formula(text: str, functions: Collection[str]) -> Formula:
    """Read an expression.

    Args:
        text: What was typed.
        functions: Names of the functions that may be called; hashable.

    Raises:
        RequestError: It is none, calls another function, or doesn't use `x`.
    """
    if len(text) > _MAX_CHARACTERS:
        raise RequestError(f"An expression has {_MAX_CHARACTERS} characters at most.", "Use several Lambdas.")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise RequestError(f'"{text}" is not an expression over x.', _GRAMMAR) from None
    if sum(1 for _ in ast.walk(tree)) > _MAX_PARTS:
        raise RequestError("This expression has too many parts.", "Use several Lambdas.")
    formula = _read(tree, functions)
    if not any(isinstance(part, Tensor) for part in parts(formula)):
        raise RequestError("The expression doesn't use x.", "x is the tensor that comes in.")
    return formula


def parts(formula: Formula) -> Iterator[Formula]:
    """The expression and all that is in it."""
    yield formula
    if isinstance(formula, Call):
        for argument in formula.arguments:
            yield from parts(argument)


def _read(tree: ast.expr, functions: Collection[str]) -> Formula:
    match tree:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return Number(value)
        case ast.Name(id="x"):
            return Tensor(0)
        case ast.Subscript(value=ast.Name(id="x"), slice=ast.Constant(value=int() as port)):
            return Tensor(int(port))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _negative(_read(operand, functions))
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
            sides = (_read(left, functions), _read(right, functions))
            return _joined(_OPERATORS[type(sign)], sides)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="ops"), attr=name)):
            return _call(tree, name, functions)
        case ast.Name(id=name):
            raise RequestError(f'"{name}" is unknown here.', f"What comes in is called x. {_GRAMMAR}")
    raise RequestError(f'"{ast.unparse(tree)}" can\'t stand in an expression.', _GRAMMAR)


def _negative(operand: Formula) -> Formula:
    return Number(-operand.value) if isinstance(operand, Number) else Call("negative", (operand,))


def _joined(function: str, sides: tuple[Formula, Formula]) -> Formula:
    """An operation on two sides, worked out at once where both are numbers."""
    left, right = sides
    if not (isinstance(left, Number) and isinstance(right, Number)):
        return Call(function, sides)
    try:
        value: object = _ARITHMETIC[function](float(left.value), float(right.value))
    except ArithmeticError:
        value = None
    if not isinstance(value, float):  # a root of a negative number is complex
        raise RequestError("A number in it can't be computed.", "It divides by zero, or is too large.")
    return Number(value)


_ARITHMETIC: Mapping[str, Callable[[float, float], object]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "power": operator.pow,
}


def _call(tree: ast.Call, name: str, functions: Collection[str]) -> Call:
    if name not in functions:
        hint = did_you_mean(name, functions)
        raise RequestError(f"{OPERATION}{name} is no function that can be used here.", hint)
    arguments = tuple(_read(argument, functions) for argument in tree.args)
    if not any(isinstance(part, Tensor) for argument in arguments for part in parts(argument)):
        raise RequestError(f"{OPERATION}{name} needs a tensor.", f"Write {OPERATION}{name}({INPUT_NAME}).")
    return Call(name, arguments, tuple(_keyword(keyword) for keyword in tree.keywords))


def _keyword(keyword: ast.keyword) -> tuple[str, Constant]:
    if keyword.arg is None:
        raise RequestError("** can't stand in a call.", _GRAMMAR)
    return keyword.arg, _constant(keyword.value, keyword.arg)


def _constant(tree: ast.expr, name: str) -> Constant:
    match tree:
        case ast.Constant(value=bool() | int() | float() | None as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
        case ast.Tuple(elts=items) | ast.List(elts=items):
            found = tuple(_constant(item, name) for item in items)
            if all(isinstance(item, int) for item in found):
                return found  # type: ignore[return-value]  # whole numbers, as just seen
    raise RequestError(f"{name} takes a number, True, False, None or a tuple of whole numbers here.")
