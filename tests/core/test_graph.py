"""The graph keeps its order and its rules, and a refused edit leaves no trace."""

from collections.abc import Callable

import pytest

from designer.errors import GraphError
from designer.graph.elements import Edge, GraphSnapshot, Node, Output, natural_key
from designer.graph.graph import Graph


def make_graph(edges: str = "n1>n2 n2>n3", inputs: str = "n1") -> Graph:
    """A graph from edges such as `n1>n2` or, with input ports, `n1>n2.1`."""
    graph = Graph()
    pairs = [pair.split(">") for pair in edges.split()]
    ids = {end.partition(".")[0] for pair in pairs for end in pair} | set(inputs.split())
    for node_id in sorted(ids, key=natural_key):
        graph.add_node(Node(node_id, node_id, "Input" if node_id in inputs.split() else "Dense"))
    for source, target in pairs:
        node_id, _, port = target.partition(".")
        graph.add_edge(Edge(source, 0, node_id, int(port or 0)))
    return graph


def test_a_snapshot_is_in_canonical_order_whatever_was_added_first() -> None:
    graph = Graph()
    for node_id in ("n10", "n2", "n1"):
        graph.add_node(Node(node_id, node_id, "Add"))
    graph.add_edge(Edge("n2", 0, "n10", 1))
    graph.add_edge(Edge("n1", 0, "n10", 0))
    snapshot = graph.snapshot()
    assert [node.id for node in snapshot.nodes] == ["n1", "n2", "n10"]
    assert snapshot.edges == (Edge("n1", 0, "n10", 0), Edge("n2", 0, "n10", 1))


def test_a_graph_comes_back_from_its_snapshot() -> None:
    graph = make_graph("n1>n2 n1>n3 n2>n4.0 n3>n4.1")
    graph.set_inputs(["n1"])
    graph.set_outputs([Output("n4"), Output("n2")])
    assert Graph.from_snapshot(graph.snapshot()).snapshot() == graph.snapshot()


@pytest.mark.parametrize(
    "edit",
    [
        lambda graph: graph.add_node(Node("n1", "again", "Dense")),
        lambda graph: graph.remove_node("n2"),
        lambda graph: graph.remove_node("n9"),
        lambda graph: graph.replace_node(Node("n9", "new", "Dense")),
        lambda graph: graph.add_edge(Edge("n1", 0, "n3", 0)),
        lambda graph: graph.add_edge(Edge("n1", 0, "n9", 0)),
        lambda graph: graph.remove_edge(Edge("n1", 0, "n3", 0)),
        lambda graph: graph.set_inputs(["n1", "n2"]),
        lambda graph: graph.set_outputs([Output("n9")]),
        lambda graph: graph.node("n9"),
    ],
)
def test_a_refused_edit_changes_nothing(edit: Callable[[Graph], None]) -> None:
    graph = make_graph()
    before = graph.snapshot()
    with pytest.raises(GraphError):
        edit(graph)
    assert graph.snapshot() == before


def test_a_damaged_snapshot_is_refused() -> None:
    node = Node("n1", "a", "Dense")
    for snapshot in (
        GraphSnapshot((node, node)),
        GraphSnapshot((node,), (Edge("n1", 0, "n2", 0),)),
        GraphSnapshot((node,), inputs=("n1",)),
        GraphSnapshot((node,), outputs=(Output("n2"),)),
    ):
        with pytest.raises(GraphError):
            Graph.from_snapshot(snapshot)


def test_two_nodes_may_be_joined_by_several_edges() -> None:
    graph = make_graph("n1>n2.0 n1>n2.1")
    graph.remove_edge(Edge("n1", 0, "n2", 0))
    assert graph.in_edges("n2") == [Edge("n1", 0, "n2", 1)] == graph.out_edges("n1")


def test_edges_into_a_node_come_by_port() -> None:
    graph = make_graph("n3>n4.0 n1>n4.2 n2>n4.1")
    assert [edge.source for edge in graph.in_edges("n4")] == ["n3", "n2", "n1"]


def test_outputs_are_the_loose_ends_unless_set() -> None:
    graph = make_graph("n1>n2 n1>n3 n3>n4", inputs="n1 n5")
    assert graph.model_outputs() == [Output("n2"), Output("n4")]
    graph.set_outputs([Output("n3")])
    assert graph.model_outputs() == [Output("n3")]


def test_inputs_are_all_input_nodes_in_node_order_unless_set() -> None:
    graph = make_graph("n1>n3.0 n2>n3.1", inputs="n1 n2")
    assert graph.model_inputs() == ["n1", "n2"]
    graph.set_inputs(["n2", "n1"])
    assert graph.model_inputs() == ["n2", "n1"]


def test_an_edge_back_to_an_ancestor_or_itself_would_close_a_loop() -> None:
    graph = make_graph()
    assert graph.would_cycle("n3", "n1")
    assert graph.would_cycle("n2", "n2")
    assert not graph.would_cycle("n1", "n3")


def test_ancestors_and_descendants_leave_the_node_itself_out() -> None:
    graph = make_graph("n1>n2 n2>n3 n1>n4")
    assert graph.ancestors("n3") == {"n1", "n2"}
    assert graph.descendants("n1") == {"n2", "n3", "n4"}


def test_the_topological_order_goes_by_id_where_it_may() -> None:
    assert make_graph("n1>n10 n1>n2 n2>n11.0 n10>n11.1").topological_order() == ["n1", "n2", "n10", "n11"]


def test_a_loop_is_found_and_left_out_of_the_order() -> None:
    graph = make_graph("n1>n2.0 n2>n3 n3>n2.1 n3>n4")
    assert graph.topological_order() == ["n1"]
    assert set(graph.cycle()) == {"n2", "n3"}
    assert make_graph().cycle() == []


def test_numbers_inside_ids_sort_as_numbers() -> None:
    assert sorted(["n10", "n2", "a", "n2b"], key=natural_key) == ["a", "n2", "n2b", "n10"]
