"""Moving about by wheel, trackpad and keys; whatever a device sends, the picture stays usable."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from designer.compiler.results import Analysis, Problem
from designer.document.builder import NetworkBuilder
from designer.document.document import Document
from designer.document.project import Project, View
from designer.ui.canvas.find_bar import FindBar
from designer.ui.canvas.minimap import Minimap
from designer.ui.canvas.navigation import MAX_ZOOM, MIN_ZOOM
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import front_window
from tests.qt.canvas_helpers import NO_KEYS, Desk
from tests.qt.panel_helpers import find

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEAST, MOST = -(2**31), 2**31 - 1


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def wheel(desk: Desk, pixels: QPoint, angle: QPoint, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    spot, no_button, phase = QPointF(450, 350), Qt.MouseButton.NoButton, Qt.ScrollPhase.ScrollUpdate
    event = QWheelEvent(spot, spot, pixels, angle, no_button, keys, phase, False)
    QApplication.sendEvent(desk.view.viewport(), event)


def pinch(
    desk: Desk, value: float, kind: Qt.NativeGestureType = Qt.NativeGestureType.ZoomNativeGesture
) -> None:
    spot, device = QPointF(desk.screen(desk.node("n2"))), QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(kind, device, 2, spot, spot, spot, value, QPointF())
    QApplication.sendEvent(desk.view.viewport(), event)


def zoom(desk: Desk) -> float:
    return desk.view.transform().m11()


def test_two_fingers_pan_pixel_by_pixel_and_sideways_with_shift(desk: Desk) -> None:
    start = desk.screen(desk.node("n2"))
    wheel(desk, QPoint(-7, 5), QPoint(-56, 40))
    assert desk.screen(desk.node("n2")) == start + QPoint(-7, 5)
    wheel(desk, QPoint(0, 5), QPoint(0, 40), SHIFT)
    assert desk.screen(desk.node("n2")) == start + QPoint(-2, 5)
    assert zoom(desk) == 1.0


def test_a_pinch_zooms_where_it_is_within_the_limits(desk: Desk) -> None:
    spot = desk.screen(desk.node("n2"))
    pinch(desk, 0.5)
    assert zoom(desk) == 1.5
    assert (desk.screen(desk.node("n2")) - spot).manhattanLength() <= 2
    for value, limit in ((1e9, MAX_ZOOM), (-0.5, 3.2)):
        pinch(desk, value)
        assert zoom(desk) == pytest.approx(limit)
    pinch(desk, 0.0, Qt.NativeGestureType.SmartZoomNativeGesture)
    assert zoom(desk) == 1.0


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 0.0])
def test_a_pinch_that_says_nothing_changes_nothing(desk: Desk, value: float) -> None:
    spot = desk.screen(desk.node("n2"))
    pinch(desk, value)
    assert (zoom(desk), desk.screen(desk.node("n2"))) == (1.0, spot)


@pytest.mark.parametrize("amount", [LEAST, -1, 0, 1, MOST])
@pytest.mark.parametrize("keys", [NO_KEYS, CONTROL, SHIFT])
@pytest.mark.parametrize("size", [900, 1, 0])
def test_no_wheel_however_wild_loses_the_picture(
    desk: Desk, amount: int, keys: Qt.KeyboardModifier, size: int
) -> None:
    desk.view.resize(size, size)
    for pixels, angle in ((0, amount), (amount, 0), (amount, amount)):
        wheel(desk, QPoint(pixels, pixels), QPoint(angle, angle), keys)
        assert MIN_ZOOM <= zoom(desk) <= MAX_ZOOM
    desk.view.resize(900, 700)
    desk.view.fit()
    assert desk.view.tools.navigation.is_visible(desk.content.bounds())


@pytest.mark.parametrize("area", [(0, 0, math.nan, 9), (math.inf, 0, 9, 9), (0, 0, -9, 1e308)])
def test_an_area_that_is_none_is_not_fitted(desk: Desk, area: tuple[float, float, float, float]) -> None:
    desk.view.tools.navigation.fit(QRectF(*area))
    desk.view.tools.navigation.center_on(QPointF(math.nan, 0))
    assert MIN_ZOOM <= zoom(desk) <= 1.0
    desk.view.fit()
    assert desk.view.tools.navigation.is_visible(desk.content.bounds())


def test_panning_in_a_view_without_size_leads_nowhere(desk: Desk) -> None:
    desk.view.resize(0, 0)
    port = desk.view.viewport()
    QTest.mousePress(port, Qt.MouseButton.MiddleButton, NO_KEYS, QPoint(0, 0))
    QTest.mouseMove(port, QPoint(20_000, -20_000))
    QTest.mouseRelease(port, Qt.MouseButton.MiddleButton, NO_KEYS, QPoint(20_000, -20_000))
    pinch(desk, 0.2)
    desk.view.resize(900, 700)
    desk.view.fit()
    assert desk.view.tools.navigation.is_visible(desk.content.bounds())


def test_the_overview_is_never_behind_the_find_bar(qtbot: QtBot) -> None:
    desk = Desk(qtbot, tower())
    desk.view.resize(340, 260)
    desk.view.zoom_100()
    overview = desk.child(Minimap, "minimap")
    qtbot.waitUntil(overview.isVisible)
    desk.view.finding.open()
    assert not desk.child(FindBar, "findBar").geometry().intersects(overview.geometry())


def tower(count: int = 40) -> Project:
    net = NetworkBuilder("Tower")
    x = net.input((8,))
    for _ in range(count - 1):
        x = net.add("ReLU", x)
    return net.project()


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with front_window(qapp, qtbot, tmp_path, Document(tower())) as window:
        window.canvas.show_start()
        window.canvas.setFocus()
        yield window


def press(window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    QTest.keyClick(window.focusWidget() or window, key, keys)


def sees(window: MainWindow, node_id: str) -> bool:
    tools = window.canvas.tools
    return tools.navigation.is_visible(tools.content.rect(node_id))


def test_keys_scroll_by_pages_and_to_both_ends(window: MainWindow) -> None:
    assert sees(window, "n1")
    press(window, Qt.Key.Key_End)
    assert sees(window, "n40")
    middle = window.canvas.tools.navigation.middle
    press(window, Qt.Key.Key_PageUp)
    press(window, Qt.Key.Key_PageDown)
    assert window.canvas.tools.navigation.middle == middle
    press(window, Qt.Key.Key_Home)
    assert sees(window, "n1")
    press(window, Qt.Key.Key_PageDown)
    assert not sees(window, "n1")


def test_to_the_right_keys_scroll_along_the_flow_too(window: MainWindow) -> None:
    window.set_document(Document(Project(graph=tower().graph, view=View(orientation="horizontal"))))
    window.canvas.setFocus()
    press(window, Qt.Key.Key_End)
    assert sees(window, "n40")
    y = window.canvas.tools.navigation.middle.y()
    press(window, Qt.Key.Key_PageUp)
    assert not sees(window, "n40")
    assert window.canvas.tools.navigation.middle.y() == y


def test_ctrl_and_arrows_scroll_though_arrows_alone_nudge(window: MainWindow) -> None:
    window.canvas.select(["n2"])
    before, place = window.canvas.tools.navigation.middle, window.session.document.positions["n2"]
    press(window, Qt.Key.Key_Down, CONTROL)
    press(window, Qt.Key.Key_Right, CONTROL)
    moved = window.canvas.tools.navigation.middle - before
    assert (moved.x(), moved.y()) == (64, 64)
    assert window.session.document.positions["n2"] == place


def test_on_the_list_of_nodes_the_same_keys_walk(window: MainWindow) -> None:
    find(window, QListView, "canvasNodes").setFocus(Qt.FocusReason.TabFocusReason)
    press(window, Qt.Key.Key_End)
    assert window.canvas.selected_ids() == ["n40"]
    press(window, Qt.Key.Key_PageUp)
    assert window.canvas.selected_ids() == ["n30"]
    press(window, Qt.Key.Key_Home)
    assert window.canvas.selected_ids() == ["n1"]


def test_in_the_find_bar_plain_keys_stay(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F, CONTROL)
    before = window.canvas.tools.navigation.middle
    for name in ("findField", "findRegular"):
        find(window, QWidget, name).setFocus()
        for key in (Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_N, Qt.Key.Key_M, Qt.Key.Key_1):
            press(window, key)
    assert window.canvas.tools.navigation.middle == before
    assert window.session.document.is_clean
    assert find(window, QLineEdit, "findField").text() == "nm1"
    press(window, Qt.Key.Key_F3)
    assert window.canvas.finding.is_open


def test_problems_are_visited_in_both_ways_each_node_once(window: MainWindow) -> None:
    wrong = [Problem("error", node_id, "wrong") for node_id in ("n3", "n3", "n9", "n30")]
    window.panels.fixer.analysis = Analysis(problems=tuple(wrong))
    visited = []
    for keys in (NO_KEYS, NO_KEYS, NO_KEYS, NO_KEYS, SHIFT, SHIFT):
        press(window, Qt.Key.Key_F8, keys)
        visited += window.canvas.selected_ids()
    assert visited == ["n3", "n9", "n30", "n3", "n30", "n9"]
