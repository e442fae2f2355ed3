"""What the mouse does to edges: other ends, nodes put in and pulled out, cuts; each is one undo step."""

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from designer.document.builder import NetworkBuilder
from designer.document.project import Project
from designer.graph.elements import Edge
from designer.ui.canvas.actions import CANVAS_ACTIONS
from tests.qt.canvas_helpers import Desk

EDGE_12 = Edge("n1", 0, "n2", 0)
EDGE_23 = Edge("n2", 0, "n3", 0)
EDGE_34 = Edge("n3", 0, "n4", 0)
AWAY = QPointF(300, 0)
UP = QPointF(0, -10)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def branches() -> Project:
    """Input n1 → ReLU n2 and ReLU n3 → Concatenate n4; ReLU n5 stands alone."""
    net = NetworkBuilder("Branches")
    x = net.input((8,))
    net.add("Concatenate", net.add("ReLU", x), net.add("ReLU", x))
    net.add("ReLU")
    return net.project()


def edges(desk: Desk) -> set[Edge]:
    return set(desk.document.graph.edges())


def undone(desk: Desk) -> Project:
    desk.document.undo()
    assert desk.document.undo_text == ""
    return desk.document.project()


def test_the_end_of_an_edge_is_moved_to_another_node(qtbot: QtBot) -> None:
    desk = Desk(qtbot, branches())
    before, end = desk.document.project(), desk.input("n4", 1).position
    desk.drag(end + UP, desk.node("n5"))
    assert Edge("n3", 0, "n5", 0) in edges(desk)
    assert Edge("n3", 0, "n4", 1) not in edges(desk)
    assert undone(desk) == before


def test_the_beginning_of_an_edge_is_moved_to_another_output(desk: Desk) -> None:
    start = desk.output("n3").position
    desk.drag(start + QPointF(0, 14), desk.node("n1"))
    assert Edge("n1", 0, "n4", 0) in edges(desk)
    assert EDGE_34 not in edges(desk)


def test_an_end_moved_to_another_input_of_its_node_exchanges_the_two(qtbot: QtBot) -> None:
    desk = Desk(qtbot, branches())
    desk.drag(desk.input("n4", 0).position + UP, desk.input("n4", 1).position)
    assert {Edge("n2", 0, "n4", 1), Edge("n3", 0, "n4", 0)} <= edges(desk)
    assert desk.document.undo_text == "Swap inputs"


def test_a_refusal_is_told_before_the_release(desk: Desk) -> None:
    desk.press(desk.input("n4").position + UP)
    desk.hover(desk.node("n2"))
    bubble = desk.view.tools.bubble
    assert "loop" in bubble.text()
    assert desk.view.tools.interaction.preview
    desk.release(desk.node("n2"))
    assert len(desk.refusals) == 1
    assert EDGE_34 in edges(desk)
    assert desk.document.undo_text == ""
    bubble.hide()


def test_an_end_dropped_on_nothing_goes_back_and_a_click_selects(desk: Desk) -> None:
    desk.drag(desk.input("n4").position + UP, desk.node("n4") + AWAY)
    assert EDGE_34 in edges(desk)
    assert desk.view.tools.interaction.preview is None
    desk.click(desk.node("n4") + AWAY)
    desk.click(desk.input("n4").position + UP)
    assert desk.view.selected_edges() == {EDGE_34}
    desk.press(desk.input("n4").position + UP)
    desk.hover(desk.node("n1") + AWAY)
    desk.key(Qt.Key.Key_Escape)
    assert desk.view.tools.interaction.preview is None
    assert desk.document.undo_text == ""


def shift_drag(desk: Desk, start: QPointF, end: QPointF) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    desk.press(start, shift)
    desk.hover((start + end) / 2, shift)
    desk.hover(end, shift)
    desk.release(end, shift)


def test_a_loose_node_dropped_on_an_edge_is_put_there(qtbot: QtBot) -> None:
    desk = Desk(qtbot, branches())
    before, spot = desk.document.project(), desk.middle(Edge("n1", 0, "n2", 0))
    desk.press(desk.node("n5"))
    desk.hover(spot - UP)
    desk.hover(spot)
    assert desk.view.tools.interaction.target_edge == Edge("n1", 0, "n2", 0)
    assert desk.view.tools.bubble.text() == "Insert re_lu_2 here"
    desk.release(spot)
    assert {Edge("n1", 0, "n5", 0), Edge("n5", 0, "n2", 0)} <= edges(desk)
    assert desk.view.tools.interaction.target_edge is None
    assert undone(desk) == before


