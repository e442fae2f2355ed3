"""What the mouse does on the canvas: every gesture is one undo step, and a refusal says why."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.document.builder import NetworkBuilder
from designer.document.commands import Disconnect
from designer.graph.elements import Edge
from tests.qt.canvas_helpers import CHAIN_ANALYSIS, Desk

EDGE_23 = Edge("n2", 0, "n3", 0)
EDGE_34 = Edge("n3", 0, "n4", 0)
AWAY = QPointF(300, 0)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_a_click_selects_and_ctrl_adds(desk: Desk) -> None:
    desk.click(desk.node("n2"))
    desk.click(desk.node("n3"), Qt.KeyboardModifier.ControlModifier)
    assert desk.view.selected_ids() == ["n2", "n3"]
    desk.click(desk.node("n2"), Qt.KeyboardModifier.ControlModifier)
    assert desk.view.selected_ids() == ["n3"]
    desk.click(desk.node("n2") + AWAY)
    assert desk.view.selected_ids() == []


def test_the_rubber_band_selects_what_it_touches(desk: Desk) -> None:
    desk.drag(desk.node("n1") - AWAY / 2, desk.node("n2") + AWAY / 2)
    assert desk.view.selected_ids() == ["n1", "n2"]


def test_a_band_without_nodes_selects_the_edges_that_it_touches(desk: Desk) -> None:
    middle = (desk.middle(EDGE_23) + desk.middle(EDGE_34)) / 2
    desk.drag(desk.middle(EDGE_23) + AWAY / 2, desk.middle(EDGE_23) - AWAY / 2)
    assert desk.view.selected_edges() == {EDGE_23}
    desk.drag(middle + AWAY / 2, desk.middle(EDGE_23) - AWAY / 2)
    assert (desk.view.selected_ids(), desk.view.selected_edges()) == (["n3"], frozenset())


def test_escape_gives_back_the_selection_before_the_band(desk: Desk) -> None:
    desk.click(desk.node("n4"))
    desk.press(desk.node("n1") - AWAY / 2)
    desk.hover(desk.node("n2") + AWAY / 2)
    desk.key(Qt.Key.Key_Escape)
    assert desk.view.selected_ids() == ["n4"]


def test_dragging_moves_the_selection_in_one_step(desk: Desk) -> None:
    before = dict(desk.document.positions)
    desk.view.select(["n2", "n3"])
    desk.drag(desk.node("n2"), desk.node("n2") + QPointF(80, 40))
    moved = {key for key, place in desk.document.positions.items() if place != before[key]}
    assert moved == {"n2", "n3"}
    assert desk.document.positions["n2"][0] == pytest.approx(before["n2"][0] + 80, abs=8)
    desk.document.undo()
    assert dict(desk.document.positions) == before
    assert desk.document.undo_text == ""


def test_escape_breaks_off_a_move(desk: Desk) -> None:
    before = desk.node("n2")
    desk.press(before)
    desk.hover(before + AWAY)
    assert desk.node("n2") != before
    desk.key(Qt.Key.Key_Escape)
    desk.release(before + AWAY)
    assert desk.node("n2") == before
    assert desk.document.undo_text == ""


@pytest.mark.parametrize("onto", ["port", "body"])
def test_an_edge_is_drawn_from_port_to_port_or_node(desk: Desk, onto: str) -> None:
    desk.document.push(Disconnect(EDGE_23))
    end = desk.input("n3").position if onto == "port" else desk.node("n3")
    desk.drag(desk.output("n2").position, end)
    assert desk.document.graph.has_edge(EDGE_23)
    desk.document.undo()
    assert not desk.document.graph.has_edge(EDGE_23)


def test_a_refused_edge_says_why_while_hovering_and_afterwards(desk: Desk) -> None:
    desk.press(desk.output("n4").position)
    desk.hover(desk.node("n2"))
    bubble = desk.view.tools.bubble
    assert bubble.isVisible()
    assert "loop" in bubble.text()
    desk.release(desk.node("n2"))
    assert bubble.isVisible()
    assert desk.refusals == ['This would close a loop: "conv2d_2" already depends on "conv2d".']
    assert desk.document.undo_text == ""
    bubble.hide()


def test_a_second_edge_into_a_single_input_is_refused(desk: Desk) -> None:
    desk.drag(desk.output("n1").position, desk.node("n4"))
    assert desk.refusals[0].startswith("Conv2D takes one input")


def test_a_skip_connection_onto_an_edge_adds_an_add_in_one_step(desk: Desk) -> None:
    before = desk.document.project()
    desk.view.set_analysis(CHAIN_ANALYSIS)
    desk.press(desk.output("n2").position)
    desk.hover(desk.middle(EDGE_34))
    assert desk.view.tools.bubble.text() == "Add a skip connection here"
    assert desk.view.tools.interaction.target_edge == EDGE_34
    desk.release(desk.middle(EDGE_34))
    add = next(node for node in desk.document.graph.nodes.values() if node.type == "Add")
    assert {edge.source for edge in desk.document.graph.in_edges(add.id)} == {"n2", "n3"}
    desk.document.undo()
    assert desk.document.project() == before


def test_a_skip_connection_over_other_shapes_gets_a_projection(desk: Desk) -> None:
    desk.view.set_analysis(CHAIN_ANALYSIS)
    desk.press(desk.output("n1").position)
    desk.hover(desk.middle(EDGE_34))
    assert "Conv2D that makes the shapes equal" in desk.view.tools.bubble.text()
    desk.release(desk.middle(EDGE_34))
    assert sum(node.type == "Conv2D" for node in desk.document.graph.nodes.values()) == 4


def test_a_skip_connection_backwards_is_refused(desk: Desk) -> None:
    desk.view.set_analysis(CHAIN_ANALYSIS)
    desk.drag(desk.output("n4").position, desk.middle(EDGE_23))
    assert "loop" in desk.refusals[0]
    assert desk.document.undo_text == ""


def test_a_layer_dropped_on_the_canvas_is_placed_there(desk: Desk) -> None:
    spot = desk.node("n2") + AWAY
    desk.drop("Dense", spot)
    (node_id,) = desk.view.selected_ids()
    assert desk.document.graph.node(node_id).params == {"units": 64}
    assert desk.document.positions[node_id] == pytest.approx(spot.toTuple(), abs=2)
    desk.document.undo()
    assert node_id not in desk.document.graph.nodes
    assert desk.view.selected_ids() == []


def test_a_layer_dropped_on_an_edge_is_put_between(desk: Desk) -> None:
    desk.drop("ReLU", desk.middle(EDGE_23))
    (node_id,) = desk.view.selected_ids()
    assert [edge.source for edge in desk.document.graph.in_edges(node_id)] == ["n2"]
    assert [edge.target for edge in desk.document.graph.out_edges(node_id)] == ["n3"]
    desk.document.undo()
    assert desk.document.graph.has_edge(EDGE_23)


def test_a_double_click_opens_a_node(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.view.node_activated) as activated:
        QTest.mouseDClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=desk.screen(desk.node("n3")))
    assert activated.args == ["n3"]


@pytest.mark.parametrize("button", [Qt.MouseButton.MiddleButton, Qt.MouseButton.LeftButton])
def test_the_middle_button_and_space_pan(desk: Desk, button: Qt.MouseButton) -> None:
    port, start = desk.view.viewport(), desk.screen(desk.node("n2"))
    end = start + QPoint(40, 30)
    if button == Qt.MouseButton.LeftButton:
        QTest.keyPress(desk.view, Qt.Key.Key_Space)
    QTest.mousePress(port, button, pos=start)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, button, pos=end)
    assert desk.screen(desk.node("n2")) == end
    assert desk.document.undo_text == ""


def test_hovering_an_output_makes_its_port_grow(desk: Desk) -> None:
    port = desk.output("n2")
    desk.hover(port.position + QPointF(3, 3))
    assert desk.view.tools.interaction.hovered_port == port


def test_trunk_enters_a_merge_layer_in_the_middle(qtbot: QtBot) -> None:
    net = NetworkBuilder("Residual")
    x = net.input((8,))
    x = net.add("Add", net.add("Dense", x, units=8), x)
    desk = Desk(qtbot, net.project())
    trunk, skip = desk.input("n3", 0).position, desk.input("n3", 1).position
    assert trunk.x() == desk.node("n3").x() == desk.node("n2").x()
    assert skip.x() > trunk.x()
