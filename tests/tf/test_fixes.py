"""Each fix that is offered rids the network of its problem, by Keras's verdict, and undo brings all back."""

from dataclasses import replace

import pytest

from designer.catalog.catalog import Catalog
from designer.catalog.values import Params
from designer.compiler.analysis import analyse
from designer.compiler.results import Problem
from designer.document.document import Document
from designer.document.files import format_project
from designer.document.project import Project, View
from designer.graph.elements import Edge, GraphSnapshot, Node, Output
from designer.graph.layout import layout
from designer.training.fixing import fixes_of
from tests.tf.graphs import chain, graph, join

CATALOG = Catalog.load()
CONV: Params = {"filters": 4, "kernel_size": 3}
TWO_PROJECTIONS = (
    "Insert a projection (Conv2D 1×1, 8 filters, stride 2) after n1"
    " and a projection (Conv2D 1×1, 8 filters) after n2"
)
IMAGE, SMALL = (16, 16, 3), (2, 2, 3)


def input_of(shape: tuple[int | None, ...], node_id: str = "n1") -> Node:
    return Node(node_id, node_id, "Input", {"shape": shape})


def same(filters: int) -> tuple[str, Params]:
    return "Conv2D", {"filters": filters, "kernel_size": 3, "padding": "same"}


def shortcut() -> GraphSnapshot:
    """A residual block whose shortcut (n2) lacks a projection."""
    body: Params = {"filters": 8, "kernel_size": 3, "strides": 2, "padding": "same"}
    nodes = [
        input_of(IMAGE),
        Node("n2", "stem", "Conv2D", {**CONV, "padding": "same"}),
        Node("n3", "body", "Conv2D", body),
        Node("n4", "joint", "Add"),
    ]
    edges = [Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0), Edge("n3", 0, "n4", 0), Edge("n2", 0, "n4", 1)]
    return graph(nodes, edges)


def loop() -> GraphSnapshot:
    nodes = [input_of((4,)), Node("n2", "a", "Add"), Node("n3", "b", "Dense", {"units": 4})]
    return graph(nodes, [Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0), Edge("n3", 0, "n2", 1)])


def dead() -> GraphSnapshot:
    names = ("trunk", "branch", "end")
    nodes = [Node(f"n{row}", name, "Dense", {"units": 2}) for row, name in enumerate(names, 2)]
    edges = [Edge("n1", 0, "n2", 0), Edge("n1", 0, "n3", 0), Edge("n3", 0, "n4", 0)]
    return graph([input_of((4,)), *nodes], edges, outputs=("n2",))


def named(*names: str) -> GraphSnapshot:
    nodes = [Node(f"n{row}", name, "Dense", {"units": 2}) for row, name in enumerate(names, 2)]
    return graph([input_of((4,)), *nodes], [Edge("n1", 0, node.id, 0) for node in nodes])


def second_output() -> GraphSnapshot:
    nodes = [input_of((4,)), *(Node(f"n{row}", f"n{row}", "Dense", {"units": 2}) for row in (2, 3))]
    return graph(nodes, [Edge("n1", 0, "n2", 0), Edge("n2", 1, "n3", 0)])


def sharing() -> GraphSnapshot:
    nodes = [input_of((4,)), Node("n2", "n2", "Dense", {"units": 2}, shares="n9")]
    return graph(nodes, [Edge("n1", 0, "n2", 0)], outputs=("n2",))


def loose(layer_type: str, **params: int) -> GraphSnapshot:
    nodes = [input_of((4, 4, 3)), Node("n2", "n2", "Flatten"), Node("n3", "loose", layer_type, params)]
    return graph(nodes, [Edge("n1", 0, "n2", 0)])


def attention() -> GraphSnapshot:
    nodes = [input_of((8, 4)), Node("n2", "look", "MultiHeadAttention", {"num_heads": 2, "key_dim": 2})]
    return graph(nodes, [Edge("n1", 0, "n2", 0)])


def unlisted() -> GraphSnapshot:
    return replace(join("Add", (4,), (4,)), inputs=("n1",))


