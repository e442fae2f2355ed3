"""Parameter values as text: what a field shows, and what it makes of what was typed."""

import ast
import math
from collections.abc import Callable, Iterable

from designer.catalog.formulas import read_formula
from designer.catalog.spec import ParamKind, ParamSpec
from designer.catalog.values import Expr, KerasObject, Value
from designer.errors import RequestError

_WORDS = frozenset(("True", "False", "None"))
TUPLE_KINDS: frozenset[ParamKind] = frozenset({"int_tuple", "float_tuple", "int_pairs", "shape"})


_EXPECTED: dict[ParamKind, str] = {
    "shape": 'a shape such as "32, 32, 3", "?" where a size is unknown',
    "list": 'values separated by commas, such as "0.1, 0.5"',
    "formula": 'an expression over x, such as "ops.sin(x) * 2"',
    "literal": 'a value as in Python, such as 0.5, "text", True or (1, 2)',
}


def parse(spec: ParamSpec, text: str) -> Value:
    """Read what was typed into a field.

    Raises:
        RequestError: It isn't a value of this parameter; the message says what is expected.
    """
    text = text.strip()
    if not text and spec.nullable:
        return None
    reader = _READERS.get(spec.kind, _read_word)
    try:
        return reader(spec, text)
    except (ValueError, SyntaxError, ArithmeticError, TypeError, RecursionError, MemoryError):
        raise RequestError(f"Expected {expectation(spec)}.") from None


def show(spec: ParamSpec, value: Value) -> str:
    """Write a value as its field shows it: `3 × 3`, `32, 32, ?`; nothing for None."""
    match value:
        case None:
            return ""
        case bool() | KerasObject() | Expr():
            return describe(value)
        case float():
            return _show_float(value)
        case tuple() | list() if spec.kind in TUPLE_KINDS or spec.kind == "list":
            return _show_items(spec, value)
        case int() if spec.scalar and spec.length and spec.kind == "int_tuple":
            return " × ".join([str(value)] * spec.length)
    return repr(value) if spec.kind == "literal" else str(value)


def describe(value: Value) -> str:
    """Any value in one line of text, for fields that can't edit it."""
    match value:
        case Expr(text=text):
            return f"={text}"
        case KerasObject(type=name, params=params):
            return f"{name}({', '.join(f'{key}={describe(item)}' for key, item in params.items())})"
        case tuple() | list():
            return ", ".join(describe(item) for item in value)
    return str(value)


def same(one: object, other: object) -> bool:
    """Whether two values are equal to Keras; True isn't 1, but 1 is 1.0 and a list may stand for a tuple."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def is_default(spec: ParamSpec, value: Value) -> bool:
    """Whether a value needn't be stored, because Keras takes it anyway."""
    return not spec.required and same(_spread(spec, value), _spread(spec, spec.default))


def expectation(spec: ParamSpec) -> str:
    """What a field accepts, as the end of "Expected …"."""
    if spec.kind in _EXPECTED:
        return _EXPECTED[spec.kind] + _or_none(spec)
    if spec.kind in TUPLE_KINDS:
        return _expected_tuple(spec)
    if spec.kind in {"int", "float"}:
        noun = "number" if spec.kind == "float" else "whole number"
        return f"a {noun}{_limits(spec, ',' if spec.maximum is None else '')}{_or_none(spec)}"
    return "some text" + _or_none(spec)


def _expected_tuple(spec: ParamSpec) -> str:
    noun = "numbers" if spec.kind == "float_tuple" else "whole numbers"
    examples = [", ".join(["1"] * (spec.length or 2))]
    if spec.scalar:
        examples.insert(0, "1")
    if spec.kind == "int_pairs":
        examples.append(", ".join(["(1, 1)"] * (spec.length or 2)))
    quoted = " or ".join(f'"{example}"' for example in examples)
    return f"{noun} such as {quoted}{_limits(spec, ', each')}{_or_none(spec)}"


