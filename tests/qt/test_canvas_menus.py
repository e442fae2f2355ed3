"""The canvas's context menu is about what lies there, opens by mouse and key, and takes entries of others."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from designer.compiler.results import Analysis, Problem
from designer.document.builder import NetworkBuilder
from designer.document.commands import Disconnect
from designer.document.project import Project
from designer.graph.elements import Edge
from designer.graph.facts import Facts
from designer.ui.canvas.edge_problems import EdgeProblems
from designer.ui.canvas.menus import CanvasMenus, Spot
from designer.ui.theme import current
from tests.qt.canvas_helpers import CHAIN_ANALYSIS, Desk, analysis_of

EDGE_23 = Edge("n2", 0, "n3", 0)
EMPTY = QPointF(300, 0)
UNEQUAL = Problem("error", "n3", "No.", "", "unequal_shapes", Facts((EDGE_23,), ((None, 8, 8, 4),)))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


@pytest.fixture
def spots(desk: Desk) -> Iterator[list[Spot]]:
    """What the menu was asked for, by entries that name it."""
    found: list[Spot] = []

    def name(spot: Spot, menu: QMenu) -> None:
        found.append(spot)
        menu.addAction(QAction(spot.node or "none", menu))

    CanvasMenus(desk.view, (name, lambda _spot, _menu: None, name))
    yield found
    if menu := open_menu(desk):
        menu.close()


def open_menu(desk: Desk) -> QMenu | None:
    return desk.view.findChild(QMenu, "canvasMenu")


def right_click(desk: Desk, point: QPointF) -> None:
    place = desk.screen(point)
    viewport = desk.view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.RightButton, pos=place)
    mouse = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(viewport, QContextMenuEvent(mouse, place, viewport.mapToGlobal(place)))
    QTest.mouseRelease(viewport, Qt.MouseButton.RightButton, pos=place)


@pytest.mark.parametrize(
    ("at", "node", "edge"), [("node", "n2", None), ("edge", None, EDGE_23), ("empty", None, None)]
)
def test_a_right_click_selects_what_the_menu_is_about(
    desk: Desk, spots: list[Spot], at: str, node: str | None, edge: Edge | None
) -> None:
    points = {"node": desk.node("n2"), "edge": desk.middle(EDGE_23), "empty": desk.node("n2") + EMPTY}
    right_click(desk, points[at])
    assert (spots[0].node, spots[0].edge) == (node, edge)
    assert desk.view.selected_ids() == ([node] if node else [])
    assert desk.view.selected_edges() == ({edge} if edge else set())


def test_a_right_click_into_the_selection_keeps_it(desk: Desk, spots: list[Spot]) -> None:
    desk.view.select(["n2", "n3"])
    right_click(desk, desk.node("n3"))
    assert desk.view.selected_ids() == ["n2", "n3"]
    assert spots[0].node == "n3"


def test_lines_divide_what_different_parts_add(desk: Desk, spots: list[Spot]) -> None:
    right_click(desk, desk.node("n2"))
    menu = open_menu(desk)
    assert menu
    assert len(spots) == 2
    assert [action.isSeparator() for action in menu.actions()] == [False, True, False]


@pytest.mark.parametrize("part", ["canvas", "list"])
@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_a_key_opens_the_menu_of_the_selection(
    desk: Desk, spots: list[Spot], part: str, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    desk.view.select(["n3"])
    QTest.keyClick(desk.child(QWidget, "canvasNodes") if part == "list" else desk.view, key, modifier)
    assert [spot.node for spot in spots] == ["n3", "n3"]
    assert open_menu(desk)


def test_the_menu_of_the_edge_that_is_selected(desk: Desk, spots: list[Spot]) -> None:
    desk.click(desk.middle(EDGE_23))
    desk.key(Qt.Key.Key_Menu)
    assert spots[0].edge == EDGE_23


def test_an_edge_with_a_problem_has_a_sign_in_its_middle(desk: Desk) -> None:
    desk.view.set_analysis(CHAIN_ANALYSIS)
    before = color_at(desk)
    desk.view.set_analysis(Analysis(nodes=CHAIN_ANALYSIS.nodes, problems=(UNEQUAL,)))
    assert EdgeProblems(desk.content).edges == {EDGE_23: [UNEQUAL]}
    assert color_at(desk) == current().error != before
    desk.document.push(Disconnect(EDGE_23))
    desk.view.grab()


def color_at(desk: Desk) -> str:
    place = desk.screen(desk.middle(EDGE_23)) - desk.screen(QPointF(5, 0)) + desk.screen(QPointF(0, 0))
    return desk.view.viewport().grab().toImage().pixelColor(place).name()


def with_add() -> Project:
    """Input n1 → Conv2D n2 and Conv2D n3 → Add n4, which has room for one more."""
    net = NetworkBuilder("Add")
    x = net.input((8, 8, 1))
    net.add("Conv2D", x, filters=4, kernel_size=1)
    net.add("Add", net.add("Conv2D", x, filters=8, kernel_size=1))
    return net.project()


def test_a_drawn_edge_whose_shapes_will_not_fit_is_warned_of_and_not_refused(qtbot: QtBot) -> None:
    desk = Desk(qtbot, with_add())
    desk.view.set_analysis(analysis_of({"n1": (None, 8, 8, 1), "n2": (None, 8, 8, 4), "n3": (None, 8, 8, 8)}))
    desk.press(desk.output("n2").position)
    desk.hover(desk.node("n4"))
    bubble = desk.view.tools.bubble
    assert bubble.text() == "⚠  Add needs equal shapes: 8×8×8 and 8×8×4; a projection will be offered"
    desk.release(desk.node("n4"))
    assert desk.document.graph.has_edge(Edge("n2", 0, "n4", 1))
    assert desk.refusals == []
