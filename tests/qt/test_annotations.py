"""Notes and frames on the canvas: selected, moved, resized and deleted by mouse and keys, each one step."""

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from designer.document.files import format_project, parse_project
from designer.document.note_commands import AddAnnotations
from designer.document.project import Project
from designer.document.settings import Annotation, Frame, Note
from designer.ui.canvas.annotations import Key
from designer.ui.canvas.interaction import Interaction
from tests.qt.canvas_helpers import Desk

NOTE = Note(id="t1", text="A first thought", position=(200.0, 0.0), size=(160.0, 80.0))
THE_NOTE, THE_FRAME = Key("note", "t1"), Key("frame", "f1")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    """The chain with a note beside it and a frame around n2 and n3."""
    desk = Desk(qtbot)
    area = desk.content.bounds(["n2", "n3"]).adjusted(-20, -30, 20, 10)
    rectangle = area.x(), area.y(), area.width(), area.height()
    desk.document.push(AddAnnotations([NOTE, Frame(id="f1", title="stem", rectangle=rectangle)]))
    desk.view.fit()
    return desk


def state(desk: Desk) -> Interaction:
    return desk.view.tools.interaction


def note(desk: Desk) -> Note:
    return desk.document.notes[0]


def frame(desk: Desk) -> Frame:
    return desk.document.frames[0]


def title(desk: Desk) -> QPointF:
    """A place in the frame's title bar."""
    return desk.content.annotations.rect(THE_FRAME).topLeft() + QPointF(24, 14)


def middle(desk: Desk) -> QPointF:
    return desk.content.annotations.rect(THE_NOTE).center()


def shown(desk: Desk) -> list[Annotation]:
    return list(desk.content.annotations.items.values())


def test_a_click_selects_a_note_or_a_frame_by_its_title(desk: Desk) -> None:
    desk.click(middle(desk))
    assert state(desk).annotations == (THE_NOTE,)
    desk.click(title(desk), CTRL)
    assert state(desk).annotations == (THE_NOTE, THE_FRAME)
    desk.click(desk.node("n2"))
    assert (state(desk).annotations, desk.view.selected_ids()) == ((), ["n2"])


def test_inside_a_frame_nodes_stay_reachable_and_nothing_else_is_hit(desk: Desk) -> None:
    rect = desk.content.annotations.rect(THE_FRAME)
    desk.click(rect.bottomLeft() + QPointF(12, -12))
    assert state(desk).annotations == ()
    desk.drag(rect.bottomLeft() + QPointF(12, -12), desk.node("n3"))
    assert desk.view.selected_ids() == ["n3"]


def test_the_rubber_band_takes_what_lies_wholly_inside(desk: Desk) -> None:
    rect = desk.content.annotations.rect(THE_NOTE)
    desk.drag(rect.topLeft() - QPointF(20, 20), rect.center())
    assert state(desk).annotations == ()
    desk.drag(rect.topLeft() - QPointF(20, 20), rect.bottomRight() + QPointF(20, 20))
    assert state(desk).annotations == (THE_NOTE,)
    desk.key(Qt.Key.Key_A, CTRL)
    assert state(desk).annotations == (THE_FRAME, THE_NOTE)


def test_a_frame_takes_the_nodes_in_it_along_in_one_step(desk: Desk) -> None:
    before, places = desk.document.project(), dict(desk.document.positions)
    start = title(desk)
    desk.press(start)
    desk.hover(start + QPointF(40, 24))
    assert desk.content.center("n2") == (places["n2"][0] + 40, places["n2"][1] + 24)
    assert shown(desk)[0] != frame(desk)
    desk.release(start + QPointF(40, 24))
    assert desk.document.positions["n3"] == (places["n3"][0] + 40, places["n3"][1] + 24)
    assert desk.document.positions["n1"] == places["n1"]
    assert frame(desk).corners[0] == (
        before.view.frames[0].corners[0][0] + 40,
        before.view.frames[0].corners[0][1] + 24,
    )
    desk.document.undo()
    assert desk.document.project() == before
    assert shown(desk) == [frame(desk), note(desk)]


def test_a_node_and_a_note_move_together_and_escape_leaves_them(desk: Desk) -> None:
    desk.click(desk.node("n1"))
    desk.click(middle(desk), CTRL)
    before = desk.document.project()
    desk.press(desk.node("n1"))
    desk.hover(desk.node("n1") + QPointF(64, 0))
    desk.key(Qt.Key.Key_Escape)
    assert desk.document.project() == before
    assert shown(desk)[1] == note(desk)
    desk.drag(desk.node("n1"), desk.node("n1") + QPointF(64, 0))
    assert note(desk).position == (264.0, 0.0)
    assert desk.document.positions["n1"][0] == before.view.positions["n1"][0] + 64


@pytest.mark.parametrize(
    ("corner", "way", "size"),
    [
        ("bottomRight", (40, 16), (200.0, 96.0)),
        ("topLeft", (40, 16), (120.0, 64.0)),
        ("topLeft", (400, 400), (48.0, 32.0)),
    ],
)
def test_corners_resize_and_leave_enough_to_hold(
    desk: Desk, corner: str, way: tuple[int, int], size: tuple[float, float]
) -> None:
    at: QPointF = getattr(desk.content.annotations.rect(THE_NOTE), corner)()
    desk.drag(at, at + QPointF(*way))
    assert note(desk).size == size
    assert desk.document.undo_text == "Resize note"
    desk.document.undo()
    assert note(desk) == NOTE


def test_arrows_nudge_and_delete_deletes_all_that_is_selected(desk: Desk) -> None:
    before = desk.document.project()
    desk.click(desk.node("n4"))
    desk.click(middle(desk), CTRL)
    desk.key(Qt.Key.Key_Right)
    assert note(desk).position == (208.0, 0.0)
    desk.key(Qt.Key.Key_Delete)
    assert "n4" not in desk.document.graph.nodes
    assert desk.document.notes == ()
    assert state(desk).annotations == ()
    desk.document.undo()
    desk.document.undo()
    assert desk.document.project() == before


def test_a_file_keeps_notes_and_frames(desk: Desk) -> None:
    project: Project = parse_project(format_project(desk.document.project()))
    assert (project.view.notes, project.view.frames) == ((NOTE,), (frame(desk),))


def test_an_undone_note_is_selected_no_longer(desk: Desk) -> None:
    desk.document.push(AddAnnotations([NOTE.model_copy(update={"id": "t2"})]))
    state(desk).select([], [], [Key("note", "t2")])
    desk.document.undo()
    assert state(desk).annotations == ()


def test_a_row_of_nudges_is_one_step_for_notes_and_layers_too(desk: Desk) -> None:
    before = desk.document.project()
    desk.click(title(desk))
    desk.click(middle(desk), CTRL)
    for _ in range(3):
        desk.key(Qt.Key.Key_Down)
    assert note(desk).position == (200.0, 24.0)
    assert desk.document.positions["n2"][1] == before.view.positions["n2"][1] + 24
    desk.document.undo()
    assert desk.document.project() == before
