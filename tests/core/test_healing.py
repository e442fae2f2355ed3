"""Bypassed nodes are left out of the network, and what they joined stays joined."""

import pytest

from designer.document.commands import SetBypassed
from designer.document.document import Document
from designer.document.files import format_project, parse_project
from designer.document.project import Project
from designer.errors import GraphError
from designer.graph.elements import Edge, GraphSnapshot, Node, Output, edge_key
from designer.graph.healing import healed


def graph(edges: str, bypassed: str = "", outputs: tuple[Output, ...] = ()) -> GraphSnapshot:
    """A graph from edges such as `1>2 1>3.1`; node 1 is the Input."""
    found = []
    for pair in edges.split():
        source, _, end = pair.partition(">")
        target, _, port = end.partition(".")
        found.append(Edge(f"n{source}", 0, f"n{target}", int(port or 0)))
    numbers = sorted({int(node_id[1:]) for edge in found for node_id in (edge.source, edge.target)})
    nodes = tuple(
        Node(f"n{at}", f"name{at}", "Input" if at == 1 else "Add", {}, None, str(at) in bypassed.split())
        for at in numbers
    )
    return GraphSnapshot(nodes, tuple(sorted(found, key=edge_key)), outputs=outputs)


def arrows(snapshot: GraphSnapshot) -> str:
    return " ".join(
        f"{edge.source[1:]}>{edge.target[1:]}" + (f".{edge.target_port}" if edge.target_port else "")
        for edge in snapshot.edges
    )


@pytest.mark.parametrize(
    ("edges", "bypassed", "left"),
    [
        ("1>2 2>3", "2", "1>3"),
        ("1>2 2>3 3>4", "2 3", "1>4"),
        ("1>2 2>3 2>4.1", "2", "1>3 1>4.1"),
        ("1>2 1>3 2>4.1 3>4.2 4>5", "4", "1>2 1>3 2>5"),
        ("2>3", "2", ""),
        ("1>2 2>3", "3", "1>2"),
        ("1>4 2>3 3>2 3>4.1", "2 3", "1>4"),
        ("1>2 2>3", "1", "1>2 2>3"),
    ],
    ids=["middle", "chain", "fan", "join", "no source", "end", "loop", "Input"],
)
def test_what_enters_the_first_input_flows_to_all_that_was_fed(edges: str, bypassed: str, left: str) -> None:
    found = healed(graph(edges, bypassed))
    assert arrows(found) == left
    assert not {node.id for node in found.nodes} & {f"n{at}" for at in bypassed.split() if at != "1"}


def test_a_graph_without_bypassed_nodes_is_given_back_itself() -> None:
    whole = graph("1>2 2>3")
    assert healed(whole) is whole


def test_explicit_outputs_of_a_bypassed_node_move_to_its_source_once() -> None:
    outputs = (Output("n4"), Output("n3"), Output("n2"))
    assert healed(graph("1>2 2>3 3>4", "3 4", outputs)).outputs == (Output("n2"),)


def test_a_branch_that_only_a_bypassed_join_used_is_no_output() -> None:
    found = healed(graph("1>2 1>3 2>4 3>4.1 4>5", "4"))
    assert found.outputs == (Output("n5"),)
    assert healed(graph("1>2 2>3", "3")).outputs == ()


def test_the_layer_of_a_bypassed_node_goes_to_the_next_that_calls_it() -> None:
    nodes = (
        Node("n1", "a", "Dense", {"units": 3}, bypassed=True),
        Node("n2", "b", "Dense", {}, "n1"),
        Node("n3", "c", "Dense", {}, "n1"),
    )
    assert healed(GraphSnapshot(nodes)).nodes == (
        Node("n2", "b", "Dense", {"units": 3}),
        Node("n3", "c", "Dense", {}, "n2"),
    )


def test_an_input_cannot_be_bypassed_and_nothing_else_is_then() -> None:
    document = Document(Project(graph=graph("1>2 2>3")))
    with pytest.raises(GraphError, match=r'"name1" is an Input and can\'t be bypassed'):
        document.push(SetBypassed(["n2", "n1"], bypassed=True))
    assert document.project().graph == graph("1>2 2>3")


def test_undo_enables_only_what_was_bypassed_by_the_step() -> None:
    document = Document(Project(graph=graph("1>2 2>3", "2")))
    document.push(SetBypassed(["n2", "n3"], bypassed=True))
    assert document.undo_text == "Bypass 2 layers"
    document.undo()
    assert document.project().graph == graph("1>2 2>3", "2")


def test_a_file_says_so_only_of_bypassed_nodes() -> None:
    project = Project(graph=graph("1>2 2>3", "2"))
    text = format_project(project)
    assert text.count('"bypassed": true') == text.count("bypassed") == 1
    assert parse_project(text) == project
