"""Round trip: a parameter value written into a project file is read back as it was."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.catalog.values import (
    Expr,
    KerasObject,
    Value,
    from_json,
    params_from_json,
    params_to_json,
    to_json,
)
from designer.errors import RequestError

_SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)


def _containers(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    params = st.dictionaries(st.text(), values, max_size=3)
    lists = st.lists(values, max_size=3)
    return lists | lists.map(tuple) | st.builds(KerasObject, st.text(), params)


_VALUES = st.recursive(_SCALARS | st.builds(Expr, st.text()), _containers, max_leaves=10)


@given(_VALUES)
def test_value_survives_the_file(value: Value) -> None:
    read = from_json(json.loads(json.dumps(to_json(value))))
    assert read == value
    assert repr(read) == repr(value), "1, 1.0 and True are three different values"


@given(st.dictionaries(st.text(), _VALUES, max_size=4))
def test_params_survive_the_file_in_their_order(params: dict[str, Value]) -> None:
    read = params_from_json(json.loads(json.dumps(params_to_json(params))))
    assert list(read.items()) == list(params.items())


@pytest.mark.parametrize(
    ("value", "data"),
    [
        ((3, 3), {"tuple": [3, 3]}),
        (((0, 1), (2, 3)), {"tuple": [{"tuple": [0, 1]}, {"tuple": [2, 3]}]}),
        (KerasObject("L2", {"l2": 0.001}), {"object": "L2", "params": {"l2": 0.001}}),
        (KerasObject("HeNormal"), {"object": "HeNormal"}),
        (Expr("filters*2"), {"expr": "filters*2"}),
        ([1, "same", None], [1, "same", None]),
    ],
)
def test_written_form_is_the_documented_one(value: Value, data: Any) -> None:
    assert to_json(value) == data
    assert from_json(data) == value


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"tuple": 3},
        {"tuple": [1], "more": 2},
        {"expr": 3},
        {"object": ["L2"]},
        {"object": "L2", "config": {}},
        {"object": "L2", "params": [1]},
        {"class_name": "Lambda", "config": {"function": "print"}},
        [{"tuple": {"a": 1}}],
    ],
)
def test_any_other_form_is_refused(data: Any) -> None:
    with pytest.raises(RequestError, match="is not a"):
        from_json(data)
