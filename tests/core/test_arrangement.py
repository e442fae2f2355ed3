"""Which nodes are arranged, where they go, and how long that takes."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.graph.arrangement import Arrangement, arrange, estimated_ms
from designer.graph.elements import GraphSnapshot
from designer.graph.layout import Layout, layout
from designer.graph.layout_process import answer, request
from tests.core.drawings import Net, Point, graphs, overlaps, resnet_152, u_net, wrn_40_2

ORIENTATIONS = ("vertical", "horizontal")
both_ways = pytest.mark.parametrize("orientation", ORIENTATIONS)


def branched() -> Net:
    """n1 → n2 → n3 → n4 → n6, and n1 → n5 → n6."""
    net = Net()
    first = net.add()
    net.add(net.chain(first, 3), net.add(first))
    return net


def some(
    net: Net, chosen: str, positions: dict[str, Point], orientation: str = "vertical"
) -> dict[str, Point]:
    return arrange(Arrangement(net.snapshot(), orientation, tuple(chosen.split()), positions))


@both_ways
def test_without_a_choice_all_nodes_are_laid_out(orientation: str) -> None:
    graph = u_net()
    assert arrange(Arrangement(graph, orientation)) == layout(graph, orientation=orientation).positions


@both_ways
@pytest.mark.parametrize("chosen", ["n1 n2 n3 n4 n5 n6", "n2 n3 n4", "n2 n3 n5", "n1 n6"])
def test_arranging_what_is_tidy_moves_nothing(chosen: str, orientation: str) -> None:
    net = branched()
    positions = dict(layout(net.snapshot(), orientation=orientation).positions)
    found = some(net, chosen, positions, orientation)
    assert found == {node_id: pytest.approx(positions[node_id]) for node_id in chosen.split()}


@both_ways
def test_what_was_dragged_away_comes_back_to_the_others(orientation: str) -> None:
    net = branched()
    positions = dict(layout(net.snapshot(), orientation=orientation).positions)
    stray = {**positions, "n3": (700.0, -300.0)}
    assert some(net, "n2 n3 n4", stray, orientation) == {
        node_id: pytest.approx(positions[node_id]) for node_id in ("n2", "n3", "n4")
    }


@both_ways
def test_chosen_nodes_are_not_put_on_others(orientation: str) -> None:
    net = Net()
    net.chain(net.add(), 7)
    positions = {node_id: (10.0 * place, 40.0 * place) for place, node_id in enumerate(net.ids)}
    found = some(net, "n3 n4 n5", positions, orientation)
    others = {node_id: at for node_id, at in positions.items() if node_id not in found}
    clashes = overlaps(Layout({**others, **found}, {}), {})
    assert not [pair for pair in clashes if set(pair) & found.keys()]


def test_a_group_that_lies_free_is_moved_no_further() -> None:
    net = Net()
    first = net.add()
    net.chain(first, 2)
    positions = {"n1": (0.0, 0.0), "n2": (300.0, 500.0), "n3": (290.0, 520.0)}
    assert some(net, "n2 n3", positions) == {"n2": (300.0, 500.0), "n3": (300.0, 588.0)}


def test_nodes_without_any_edge_are_lined_up() -> None:
    net = Net()
    for _ in range(3):
        net.add()
    positions = {"n1": (0.0, 300.0), "n2": (40.0, 10.0), "n3": (-30.0, 150.0)}
    found = some(net, "n1 n2 n3", positions)
    assert [node_id for node_id, _ in sorted(found.items(), key=lambda item: item[1][1])] == [
        "n2",
        "n3",
        "n1",
    ]
    assert len({x for x, _ in found.values()}) == 1


@given(graphs(), st.data(), st.sampled_from(ORIENTATIONS))
def test_any_choice_in_any_graph_lies_free_of_what_stays(
    graph: GraphSnapshot, data: st.DataObject, orientation: str
) -> None:
    ids = [node.id for node in graph.nodes]
    chosen = data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
    places = st.tuples(st.floats(-400, 400), st.floats(-400, 400))
    positions = {node_id: data.draw(places) for node_id in ids}
    found = arrange(Arrangement(graph, orientation, tuple(chosen), positions))
    assert found.keys() == set(chosen)
    clashes = overlaps(Layout({**positions, **found}, {}), {})
    assert not [pair for pair in clashes if set(pair) & found.keys()]


@pytest.mark.parametrize("make", [wrn_40_2, resnet_152])
def test_known_networks_are_quick_enough_for_the_window(make: Callable[[], GraphSnapshot]) -> None:
    assert estimated_ms(Arrangement(make())) < 12


def test_long_edges_and_many_nodes_are_not() -> None:
    dense, long = Net(), Net()
    for _ in range(40):
        dense.add(*dense.ids)
    long.chain(long.add(), 2500)
    assert estimated_ms(Arrangement(dense.snapshot())) > 12
    assert estimated_ms(Arrangement(long.snapshot())) > 12


@pytest.mark.parametrize("chosen", [(), ("n2", "n3", "n5")])
def test_the_process_finds_the_same(chosen: tuple[str, ...]) -> None:
    net = branched()
    positions = {node_id: (7.5 * place, 30.0) for place, node_id in enumerate(net.ids)}
    wanted = Arrangement(net.snapshot(), "horizontal", chosen, positions)
    command = [sys.executable, "-m", "designer.graph.layout_process"]
    done = subprocess.run(command, input=request(wanted), stdout=subprocess.PIPE, check=True, timeout=60)
    assert answer(done.stdout) == arrange(wanted)