CASES: dict[str, tuple[GraphSnapshot, str, list[str]]] = {
    "empty": (GraphSnapshot(), "empty", ["Add an Input of 32×32×3"]),
    "no Input": (
        graph([Node("n2", "stem", "Conv2D", CONV)], []),
        "no_input",
        ["Add an Input of 32×32×3 before stem"],
    ),
    "no output": (graph([input_of(IMAGE)], []), "no_output", ["Add Flatten and Dense after n1"]),
    "idle Input": (
        graph([input_of((4,)), Node("n2", "n2", "Dense", {"units": 2})], []),
        "idle_input",
        ["Connect n1 to n2"],
    ),
    "Input left out": (unlisted(), "unlisted_input", ["Add n2 to the model's inputs"]),
    "Input without shape": (
        graph([Node("n1", "n1", "Input"), Node("n2", "n2", "Dense", {"units": 2})], [Edge("n1", 0, "n2", 0)]),
        "missing_params",
        ["Set the shape of n1 to 64"],
    ),
    "unusable name": (named("über alles!"), "bad_name", ["Rename über alles! to uber_alles"]),
    "names that clash": (named("a", "a"), "same_name", ["Rename a to a_1"]),
    "loop": (loop(), "loop", ["Cut the edge from b to a", "Cut the edge from a to b"]),
    "dead branch": (
        dead(),
        "dead",
        ["Delete branch and 1 more layer", "Make branch an output of the model"],
    ),
    "nothing feeds it": (loose("Dense", units=2), "unconnected", ["Connect n2 to loose", "Delete loose"]),
    "merge of one": (
        join("Add", (4,)),
        "too_few_inputs",
        ["Remove layer and join its neighbours"],
    ),
    "block without its shortcut": (
        chain(IMAGE, same(4), ("ReLU", {}), same(4), ("ReLU", {}), same(4), ("Add", {})),
        "too_few_inputs",
        ["Connect n3 to n7", "Remove n7 and join its neighbours"],
    ),
    "bottleneck without its shortcut": (
        chain(IMAGE, same(4), same(2), same(2), same(4), ("Add", {})),
        "too_few_inputs",
        ["Connect n2 to n6", "Remove n6 and join its neighbours"],
    ),
    "attention of one": (
        attention(),
        "too_few_inputs",
        ["Connect n1 to the value of look too", "Remove look and join its neighbours"],
    ),
    "one input too many": (
        join("Subtract", (4,), (4,), (4,)),
        "extra_input",
        ["Cut the edge from n3"],
    ),
    "shared layer gone": (
        sharing(),
        "wrong_sharing",
        ["Give n2 a layer of its own", "Delete n2"],
    ),
    "no such output": (second_output(), "no_such_output", ["Use the first output of n2"]),
    "no such output of the model": (
        replace(named("a"), outputs=(Output("n2", 1),)),
        "no_such_output",
        ["Use the first output of a"],
    ),
    "shortcut": (
        shortcut(),
        "unequal_shapes",
        [
            "Insert a projection (Conv2D 1×1, 8 filters, stride 2) after stem",
            "Insert Conv2D and UpSampling2D after body",
            "Insert Conv2D and Resizing after stem",
        ],
    ),
    "channels": (
        join("Add", IMAGE, (16, 16, 4)),
        "unequal_shapes",
        [
            "Insert a projection (Conv2D 1×1, 4 filters) after n1",
            "Insert a projection (Conv2D 1×1, 3 filters) after n2",
        ],
    ),
    "vectors": (
        join("Multiply", (4,), (6,)),
        "unequal_shapes",
        ["Insert a projection (Dense, 6 units) after n1", "Insert a projection (Dense, 4 units) after n2"],
    ),
    "three inputs": (
        join("Add", (8, 8, 4), (4, 4, 4), (4, 4, 8)),
        "unequal_shapes",
        [TWO_PROJECTIONS],
    ),
    "borders": (
        join("Add", (30, 30, 4), (32, 32, 4)),
        "unequal_shapes",
        ["Insert Cropping2D after n2", "Insert ZeroPadding2D after n1"],
    ),
    "sequences": (
        join("Add", (8, 4), (16, 4)),
        "unequal_shapes",
        ["Insert a projection (Conv1D 1×1, 4 filters, stride 2) after n2", "Insert UpSampling1D after n1"],
    ),
    "volumes": (
        join("Add", (4, 4, 4, 2), (4, 8, 8, 2)),
        "unequal_shapes",
        ["Insert a projection (Conv3D 1×1, 2 filters, strides 1×2×2) after n2"],
    ),
    "map and vector": (
        join("Add", (4, 4, 3), (6,)),
        "unequal_shapes",
        ["Insert GlobalAveragePooling2D and Dense after n1"],
    ),
    "Concatenate": (
        join("Concatenate", (8, 8, 3), (4, 4, 5)),
        "unequal_shapes",
        ["Insert a projection (Conv2D 1×1, 3 filters, stride 2) after n1", "Insert UpSampling2D after n2"],
    ),
    "large kernel": (
        chain(SMALL, ("Conv2D", CONV)),
        "large_window",
        ["Set padding of n2 to same", "Set kernel_size of n2 to 2"],
    ),
    "dilated kernel": (
        chain((4, 3, 3), ("Conv2D", {**CONV, "dilation_rate": 2})),
        "large_window",
        ["Set padding of n2 to same", "Set kernel_size of n2 to 2"],
    ),
    "large pool": (
        chain((2, 1, 3), ("MaxPooling2D", {"pool_size": 3})),
        "large_window",
        ["Set padding of n2 to same", "Set pool_size of n2 to 2×1", "Remove n2"],
    ),
    "image into LSTM": (
        chain((4, 4, 3), ("LSTM", {"units": 2})),
        "wrong_rank",
        ["Insert Reshape to 4×12 before n2"],
    ),
    "vector into Conv2D": (
        chain((5, 5, 1), ("Flatten", {}), ("Conv2D", CONV)),
        "wrong_rank",
        ["Remove n2", "Insert Reshape to 5×5×1 before n3"],
    ),
    "image into RepeatVector": (
        chain((4, 4, 3), ("RepeatVector", {"n": 2})),
        "wrong_rank",
        ["Insert GlobalAveragePooling2D before n2", "Insert Flatten before n2"],
    ),
    "Flatten of unknown size": (
        chain((None, None, 3), ("Flatten", {}), ("Dense", {"units": 2})),
        "unknown_size",
        ["Replace n2 by GlobalAveragePooling2D", "Set the shape of n1 to 32×32×3"],
    ),
    "no parameters": (
        chain((4, 4, 3), ("Conv2D", {})),
        "missing_params",
        ["Set filters of n2 to 32 and kernel_size to 3×3"],
    ),
    "misspelt layer": (
        chain((4,), ("Dens", {"units": 2})),
        "unknown_layer",
        ["Make n2 a Dense", "Remove n2"],
    ),
    "Dense on a map": (
        chain(IMAGE, ("Dense", {"units": 2})),
        "dense_on_map",
        ["Insert GlobalAveragePooling2D before n2", "Insert Flatten before n2"],
    ),
}


