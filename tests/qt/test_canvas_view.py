"""The canvas follows its document, moves its view safely, and can be used by keyboard and screen reader."""

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from designer.compiler.results import Analysis, Problem
from designer.document.builder import NetworkBuilder
from designer.document.commands import AddNodes, SetParams
from designer.document.project import Project
from designer.graph.elements import Edge
from designer.ui.canvas.accessible import NodeOverlay
from designer.ui.canvas.navigation import MAX_ZOOM, MIN_ZOOM
from designer.ui.canvas.painting.cards import NEAR_ZOOM
from designer.ui.canvas.view import CanvasView
from designer.ui.theme import DARK
from tests.qt.canvas_helpers import CHAIN_ANALYSIS, NO_KEYS, Desk, catalog, chain

EDGE_23 = Edge("n2", 0, "n3", 0)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def wheel(desk: Desk, at: QPointF, notches: int, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    spot, no_button, phase = desk.screen(at), Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    angle = QPoint(0, 120 * notches)
    event = QWheelEvent(QPointF(spot), QPointF(spot), QPoint(), angle, no_button, keys, phase, False)
    QApplication.sendEvent(desk.view.viewport(), event)


def test_ctrl_and_wheel_zoom_at_the_cursor(desk: Desk) -> None:
    spot = desk.screen(desk.node("n2"))
    wheel(desk, desk.node("n2"), 3, Qt.KeyboardModifier.ControlModifier)
    assert desk.view.transform().m11() > 1.5
    assert (desk.screen(desk.node("n2")) - spot).manhattanLength() <= 3


def test_the_wheel_alone_scrolls(desk: Desk) -> None:
    before = desk.screen(desk.node("n2"))
    wheel(desk, desk.node("n2"), -1)
    after = desk.screen(desk.node("n2"))
    assert after.x() == before.x()
    assert after.y() < before.y()


def test_zoom_stays_within_its_limits(desk: Desk) -> None:
    wheel(desk, desk.node("n2"), 100, Qt.KeyboardModifier.ControlModifier)
    assert desk.view.transform().m11() == MAX_ZOOM
    wheel(desk, desk.node("n2"), -200, Qt.KeyboardModifier.ControlModifier)
    assert desk.view.transform().m11() == MIN_ZOOM


@pytest.mark.parametrize("zoom", [math.nan, math.inf, -math.inf])
def test_a_zoom_that_is_no_number_changes_nothing(desk: Desk, zoom: float) -> None:
    desk.view.tools.navigation.set_zoom(zoom)
    assert desk.view.transform().m11() == 1.0


def test_fitting_nothing_or_into_nothing_keeps_a_usable_zoom(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Project())
    desk.view.fit()
    desk.view.resize(0, 0)
    desk.view.fit()
    assert desk.view.transform().m11() == 1.0


def test_fit_shows_the_whole_network(desk: Desk) -> None:
    desk.view.tools.navigation.set_zoom(4)
    desk.view.fit()
    assert desk.view.tools.navigation.is_visible(desk.content.bounds())
    desk.view.zoom_in()
    desk.view.zoom_100()
    assert desk.view.transform().m11() == 1.0


def test_a_network_however_long_can_be_seen_whole(qtbot: QtBot) -> None:
    net = NetworkBuilder("Long")
    x = net.input((8,))
    for _ in range(900):
        x = net.add("ReLU", x)
    desk = Desk(qtbot, net.project())
    assert desk.view.tools.navigation.is_visible(desk.content.bounds())
    assert desk.view.transform().m11() < MIN_ZOOM
    picture = desk.view.viewport().grab().toImage()
    ends = [desk.screen(desk.node(node_id)) for node_id in ("n1", "n450", "n901")]
    empty = picture.pixelColor(10, 10)
    assert all(picture.pixelColor(spot) != empty for spot in ends)
    wheel(desk, desk.node("n2"), -200, Qt.KeyboardModifier.ControlModifier)
    assert desk.view.tools.navigation.is_visible(desk.content.bounds())


def test_delete_removes_nodes_and_edges_in_one_step(desk: Desk) -> None:
    before = desk.document.project()
    desk.click(desk.middle(EDGE_23))
    desk.click(desk.node("n4"), Qt.KeyboardModifier.ControlModifier)
    desk.key(Qt.Key.Key_Delete)
    assert set(desk.document.graph.nodes) == {"n1", "n2", "n3"}
    assert not desk.document.graph.has_edge(EDGE_23)
    desk.document.undo()
    assert desk.document.project() == before


def test_arrow_keys_nudge_the_selection(desk: Desk) -> None:
    x, y = desk.document.positions["n2"]
    desk.click(desk.node("n2"))
    desk.key(Qt.Key.Key_Right)
    desk.key(Qt.Key.Key_Down)
    assert desk.document.positions["n2"] == (x + 8, y + 8)


def test_select_all_and_escape(desk: Desk) -> None:
    desk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.view.selected_ids()) == 4
    desk.key(Qt.Key.Key_Escape)
    assert desk.view.selected_ids() == []


