"""A press in the body of a card is the card's at every zoom, however near its ports are on screen."""

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from designer.document.builder import NetworkBuilder
from designer.graph.elements import Edge
from designer.ui.canvas.content import NODE_HEIGHT, NODE_WIDTH
from designer.ui.canvas.painting.cards import SIGN_PX
from designer.ui.canvas.painting.overlay import PORT_PX
from designer.ui.canvas.ports import input_ports, output_ports
from tests.qt.canvas_helpers import CHAIN_ANALYSIS, Desk
from tests.qt.test_output_ports import analysis, encoder

ZOOMS = (1.0, 0.5, 0.4, 0.3, 0.15)
BODY = [QPointF(x * NODE_WIDTH, y * NODE_HEIGHT) for x in (-0.3, 0, 0.3) for y in (-0.2, 0, 0.2)]


def zoom_to(desk: Desk, zoom: float, node_id: str) -> None:
    desk.view.tools.navigation.set_zoom(zoom)
    desk.view.tools.navigation.center_on(desk.node(node_id))
    assert desk.view.tools.navigation.zoom == pytest.approx(zoom)


def assert_body_selects(desk: Desk, node_id: str) -> None:
    for place in BODY:
        desk.view.select([])
        desk.click(desk.node(node_id) + place)
        assert desk.view.selected_ids() == [node_id], place
        assert desk.view.selected_edges() == frozenset()


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_click_in_the_body_selects_a_card_between_edges(qtbot: QtBot, zoom: float) -> None:
    desk = Desk(qtbot)
    desk.view.set_analysis(CHAIN_ANALYSIS)
    zoom_to(desk, zoom, "n3")
    assert_body_selects(desk, "n3")


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_click_in_the_body_selects_a_card_of_several_outputs(qtbot: QtBot, zoom: float) -> None:
    desk = Desk(qtbot, encoder())
    desk.view.set_analysis(analysis())
    zoom_to(desk, zoom, "n2")
    assert_body_selects(desk, "n2")


def test_ports_can_still_be_hit_beside_a_small_card_and_on_its_border(qtbot: QtBot) -> None:
    desk = Desk(qtbot, encoder())
    desk.view.set_analysis(analysis())
    zoom_to(desk, 0.5, "n2")
    state = output_ports(desk.content, "n2")[1]
    for number, off in enumerate((-8, 16)):
        desk.drag(state.position + QPointF(0, off), desk.input("n4", number + 1).position)
        assert desk.document.graph.has_edge(Edge("n2", 1, "n4", number + 1)), off


def test_the_spare_input_lies_beside_the_sign_of_a_problem(qtbot: QtBot) -> None:
    net = NetworkBuilder("Sum")
    net.add("Add", net.input((8,)))
    desk = Desk(qtbot, net.project())
    spare = input_ports(desk.content, "n2")[-1].position
    sign = desk.content.rect("n2").topRight() - QPointF(SIGN_PX, 0)
    assert spare.y() == sign.y()
    assert sign.x() - spare.x() > SIGN_PX + PORT_PX
