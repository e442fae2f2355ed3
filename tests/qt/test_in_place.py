"""A name is edited on its card: one step, refused names stay open, and no key gets past the field."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from designer.document.commands import MoveNodes, RemoveNodes
from designer.ui.canvas.actions import CANVAS_ACTIONS
from tests.qt.canvas_helpers import Desk
from tests.qt.panel_helpers import retype


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk(qtbot)
    desk.view.setFocus()
    desk.click(desk.node("n2"))
    CANVAS_ACTIONS["rename"](desk.view)
    return desk


def line(desk: Desk) -> QLineEdit:
    return desk.child(QLineEdit, "inPlace")


def is_open(desk: Desk) -> bool:
    return any(found.isVisible() for found in desk.view.findChildren(QLineEdit, "inPlace"))


def name(desk: Desk) -> str:
    return desk.document.graph.node("n2").name


def bubble(desk: Desk) -> str:
    return desk.view.tools.bubble.text() if desk.view.tools.bubble.isVisible() else ""


def press(desk: Desk, key: Qt.Key) -> None:
    QTest.keyClick(line(desk), key)


def test_enter_renames_in_one_step_and_gives_the_keyboard_back(desk: Desk) -> None:
    assert line(desk).selectedText() == "conv2d"
    QTest.keyClicks(line(desk), "stem")
    press(desk, Qt.Key.Key_Return)
    assert name(desk) == "stem"
    assert not is_open(desk)
    assert desk.view.hasFocus()
    desk.document.undo()
    assert name(desk) == "conv2d"
    assert not desk.document.undo_text


def test_escape_changes_nothing_and_keeps_the_selection(desk: Desk) -> None:
    QTest.keyClicks(line(desk), "stem")
    press(desk, Qt.Key.Key_Escape)
    assert name(desk) == "conv2d"
    assert not is_open(desk)
    assert desk.view.selected_ids() == ["n2"]


def test_the_same_name_is_no_step(desk: Desk) -> None:
    press(desk, Qt.Key.Key_Return)
    assert not is_open(desk)
    assert not desk.document.undo_text


@pytest.mark.parametrize("leave", ["click", "Tab"])
def test_leaving_the_field_accepts(desk: Desk, leave: str) -> None:
    QTest.keyClicks(line(desk), "stem")
    if leave == "Tab":
        press(desk, Qt.Key.Key_Tab)
    else:
        desk.click(desk.node("n3"))
        desk.view.setFocus()
    assert name(desk) == "stem"
    assert not is_open(desk)


@pytest.mark.parametrize(("text", "reason"), [("conv2d_1", "already"), ("a b", "letters"), ("", "empty")])
def test_a_refused_name_stays_open_with_the_reason_until_mended(desk: Desk, text: str, reason: str) -> None:
    retype(line(desk), text)
    press(desk, Qt.Key.Key_Return)
    assert is_open(desk)
    assert reason in bubble(desk)
    retype(line(desk), "stem")
    assert not bubble(desk)
    press(desk, Qt.Key.Key_Return)
    assert name(desk) == "stem"


def test_escape_on_the_canvas_drops_a_refused_name_that_was_left(desk: Desk) -> None:
    retype(line(desk), "a b")
    desk.view.setFocus()
    assert is_open(desk)
    desk.key(Qt.Key.Key_Escape)
    assert not is_open(desk)
    assert not bubble(desk)
    assert name(desk) == "conv2d"


def test_keys_of_the_canvas_belong_to_the_field_while_it_is_open(desk: Desk) -> None:
    activated: list[str] = []
    desk.view.node_activated.connect(activated.append)
    before = dict(desk.document.positions)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_Backspace):
        press(desk, key)
    retype(line(desk), "stem")
    press(desk, Qt.Key.Key_Return)
    assert dict(desk.document.positions) == before
    assert "n2" in desk.document.graph.nodes
    assert not activated


def test_the_field_follows_its_card_and_stays_legible(desk: Desk) -> None:
    for zoom in (0.2, 1.0, 3.0):
        desk.view.tools.navigation.set_zoom(zoom)
        desk.view.tools.navigation.center_on(desk.node("n2"))
        middle = line(desk).geometry().center()
        assert (middle - desk.screen(desk.node("n2"))).manhattanLength() <= 3
        assert line(desk).fontInfo().pixelSize() >= 13
    desk.document.push(MoveNodes({"n2": (0.0, 400.0)}))
    desk.view.tools.navigation.center_on(QPointF(0, 400))
    assert (line(desk).geometry().center() - desk.screen(QPointF(0, 400))).manhattanLength() <= 3


def test_the_field_goes_with_its_node(desk: Desk) -> None:
    desk.document.push(RemoveNodes(["n2"]))
    assert not is_open(desk)
