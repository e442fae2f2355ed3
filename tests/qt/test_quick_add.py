"""Quick add opens where a layer is wished for, lists what fits first, and adds and connects in one step."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from designer.document.builder import NetworkBuilder
from designer.document.project import Project
from designer.graph.elements import Edge
from designer.ui.canvas.quick_add import QuickAdd
from designer.ui.search_model import REASON_ROLE
from designer.ui.widgets import below_each_other
from tests.qt.canvas_helpers import CHAIN_ANALYSIS, Desk, analysis_of

EDGE_23 = Edge("n2", 0, "n3", 0)
AWAY = QPointF(300, 40)
Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot)
    desk.view.set_analysis(CHAIN_ANALYSIS)
    desk.view.setFocus()
    yield desk
    for popup in desk.view.findChildren(QuickAdd):
        popup.hide()


def is_open(desk: Desk) -> bool:
    return any(popup.isVisible() for popup in desk.view.findChildren(QuickAdd))


def rows(desk: Desk) -> list[str]:
    model = desk.child(QListView, "quickAddRows").model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def type_in(desk: Desk, text: str, key: Qt.Key = Key.Key_Return) -> None:
    line = desk.child(QLineEdit, "quickAddSearch")
    QTest.keyClicks(line, text)
    QTest.keyClick(line, key)


def double_click(desk: Desk, point: QPointF) -> None:
    desk.click(point)
    QTest.mouseDClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=desk.screen(point))


def test_tab_adds_behind_the_selected_layer_in_one_step(desk: Desk) -> None:
    before = desk.document.project()
    desk.view.select(["n4"])
    desk.key(Key.Key_Tab)
    assert rows(desk)[:3] == ["Conv2D", "BatchNormalization", "ReLU"]
    assert desk.child(QLineEdit, "quickAddSearch").placeholderText() == "What follows conv2d_2 (8×8×8)?"
    type_in(desk, "flat")
    (node_id,) = desk.view.selected_ids()
    assert desk.document.graph.node(node_id).type == "Flatten"
    assert desk.document.graph.has_edge(Edge("n4", 0, node_id, 0))
    assert not is_open(desk)
    desk.document.undo()
    assert desk.document.project() == before


def test_shapes_that_come_late_are_taken_into_account(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.view.select(["n4"])
    desk.view.quick_add()
    assert rows(desk)[0] == "BatchNormalization"
    desk.view.set_analysis(CHAIN_ANALYSIS)
    assert rows(desk)[0] == "Conv2D"
    QTest.keyClicks(desk.child(QLineEdit, "quickAddSearch"), "d")
    found = rows(desk)
    desk.view.set_analysis(analysis_of({"n4": (None, 8)}))
    assert rows(desk) == found
    desk.child(QuickAdd, "quickAddList").hide()


def test_what_does_not_fit_is_told_and_can_be_chosen_all_the_same(desk: Desk) -> None:
    desk.view.select(["n4"])
    desk.key(Key.Key_Tab)
    QTest.keyClicks(desk.child(QLineEdit, "quickAddSearch"), "lstm")
    desk.qtbot.waitUntil(lambda: rows(desk)[0] == "LSTM")
    index = desk.child(QListView, "quickAddRows").model().index(0, 0)
    assert index.data(REASON_ROLE) == "doesn't take 8×8×8"
    type_in(desk, "")
    assert desk.document.undo_text == "Add LSTM"


def test_two_selected_layers_are_merged(desk: Desk) -> None:
    desk.view.select(["n3", "n4"])
    desk.key(Key.Key_Tab)
    type_in(desk, "")
    (node_id,) = desk.view.selected_ids()
    assert [edge.source for edge in desk.document.graph.in_edges(node_id)] == ["n3", "n4"]


def test_a_double_click_adds_where_it_was_made(desk: Desk) -> None:
    spot = desk.node("n2") + AWAY
    double_click(desk, spot)
    assert rows(desk)[0] == "Input"
    type_in(desk, "dense")
    (node_id,) = desk.view.selected_ids()
    assert desk.document.positions[node_id] == pytest.approx(spot.toTuple(), abs=2)
    assert not desk.document.graph.in_edges(node_id)


def test_a_double_click_on_an_edge_adds_between(desk: Desk) -> None:
    double_click(desk, desk.middle(EDGE_23))
    assert desk.view.tools.interaction.target_edge == EDGE_23
    type_in(desk, "relu")
    assert desk.document.undo_text == "Insert ReLU"
    assert not desk.document.graph.has_edge(EDGE_23)


def test_an_edge_dropped_on_nothing_asks_what_it_leads_to(desk: Desk) -> None:
    spot = desk.node("n3") + AWAY
    desk.drag(desk.output("n2").position, spot)
    assert desk.view.tools.interaction.preview
    type_in(desk, "maxp")
    (node_id,) = desk.view.selected_ids()
    assert desk.document.graph.has_edge(Edge("n2", 0, node_id, 0))
    assert desk.input(node_id).position.toTuple() == pytest.approx(spot.toTuple(), abs=2)
    assert desk.view.tools.interaction.preview is None


def test_escape_closes_and_leaves_nothing(desk: Desk) -> None:
    desk.drag(desk.output("n2").position, desk.node("n3") + AWAY)
    type_in(desk, "maxp", Key.Key_Escape)
    assert not is_open(desk)
    assert desk.document.undo_text == ""
    assert desk.view.tools.interaction.preview is None


def test_what_fits_nothing_adds_nothing(desk: Desk) -> None:
    desk.key(Key.Key_Tab)
    type_in(desk, "qqqq")
    assert is_open(desk)
    assert desk.document.undo_text == ""


def test_tab_twice_leaves_the_canvas(qtbot: QtBot, desk: Desk) -> None:
    before, behind = QLineEdit(), QLineEdit()
    window = below_each_other(before, desk.view, behind)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    before.setFocus()
    QTest.keyClick(before, Key.Key_Tab)
    nodes = desk.child(QWidget, "canvasNodes")
    assert nodes.hasFocus()
    QTest.keyClick(nodes, Key.Key_Tab)
    qtbot.waitUntil(desk.child(QLineEdit, "quickAddSearch").hasFocus)
    type_in(desk, "", Key.Key_Tab)
    qtbot.waitUntil(lambda: window.focusWidget() is behind)
    desk.view.setParent(None)
    assert not is_open(desk)


def test_the_popup_opens_beside_the_place_and_on_the_screen(qtbot: QtBot) -> None:
    net = NetworkBuilder("One")
    net.input((8,))
    desk = Desk(qtbot, net.project())
    desk.view.set_analysis(analysis_of({"n1": (None, 8)}))
    desk.view.select(["n1"])
    desk.view.quick_add()
    (popup,) = desk.view.findChildren(QuickAdd)
    assert rows(desk)[0] == "Dense"
    frame = 2
    assert popup.screen().availableGeometry().adjusted(0, 0, frame, frame).contains(popup.geometry())
    popup.hide()


def test_an_empty_canvas_begins_with_an_input(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Project())
    desk.view.setFocus()
    desk.key(Key.Key_Tab)
    type_in(desk, "")
    assert [node.type for node in desk.document.graph.nodes.values()] == ["Input"]
    assert QApplication.activePopupWidget() is None
    assert desk.view.viewport().rect().contains(desk.screen(desk.node("n1")) + QPoint(0, 0))


@pytest.mark.parametrize("name", ["sin", "mean"])
def test_the_name_of_an_operation_finds_it_first(desk: Desk, name: str) -> None:
    desk.key(Key.Key_Tab)
    QTest.keyClicks(desk.child(QLineEdit, "quickAddSearch"), name)
    desk.qtbot.waitUntil(lambda: rows(desk)[0] == f"ops.{name}")
