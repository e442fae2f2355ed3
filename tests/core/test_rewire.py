"""Edges get other ends and orders, and nodes leave and enter paths, in one step each."""

from collections.abc import Callable

import pytest

from designer.document import rewire
from designer.document.builder import NetworkBuilder
from designer.document.commands import AddNodes, Command
from designer.document.document import Document
from designer.errors import GraphError
from designer.graph.elements import Edge


@pytest.fixture
def document() -> Document:
    """n1 → n2 → n3 → n4 = Concatenate(n3, n2) → n5; n6 lies loose."""
    net = NetworkBuilder("Rewired")
    dense = net.add("Dense", net.input((4,)), units=4)
    joint = net.add("Concatenate", net.add("ReLU", dense), dense)
    net.add("Softmax", joint)
    document = Document(net.project())
    document.push(AddNodes([document.new_node("Dropout", {"rate": 0.5})], {"n6": (500.0, 0.0)}))
    return document


def ways(document: Document) -> set[str]:
    """Every edge as `source>target:port`."""
    return {f"{edge.source}>{edge.target}:{edge.target_port}" for edge in document.graph.edges()}


WHOLE = {"n1>n2:0", "n2>n3:0", "n3>n4:0", "n2>n4:1", "n4>n5:0"}
EDITS: list[tuple[Callable[[Document], Command], set[str]]] = [
    (
        lambda document: rewire.reconnect(document, Edge("n4", 0, "n5", 0), source=("n3", 0)),
        WHOLE - {"n4>n5:0"} | {"n3>n5:0"},
    ),
    (
        lambda document: rewire.reconnect(document, Edge("n2", 0, "n4", 1), target=("n6", 0)),
        WHOLE - {"n2>n4:1"} | {"n2>n6:0"},
    ),
    (
        lambda document: rewire.cut_edges(document, [Edge("n1", 0, "n2", 0), Edge("n4", 0, "n5", 0)]),
        WHOLE - {"n1>n2:0", "n4>n5:0"},
    ),
    (
        lambda document: rewire.pull_out(document, ["n3"]),
        WHOLE - {"n2>n3:0", "n3>n4:0"} | {"n2>n4:0"},
    ),
    (
        lambda document: rewire.remove_and_heal(document, ["n4"]),
        {"n1>n2:0", "n2>n3:0", "n3>n5:0"},
    ),
    (
        lambda document: rewire.insert_existing(document, "n6", Edge("n4", 0, "n5", 0)),
        WHOLE - {"n4>n5:0"} | {"n4>n6:0", "n6>n5:0"},
    ),
    (
        lambda document: rewire.insert_existing(document, "n3", Edge("n1", 0, "n2", 0)),
        {"n1>n3:0", "n3>n2:0", "n2>n4:0", "n2>n4:1", "n4>n5:0"},
    ),
    (
        lambda document: rewire.swap_inputs(document, "n4"),
        WHOLE - {"n3>n4:0", "n2>n4:1"} | {"n2>n4:0", "n3>n4:1"},
    ),
    (
        lambda document: rewire.reorder_inputs(document, "n4", (1, 0)),
        WHOLE - {"n3>n4:0", "n2>n4:1"} | {"n2>n4:0", "n3>n4:1"},
    ),
]


@pytest.mark.parametrize(("make", "after"), EDITS)
def test_each_edit_is_one_step_and_undo_takes_all_of_it_back(
    document: Document, make: Callable[[Document], Command], after: set[str]
) -> None:
    before = document.project()
    document.push(make(document))
    assert ways(document) == after
    document.undo()
    assert document.project() == before


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (
            lambda document: rewire.reconnect(document, Edge("n1", 0, "n2", 0), source=("n5", 0)),
            "would close a loop",
        ),
        (
            lambda document: rewire.reconnect(document, Edge("n4", 0, "n5", 0), target=("n1", 0)),
            "is an Input",
        ),
        (
            lambda document: rewire.reconnect(document, Edge("n4", 0, "n5", 0), target=("n4", 1)),
            "would close a loop",
        ),
        (lambda document: rewire.cut_edges(document, []), "no edge to cut"),
        (lambda document: rewire.pull_out(document, ["n6"]), "connected to no others"),
        (lambda document: rewire.insert_existing(document, "n4", Edge("n4", 0, "n5", 0)), "itself"),
        (lambda document: rewire.swap_inputs(document, "n6"), "this order already"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_no_trace(
    document: Document, make: Callable[[Document], Command], reason: str
) -> None:
    before = document.project()
    with pytest.raises(GraphError, match=reason):
        document.push(make(document))
    assert document.project() == before
