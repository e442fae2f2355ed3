"""Which nodes lie in a box is the same however they are looked up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.graph import layout_field
from designer.graph.layout_field import Boxes, Field

_numbers = st.integers(-40, 40).map(lambda number: 25.0 * number)
_sizes = st.integers(1, 12).map(lambda number: 25.0 * number)
_boxes = st.tuples(_numbers, _numbers, _sizes, _sizes)


def boxes_of(found: list[tuple[float, float, float, float]]) -> Boxes:
    left, top, width, height = np.array(found, dtype=float).reshape(-1, 4).T
    return Boxes(left, left + width, top, top + height)


@pytest.mark.parametrize("most_in_one_go", [0, 4096])
@given(st.lists(_boxes, min_size=1, max_size=40), st.lists(_boxes, max_size=10))
def test_pairs_are_exactly_those_that_overlap(
    most_in_one_go: int,
    nodes: list[tuple[float, float, float, float]],
    boxes: list[tuple[float, float, float, float]],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout_field, "_FEW_PAIRS", most_in_one_go)
        found = Field(boxes_of(nodes)).inside(boxes_of(boxes))
    expected = {
        (box, node)
        for box, (left, top, width, height) in enumerate(boxes)
        for node, (x, y, w, h) in enumerate(nodes)
        if left < x + w and x < left + width and top < y + h and y < top + height
    }
    assert set(zip(*(part.tolist() for part in found), strict=True)) == expected
    assert len(found[0]) == len(expected)


@given(st.lists(_boxes, min_size=2, max_size=20), _numbers)
def test_the_next_edge_above_and_below_is_that_of_another_node(
    nodes: list[tuple[float, float, float, float]], height: float
) -> None:
    field = Field(boxes_of(nodes))
    ends = np.array([0]), np.array([1])
    tops = [y for _, y, _, _ in nodes[2:] if y >= height]
    bottoms = [y + h for _, y, _, h in nodes[2:] if y + h <= height]
    assert field.next_top(np.array([height]), ends).tolist() == [min(tops, default=np.inf)]
    assert field.last_bottom(np.array([height]), ends).tolist() == [max(bottoms, default=-np.inf)]
