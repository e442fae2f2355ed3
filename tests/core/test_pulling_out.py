"""Nodes taken out of a graph with several outputs and inputs: who joins, what moves, what is refused."""

from collections.abc import Callable

import pytest

from designer.document.commands import Command
from designer.document.document import Document
from designer.document.project import Project, View
from designer.document.rewire import (
    insert_existing,
    pull_out,
    remove_and_heal,
    reorder_inputs,
    swap_inputs,
)
from designer.errors import GraphError
from designer.graph.elements import Edge, GraphSnapshot, Node, Output


def edge(text: str) -> Edge:
    """An edge such as `1>2` or, with an input port, `1>2.1`."""
    source, _, end = text.partition(">")
    target, _, port = end.partition(".")
    return Edge(f"n{source}", 0, f"n{target}", int(port or 0))


START = "1>2 2>3 3>4 4>5 2>5.1 1>5.2 5>6"
PROJECT = Project(
    graph=GraphSnapshot(
        tuple(Node(f"n{at}", f"name{at}", "Input" if at == 1 else "Add") for at in range(1, 8)),
        tuple(map(edge, START.split())),
        outputs=(Output("n6"), Output("n4")),
    ),
    view=View({f"n{at}": (0.0, 88.0 * at) for at in range(1, 8)}),
)


@pytest.fixture
def document() -> Document:
    return Document(PROJECT)


def push(document: Document, command: Command) -> tuple[set[str], set[str]]:
    """Do it, see that one undo takes it back, do it again; the edges that went, and those that came."""
    document.push(command)
    after = document.project()
    document.undo()
    assert document.project() == PROJECT
    document.redo()
    assert document.project() == after
    edges = {
        f"{one.source[1:]}>{one.target[1:]}" + (f".{one.target_port}" if one.target_port else "")
        for one in document.graph.edges()
    }
    return set(START.split()) - edges, edges - set(START.split())


def test_neighbours_of_a_node_that_is_pulled_out_join(document: Document) -> None:
    assert push(document, pull_out(document, ["n2"])) == ({"1>2", "2>3", "2>5.1"}, {"1>3", "1>5.1"})
    assert document.positions == PROJECT.view.positions
    assert "n2" in document.graph.nodes


def test_nodes_that_are_pulled_out_together_stay_joined(document: Document) -> None:
    assert push(document, pull_out(document, ["n4", "n3"])) == ({"2>3", "4>5"}, {"2>5"})
    assert document.graph.outputs == (Output("n6"), Output("n2"))


def test_a_join_that_is_pulled_out_passes_its_first_input_on(document: Document) -> None:
    gone, new = push(document, pull_out(document, ["n5"]))
    assert (gone, new) == ({"4>5", "2>5.1", "1>5.2", "5>6"}, {"4>6"})


def test_deleting_can_join_the_neighbours_too(document: Document) -> None:
    gone, new = push(document, remove_and_heal(document, ["n3", "n4"]))
    assert (gone, new) == ({"2>3", "3>4", "4>5"}, {"2>5"})
    assert document.graph.outputs == (Output("n6"), Output("n2"))
    assert document.undo_text == "Delete 2 layers and join"


def test_a_loose_node_is_put_on_an_edge_and_what_follows_makes_room(document: Document) -> None:
    command = insert_existing(document, "n7", edge("3>4"), (10.0, 310.0))
    assert push(document, command) == ({"3>4"}, {"3>7", "7>4"})
    assert document.positions["n7"] == (10.0, 352.0)
    assert document.positions["n4"] == (0.0, 440.0)


def test_inputs_are_reordered_and_swapped(document: Document) -> None:
    gone, new = push(document, reorder_inputs(document, "n5", (2, 0, 1)))
    assert (gone, new) == ({"4>5", "2>5.1", "1>5.2"}, {"1>5", "4>5.1", "2>5.2"})
    document.undo()
    assert push(document, swap_inputs(document, "n5")) == ({"4>5", "2>5.1"}, {"2>5", "4>5.1"})
    document.undo()
    assert push(document, swap_inputs(document, "n5", 2, 7)) == ({"1>5.2"}, {"1>5.7"})


REFUSED: dict[str, tuple[Callable[[Document], Command], str]] = {
    "nothing selected": (lambda document: remove_and_heal(document, []), "Nothing is selected"),
    "no such node": (lambda document: pull_out(document, ["n99"]), "no node"),
    "Input on an edge": (lambda document: insert_existing(document, "n1", edge("3>4")), "An Input can't"),
    "wrong order": (lambda document: reorder_inputs(document, "n5", (0, 1)), "name each connected input"),
    "same order": (lambda document: reorder_inputs(document, "n5", (0, 1, 2)), "this order already"),
    "swap nowhere": (lambda document: swap_inputs(document, "n99"), "no node"),
}


@pytest.mark.parametrize(("make", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_is_refused_with_a_reason(
    document: Document, make: Callable[[Document], Command], reason: str
) -> None:
    with pytest.raises(GraphError, match=reason):
        make(document)
