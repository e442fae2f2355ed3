"""Notes and frames are added, written, coloured and copied, each as one step, and refusals leave no trace."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from designer.document.note_commands import AddAnnotations
from designer.document.project import Project
from designer.document.settings import Note
from designer.ui.canvas import annotating, copying
from designer.ui.canvas.annotations import Key
from tests.qt.canvas_helpers import Desk

THE_NOTE, THE_FRAME = Key("note", "t1"), Key("frame", "f1")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def note_field(desk: Desk) -> QPlainTextEdit:
    field = desk.view.annotation_editor.field
    assert isinstance(field, QPlainTextEdit)
    return field


def write_note(desk: Desk, text: str) -> None:
    annotating.add_note(desk.view, QPointF(300, 0))
    QTest.keyClicks(note_field(desk), text)
    QTest.keyClick(note_field(desk), Qt.Key.Key_Return, CTRL)


def test_what_is_typed_is_one_step_and_undone_as_one(desk: Desk) -> None:
    before = desk.document.project()
    write_note(desk, "hello")
    assert desk.document.notes[0].text == "hello"
    assert desk.view.annotation_editor.field is None
    assert desk.view.tools.interaction.annotations == (THE_NOTE,)
    assert [step.text for step in desk.document.steps()] == ["Add note", "Edit note"]
    desk.document.undo()
    desk.document.undo()
    assert desk.document.project() == before


def test_escape_brings_the_old_text_back_and_leaves_no_step(desk: Desk) -> None:
    write_note(desk, "hello")
    steps = desk.document.steps()
    desk.key(Qt.Key.Key_F2)
    QTest.keyClicks(note_field(desk), "other words " * 12)
    assert desk.document.notes[0].size[1] > 88
    QTest.keyClick(note_field(desk), Qt.Key.Key_Escape)
    assert desk.document.notes[0].text == "hello"
    assert desk.document.steps() == steps


def test_a_double_click_writes_into_a_note_and_leaving_it_accepts(desk: Desk) -> None:
    write_note(desk, "hello")
    spot = desk.screen(desk.content.annotations.rect(THE_NOTE).center())
    QTest.mouseDClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.keyClicks(note_field(desk), "bye")
    desk.click(desk.node("n1"))
    desk.view.setFocus()
    assert desk.view.annotation_editor.field is None
    assert desk.document.notes[0].text == "bye"


def test_an_undo_while_writing_is_followed(desk: Desk) -> None:
    write_note(desk, "hello")
    desk.key(Qt.Key.Key_Return)
    desk.document.undo()
    assert note_field(desk).toPlainText() == ""
    desk.document.undo()
    assert desk.view.annotation_editor.field is None


def test_a_note_covers_nothing_that_is_there(desk: Desk) -> None:
    annotating.add_note(desk.view, desk.node("n2"))
    annotating.add_note(desk.view, desk.node("n2"))
    first, second = (desk.content.annotations.rect(Key("note", each)) for each in ("t1", "t2"))
    assert not desk.content.nodes_within(first)
    assert not first.intersects(second)


def test_a_frame_goes_around_the_selection_below_other_frames_and_is_named(desk: Desk) -> None:
    desk.view.select(["n3"])
    annotating.frame_selection(desk.view)
    desk.view.select(["n2", "n3"])
    annotating.frame_selection(desk.view)
    title = desk.view.annotation_editor.field
    assert isinstance(title, QLineEdit)
    QTest.keyClicks(title, "stem")
    QTest.keyClick(title, Qt.Key.Key_Up)
    QTest.keyClick(title, Qt.Key.Key_Return)
    assert [frame.title for frame in desk.document.frames] == ["stem", "Frame"]
    assert desk.content.annotations.rect(Key("frame", "f2")).contains(desk.content.bounds(["n2", "n3"]))
    assert desk.content.node_at(desk.node("n4")) == "n4"
    assert desk.document.undo_text == "Edit title of a frame"


def test_a_frame_is_copied_with_what_lies_in_it(desk: Desk) -> None:
    desk.view.select(["n2", "n3"])
    annotating.frame_selection(desk.view)
    desk.view.tools.interaction.select([], [], [Key("frame", desk.document.frames[-1].id)])
    before = desk.document.project()
    copying.duplicate(desk.view)
    assert len(desk.view.selected_ids()) == 2
    assert desk.document.undo_text == "Duplicate 2 layers"
    copying.cut(desk.view)
    assert desk.document.undo_text == "Cut 2 layers and 1 frame"
    desk.document.undo()
    desk.document.undo()
    assert desk.document.project() == before


def test_with_nothing_selected_the_frame_is_empty_in_the_middle(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Project())
    annotating.frame_selection(desk.view)
    middle = desk.view.tools.navigation.visible_area().center()
    assert desk.content.annotations.rect(THE_FRAME).contains(middle)


def test_a_colour_is_one_step_for_all_that_are_selected(desk: Desk) -> None:
    write_note(desk, "hello")
    desk.view.select(["n2"])
    annotating.frame_selection(desk.view)
    desk.view.select_all()
    annotating.ACTIONS["color_violet"](desk.view)
    assert {desk.document.notes[0].color, desk.document.frames[0].color} == {"violet"}
    steps = desk.document.num_steps
    annotating.ACTIONS["color_violet"](desk.view)
    assert desk.document.num_steps == steps
    desk.document.undo()
    assert {desk.document.notes[0].color, desk.document.frames[0].color} == {""}


def test_notes_are_cut_pasted_and_duplicated_like_layers(desk: Desk) -> None:
    write_note(desk, "hello")
    copying.cut(desk.view)
    assert not desk.document.notes
    assert desk.document.undo_text == "Cut 1 note"
    assert '"hello"' in QGuiApplication.clipboard().text()
    copying.paste(desk.view)
    copying.duplicate(desk.view)
    assert [each.text for each in desk.document.notes] == ["hello", "hello"]
    assert desk.view.tools.interaction.annotations == (Key("note", "t2"),)
    desk.document.undo()
    assert len(desk.document.notes) == 1


def test_undo_brings_a_note_back_into_sight_and_selects_it(desk: Desk) -> None:
    far = Note(id="t1", text="far", position=(5000.0, 5000.0))
    desk.document.push(AddAnnotations([far]))
    desk.view.tools.interaction.select([], [], [THE_NOTE])
    desk.view.delete_selection()
    desk.document.undo()
    assert desk.view.tools.interaction.annotations == (THE_NOTE,)
    assert desk.view.tools.navigation.visible_area().contains(desk.content.annotations.rect(THE_NOTE))