def test_a_connected_node_dragged_over_an_edge_keeps_its_edges(desk: Desk) -> None:
    before = edges(desk)
    desk.drag(desk.node("n4"), desk.middle(EDGE_12))
    assert edges(desk) == before
    assert desk.document.undo_text == "Move"


def test_shift_pulls_a_node_out_and_its_neighbours_join(desk: Desk) -> None:
    before, place = desk.document.project(), desk.node("n3")
    shift_drag(desk, place, place + AWAY)
    assert edges(desk) == {EDGE_12, Edge("n2", 0, "n4", 0)}
    assert desk.node("n3").x() == pytest.approx(place.x() + 300, abs=8)
    assert desk.document.undo_text == "Pull out"
    assert undone(desk) == before


def test_shift_carries_a_node_from_one_edge_to_another(desk: Desk) -> None:
    before = desk.document.project()
    shift_drag(desk, desk.node("n3"), desk.middle(EDGE_12))
    assert edges(desk) == {Edge("n1", 0, "n3", 0), Edge("n3", 0, "n2", 0), Edge("n2", 0, "n4", 0)}
    assert undone(desk) == before


def test_a_click_with_shift_still_adds_to_the_selection(desk: Desk) -> None:
    desk.click(desk.node("n2"))
    desk.click(desk.node("n3"), Qt.KeyboardModifier.ShiftModifier)
    assert desk.view.selected_ids() == ["n2", "n3"]
    desk.click(desk.node("n3"), Qt.KeyboardModifier.ShiftModifier)
    assert desk.view.selected_ids() == ["n2"]


def test_escape_breaks_off_pulling_out(desk: Desk) -> None:
    before = desk.document.project()
    desk.press(desk.node("n3"), Qt.KeyboardModifier.ShiftModifier)
    desk.hover(desk.node("n3") + AWAY, Qt.KeyboardModifier.ShiftModifier)
    desk.key(Qt.Key.Key_Escape)
    assert desk.document.project() == before
    assert not desk.view.tools.bubble.isVisible()


CUT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_one_stroke_cuts_all_that_it_crosses_as_one_step(qtbot: QtBot) -> None:
    desk = Desk(qtbot, branches())
    before = desk.document.project()
    first, second = desk.middle(Edge("n2", 0, "n4", 0)), desk.middle(Edge("n3", 0, "n4", 1))
    start, end = first - (second - first) / 4, second + (second - first) / 4
    desk.press(start, CUT)
    desk.hover((first + second) / 2, CUT)
    assert desk.view.tools.bubble.text() == "Cut 1 edge"
    desk.hover(end, CUT)
    stroke = desk.view.tools.interaction.stroke
    assert stroke
    assert len(stroke.edges) == 2
    desk.release(end, CUT)
    assert edges(desk) == {Edge("n1", 0, "n2", 0), Edge("n1", 0, "n3", 0)}
    assert desk.document.undo_text == "Cut 2 edges"
    assert desk.view.tools.interaction.stroke is None
    assert undone(desk) == before


def test_a_stroke_beside_the_edges_or_broken_off_cuts_nothing(desk: Desk) -> None:
    before, spot = edges(desk), desk.middle(EDGE_23)
    desk.press(spot + AWAY / 4, CUT)
    desk.hover(spot + AWAY, CUT)
    desk.release(spot + AWAY, CUT)
    desk.press(spot + AWAY, CUT)
    desk.hover(spot - AWAY, CUT)
    desk.key(Qt.Key.Key_Escape)
    desk.release(spot - AWAY, CUT)
    assert edges(desk) == before
    assert desk.refusals == []


def test_a_command_cuts_all_edges_of_what_is_selected(desk: Desk) -> None:
    desk.view.select(["n3"])
    CANVAS_ACTIONS["disconnect"](desk.view)
    assert edges(desk) == {EDGE_12}
    assert desk.document.undo_text == "Cut 2 edges"
    CANVAS_ACTIONS["disconnect"](desk.view)
    assert desk.refusals == ["There is no edge to cut. Draw the stroke across edges."]
