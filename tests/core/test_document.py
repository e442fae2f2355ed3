"""The document announces what happened after recording it, and stays whole whatever goes wrong."""

from pathlib import Path

import pytest
from psygnal import EmitLoopError

from designer.document import changes
from designer.document.changes import Change
from designer.document.commands import (
    AddNodes,
    Connect,
    MoveNodes,
    RemoveNodes,
    RenameProject,
    SetParams,
    Together,
)
from designer.document.document import Document
from designer.document.project import Project, View
from designer.errors import GraphError
from designer.graph.elements import Edge, GraphSnapshot, Node


@pytest.fixture
def document() -> Document:
    nodes = (Node("n1", "input", "Input"), Node("n2", "dense", "Dense"), Node("n5", "dense_1", "Dense"))
    graph = GraphSnapshot(nodes, (Edge("n1", 0, "n2", 0),))
    return Document(Project("Test", graph, View({"n1": (0.0, 0.0), "n2": (0.0, 88.0)})))


@pytest.fixture
def heard(document: Document) -> list[tuple[Change, ...]]:
    """All that the document announced."""
    found: list[tuple[Change, ...]] = []
    document.changed.connect(found.append)
    return found


def test_edits_undo_and_redo_are_announced(document: Document, heard: list[tuple[Change, ...]]) -> None:
    document.push(AddNodes([Node("n6", "new", "Dense")], {}, [Edge("n2", 0, "n6", 0)]))
    document.undo()
    document.redo()
    added = (changes.NodesAdded(("n6",)), changes.EdgesChanged(("n2", "n6")))
    removed = (changes.NodesRemoved(("n6",)), changes.EdgesChanged(("n2",)))
    assert heard == [added, removed, added]


def test_every_edit_undo_and_redo_gives_a_new_revision(document: Document) -> None:
    document.push(RenameProject("Other"))
    document.undo()
    document.redo()
    document.undo()
    document.undo()
    assert document.revision == 4


def test_observers_see_the_document_as_it_is_after_the_edit(document: Document) -> None:
    seen: list[tuple[str, str]] = []
    document.changed.connect(lambda _: seen.append((document.name, document.undo_text)))
    document.push(RenameProject("Other"))
    assert seen == [("Other", "Rename project")]


def test_a_refused_edit_is_neither_recorded_nor_announced(
    document: Document, heard: list[tuple[Change, ...]]
) -> None:
    before = document.project()
    moves_and_fails = Together((MoveNodes({"n1": (8.0, 8.0)}), Connect(Edge("n2", 0, "n1", 0))), "Both")
    with pytest.raises(GraphError):
        document.push(moves_and_fails)
    assert document.project() == before
    assert (document.undo_text, document.revision, heard) == ("", 0, [])
    document.push(RenameProject("Other"))
    assert heard == [(changes.NameChanged(),)]


def test_a_failing_observer_leaves_the_history_whole(document: Document) -> None:
    before = document.project()
    told: list[str] = []
    document.status_changed.connect(lambda: told.append(document.undo_text))

    def fail(_: tuple[Change, ...]) -> None:
        raise ValueError("observer")

    document.changed.connect(fail)
    with pytest.raises(EmitLoopError):
        document.push(RenameProject("Other"))
    assert (document.name, document.undo_text, told) == ("Other", "Rename project", ["Rename project"])
    document.changed.disconnect(fail)
    document.undo()
    assert document.project() == before


def test_typing_merges_until_it_is_sealed(document: Document) -> None:
    for units in (1, 12, 128):
        document.push(SetParams("n2", {"units": units}, field="units"))
    document.seal()
    document.push(SetParams("n2", {"units": 64}, field="units"))
    document.undo()
    assert document.graph.node("n2").params == {"units": 128}
    document.undo()
    assert document.graph.node("n2").params == {}
    document.redo()
    assert document.graph.node("n2").params == {"units": 128}


def test_typing_back_what_was_there_leaves_no_step(document: Document) -> None:
    steps, before = document.num_steps, document.project()
    for params in ({"units": 1}, {"units": 12}, document.graph.node("n2").params):
        document.push(SetParams("n2", dict(params), field="units"))
    assert document.project() == before
    assert (document.num_steps, document.is_clean) == (steps, True)
    for units in (True, 1):
        document.push(SetParams("n2", {"units": units}, field="units"))
        document.seal()
    assert document.num_steps == steps + 2


def test_it_is_clean_exactly_where_it_was_saved(document: Document, tmp_path: Path) -> None:
    document.push(RenameProject("Saved"))
    document.mark_clean(tmp_path / "saved.json")
    document.push(RenameProject("Later"))
    assert not document.is_clean
    document.undo()
    assert document.is_clean
    document.undo()
    assert not document.is_clean
    document.push(RenameProject("Saved"))
    assert not document.is_clean
    assert document.path == tmp_path / "saved.json"


def test_undo_and_redo_without_steps_do_nothing(document: Document, heard: list[tuple[Change, ...]]) -> None:
    document.undo()
    document.redo()
    assert (heard, document.revision, document.undo_text, document.redo_text) == ([], 0, "", "")


def test_ids_are_never_used_again(document: Document) -> None:
    document.push(RemoveNodes(["n5"]))
    first = document.new_node("Dense")
    assert first.id == "n6"
    document.push(AddNodes([first], {}))
    document.undo()
    assert document.new_node("Dense").id == "n7"


def test_a_new_node_gets_the_name_that_keras_would_give(document: Document) -> None:
    assert document.new_node("Dense").name == "dense_2"
    assert document.new_node("Dense", {"units": 3}, "head") == Node("n6", "head", "Dense", {"units": 3})


def test_positions_of_nodes_that_are_not_there_are_dropped() -> None:
    project = Project(view=View({"ghost": (1.0, 2.0)}))
    assert Document(project).project().view.positions == {}
