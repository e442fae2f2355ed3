"""The expression of a Lambda is read by its grammar alone; whatever else is typed is refused in one line."""

import pytest

from designer.catalog.formulas import Call, Number, Tensor, read_formula
from designer.errors import RequestError

FUNCTIONS = ("sin", "square", "mean", "maximum")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", Tensor(0)),
        ("x[1]", Tensor(1)),
        ("-x", Call("negative", (Tensor(0),))),
        ("x * 2", Call("multiply", (Tensor(0), Number(2)))),
        ("1 - x", Call("subtract", (Number(1), Tensor(0)))),
        ("x ** -(2 + 1)", Call("power", (Tensor(0), Number(-3.0)))),
        ("ops.sin(x) / x", Call("divide", (Call("sin", (Tensor(0),)), Tensor(0)))),
        (
            "ops.mean(x, axis=-1, keepdims=True)",
            Call("mean", (Tensor(0),), (("axis", -1), ("keepdims", True))),
        ),
        ("ops.mean(x, axis=(1, 2))", Call("mean", (Tensor(0),), (("axis", (1, 2)),))),
        (" ops.maximum(x[0], x[1]) ", Call("maximum", (Tensor(0), Tensor(1)))),
    ],
)
def test_arithmetic_and_calls_are_read(text: str, expected: object) -> None:
    assert read_formula(text, FUNCTIONS) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not an expression"),
        ("x +", "not an expression"),
        ("x; x", "not an expression"),
        ("y * 2", '"y" is unknown here. What comes in is called x.'),
        ("2 * 3", "doesn't use x"),
        ("ops.sni(x)", "ops.sni is no function that can be used here. Did you mean sin?"),
        ("ops.sin(2)", "ops.sin needs a tensor"),
        ("ops.mean(x, axis='a')", "axis takes a number"),
        ("ops.mean(x, **x)", "can't stand in a call"),
        ("x / (1 / 0)", "can't be computed"),
        ("x + 9 ** 9 ** 9 ** 9", "can't be computed"),
        ("x + (-1) ** 0.5", "can't be computed"),
        ("x" + " + x" * 150, "500 characters"),
        ("x" + "+x" * 120, "too many parts"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(text: str, message: str) -> None:
    with pytest.raises(RequestError) as caught:
        read_formula(text, FUNCTIONS)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "ops.sin.__globals__",
        "ops.__class__(x)",
        "x.numpy()",
        "x[-1]",
        "x[True]()",
        "x['a']",
        "(lambda: x)()",
        "[x for x in x]",
        "x if x else x",
        "x and x",
        "x < x",
        "x // 2",
        "x @ x",
        "~x",
        "f'{x}'",
        "(y := x)",
        "ops.mean(x, axis=ops.sin(x))",
        "sin(x)",
        "'x'",
        "x, x",
        "True + x",
    ],
)
def test_nothing_else_of_python_is_taken(text: str) -> None:
    with pytest.raises(RequestError):
        read_formula(text, FUNCTIONS)


def test_depth_is_bounded() -> None:
    with pytest.raises(RequestError):
        read_formula("(" * 400 + "x" + ")" * 400, FUNCTIONS)
