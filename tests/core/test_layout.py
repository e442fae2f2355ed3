"""The tidy layout: straight trunk, free nodes, few crossings, and never a crash."""

from collections.abc import Callable, Mapping
from itertools import combinations, pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.graph import layout_order
from designer.graph.elements import Edge, GraphSnapshot, Node, edge_key
from designer.graph.layout import COLUMN_GAP, NODE_SIZE, ROW_GAP, Layout, input_port, layout, output_port

Point = tuple[float, float]
Sizes = Mapping[str, Point]


class Net:
    """Networks written down as they are called."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.edges: list[Edge] = []

    def add(self, *sources: str) -> str:
        node_id = f"n{len(self.ids) + 1}"
        self.ids.append(node_id)
        self.edges += [Edge(source, 0, node_id, port) for port, source in enumerate(sources)]
        return node_id

    def chain(self, node_id: str, length: int) -> str:
        for _ in range(length):
            node_id = self.add(node_id)
        return node_id

    def snapshot(self) -> GraphSnapshot:
        nodes = tuple(Node(node_id, node_id, "Dense") for node_id in self.ids)
        return GraphSnapshot(nodes, tuple(sorted(self.edges, key=edge_key)))


def wrn_40_2() -> GraphSnapshot:
    net = Net()
    x = net.chain(net.add(), 3)
    for _ in range(3):
        for block in range(6):
            body = net.chain(x, 7 if block else 5)
            x = net.add(body, x if block else net.add(x))
        x = net.chain(x, 2)
    net.chain(x, 4)
    return net.snapshot()


def resnet_152() -> GraphSnapshot:
    net = Net()
    x = net.chain(net.add(), 6)
    for num_blocks in (3, 8, 36, 3):
        for block in range(num_blocks):
            shortcut = x if block else net.chain(x, 2)
            x = net.add(net.add(shortcut, net.chain(x, 8)))
    net.chain(x, 2)
    return net.snapshot()


def inception() -> GraphSnapshot:
    net = Net()
    x = net.chain(net.add(), 10)
    for _ in range(9):
        x = net.add(net.chain(x, 3), net.chain(x, 6), net.chain(x, 9), net.chain(x, 4))
    net.chain(x, 2)
    return net.snapshot()


def u_net() -> GraphSnapshot:
    net = Net()
    x = net.add()
    skips = []
    for _ in range(4):
        x = net.chain(x, 2)
        skips.append(x)
        x = net.add(x)
    for skip in reversed(skips):
        x = net.chain(net.add(net.add(x), skip), 2)
    return net.snapshot()


NETS = {"wrn_40_2": wrn_40_2, "resnet_152": resnet_152, "inception": inception, "u_net": u_net}
SIZES = {"wrn_40_2": 155, "resnet_152": 517}
nets = pytest.mark.parametrize("make", NETS.values(), ids=NETS)


@nets
def test_the_longest_path_is_one_straight_line(make: Callable[[], GraphSnapshot]) -> None:
    graph = make()
    path = nx.dag_longest_path(nx.DiGraph([(edge.source, edge.target) for edge in graph.edges]))
    columns = [x for x, _ in layout(graph).positions.values()]
    assert columns.count(0.0) >= len(path)


@nets
@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
def test_no_edge_runs_through_a_node(make: Callable[[], GraphSnapshot], orientation: str) -> None:
    graph = make()
    sizes = {node.id: (120.0 + 8 * (at % 9), 40.0 + 8 * (at % 4)) for at, node in enumerate(graph.nodes)}
    assert cuts(layout(graph, sizes, orientation), sizes) == []


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
    assert ends == [(pytest.approx(x - 92 + 184 * share / 5), y - 26) for share in (1, 2, 3)]


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


@st.composite
def graphs(draw: st.DrawFn) -> GraphSnapshot:
    count = draw(st.integers(1, 14))
    index = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(index, index), max_size=24))
    nodes = tuple(Node(f"n{number}", f"n{number}", "Dense") for number in range(count))
    edges = (Edge(f"n{a}", 0, f"n{b}", port) for port, (a, b) in enumerate(pairs))
    return GraphSnapshot(nodes, tuple(sorted(edges, key=edge_key)))


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


def overlaps(tidy: Layout, sizes: Sizes) -> list[tuple[str, str]]:
    boxes = {node_id: (at, sizes.get(node_id, NODE_SIZE)) for node_id, at in tidy.positions.items()}
    return [
        (one, other)
        for (one, ((x, y), (width, height))), (other, ((u, v), (w, h))) in combinations(boxes.items(), 2)
        if abs(x - u) < (width + w) / 2 and abs(y - v) < (height + h) / 2
    ]


def cuts(tidy: Layout, sizes: Sizes) -> list[tuple[Edge, str]]:
    boxes = [(node_id, at, sizes.get(node_id, NODE_SIZE)) for node_id, at in tidy.positions.items()]
    return [
        (edge, node_id)
        for edge, route in tidy.routes.items()
        for start, end in pairwise(route)
        for node_id, centre, size in boxes
        if _is_cut(start, end, centre, size)
    ]


def _is_cut(start: Point, end: Point, centre: Point, size: Point) -> bool:
    """Whether a line runs through the inside of a rectangle (Liang and Barsky)."""
    enter, leave = 0.0, 1.0
    for axis in (0, 1):
        low, high = centre[axis] - size[axis] / 2 + 0.01, centre[axis] + size[axis] / 2 - 0.01
        if max(start[axis], end[axis]) < low or min(start[axis], end[axis]) > high:
            return False
        if step := end[axis] - start[axis]:
            times = sorted(((low - start[axis]) / step, (high - start[axis]) / step))
            enter, leave = max(enter, times[0]), min(leave, times[1])
    return enter < leave


def crossings(tidy: Layout) -> list[tuple[Edge, Edge]]:
    pieces = sorted(
        (min(p[1], q[1]), max(p[1], q[1]), p, q, number)
        for number, route in enumerate(tidy.routes.values())
        for p, q in pairwise(route)
    )
    edges = list(tidy.routes)
    found = []
    for at, (_, bottom, p, q, one) in enumerate(pieces):
        for top, _, r, s, other in pieces[at + 1 :]:
            if top >= bottom:
                break
            if one != other and _side(p, q, r) * _side(p, q, s) < 0 and _side(r, s, p) * _side(r, s, q) < 0:
                found.append((edges[one], edges[other]))
    return found


def _side(start: Point, end: Point, point: Point) -> float:
    turn = (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
    return 0.0 if abs(turn) < 1e-6 else turn
