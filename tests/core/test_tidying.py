"""Tidying as commands: one step each, and late answers do no harm."""

import pytest

from designer.document import tidying
from designer.document.builder import NetworkBuilder
from designer.document.commands import MoveNodes, RemoveNodes, SetOrientation
from designer.document.document import Document
from designer.document.opened import Opened
from designer.document.opening_up import opened_to
from designer.errors import GraphError
from designer.graph.arrangement import Arrangement, arrange
from tests.core.block_projects import blocks


@pytest.fixture
def document() -> Document:
    """n1 → n2 → n3 → n4, with n3 far off."""
    net = NetworkBuilder("Chain")
    x = net.input((8,))
    for _ in range(3):
        x = net.add("ReLU", x)
    document = Document(net.project())
    document.push(MoveNodes({"n3": (640.0, -80.0)}))
    return document


def push(document: Document, wanted: Arrangement, *, turns: bool = False) -> None:
    document.push(tidying.command(document, wanted, arrange(wanted), turns=turns))


def test_tidying_all_is_one_step(document: Document) -> None:
    before = document.project()
    push(document, tidying.all_of(document))
    assert document.positions["n3"] == (0.0, 176.0)
    assert document.undo_text == "Tidy layout"
    document.undo()
    assert document.project() == before


def test_tidying_some_moves_no_other(document: Document) -> None:
    before = dict(document.positions)
    push(document, tidying.some_of(document, ["n2", "n3"], document.positions))
    assert document.undo_text == "Tidy selection"
    assert {"n1": before["n1"], "n4": before["n4"]}.items() <= document.positions.items()
    assert document.positions["n3"] != before["n3"]


def test_turning_the_flow_lays_out_anew_in_one_step(document: Document) -> None:
    before = document.project()
    push(document, tidying.turned(document), turns=True)
    assert document.orientation == "horizontal"
    assert [y for _, y in document.positions.values()] == [0.0] * 4
    document.undo()
    assert document.project() == before
    document.redo()
    assert document.orientation == "horizontal"


def test_what_is_tidy_already_is_no_step(document: Document) -> None:
    push(document, tidying.all_of(document))
    with pytest.raises(GraphError, match="tidy already"):
        push(document, tidying.all_of(document))


def test_a_late_answer_passes_over_nodes_that_are_gone(document: Document) -> None:
    wanted = tidying.all_of(document)
    found = arrange(wanted)
    document.push(RemoveNodes(["n4"]))
    document.push(tidying.command(document, wanted, found, turns=False))
    assert document.positions.keys() == {"n1", "n2", "n3"}
    assert document.positions["n3"] == found["n3"]


def test_a_late_answer_for_another_flow_is_dropped(document: Document) -> None:
    wanted = tidying.all_of(document)
    document.push(SetOrientation("horizontal"))
    with pytest.raises(GraphError, match="turned meanwhile"):
        tidying.command(document, wanted, arrange(wanted), turns=False)


def test_what_cannot_be_arranged_is_refused_with_a_remedy(document: Document) -> None:
    with pytest.raises(GraphError, match="Place some layers"):
        tidying.all_of(Document())
    with pytest.raises(GraphError, match="Select the layers"):
        tidying.some_of(document, ["n1"], document.positions)


def test_an_empty_network_can_be_turned() -> None:
    document = Document()
    push(document, tidying.turned(document), turns=True)
    assert document.orientation == "horizontal"


def test_turning_the_flow_lays_out_the_insides_of_blocks_too() -> None:
    document = Document(blocks())
    push(document, tidying.turned(document), turns=True)
    assert [y for _, y in document.inside("b3").positions.values()] == [0.0] * 3
    inside = document.inside("b1")
    push(inside, tidying.turned(inside), turns=True)
    assert document.project().view == Document(blocks()).project().view


def test_a_tidy_network_has_room_for_what_is_open() -> None:
    document = Document(blocks())
    document.push(opened_to(document, 2))
    tidy = dict(document.positions), dict(document.inside("b2").positions)
    document.push(MoveNodes({"n4": (900.0, 0.0)}))
    document.inside("b2").push(MoveNodes({"n2": (900.0, 0.0)}))
    shown = Opened(document)
    push(shown, tidying.all_of(shown))
    assert (document.positions, document.inside("b2").positions) == tidy
    assert document.undo_text == "Tidy layout"
    with pytest.raises(GraphError, match="tidy already"):
        push(shown, tidying.all_of(shown))