def document_of(snapshot: GraphSnapshot) -> Document:
    return Document(Project("Case", snapshot, View(layout(snapshot).positions)))


def find(document: Document, kind: str) -> Problem:
    return next(problem for problem in analyse(document.graph.snapshot()).problems if problem.kind == kind)


@pytest.mark.parametrize("name", CASES)
def test_each_fix_mends_its_problem_and_undo_restores_the_file(name: str) -> None:
    snapshot, kind, labels = CASES[name]
    document = document_of(snapshot)
    problem, text = find(document, kind), format_project(document.project())
    fixes = fixes_of(problem, document, CATALOG, analyse(snapshot))
    assert [fix.label for fix in fixes][: len(labels)] == labels
    for fix in fixes:
        document.push(fix.command)
        assert document.undo_text == fix.label
        left = analyse(document.graph.snapshot()).problems
        assert (kind, problem.node) not in [(each.kind, each.node) for each in left], fix.label
        document.undo()
        assert format_project(document.project()) == text


def test_a_problem_behind_a_bypassed_layer_is_mended_at_the_edge_that_is_drawn() -> None:
    snapshot = shortcut()
    bypassed = Node("n5", "norm", "BatchNormalization", bypassed=True)
    edges = [edge for edge in snapshot.edges if edge != Edge("n2", 0, "n4", 1)]
    edges += [Edge("n2", 0, "n5", 0), Edge("n5", 0, "n4", 1)]
    document = document_of(graph([*snapshot.nodes, bypassed], edges))
    analysis = analyse(document.graph.snapshot())
    problem = find(document, "unequal_shapes")
    assert Edge("n5", 0, "n4", 1) in problem.facts.edges
    document.push(fixes_of(problem, document, CATALOG, analysis)[0].command)
    assert analyse(document.graph.snapshot()).errors == ()


def test_an_outdated_problem_has_no_fix() -> None:
    document = document_of(shortcut())
    analysis = analyse(document.graph.snapshot())
    problem = find(document, "unequal_shapes")
    document.push(fixes_of(problem, document, CATALOG, analysis)[0].command)
    assert fixes_of(problem, document, CATALOG, analysis) == ()
