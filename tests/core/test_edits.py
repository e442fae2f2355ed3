"""Gestures: a node dropped on an edge, the skip connection, deleting what is selected."""

from collections.abc import Callable

import pytest

from designer.document.document import Document
from designer.document.edits import Shapes, insert_on_edge, remove_selection, skip_connection
from designer.document.project import Project, View
from designer.errors import GraphError
from designer.graph.elements import INPUT, Edge, GraphSnapshot, Node
from designer.graph.layout import layout

CHAIN = (
    ("n1", "input", INPUT),
    ("n2", "conv", "Conv2D"),
    ("n3", "relu", "ReLU"),
    ("n4", "deep", "Conv2D"),
    ("n5", "flatten", "Flatten"),
    ("n6", "dense", "Dense"),
)
SHAPES: Shapes = {
    "n1": ((None, 32, 32, 3),),
    "n2": ((None, 32, 32, 16),),
    "n3": ((None, 32, 32, 16),),
    "n4": ((None, 16, 16, 32),),
    "n5": ((None, 8192),),
    "n6": ((None, 10),),
}


def edge(source: int, target: int, port: int = 0) -> Edge:
    return Edge(f"n{source}", 0, f"n{target}", port)


@pytest.fixture
def document() -> Document:
    """A chain of six layers, laid out, one row after the other."""
    nodes = tuple(Node(*parts) for parts in CHAIN)
    graph = GraphSnapshot(nodes, tuple(edge(at, at + 1) for at in range(1, 6)))
    return Document(Project("Chain", graph, View(layout(graph).positions)))


def edges(document: Document) -> set[Edge]:
    return set(document.graph.edges())


def test_a_node_dropped_on_an_edge_divides_it(document: Document) -> None:
    node = document.new_node("BatchNormalization")
    document.push(insert_on_edge(document, node, edge(2, 3), (4.0, 130.0)))
    assert {edge(2, 7), edge(7, 3)} <= edges(document)
    assert edge(2, 3) not in edges(document)
    assert document.undo_text == "Insert BatchNormalization"


def test_what_follows_an_inserted_node_moves_down_a_row(document: Document) -> None:
    before = dict(document.positions)
    document.push(insert_on_edge(document, document.new_node("ReLU"), edge(2, 3), (4.0, 130.0)))
    assert document.positions["n7"] == (4.0, 176.0)
    assert [document.positions[f"n{at}"][1] - before[f"n{at}"][1] for at in range(1, 7)] == [
        0,
        0,
        88,
        88,
        88,
        88,
    ]


def test_nothing_moves_where_there_is_room(document: Document) -> None:
    document.push(insert_on_edge(document, document.new_node("ReLU"), edge(2, 3), (0.0, 0.0)))
    before = dict(document.positions)
    document.push(remove_selection(document, ["n7"], []))
    document.push(skip_connection(document, "n2", 0, edge(3, 4), SHAPES))
    document.undo()
    assert {key: before[key] for key in document.positions} == dict(document.positions)


def test_equal_shapes_are_added_at_once(document: Document) -> None:
    document.push(skip_connection(document, "n2", 0, edge(3, 4), SHAPES))
    add = document.graph.node("n7")
    assert (add.type, add.name) == ("Add", "add")
    assert edges(document) >= {edge(3, 7, 0), edge(2, 7, 1), edge(7, 4)}
    assert edge(3, 4) not in edges(document)


def test_unequal_shapes_get_a_projection(document: Document) -> None:
    document.push(skip_connection(document, "n3", 0, edge(4, 5), SHAPES))
    node = document.graph.node("n8")
    assert (node.type, node.name) == ("Conv2D", "projection")
    assert node.params == {"filters": 32, "kernel_size": 1, "strides": 2, "padding": "same"}
    assert edges(document) >= {edge(4, 7, 0), edge(3, 8), edge(8, 7, 1), edge(7, 5)}


def test_a_skip_connection_is_one_step(document: Document) -> None:
    before = document.project()
    document.push(skip_connection(document, "n3", 0, edge(4, 5), SHAPES))
    after = document.project()
    assert document.undo_text == "Skip connection"
    document.undo()
    assert document.project() == before
    document.redo()
    assert document.project() == after


@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
def test_new_nodes_lie_on_no_other(document: Document, orientation: str) -> None:
    project = document.project()
    places = layout(project.graph, orientation=orientation).positions
    document = Document(project.replace(view=View(places, orientation)))
    for source, target in (("n3", edge(4, 5)), ("n2", edge(3, 4)), ("n1", edge(2, 3))):
        document.push(skip_connection(document, source, 0, target, SHAPES))
    boxes = list(document.positions.values())
    near = [(a, b) for a in boxes for b in boxes if abs(a[0] - b[0]) < 184 and abs(a[1] - b[1]) < 52]
    assert len(near) == len(boxes) == 11