def test_the_arrow_keys_of_the_node_list_walk_along_the_flow(desk: Desk) -> None:
    overlay = desk.child(NodeOverlay, "canvasNodes")
    overlay.setFocus()
    desk.view.select(["n1"])
    QTest.keyClick(overlay, Qt.Key.Key_Down)
    assert desk.view.selected_ids() == ["n2"]
    QTest.keyClick(overlay, Qt.Key.Key_Delete)
    assert "n2" not in desk.document.graph.nodes


def test_nothing_is_selected_unless_the_keyboard_goes_to_the_node_list(desk: Desk) -> None:
    overlay = desk.child(NodeOverlay, "canvasNodes")
    overlay.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    assert desk.view.selected_ids() == []
    desk.view.setFocus()
    overlay.setFocus(Qt.FocusReason.TabFocusReason)
    assert desk.view.selected_ids() == ["n1"]


def test_screen_readers_find_nodes_with_name_description_and_place(desk: Desk) -> None:
    desk.view.set_analysis(CHAIN_ANALYSIS)
    overlay = desk.child(NodeOverlay, "canvasNodes")
    assert overlay.parent() is desk.view.viewport()  # Qt's tree for screen readers has no other children
    desk.view.tools.navigation.scroll_by(QPoint(30, 20))
    item = QAccessible.queryAccessibleInterface(overlay).child(1)
    assert item.text(QAccessible.Text.Name) == "Conv2D conv2d"
    description = item.text(QAccessible.Text.Description)
    assert description == "4 × 3×3; output 8×8×4 · 40; from input; to conv2d_1"
    corner = desk.view.viewport().mapToGlobal(desk.screen(desk.content.rect("n2").topLeft()))
    assert (item.rect().topLeft() - corner).manhattanLength() <= 2


def test_the_canvas_follows_edits_and_forgets_what_is_gone(desk: Desk) -> None:
    node = desk.document.new_node("ReLU")
    desk.document.push(AddNodes([node], {node.id: (300.0, 0.0)}))
    assert desk.content.node_at(QPointF(300, 0)) == node.id
    desk.view.select([node.id])
    desk.document.undo()
    assert desk.view.selected_ids() == []
    desk.document.push(SetParams("n2", {"filters": 9, "kernel_size": (1, 1)}))
    assert desk.content.cards["n2"].headline == "9 × 1×1"


def test_an_analysis_writes_shapes_and_marks_problems(desk: Desk) -> None:
    problem = Problem("error", "n3", "kernel too large")
    desk.view.set_analysis(Analysis(nodes=CHAIN_ANALYSIS.nodes, problems=(problem,)))
    assert desk.content.cards["n4"].footer == "8×8×8 · 40"
    assert "error: kernel too large" in desk.content.describe("n3")
    assert desk.content.labels[Edge("n1", 0, "n2", 0)] == "8×8×1"


