"""Every way to select, by keys and mouse."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from designer.document.builder import NetworkBuilder
from designer.document.project import Project
from designer.ui.canvas import selecting
from designer.ui.canvas.view import CanvasView
from tests.qt.canvas_helpers import Desk


def diamond() -> Project:
    """n1 → n2 → (n3, n4) → n5 → n6, and n7 beside it."""
    net = NetworkBuilder("Diamond")
    start = net.add("Conv2D", net.input((8, 8, 3)), filters=4)
    left = net.add("ReLU", start)
    right = net.add("Conv2D", start, filters=4)
    net.add("Flatten", net.add("Add", left, right))
    net.add("Dense", units=2)
    return net.project()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot, diamond())


def test_invert_selects_the_others_and_none_selects_nothing(desk: Desk) -> None:
    desk.view.select(["n2", "n5"])
    selecting.invert(desk.view)
    assert desk.view.selected_ids() == ["n1", "n3", "n4", "n6", "n7"]
    selecting.select_none(desk.view)
    assert desk.view.selected_ids() == []


def test_same_type_adds_all_layers_of_the_types_selected(desk: Desk) -> None:
    desk.view.select(["n4"])
    selecting.select_same_type(desk.view)
    assert sorted(desk.view.selected_ids()) == ["n2", "n4"]


@pytest.mark.parametrize(
    ("select", "found"),
    [
        (selecting.select_upstream, ["n1", "n2", "n3"]),
        (selecting.select_downstream, ["n3", "n5", "n6"]),
    ],
)
def test_the_flow_can_be_followed_both_ways(
    desk: Desk, select: Callable[[CanvasView], None], found: list[str]
) -> None:
    desk.view.select(["n3"])
    select(desk.view)
    assert sorted(desk.view.selected_ids()) == found


@pytest.mark.parametrize("pair", [["n1", "n5"], ["n5", "n1"]])
def test_the_path_between_two_has_every_way(desk: Desk, pair: list[str]) -> None:
    desk.view.select(pair)
    selecting.select_path(desk.view)
    assert sorted(desk.view.selected_ids()) == ["n1", "n2", "n3", "n4", "n5"]


def test_where_no_path_leads_it_says_so(desk: Desk, qtbot: QtBot) -> None:
    desk.view.select(["n3", "n4"])
    with qtbot.waitSignal(desk.view.status_message) as said:
        selecting.select_path(desk.view)
    assert said.args == ['No path leads from one of "re_lu" and "conv2d_1" to the other.']


def test_the_rubber_band_can_take_only_what_it_encloses(desk: Desk) -> None:
    around, through = desk.node("n1") - QPointF(200, 60), desk.node("n2") + QPointF(200, 0)
    selecting.toggle_enclosing(desk.view)
    desk.drag(around, through)
    assert desk.view.selected_ids() == ["n1"]


def test_alt_turns_the_rubber_band_round(desk: Desk) -> None:
    desk.press(desk.node("n1") - QPointF(200, 60), Qt.KeyboardModifier.AltModifier)
    desk.hover(desk.node("n2") + QPointF(200, 0))
    desk.release(desk.node("n2") + QPointF(200, 0), Qt.KeyboardModifier.AltModifier)
    assert desk.view.selected_ids() == ["n1"]