def _limits(spec: ParamSpec, lead: str = "") -> str:
    match spec.minimum, spec.maximum:
        case None, None:
            return ""
        case low, None:
            return f"{lead} at least {low:g}"
        case None, high:
            return f"{lead} at most {high:g}"
        case low, high:
            return f"{lead} between {low:g} and {high:g}"


def _or_none(spec: ParamSpec) -> str:
    return "; empty for None" if spec.nullable else ""


def _show_float(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e6 else repr(value)


def _show_items(spec: ParamSpec, value: Iterable[Value]) -> str:
    items = [_show_item(item) for item in value]
    if spec.kind == "int_tuple" and spec.minimum is not None and len(items) > 1:
        return " × ".join(items)
    return ", ".join(items) or ("" if spec.kind == "list" else "()")


def _show_item(value: Value) -> str:
    match value:
        case None:
            return "?"
        case Expr(text=text):
            return f"={text}"
        case float():
            return _show_float(value)
        case tuple() | list():
            return f"({', '.join(map(_show_item, value))})"
    return str(value)


def _spread(spec: ParamSpec, value: Value) -> Value:
    """A bare number as the tuple that it stands for."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return (value,) * spec.length if is_number and spec.scalar and spec.length else value


def _read_word(_spec: ParamSpec, text: str) -> Value:
    return text


def _read_int(spec: ParamSpec, text: str) -> Value:
    return _checked(spec, int(text))


def _read_float(spec: ParamSpec, text: str) -> Value:
    """A number, or a fraction such as `1/255`."""
    over, slash, under = text.partition("/")
    number = float(over) / float(under) if slash else float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return _checked(spec, number)


def _read_tuple(spec: ParamSpec, text: str) -> Value:
    items = _literals(text)
    is_bare = len(items) == 1 and not isinstance(items[0], tuple)
    if len(items) == 1 and isinstance(items[0], tuple):
        items = items[0]
    numbers = tuple(_read_item(spec, item) for item in items)
    if spec.scalar and is_bare:
        return numbers[0]
    if spec.length and len(numbers) != spec.length:
        raise ValueError(text)
    return numbers


def _literals(text: str) -> tuple[Value, ...]:
    plain = text.replace("×", ",").replace("x", ",").replace("?", "None").rstrip(", ")
    found: tuple[Value, ...] = ast.literal_eval(f"({plain},)")
    return found


def _read_item(spec: ParamSpec, item: Value) -> Value:
    if item is None and spec.kind == "shape":
        return None
    if isinstance(item, tuple) and spec.kind == "int_pairs" and len(item) == 2:
        return tuple(_read_item(spec, part) for part in item)
    if isinstance(item, bool) or not isinstance(item, int | float):
        raise TypeError(item)
    if isinstance(item, float) and spec.kind != "float_tuple":
        raise TypeError(item)
    return _checked(spec, item)


def _read_list(_spec: ParamSpec, text: str) -> Value:
    return [_read_scalar(item.strip()) for item in text.strip("[]").split(",") if item.strip()]


def _read_formula(spec: ParamSpec, text: str) -> Value:
    read_formula(text, spec.choices)
    return text


def _read_literal(_spec: ParamSpec, text: str) -> Value:
    """A plain value as Python writes it; a bare word is a text."""
    return text if text.isidentifier() and text not in _WORDS else _plain(ast.literal_eval(text))


def _plain(value: object) -> Value:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list():
            return [_plain(item) for item in value]
        case tuple():
            return tuple(_plain(item) for item in value)
    raise ValueError(value)


def _read_scalar(text: str) -> Value:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text.strip("\"'")


def _checked(spec: ParamSpec, number: float) -> Value:
    low, high = spec.minimum, spec.maximum
    if number != number or (low is not None and number < low) or (high is not None and number > high):  # noqa: PLR0124
        raise ValueError(number)
    return number


_READERS: dict[ParamKind, Callable[[ParamSpec, str], Value]] = {
    "int": _read_int,
    "float": _read_float,
    "int_tuple": _read_tuple,
    "float_tuple": _read_tuple,
    "int_pairs": _read_tuple,
    "shape": _read_tuple,
    "list": _read_list,
    "formula": _read_formula,
    "literal": _read_literal,
}
