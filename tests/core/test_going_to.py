"""Jumping in the history: the same states as step by step, told once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.document import changes
from designer.document.changes import Change, condensed
from designer.document.commands import (
    AddNodes,
    MoveNodes,
    RemoveNodes,
    RenameNode,
    RenameProject,
    SetParams,
    Together,
)
from designer.document.document import Document
from designer.document.history import LastStep, StepText
from designer.errors import GraphError
from designer.graph.elements import Edge, Node
from tests.core.random_commands import SOUND, push_some

NEW = Node("n6", "new", "Dense")


@pytest.fixture
def document() -> Document:
    """A document with four steps done."""
    document = Document(SOUND)
    document.push(AddNodes([NEW], {"n6": (0.0, 0.0)}, [Edge("n5", 0, "n6", 0)]))
    document.push(RenameNode("n6", "other"))
    document.push(MoveNodes({"n6": (8.0, 8.0), "n4": (8.0, 8.0)}))
    document.push(RenameProject("Other"))
    return document


@given(draw=st.data())
def test_every_position_of_a_history_has_its_state(draw: st.DataObject) -> None:
    document = Document(SOUND)
    states = push_some(draw, document)
    for position in draw.draw(st.lists(st.integers(0, len(states) - 1), max_size=6)):
        document.go_to(position)
        assert document.history_position == position
        assert document.project() == states[position]
        assert document.is_clean is (position == 0)


def test_the_steps_have_numbers_and_texts(document: Document) -> None:
    document.go_to(1)
    assert document.steps() == (
        StepText(1, "Add Dense"),
        StepText(2, "Rename to other"),
        StepText(3, "Move"),
        StepText(4, "Rename project"),
    )
    assert document.last_step == LastStep(2, "undo")


def test_the_last_step_is_known_when_observers_are_told(document: Document) -> None:
    seen: list[LastStep | None] = []
    document.changed.connect(lambda _: seen.append(document.last_step))
    document.undo()
    document.redo()
    document.push(SetParams("n5", {"units": 3}, "units"))
    document.push(SetParams("n5", {"units": 30}, "units"))
    document.go_to(0)
    assert seen == [
        LastStep(4, "undo"),
        LastStep(4, "redo"),
        LastStep(5, "do"),
        LastStep(5, "do"),
        LastStep(1, "undo"),
    ]


def test_a_jump_is_told_once_and_without_nodes_that_are_gone(document: Document) -> None:
    heard: list[tuple[Change, ...]] = []
    document.changed.connect(heard.append)
    revision = document.revision
    document.go_to(-5)
    document.go_to(99)
    document.go_to(4)
    moved = changes.NodesMoved(("n4",))
    back = (changes.NodesRemoved(("n6",)), moved, changes.EdgesChanged(("n5",)), changes.NameChanged())
    assert heard[0] == back
    assert heard[1][0] == changes.NodesAdded(("n6",))
    assert (len(heard), document.revision) == (2, revision + 2)


def test_the_document_is_clean_again_where_it_was_saved(document: Document) -> None:
    document.go_to(2)
    document.mark_clean(Path("saved.json"))
    assert document.saved_position == 2
    document.go_to(4)
    assert not document.is_clean
    document.go_to(2)
    assert document.is_clean
    document.go_to(1)
    document.push(RenameProject("Third"))
    assert document.saved_position is None


def test_a_node_that_went_and_came_back_counts_as_changed() -> None:
    told: list[Change] = [
        changes.NodesRemoved(("a",)),
        changes.NodesAdded(("a", "b")),
        changes.NodesRemoved(("b",)),
    ]
    ids = ("a",)
    assert condensed(told) == (changes.NodesChanged(ids), changes.NodesMoved(ids), changes.EdgesChanged(ids))


def test_a_refused_edit_is_no_last_step(document: Document) -> None:
    with pytest.raises(GraphError):
        document.push(Together((MoveNodes({"n1": (0.0, 1.0)}), RemoveNodes(["n99"])), "Both"))
    assert document.last_step == LastStep(4, "do")
