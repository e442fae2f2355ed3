"""Tidying on the canvas: it glides, large networks can be broken off, and the document is right at once."""

import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from PySide6.QtCore import QPointF, QProcess, QStandardPaths, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from designer.document.builder import NetworkBuilder
from designer.document.commands import MoveNodes, RemoveNodes
from designer.document.presets import load_preset
from designer.document.project import Project, View
from designer.graph.layout import Layout, layout
from designer.ui import hub
from designer.ui.canvas import glide
from designer.ui.canvas.find_bar import FindBar
from designer.ui.canvas.view import CanvasView
from designer.ui.motion import is_motion_unwanted
from tests.core.drawings import crossings, cuts
from tests.qt.canvas_helpers import Desk, catalog

STRAY = (600.0, 40.0)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    """A short chain, one layer of which lies far off."""
    desk = Desk(qtbot)
    desk.document.push(MoveNodes({"n3": STRAY}))
    return desk


@cache
def large_project() -> Project:
    net = NetworkBuilder("Large")
    x = net.input((8,))
    for _ in range(2100):
        x = net.add("ReLU", x)
    return net.project()


@pytest.fixture
def large(qtbot: QtBot) -> Desk:
    """Over two thousand layers, one of which lies far off."""
    desk = Desk(qtbot, large_project())
    desk.document.push(MoveNodes({"n3": STRAY}))
    return desk


def shows_the_document(desk: Desk) -> bool:
    return all(desk.content.center(node_id) == place for node_id, place in desk.document.positions.items())


def wait_until_still(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: shows_the_document(desk), timeout=2000)


def test_layers_glide_to_where_the_document_has_them_at_once(desk: Desk) -> None:
    desk.view.tidy()
    assert desk.document.positions["n3"] == (0.0, 176.0)
    assert desk.content.center("n3") == STRAY
    wait_until_still(desk)
    assert desk.view.tools.navigation.is_visible(desk.content.bounds())


def test_edges_end_where_they_would_without_a_glide(desk: Desk) -> None:
    desk.view.tidy()
    wait_until_still(desk)
    glided = {edge: list(desk.content.routes.polyline(edge)) for edge in desk.content.routes}
    desk.content.refresh()
    assert glided == {edge: list(desk.content.routes.polyline(edge)) for edge in desk.content.routes}


@pytest.mark.parametrize(
    "act",
    [
        lambda desk: desk.press(QPointF(0, 0)),
        lambda desk: desk.key(Qt.Key.Key_A),
        lambda desk: desk.document.undo(),
        lambda desk: desk.document.push(RemoveNodes(["n3"])),
    ],
    ids=["mouse", "key", "undo", "delete"],
)
def test_whatever_happens_next_ends_the_glide(desk: Desk, act: Callable[[Desk], None]) -> None:
    desk.view.tidy()
    act(desk)
    assert shows_the_document(desk)
    assert desk.content.index.keys() == desk.document.positions.keys()


@pytest.mark.parametrize("limit", ["MOST_NODES", "FRAME_MS"])
def test_many_layers_move_without_a_glide(desk: Desk, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(glide, limit, 0)
    desk.view.tidy()
    assert shows_the_document(desk)


@pytest.mark.parametrize(("line", "is_unwanted"), [("false", True), ("0", True), ("true", False)])
def test_the_system_can_ask_for_less_motion(desk: Desk, line: str, is_unwanted: bool) -> None:
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation))
    file = folder / "gtk-3.0" / "settings.ini"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"[Settings]\ngtk-enable-animations={line}\n")
    try:
        assert is_motion_unwanted() == is_unwanted
        desk.view.tidy()
        assert shows_the_document(desk) == is_unwanted
    finally:
        file.unlink()


@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
def test_the_canvas_draws_a_tidy_network_without_a_flaw(qtbot: QtBot, orientation: str) -> None:
    graph = load_preset("wide_resnet", num_convs=40, width=2).graph
    positions = layout(graph, orientation=orientation).positions
    routes = Desk(qtbot, Project("WRN", graph, View(positions, orientation))).content.routes
    drawn = Layout(positions, {edge: tuple(routes.polyline(edge)) for edge in routes})
    assert cuts(drawn, {}) == []
    assert crossings(drawn) == []


def test_networkx_is_loaded_beside_the_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[str] = []
    monkeypatch.setattr(hub, "load_library", lambda: threads.append(threading.current_thread().name))
    monkeypatch.setattr(hub, "Engine", MagicMock)
    shared = hub.Hub()
    shared.start()
    qtbot.waitUntil(lambda: bool(threads))
    shared.close()
    assert threads == ["data"]


