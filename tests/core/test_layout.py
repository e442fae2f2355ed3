"""The tidy layout: straight trunk, free nodes, few crossings, and never a crash."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.graph import layout_order
from designer.graph.elements import Edge, GraphSnapshot
from designer.graph.layout import (
    COLUMN_GAP,
    NODE_SIZE,
    ROW_GAP,
    Layout,
    input_port,
    layout,
    output_port,
    straight_routes,
)
from tests.core.drawings import (
    Net,
    crossings,
    cuts,
    graphs,
    inception,
    overlaps,
    resnet_152,
    straight_share,
    u_net,
    wrn_40_2,
)

NETS = {"wrn_40_2": wrn_40_2, "resnet_152": resnet_152, "inception": inception, "u_net": u_net}
SIZES = {"wrn_40_2": 155, "resnet_152": 517}
nets = pytest.mark.parametrize("make", NETS.values(), ids=NETS)


@nets
def test_the_longest_path_is_one_straight_line(make: Callable[[], GraphSnapshot]) -> None:
    graph = make()
    for orientation in ("vertical", "horizontal"):
        assert straight_share(graph, layout(graph, orientation=orientation), orientation) == 1.0


@nets
@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
def test_no_edge_runs_through_a_node(make: Callable[[], GraphSnapshot], orientation: str) -> None:
    graph = make()
    sizes = {node.id: (120.0 + 8 * (at % 9), 40.0 + 8 * (at % 4)) for at, node in enumerate(graph.nodes)}
    assert cuts(layout(graph, sizes, orientation), sizes) == []


@nets
def test_no_edge_runs_through_a_node_once_one_was_moved_by_hand(make: Callable[[], GraphSnapshot]) -> None:
    graph = make()
    places = layout(graph).positions
    assert cuts(Layout(places, straight_routes(graph.edges, places)), {}) == []


@nets
def test_edges_do_not_cross(make: Callable[[], GraphSnapshot]) -> None:
    assert crossings(layout(make())) == []


@pytest.mark.parametrize("name", SIZES)
def test_synthetic_networks_have_the_size_of_the_real_ones(name: str) -> None:
    assert len(NETS[name]().nodes) == SIZES[name]


def test_shortcuts_swing_out_to_one_side_as_one_lane() -> None:
    net = Net()
    x = net.add()
    for _ in range(5):
        x = net.add(net.chain(x, 4), x)
    routes = layout(net.snapshot()).routes.values()
    lanes = {max(x for x, _ in route) for route in routes if len(route) > 2}
    assert len(lanes) == 1
    assert lanes.pop() > NODE_SIZE[0] / 2


def test_a_shortcut_into_the_first_port_comes_from_the_left() -> None:
    net = Net()
    x = net.add()
    net.add(x, net.chain(x, 3))
    assert crossings(layout(net.snapshot())) == []
    assert min(x for route in layout(net.snapshot()).routes.values() for x, _ in route) < -NODE_SIZE[0] / 2


def test_the_flow_goes_down_or_right() -> None:
    net = Net()
    net.chain(net.add(), 2)
    down, right = layout(net.snapshot()), layout(net.snapshot(), orientation="horizontal")
    assert [down.positions[node_id] for node_id in net.ids] == [(0, 0), (0, 88), (0, 176)]
    assert [right.positions[node_id] for node_id in net.ids] == [(0, 0), (220, 0), (440, 0)]
    assert right.routes[net.edges[0]] == ((92, 0), (128, 0))


def test_input_ports_share_the_upper_side_of_a_node() -> None:
    net = Net()
    sources = [net.add() for _ in range(3)]
    joint = net.add(*sources)
    tidy = layout(net.snapshot(), ports={joint: 4})
    x, y = tidy.positions[joint]
    ends = [tidy.routes[edge][-1] for edge in net.edges]
    assert [end - x for end, _ in ends] == pytest.approx([-92 + 184 * share / 5 for share in (1, 2, 3)])
    assert {bottom for _, bottom in ends} == {y - 26}


def test_unconnected_parts_lie_side_by_side_with_single_nodes_last() -> None:
    net = Net()
    alone = net.add()
    first, second = net.add(), net.add()
    net.chain(first, 2)
    net.chain(second, 3)
    x = {node_id: at for node_id, (at, _) in layout(net.snapshot()).positions.items()}
    assert x[first] < x[second] < x[alone]
    assert layout(net.snapshot()).positions[first][1] == layout(net.snapshot()).positions[second][1]


def test_an_empty_graph_has_an_empty_layout() -> None:
    assert layout(GraphSnapshot()) == Layout({}, {})


def test_loops_are_laid_out_too() -> None:
    net = Net()
    last = net.chain(net.add(), 3)
    net.edges += [Edge(last, 0, "n2", 1), Edge("n3", 0, "n3", 1)]
    tidy = layout(net.snapshot())
    assert tidy.routes.keys() == set(net.edges)
    assert [tidy.positions[node_id][1] for node_id in net.ids] == [0, 88, 176, 264]


@given(graphs(), st.sampled_from(["vertical", "horizontal"]))
def test_any_graph_gets_a_layout_without_overlaps(graph: GraphSnapshot, orientation: str) -> None:
    sizes = {node.id: (100.0 + 30 * at, 90.0 - 5 * at) for at, node in enumerate(graph.nodes)}
    tidy = layout(graph, sizes, orientation)
    assert overlaps(tidy, sizes) == []
    assert tidy.routes.keys() == set(graph.edges)
    assert layout(graph, sizes, orientation) == tidy


@given(graphs())
def test_every_route_leads_from_port_to_port(graph: GraphSnapshot) -> None:
    tidy = layout(graph)
    counts = {edge.target: 24 for edge in graph.edges}
    for edge, route in layout(graph, ports=counts).routes.items():
        assert route[0] == pytest.approx(output_port(tidy.positions[edge.source], NODE_SIZE))
        assert route[-1] == pytest.approx(
            input_port(tidy.positions[edge.target], NODE_SIZE, edge.target_port, 24)
        )


@nets
def test_without_fast_sugiyama_long_edges_run_in_lanes(
    make: Callable[[], GraphSnapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout_order, "from_edges", None)
    graph = make()
    tidy = layout(graph)
    assert tidy.routes.keys() == set(graph.edges)
    assert overlaps(tidy, {}) == []
    assert cuts(tidy, {}) == []


def test_a_graph_with_very_many_long_edges_is_laid_out_in_lanes(monkeypatch: pytest.MonkeyPatch) -> None:
    net = Net()
    for _ in range(50):
        net.add(*net.ids)
    monkeypatch.setattr(layout_order, "from_edges", lambda *_args, **_options: pytest.fail("too slow"))
    assert [y for _, y in layout(net.snapshot()).positions.values()] == [88.0 * row for row in range(50)]


def test_gaps_lie_on_the_grid_of_eight_pixels() -> None:
    assert (NODE_SIZE[0] + COLUMN_GAP) % 8 == 0
    assert (NODE_SIZE[1] + ROW_GAP) % 8 == 0
