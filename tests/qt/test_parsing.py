"""What is typed into a field is what Keras gets, or is refused with what was expected."""

import pytest

from designer.catalog.catalog import Catalog
from designer.catalog.spec import ParamKind, ParamSpec
from designer.catalog.values import Value
from designer.errors import RequestError
from designer.ui.inspector.editors.numbers import stepped
from designer.ui.inspector.parsing import TUPLE_KINDS, is_default, parse, same, show

PAIR = ParamSpec(name="kernel_size", kind="int_tuple", minimum=1, length=2, scalar=True)
SHAPE = ParamSpec(name="shape", kind="shape", minimum=1)
COUNT = ParamSpec(name="units", kind="int", minimum=1)
RATE = ParamSpec(name="rate", kind="float", minimum=0, maximum=1)
LITERAL = ParamSpec(name="mode", kind="literal")
TYPED: tuple[ParamKind, ...] = ("int", "float", "str", "list", *TUPLE_KINDS)


@pytest.mark.parametrize(
    ("spec", "text", "value"),
    [
        (PAIR, "3", 3),
        (PAIR, "3, 5", (3, 5)),
        (PAIR, "3 × 5", (3, 5)),
        (PAIR, "3x5", (3, 5)),
        (PAIR, "(3, 5)", (3, 5)),
        (PAIR, "3,", 3),
        (SHAPE, "32, 32, 3", (32, 32, 3)),
        (SHAPE, "?, None, 3", (None, None, 3)),
        (SHAPE, "784", (784,)),
        (SHAPE, "()", ()),
        (COUNT, " 64 ", 64),
        (RATE, "1/4", 0.25),
        (RATE, "1e-3", 0.001),
        (ParamSpec(name="seed", kind="int", nullable=True), "", None),
        (ParamSpec(name="padding", kind="int_pairs", scalar=True), "(1, 2), (3, 4)", ((1, 2), (3, 4))),
        (ParamSpec(name="values", kind="list"), "0.1, 5, low", [0.1, 5, "low"]),
        (LITERAL, "(1, 'a', None)", (1, "a", None)),
        (LITERAL, "plain", "plain"),
        (LITERAL, "True", True),
        (ParamSpec(name="function", kind="formula", choices=("sin",)), "ops.sin(x) * 2", "ops.sin(x) * 2"),
    ],
)
def test_text_becomes_the_value_it_says(spec: ParamSpec, text: str, value: Value) -> None:
    assert parse(spec, text) == value


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        (PAIR, "3, 3, 3"),
        (PAIR, "0"),
        (PAIR, "a"),
        (PAIR, "1.5"),
        (PAIR, "True"),
        (PAIR, "__import__('os')"),
        (SHAPE, "32, -1"),
        (COUNT, ""),
        (COUNT, "2.5"),
        (RATE, "1.5"),
        (RATE, "nan"),
        (RATE, "1/0"),
    ],
)
def test_other_text_is_refused_with_what_is_expected(spec: ParamSpec, text: str) -> None:
    with pytest.raises(RequestError, match="Expected "):
        parse(spec, text)


def test_every_default_of_the_catalogue_is_shown_and_read_back() -> None:
    catalog = Catalog.load()
    params = [
        param
        for spec in (*catalog.layers, *catalog.optimizers, *catalog.losses, *catalog.schedules)
        for param in spec.params
        if param.kind in TYPED and not param.required
    ]
    wrong = [param for param in params if not same(parse(param, show(param, param.default)), param.default)]
    shown = [param for param in wrong if not is_default(param, parse(param, show(param, param.default)))]
    assert len(params) > 300
    assert not shown


def test_a_number_equal_to_the_default_tuple_is_the_default() -> None:
    strides = PAIR.model_copy(update={"default": (1, 1)})
    assert is_default(strides, 1)
    assert not is_default(strides, 2)
    assert not is_default(ParamSpec(name="flag", kind="bool", default=True), 1)


@pytest.mark.parametrize(
    ("value", "steps", "result"),
    [(0.001, 1, 0.002), (0.009, 1, 0.01), (0.01, -1, 0.009), (0.3, 1, 0.4), (0.95, 1, 1.0), (0.0, -1, 0.0)],
)
def test_a_step_changes_the_leading_digit_within_the_limits(value: float, steps: int, result: float) -> None:
    assert stepped(RATE, value, steps) == pytest.approx(result)
