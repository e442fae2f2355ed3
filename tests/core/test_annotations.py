"""Notes and frames: edits, typing, and what moves with a frame."""

import pytest

from designer.document import changes
from designer.document.annotations import frame_content, move_items
from designer.document.changes import Change
from designer.document.document import Document
from designer.document.files import format_project, parse_project
from designer.document.note_commands import AddAnnotations, ChangeAnnotations, RemoveAnnotations
from designer.document.project import Project, View
from designer.document.settings import Frame, Note
from designer.errors import GraphError, ProjectFileError
from designer.graph.elements import GraphSnapshot, Node

NOTE = Note(id="t1", text="here", position=(10.0, 10.0), size=(20.0, 20.0))
FRAME = Frame(id="f1", title="stem", rectangle=(0.0, 0.0, 100.0, 100.0), color="blue")
INNER = Frame(id="f2", title="inner", rectangle=(90.0, 90.0, -80.0, -80.0))


@pytest.fixture
def document() -> Document:
    nodes = (Node("n1", "a", "Input"), Node("n2", "b", "Dense"), Node("n3", "c", "Dense"))
    view = View({"n1": (50.0, 50.0), "n2": (100.0, 100.0)}, notes=(NOTE,), frames=(FRAME, INNER))
    return Document(Project(graph=GraphSnapshot(nodes), view=view))


def test_only_notes_are_said_to_have_changed(document: Document) -> None:
    heard: list[tuple[Change, ...]] = []
    document.changed.connect(heard.append)
    document.push(AddAnnotations([document.new_note("new", (0.0, 0.0))]))
    document.undo()
    assert heard == [(changes.NotesChanged(),)] * 2


def test_new_notes_and_frames_have_fresh_ids(document: Document) -> None:
    assert document.new_note("new", (0.0, 0.0)).id == "t2"
    assert document.new_frame("new", (0.0, 0.0, 9.0, 9.0)).id == "f3"
    with pytest.raises(GraphError, match="used twice"):
        document.push(AddAnnotations([NOTE]))


def test_what_is_removed_comes_back_at_its_place_in_the_order(document: Document) -> None:
    document.push(RemoveAnnotations(["t1"], ["f1"]))
    assert (document.undo_text, document.notes, document.frames) == ("Delete note and frame", (), (INNER,))
    document.undo()
    assert document.frames == (FRAME, INNER)
    with pytest.raises(GraphError, match='no frame with the id "t1"'):
        document.push(RemoveAnnotations(frames=["t1"]))


def test_typing_into_one_note_is_one_step(document: Document) -> None:
    for text in ("a", "ab", "abc"):
        document.push(ChangeAnnotations([NOTE.model_copy(update={"text": text})], "text"))
    document.push(ChangeAnnotations([NOTE.model_copy(update={"color": "red"})], "color"))
    document.undo()
    assert document.notes[0].text == "abc"
    document.undo()
    assert document.notes == (NOTE,)


def test_what_lies_in_a_frame_moves_with_it_in_one_step(document: Document) -> None:
    before = document.project()
    content = frame_content(document, "f1")
    assert (content.nodes, content.notes, content.frames) == (("n1", "n2"), ("t1",), ("f2",))
    document.push(
        move_items(document, (5.0, -5.0), nodes=content.nodes, notes=content.notes, frames=["f1", "f2"])
    )
    assert document.positions["n1"] == (55.0, 45.0)
    assert (document.notes[0].position, document.frames[0].rectangle[:2]) == ((15.0, 5.0), (5.0, -5.0))
    document.undo()
    assert document.project() == before


def test_moving_nothing_is_refused(document: Document) -> None:
    with pytest.raises(GraphError, match="Nothing is selected"):
        move_items(document, (5.0, 5.0), nodes=["n3"])


def test_a_note_of_an_older_file_has_a_size_and_a_wrong_size_is_damage() -> None:
    text = format_project(Project(view=View(notes=(NOTE,))))
    assert parse_project(text).view.notes == (NOTE,)
    older = text.replace(', "size": [20.0, 20.0], "color": ""', "")
    assert older != text
    assert parse_project(older).view.notes[0].size == (176.0, 88.0)
    with pytest.raises(ProjectFileError, match="size"):
        parse_project(text.replace('"size": [20.0', '"size": [-20.0'))