def test_the_selection_is_arranged_among_the_others(desk: Desk) -> None:
    others = {node_id: desk.document.positions[node_id] for node_id in ("n1", "n4")}
    desk.view.select(["n2", "n3"])
    desk.view.tidy_selection()
    assert desk.document.undo_text == "Tidy selection"
    assert others.items() <= desk.document.positions.items()
    assert desk.document.positions["n3"] == (0.0, 176.0)
    wait_until_still(desk)


def test_turning_the_flow_is_one_step(desk: Desk) -> None:
    desk.view.switch_orientation()
    wait_until_still(desk)
    assert not desk.content.is_vertical
    desk.document.undo()
    assert desk.content.is_vertical
    assert desk.content.center("n3") == STRAY


def test_with_nothing_to_arrange_one_line_says_why(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Project())
    desk.view.tidy()
    desk.view.tidy_selection()
    assert [line.partition(".")[0] for line in desk.refusals] == [
        "There is nothing to arrange yet",
        "Fewer than two layers are selected",
    ]


def test_a_large_network_is_worked_out_while_one_goes_on(large: Desk) -> None:
    large.view.tidy()
    line = large.child(QFrame, "canvasProgress")
    assert line.isVisible()
    assert large.child(QLabel, "canvasProgressText").text() == "Arranging 2,101 layers…"
    large.document.push(RemoveNodes(["n9"]))
    large.qtbot.waitUntil(lambda: not line.isVisible(), timeout=20_000)
    assert large.document.undo_text == "Tidy layout"
    assert large.document.positions["n3"] == (0.0, 176.0)
    wait_until_still(large)


@pytest.mark.parametrize("by", ["mouse", "button", "escape"])
def test_a_long_layout_can_be_broken_off(large: Desk, by: str) -> None:
    large.view.tidy()
    [process] = large.view.findChildren(QProcess)
    cancel = large.child(QPushButton, "canvasProgressCancel")
    if by == "mouse":
        QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    elif by == "button":
        cancel.setFocus()
        QTest.keyClick(cancel, Qt.Key.Key_Space)
    else:
        large.key(Qt.Key.Key_Escape)
    assert process.state() == QProcess.ProcessState.NotRunning
    assert not large.child(QFrame, "canvasProgress").isVisible()
    assert large.document.positions["n3"] == STRAY


def test_asking_again_begins_anew(large: Desk) -> None:
    large.view.tidy()
    large.view.switch_orientation()
    line = large.child(QFrame, "canvasProgress")
    large.qtbot.waitUntil(lambda: not line.isVisible(), timeout=20_000)
    assert large.document.undo_text == "Turn the flow"
    large.document.undo()
    assert large.document.positions["n3"] == STRAY


def test_the_line_keeps_its_place_while_the_canvas_scrolls(large: Desk) -> None:
    large.view.tidy()
    line = large.child(QFrame, "canvasProgress")
    before = line.pos()
    large.view.tools.navigation.zoom_by_wheel(240, large.view.viewport().rect().center())
    assert line.pos() == before
    large.key(Qt.Key.Key_Escape)


@pytest.mark.parametrize("is_first", [True, False])
def test_the_line_never_lies_on_the_find_bar(large: Desk, is_first: bool) -> None:
    if is_first:
        large.view.finding.open()
    large.view.tidy()
    large.view.finding.open()
    line, bar = large.child(QFrame, "canvasProgress"), large.child(FindBar, "findBar")
    assert not line.geometry().intersects(bar.geometry())
    top = line.y()
    large.view.finding.close()
    assert line.y() == top - bar.height()
    large.key(Qt.Key.Key_Escape)


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/false"])
def test_a_process_that_fails_is_told(large: Desk, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr("designer.ui.canvas.arranger.sys.executable", program)
    large.view.tidy()
    large.qtbot.waitUntil(lambda: bool(large.refusals), timeout=20_000)
    assert "could not be" in large.refusals[0]
    assert not large.child(QFrame, "canvasProgress").isVisible()
    assert large.document.positions["n3"] == STRAY


def test_a_canvas_that_closes_ends_its_process(large: Desk) -> None:
    view = CanvasView(large.document, catalog())
    large.qtbot.addWidget(view)
    view.tidy()
    [process] = view.findChildren(QProcess)
    view.detach()
    assert process.state() == QProcess.ProcessState.NotRunning
