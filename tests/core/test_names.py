"""Ids and names of new nodes."""

import pytest

from designer.errors import GraphError
from designer.graph.names import Names, check_name, fresh_id, fresh_name, snake_case, split_number


@pytest.mark.parametrize(
    ("taken", "after", "expected"),
    [([], 0, "n1"), (["n2", "n10"], 0, "n11"), (["n2"], 7, "n8"), (["input", "nx", "n1x"], 0, "n1")],
)
def test_an_id_lies_above_all_that_ever_were(taken: list[str], after: int, expected: str) -> None:
    assert fresh_id(taken, after=after) == expected


@pytest.mark.parametrize(
    ("layer_type", "expected"),
    [
        ("Conv2D", "conv2d"),
        ("MaxPooling2D", "max_pooling2d"),
        ("LSTM", "lstm"),
        ("GlobalAveragePooling2D", "global_average_pooling2d"),
        ("ReLU", "re_lu"),
        ("block:b1", "blockb1"),
    ],
)
def test_names_are_those_that_keras_gives(layer_type: str, expected: str) -> None:
    assert snake_case(layer_type) == expected


def test_a_second_layer_of_a_type_gets_a_number() -> None:
    assert fresh_name("Conv2D", []) == "conv2d"
    assert fresh_name("Conv2D", ["conv2d"]) == "conv2d_1"
    assert fresh_name("Conv2D", ["conv2d", "conv2d_7", "conv2d_x"]) == "conv2d_8"


def test_numbers_too_long_for_python_are_no_numbers() -> None:
    assert fresh_id([f"n{'9' * 5000}", "n2"]) == "n3"
    assert fresh_name("Dense", ["dense", f"dense_{'9' * 5000}"]) == "dense_1"


def test_a_name_with_a_hole_is_filled_only_at_the_stem() -> None:
    assert fresh_name("Dense", ["dense_3"]) == "dense"


@pytest.mark.parametrize("name", ["", "  ", "block/conv", "my conv", "größe", "a:b", "a\n", "taken"])
def test_names_that_keras_or_the_graph_refuses_are_refused(name: str) -> None:
    with pytest.raises(GraphError):
        check_name(name, ["taken"])


def test_any_other_name_is_accepted() -> None:
    check_name("Conv_2.b-3", ["conv_2.b-3"])


def test_an_index_of_names_follows_what_comes_and_goes() -> None:
    names = Names(["conv2d", "conv2d", "conv2d_4", "x_y_2"])
    assert names.fresh("conv2d") == "conv2d_5"
    names.add("conv2d_9")
    assert (names.fresh("conv2d"), names.count("conv2d")) == ("conv2d_10", 2)
    names.discard("conv2d_9")
    names.discard("conv2d_4")
    names.discard("conv2d")
    assert names.fresh("conv2d") == "conv2d_1"
    names.discard("conv2d")
    assert (names.fresh("conv2d"), sorted(names)) == ("conv2d", ["x_y_2"])


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("conv2d_3", ("conv2d", 3)),
        ("a_b_07", ("a_b", 7)),
        ("conv2d", ("conv2d", None)),
        ("7", ("7", None)),
        ("x_", ("x_", None)),
    ],
)
def test_a_number_at_the_end_of_a_name_is_told_apart(name: str, parts: tuple[str, int | None]) -> None:
    assert split_number(name) == parts


def test_names_beside_count_as_taken_and_are_left_alone() -> None:
    taken = Names(["relu", "relu_4"])
    names = Names(["dense"], beside=taken)
    assert [names.fresh(stem) for stem in ("relu", "dense", "add")] == ["relu_5", "dense_1", "add"]
    names.add("relu_9")
    assert (names.fresh("relu"), "relu_4" in names, len(names)) == ("relu_10", True, 4)
    assert taken.fresh("relu") == "relu_5"
