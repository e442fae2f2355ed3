"""The arrow keys move the selection; a row of moves is one step, until a pause or another selection."""

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from designer.document.commands import SetParams
from designer.ui.canvas.nudging import Nudging
from tests.qt.canvas_helpers import Desk

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk(qtbot)
    desk.view.select(["n2", "n3"])
    return desk


def pause(desk: Desk) -> None:
    (nudging,) = desk.view.findChildren(Nudging)
    (timer,) = nudging.findChildren(QTimer)
    timer.timeout.emit()


def test_shift_moves_by_a_pixel_and_the_key_alone_by_the_grid(desk: Desk) -> None:
    x, y = desk.document.positions["n2"]
    desk.key(Qt.Key.Key_Right)
    desk.key(Qt.Key.Key_Up, SHIFT)
    assert desk.document.positions["n2"] == (x + 8, y - 1)


def test_a_row_of_nudges_is_one_step(desk: Desk) -> None:
    before = dict(desk.document.positions)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        desk.key(key)
    after = dict(desk.document.positions)
    assert len(desk.document.steps()) == 1
    desk.document.undo()
    assert dict(desk.document.positions) == before
    desk.document.redo()
    assert dict(desk.document.positions) == after


def test_going_back_leaves_no_step(desk: Desk) -> None:
    desk.key(Qt.Key.Key_Right)
    desk.key(Qt.Key.Key_Left)
    assert desk.document.is_clean


def test_a_pause_ends_the_step(desk: Desk) -> None:
    desk.key(Qt.Key.Key_Right)
    pause(desk)
    desk.key(Qt.Key.Key_Right)
    assert len(desk.document.steps()) == 2


def test_another_selection_ends_the_step_even_if_the_first_comes_back(desk: Desk) -> None:
    desk.key(Qt.Key.Key_Right)
    desk.view.select(["n4"])
    desk.view.select(["n2", "n3"])
    desk.key(Qt.Key.Key_Right)
    assert len(desk.document.steps()) == 2


def test_the_pause_of_a_nudge_does_not_cut_typing_in_two(desk: Desk) -> None:
    desk.key(Qt.Key.Key_Right)
    desk.document.push(SetParams("n2", {"filters": 1}, "filters"))
    pause(desk)
    desk.document.push(SetParams("n2", {"filters": 12}, "filters"))
    assert [step.text for step in desk.document.steps()] == ["Move", "Change filters"]


def test_keys_of_actions_that_cannot_be_used_move_nothing(desk: Desk) -> None:
    desk.view.select(["n2"])
    before = desk.document.positions["n2"]
    desk.key(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    desk.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert desk.document.positions["n2"] == before