@pytest.mark.parametrize(
    ("given", "wanted", "layer_type", "params"),
    [
        ((None, 7), (None, 5), "Dense", {"units": 5}),
        (
            (None, 9, 4),
            (None, 5, 8),
            "Conv1D",
            {"filters": 8, "kernel_size": 1, "strides": 2, "padding": "same"},
        ),
        ((None, 8, 8, 4), (None, 8, 8, 6), "Conv2D", {"filters": 6, "kernel_size": 1}),
        (
            (None, 8, 6, 4, 2),
            (None, 4, 6, 1, 2),
            "Conv3D",
            {"filters": 2, "kernel_size": 1, "strides": (2, 1, 4), "padding": "same"},
        ),
    ],
)
def test_the_projection_fits_the_number_of_axes(
    document: Document, given: tuple[int], wanted: tuple[int], layer_type: str, params: dict[str, object]
) -> None:
    document.push(skip_connection(document, "n2", 0, edge(3, 4), {"n2": [given], "n3": [wanted]}))
    node = document.graph.node("n8")
    assert (node.type, node.params) == (layer_type, params)


@pytest.mark.parametrize(
    ("given", "wanted", "reason"),
    [
        ((None, 8, 8, 4), (None, 256), "different numbers of axes"),
        ((None, None, None, 4), (None, None, None, 8), "aren't known"),
        ((None, 8, 8, 4), (None, 16, 16, 4), "only make a tensor smaller"),
        ((None, 30, 30, 4), (None, 20, 20, 4), "no stride"),
        ((None, 2, 2, 2, 2, 2), (None, 2, 2, 2, 2, 3), "6 axes"),
    ],
)
def test_shapes_that_no_projection_reconciles_are_refused(
    document: Document, given: tuple[int], wanted: tuple[int], reason: str
) -> None:
    with pytest.raises(GraphError, match=reason):
        skip_connection(document, "n2", 0, edge(3, 4), {"n2": [given], "n3": [wanted]})


def test_an_add_at_the_end_of_the_edge_takes_one_more_input(document: Document) -> None:
    document.push(skip_connection(document, "n2", 0, edge(3, 4), SHAPES))
    shapes = {**SHAPES, "n7": ((None, 32, 32, 16),)}
    document.push(skip_connection(document, "n1", 0, edge(3, 7), shapes))
    assert edges(document) >= {edge(3, 7, 0), edge(2, 7, 1), edge(1, 8), edge(8, 7, 2)}
    assert [node.type for node in document.graph.nodes.values()].count("Add") == 1


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        ("n4", edge(2, 3), '"deep" depends on "relu"'),
        ("n3", edge(2, 3), 'leads to "relu" itself'),
        ("n2", edge(2, 3), "already arrives here"),
        ("n2", edge(2, 4), "isn't there any more"),
        ("n1", edge(5, 6), "different numbers of axes"),
    ],
)
def test_a_skip_that_makes_no_sense_is_told_why(
    document: Document, source: str, target: Edge, reason: str
) -> None:
    with pytest.raises(GraphError, match=reason):
        skip_connection(document, source, 0, target, SHAPES)


def test_without_shapes_there_is_no_skip_connection(document: Document) -> None:
    with pytest.raises(GraphError, match='shape of "conv" isn\'t known'):
        skip_connection(document, "n2", 0, edge(3, 4), {})


@pytest.mark.parametrize(
    "gesture",
    [
        lambda document: insert_on_edge(document, Node("n7", "x", INPUT), edge(2, 3), (0.0, 0.0)),
        lambda document: insert_on_edge(document, Node("n7", "x", "ReLU"), edge(2, 4), (0.0, 0.0)),
        lambda document: remove_selection(document, [], [edge(2, 4)]),
        lambda document: remove_selection(document, [], []),
    ],
)
def test_impossible_gestures_are_refused(document: Document, gesture: Callable[[Document], object]) -> None:
    with pytest.raises(GraphError):
        gesture(document)


def test_a_selection_of_nodes_and_edges_goes_in_one_step(document: Document) -> None:
    before = document.project()
    document.push(remove_selection(document, ["n2", "n2"], [edge(2, 3), edge(4, 5)]))
    assert edges(document) == {edge(3, 4), edge(5, 6)}
    document.undo()
    assert document.project() == before


def test_the_menu_says_what_was_deleted(document: Document) -> None:
    document.push(remove_selection(document, ["n2"], []))
    assert document.undo_text == "Delete layer"
    document.push(remove_selection(document, [], [edge(4, 5)]))
    assert document.undo_text == "Disconnect"
