"""Edges between nodes that were moved by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.graph.elements import Edge
from designer.graph.layout import straight_routes

COLUMN = {f"n{row}": (0.0, 88.0 * row) for row in range(6)}


def edge(source: int, target: int) -> Edge:
    return Edge(f"n{source}", 0, f"n{target}", 0)


def test_neighbours_are_joined_by_a_straight_line() -> None:
    assert straight_routes([edge(0, 1)], COLUMN) == {edge(0, 1): ((0, 26), (0, 62))}


def test_an_edge_over_other_nodes_swings_out_to_the_right() -> None:
    [route] = straight_routes([edge(0, 3)], COLUMN).values()
    assert [y for _, y in route] == [26, 62, 202, 238]
    assert route[1][0] == route[2][0] > 92


def test_a_longer_edge_takes_a_lane_further_out() -> None:
    inner, outer = straight_routes([edge(1, 4), edge(0, 5)], COLUMN).values()
    assert inner[1][0] < outer[1][0]


def test_a_lane_moves_on_where_a_node_is_in_its_way() -> None:
    beside = {**COLUMN, "n9": (130.0, 88.0)}
    [route] = straight_routes([edge(0, 3)], beside).values()
    assert route[1][0] > 130 + 92


def test_an_edge_against_the_flow_goes_around_both_ends() -> None:
    [route] = straight_routes([edge(2, 1)], COLUMN).values()
    assert route[0] == (0, 202)
    assert route[-1] == (0, 62)
    assert min(route[1][0], route[2][0]) > 92


def test_in_a_horizontal_flow_lanes_run_below() -> None:
    row = {node_id: (2.5 * y, x) for node_id, (x, y) in COLUMN.items()}
    [route] = straight_routes([edge(0, 3)], row, orientation="horizontal").values()
    assert route[0] == (92, 0)
    assert route[1][1] == route[2][1] > 26


def test_real_sizes_of_nodes_count() -> None:
    [route] = straight_routes([edge(0, 2)], COLUMN, {"n1": (400.0, 52.0)}).values()
    assert route[1][0] > 200


def test_a_few_edges_are_routed_as_among_all() -> None:
    edges = [edge(0, 3), edge(1, 2), edge(1, 5), edge(4, 2)]
    ports = dict.fromkeys(COLUMN, 2)
    together = straight_routes(edges, COLUMN, ports=ports)
    alone = [straight_routes([one], COLUMN, ports=ports)[one] for one in edges]
    assert alone == list(together.values())


@pytest.mark.parametrize("positions", [{}, COLUMN])
def test_no_edges_have_no_routes(positions: dict[str, tuple[float, float]]) -> None:
    assert straight_routes([], positions) == {}


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=6, max_size=6))
def test_nodes_may_lie_anywhere(places: list[tuple[float, float]]) -> None:
    positions = dict(zip(COLUMN, places, strict=True))
    edges = [edge(source, target) for source in range(6) for target in range(6)]
    assert straight_routes(edges, positions).keys() == set(edges)


def test_an_edge_from_another_column_first_goes_down_in_its_own() -> None:
    beside = {**COLUMN, "n0": (-224.0, 0.0)}
    [route] = straight_routes([edge(0, 5)], beside).values()
    assert route == ((-224, 26), (-224, 378), (0, 414))


def test_an_edge_to_another_column_goes_there_at_once_where_its_own_is_full() -> None:
    beside = {**COLUMN, "n5": (-224.0, 440.0)}
    [route] = straight_routes([edge(0, 5)], beside).values()
    assert route == ((0, 26), (-224, 62), (-224, 414))
