"""Connect to… lists what may be connected first, tells why else not, and connects as one step."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from designer.document.builder import NetworkBuilder
from designer.document.commands import Disconnect
from designer.graph.elements import Edge
from designer.ui import slices
from designer.ui.canvas.connect_to import ConnectTo, connect_to
from designer.ui.search_model import KEYS_ROLE, PATH_ROLE, REASON_ROLE
from tests.qt.canvas_helpers import CHAIN_ANALYSIS, Desk

EDGE_23 = Edge("n2", 0, "n3", 0)
EDGE_34 = Edge("n3", 0, "n4", 0)
ROLES = (Qt.ItemDataRole.DisplayRole, KEYS_ROLE, PATH_ROLE, REASON_ROLE)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot)
    desk.view.set_analysis(CHAIN_ANALYSIS)
    yield desk
    for popup in desk.view.findChildren(ConnectTo):
        popup.hide()


def ask(desk: Desk, source: str) -> list[tuple[str, ...]]:
    desk.view.select([source])
    connect_to(desk.view)
    model = desk.child(QListView, "connectToRows").model()
    return [tuple(model.index(row, 0).data(role) for role in ROLES) for row in range(model.rowCount())]


def choose(desk: Desk, words: str) -> None:
    line = desk.child(QLineEdit, "connectToSearch")
    QTest.keyClicks(line, words)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_what_may_be_connected_comes_first_and_the_rest_says_why_not(desk: Desk) -> None:
    desk.document.push(Disconnect(EDGE_34))
    assert ask(desk, "n2") == [
        ("conv2d_2", "", "Conv2D", ""),
        ("input", "", "Input", "an Input takes nothing"),
        ("conv2d_1", "", "Conv2D", "has all its inputs"),
    ]
    choose(desk, "_2")
    assert desk.document.graph.has_edge(Edge("n2", 0, "n4", 0))
    assert desk.document.undo_text == "Connect conv2d to conv2d_2"
    desk.document.undo()
    assert desk.document.undo_text == "Disconnect"


def test_a_later_edge_is_joined_with_a_projection_in_one_step(desk: Desk) -> None:
    before = desk.document.project()
    rows = ask(desk, "n1")
    joined = ("conv2d_1 → conv2d_2", "", "Skip connection with an Add and a projection", "")
    assert joined in rows
    choose(desk, "1 2 skip")
    assert desk.document.undo_text == "Skip connection"
    desk.document.undo()
    assert desk.document.project() == before


def test_what_is_chosen_is_shown_on_the_canvas(desk: Desk) -> None:
    ask(desk, "n2")
    state = desk.view.tools.interaction
    assert state.target_edge == EDGE_34
    assert state.preview
    desk.child(ConnectTo, "connectToList").hide()
    assert state.preview is None


def test_a_refusal_is_told_in_full_and_the_popup_stays(desk: Desk) -> None:
    ask(desk, "n4")
    choose(desk, "conv2d_1")
    assert "loop" in desk.child(QLabel, "connectToMessage").text()
    assert desk.child(ConnectTo, "connectToList").isVisible()
    assert desk.document.undo_text == ""


def test_in_a_large_network_rows_come_in_slices_and_enter_waits_for_the_best(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "_BUDGET_S", 0.0)
    net = NetworkBuilder("Long")
    x = net.input((8,))
    for number in range(900):
        x = net.add("Dense", x, units=8, name=f"layer_{number}")
    far = net.add("Add", x, name="the_goal")
    desk = Desk(qtbot, net.project())
    first = ask(desk, "n2")
    popup, model = desk.child(ConnectTo, "connectToList"), desk.child(QListView, "connectToRows").model()
    qtbot.waitUntil(lambda: model.rowCount() > 1700)
    assert [model.index(row, 0).data() for row in range(len(first))] == [row[0] for row in first]
    choose(desk, "goal")
    assert desk.document.graph.has_edge(Edge("n2", 0, far, 1))
    assert not popup.isVisible()
