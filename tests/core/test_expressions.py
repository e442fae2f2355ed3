"""Arithmetic over the parameters of a block."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.catalog.expressions import check_expression, evaluate, resolved
from designer.catalog.values import Expr, KerasObject, Params, Value
from designer.errors import RequestError

VALUES: Params = {"filters": 16, "n": 40, "rate": 0.5, "padding": "same"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("filters", 16),
        ("filters*2", 32),
        ("(n - 4)//6", 6),
        ("-filters % 3", -16 % 3),
        ("filters/4", 4.0),
        ("rate", 0.5),
        ("padding", "same"),
        ("3", 3),
    ],
)
def test_arithmetic_computes_as_in_python(text: str, value: object) -> None:
    assert evaluate(text, VALUES) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "filters*",
        "filters**2",
        "__import__('os')",
        "filters.real",
        "[n][0]",
        "n if n else 1",
        "lambda: n",
        "n << 2",
        "'a'*9",
        "1e999",
        "9" * 300,
        "(" * 150 + "1" + ")" * 150,
        "True",
        "1j",
        "n\x00",
    ],
)
def test_anything_but_arithmetic_is_refused(text: str) -> None:
    with pytest.raises(RequestError):
        evaluate(text, VALUES)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("n//0", '"n//0" divides by zero with n = 40.'),
        ("filtres*2", "Did you mean filters?"),
        ("padding*2", "only numbers can be reckoned with"),
        ("n*9007199254740992", "too large a number"),
    ],
)
def test_what_cannot_be_computed_says_why(text: str, reason: str) -> None:
    with pytest.raises(RequestError, match=reason.replace("(", r"\(").replace("*", r"\*")):
        evaluate(text, VALUES)


@given(st.text(max_size=40))
def test_no_text_does_anything_but_compute_or_be_refused(text: str) -> None:
    try:
        check_expression(text, VALUES)
    except RequestError:
        return
    try:
        evaluate(text, VALUES)
    except RequestError as error:
        assert error.message  # noqa: PT017 - both ends are fine; only another exception is a bug


def test_expressions_are_found_wherever_they_stand() -> None:
    value: Value = [(Expr("n//4"), 3), KerasObject("L2", {"l2": Expr("rate")})]
    assert resolved(value, VALUES) == [(10, 3), KerasObject("L2", {"l2": 0.5})]
    plain: Value = [(1, 2)]
    assert resolved(plain, VALUES) is plain
