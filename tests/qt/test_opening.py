"""Blocks open where they stand, by arrow, key and menu; their layers are selected, moved and edited there."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from designer.catalog.values import Expr
from designer.document.document import Document
from designer.graph.elements import Edge, Node
from designer.ui.canvas import opening
from designer.ui.canvas.painting.insets import copies_text
from designer.ui.canvas.ports import output_ports
from tests.core.block_projects import blocks
from tests.qt.canvas_helpers import Desk


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk(qtbot, blocks())
    desk.view.resize(900, 1400)
    desk.view.fit()
    return desk


def click_arrow(desk: Desk, node_id: str) -> None:
    desk.view.tools.navigation.set_zoom(1.0)
    desk.view.ensureVisible(desk.content.rect(node_id))
    desk.click(desk.content.rect(node_id).bottomRight() - QPointF(12, 12))


def inner(desk: Desk) -> list[str]:
    return [node_id for node_id in desk.content.ids if "/" in node_id]


def stage(desk: Desk) -> Document:
    return desk.document.inside("b2")


def test_a_click_on_the_arrow_opens_and_closes(desk: Desk) -> None:
    click_arrow(desk, "n3")
    assert inner(desk) == ["n3/n1", "n3/n2", "n3/n3"]
    assert desk.content.insets.frame("n3").contains(desk.content.rect("n3/n3"))
    click_arrow(desk, "n3/n2")
    assert "n3/n2/n5" in inner(desk)
    click_arrow(desk, "n3")
    assert inner(desk) == []


def test_several_are_open_at_once_and_closed_from_inside(desk: Desk) -> None:
    desk.view.select(["n3", "n4"])
    opening.open_selected(desk.view)
    assert {node_id.partition("/")[0] for node_id in inner(desk)} == {"n3", "n4"}
    desk.view.select(["n4/n2"])
    opening.close_selected(desk.view)
    assert desk.view.selected_ids() == ["n4"]
    assert inner(desk) == ["n3/n1", "n3/n2", "n3/n3"]


def test_depth_opens_everything_and_closes_it(desk: Desk) -> None:
    opening.ACTIONS["open_blocks"](desk.view)
    assert len(inner(desk)) == 2 * (3 + 5) + 3
    opening.ACTIONS["close_blocks"](desk.view)
    assert inner(desk) == []
    opening.ACTIONS["close_blocks"](desk.view)
    assert desk.refusals == ["No block is open."]


def test_an_inner_layer_is_dragged_and_the_frame_follows(desk: Desk) -> None:
    click_arrow(desk, "n3")
    before, frame = stage(desk).positions["n3"], desk.content.insets.frame("n3")
    desk.drag(desk.node("n3/n3"), desk.node("n3/n3") + QPointF(0, 48))
    assert stage(desk).positions["n3"] == (before[0], before[1] + 48)
    assert desk.content.insets.frame("n3").bottom() == frame.bottom() + 48
    desk.document.undo()
    assert desk.content.insets.frame("n3") == frame


def test_an_open_block_is_dragged_with_all_that_is_in_it(desk: Desk) -> None:
    click_arrow(desk, "n3")
    inside, center = dict(stage(desk).positions), desk.node("n3/n2")
    desk.press(desk.node("n3"))
    desk.hover(desk.node("n3") + QPointF(60, 0))
    desk.hover(center := desk.node("n3"))
    desk.release(center)
    assert stage(desk).positions == inside
    assert desk.content.center("n3")[0] == desk.content.center("n3/n1")[0]


def test_an_edge_leaves_at_the_end_of_the_frame(desk: Desk) -> None:
    click_arrow(desk, "n3")
    frame, edge = desk.content.insets.frame("n3"), Edge("n3", 0, "n4", 0)
    (port,) = output_ports(desk.content, "n3")
    assert port.position.y() == frame.bottom()
    assert desk.content.routes.polyline(edge)[0][1] == frame.bottom()


def test_no_edge_can_be_drawn_across_a_frame(desk: Desk) -> None:
    click_arrow(desk, "n3")
    desk.view.fit()
    desk.view.tools.navigation.set_zoom(0.6)
    desk.drag(desk.output("n2").position, desk.node("n3/n3"))
    assert "frame" in desk.refusals[-1]


def test_a_layer_dropped_on_an_edge_inside_is_added_there(desk: Desk) -> None:
    click_arrow(desk, "n3")
    desk.drop("Dropout", desk.middle(Edge("n3/n2", 0, "n3/n3", 0)))
    (added,) = desk.view.selected_ids()
    assert desk.document.graph.node(added).type == "Dropout"
    assert stage(desk).graph.has_edge(Edge("n2", 0, added.removeprefix("n3/"), 0))
    assert desk.content.insets.frame("n3").contains(desk.content.rect(added))


def test_a_layer_dropped_into_a_frame_is_added_there(desk: Desk) -> None:
    click_arrow(desk, "n3")
    spot = desk.content.rect("n3/n2").bottomLeft() + QPointF(-10, 20)
    desk.drop("Dense", spot)
    (added,) = desk.view.selected_ids()
    assert added.startswith("n3/")


def test_keys_walk_into_an_open_block_behind_its_node(desk: Desk) -> None:
    click_arrow(desk, "n3")
    model = desk.view.nodes_model
    order = [model.item(model.index(row)) for row in range(model.rowCount())]
    assert order[:6] == ["n1", "n2", "n3", "n3/n1", "n3/n2", "n3/n3"]


def test_deleting_what_is_selected_inside_deletes_it_in_the_definition(desk: Desk) -> None:
    desk.view.select(["n3", "n4"])
    opening.open_selected(desk.view)
    desk.view.select(["n3/n3"])
    desk.key(Qt.Key.Key_Delete)
    assert not {"n3/n3", "n4/n3"} & set(desk.content.ids)
    assert "n3" not in stage(desk).graph.nodes


def test_an_input_in_a_block_asks_for_no_shape(desk: Desk) -> None:
    click_arrow(desk, "n3")
    assert desk.content.cards["n3/n1"].headline == ""
    assert desk.content.cards["n1"].headline == "32×32×3"


def test_a_repeated_block_says_which_copy_is_shown() -> None:
    node = Node("n1", "residual", "block:b1", repeat=6)
    assert copies_text(node) == "copy 1 of 6"
    assert copies_text(replace(node, repeat=1)) == ""
    assert copies_text(replace(node, repeat=Expr("n"))) == "the first copy"
