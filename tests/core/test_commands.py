"""Round trips: whatever is done is undone and done again exactly, and what is refused leaves no trace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.document.changes import Change, NodesMoved, ViewChanged
from designer.document.commands import (
    AddNodes,
    MoveNodes,
    RemoveNodes,
    Together,
)
from designer.document.document import Document
from designer.document.project import Project
from designer.errors import GraphError
from designer.graph.elements import Edge, Node, Output
from tests.core.random_commands import SOUND, UNSOUND, Draw, draw_command, push_some

projects = pytest.mark.parametrize("project", [SOUND, UNSOUND], ids=["sound", "unsound"])


@projects
@given(draw=st.data())
def test_undo_and_redo_restore_every_state_of_any_history(project: Project, draw: Draw) -> None:
    document = Document(project)
    states = push_some(draw, document)
    for _ in range(2):
        for state in reversed(states[:-1]):
            document.undo()
            assert document.project() == state
        for state in states[1:]:
            document.redo()
            assert document.project() == state
    assert document.redo_text == ""


@projects
@given(draw=st.data())
def test_the_document_is_clean_exactly_in_the_saved_state(
    project: Project, draw: Draw, tmp_path_factory: pytest.TempPathFactory
) -> None:
    document = Document(project)
    push_some(draw, document)
    document.mark_clean(tmp_path_factory.getbasetemp() / "saved.json")
    steps = len(push_some(draw, document)) - 1
    for _ in range(steps):
        assert not document.is_clean
        document.undo()
    assert document.is_clean


@projects
@given(draw=st.data())
def test_together_is_all_or_nothing(project: Project, draw: Draw) -> None:
    document = Document(project)
    before = document.project()
    try:
        commands = [draw_command(draw, document) for _ in range(3)]
        document.push(Together(commands, "Several"))
    except GraphError:
        assert document.project() == before
        assert document.undo_text == ""
    else:
        document.undo()
        assert document.project() == before


@given(draw=st.data())
def test_a_sound_graph_stays_free_of_loops(draw: Draw) -> None:
    document = Document(SOUND)
    push_some(draw, document)
    assert document.graph.cycle() == []


def test_undoing_a_deletion_brings_edges_and_the_order_of_inputs_and_outputs_back() -> None:
    document = Document(SOUND)
    document.push(RemoveNodes(["n1", "n4"]))
    graph = document.project().graph
    assert (graph.inputs, graph.outputs) == (("n2",), (Output("n5"),))
    assert graph.edges == (Edge("n2", 0, "n3", 1),)
    document.undo()
    assert document.project() == SOUND


def test_menu_texts_say_what_is_undone() -> None:
    document = Document(SOUND)
    document.push(AddNodes([Node("n6", "new", "Flatten")], {}))
    assert document.undo_text == "Add Flatten"
    document.push(RemoveNodes(["n1", "n2"]))
    assert document.undo_text == "Delete 2 layers"
    document.undo()
    assert (document.undo_text, document.redo_text) == ("Add Flatten", "Delete 2 layers")


def test_undoing_the_first_layout_takes_the_places_away_again() -> None:
    document = Document(UNSOUND)
    document.push(MoveNodes({"n1": (8.0, 8.0), "n2": (16.0, 16.0)}))
    heard: list[tuple[Change, ...]] = []
    document.changed.connect(heard.append)
    document.undo()
    assert document.positions == {"n2": (5.0, 5.0)}
    assert heard == [(NodesMoved(("n2",)), ViewChanged())]