def test_placing_feeds_the_new_layer_from_the_selection(desk: Desk) -> None:
    desk.view.select(["n4"])
    node_id = desk.view.place("Flatten")
    assert desk.document.graph.has_edge(Edge("n4", 0, node_id, 0))
    assert desk.node(node_id).y() > desk.node("n4").y()
    assert desk.view.selected_ids() == [node_id]
    desk.document.undo()
    assert len(desk.document.graph.nodes) == 4


def test_placing_never_covers_a_node(desk: Desk) -> None:
    desk.view.select(["n2"])
    first, second = desk.view.place("ReLU"), desk.view.place("Input")
    rects = [desk.content.rect(node_id) for node_id in desk.content.ids]
    assert {first, second} <= set(desk.content.ids)
    assert not any(a.intersects(b) for a in rects for b in rects if a is not b)


def test_an_unknown_layer_is_refused_with_one_line(desk: Desk) -> None:
    assert desk.view.place("Warp") == ""
    assert desk.refusals == ['This Keras has no layer called "Warp".']


def test_tidy_is_one_step(desk: Desk) -> None:
    desk.drag(desk.node("n2"), desk.node("n2") + QPointF(240, 16))
    moved = dict(desk.document.positions)
    desk.view.tidy()
    assert desk.document.undo_text == "Tidy layout"
    desk.document.undo()
    assert dict(desk.document.positions) == moved


def test_reveal_selects_and_brings_into_sight(desk: Desk) -> None:
    desk.view.tools.navigation.center_on(QPointF(5000, 5000))
    desk.view.reveal("n3")
    assert desk.view.selected_ids() == ["n3"]
    assert desk.view.tools.navigation.is_visible(desk.content.rect("n3"))
    desk.qtbot.waitUntil(lambda: desk.view.tools.interaction.highlight is None)


def test_an_empty_canvas_says_how_to_begin(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Project())
    label = desk.child(QLabel, "canvasEmpty")
    assert label.isVisible()
    assert "Drag a layer" in label.text()
    desk.drop("Input", QPointF(0, 0))
    assert not label.isVisible()


def test_a_node_without_position_gets_one_from_the_layout(qtbot: QtBot) -> None:
    project = chain()
    desk = Desk(qtbot, Project(graph=project.graph))
    assert len({desk.node(node_id).y() for node_id in desk.content.ids}) == 4
    assert desk.document.undo_text == ""


@pytest.mark.parametrize("zoom", [0.1, 0.6, 1.0, 2.0])
def test_every_zoom_paints_something_in_another_theme_too(desk: Desk, zoom: float) -> None:
    desk.view.set_theme(DARK)
    desk.view.tools.navigation.set_zoom(zoom)
    image = desk.view.viewport().grab().toImage()
    assert image.pixelColor(2, 2).name() == DARK.canvas
    center = desk.screen(desk.node("n2") + QPointF(60, 12))
    assert image.pixelColor(center).name() != DARK.canvas


def test_a_detached_canvas_no_longer_follows(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    other = CanvasView(desk.document, catalog())
    qtbot.addWidget(other)
    other.detach()
    desk.document.push(AddNodes([node := desk.document.new_node("ReLU")], {node.id: (0.0, 0.0)}))
    assert node.id not in other.tools.content.ids


def test_a_long_network_is_first_shown_legibly_at_its_input(qtbot: QtBot) -> None:
    net = NetworkBuilder("Long")
    x = net.input((8,))
    for _ in range(40):
        x = net.add("ReLU", x)
    desk = Desk(qtbot, net.project())
    desk.view.show_start()
    assert desk.view.transform().m11() >= NEAR_ZOOM
    assert desk.view.tools.navigation.is_visible(desk.content.rect("n1"))
