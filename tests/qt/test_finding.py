"""Find: by name, type, parameter and shape; one after the other; marked, and following edits."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from designer.document.builder import NetworkBuilder
from designer.document.commands import RemoveNodes, RenameNode, SetParams
from designer.ui import slices
from designer.ui.canvas.find_bar import FindBar
from designer.ui.canvas.navigating import ACTIONS
from tests.qt.canvas_helpers import CHAIN_ANALYSIS, NO_KEYS, Desk
from tests.qt.panel_helpers import click, type_keys

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Finder:
    """Opens the bar on a desk and types into it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        ACTIONS["find"](desk.view)
        self.field = desk.child(QLineEdit, "findField")

    def type(self, text: str) -> None:
        self.field.selectAll()
        QTest.keyClick(self.field, Qt.Key.Key_Backspace)
        type_keys(self.field, text)
        self.wait()

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.field, key, keys)
        self.wait()

    def wait(self) -> None:
        self.desk.qtbot.waitUntil(lambda: not self.desk.view.finding.search.is_busy)

    @property
    def hits(self) -> list[str]:
        return list(self.desk.view.finding.search.hits)

    @property
    def count(self) -> str:
        return self.desk.child(QLabel, "findCount").text()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk(qtbot)
    desk.view.set_analysis(CHAIN_ANALYSIS)
    return desk


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("CONV2D_1", ["n3"]),
        ("input", ["n1"]),
        ("conv2d", ["n2", "n3", "n4"]),
        ("filters=8", ["n4"]),
        ("filters = 8", ["n4"]),
        ("conv kernel_size=3x3 filters=4", ["n2", "n3"]),
        ("8×8×4", ["n2", "n3"]),
        ("8x8x4", ["n2", "n3"]),
        ("strides=1", ["n2", "n3", "n4"]),
        ("groups", []),
        ("groups=1", ["n2", "n3", "n4"]),
        ("size", ["n2", "n3", "n4"]),
        ("ize", []),
        ("   ", []),
    ],
)
def test_nodes_are_found_by_what_they_say(desk: Desk, query: str, found: list[str]) -> None:
    finder = Finder(desk)
    finder.type(query)
    assert finder.hits == found


@pytest.mark.parametrize(
    ("expression", "found"),
    [("^conv2d(_\\d)?$", ["n2", "n3", "n4"]), ("filters=[5-9]", ["n4"]), ("8×8×(1|8)$", ["n1", "n4"])],
)
def test_regular_expressions_are_for_one_line_each(desk: Desk, expression: str, found: list[str]) -> None:
    finder = Finder(desk)
    click(desk.child(QCheckBox, "findRegular"))
    finder.type(expression)
    assert finder.hits == found


@pytest.mark.parametrize("bad", ["(conv", "*", "[a-", "(?R)", "\\"])
def test_a_bad_expression_finds_nothing_and_says_why_in_one_line(desk: Desk, bad: str) -> None:
    finder = Finder(desk)
    click(desk.child(QCheckBox, "findRegular"))
    finder.type(bad)
    assert finder.hits == []
    assert finder.count not in ("", "Nothing found")
    assert "\n" not in finder.count
    assert not desk.child(QToolButton, "findNext").isEnabled()
    finder.type("conv")
    assert finder.count == "1 of 3"


def test_typing_goes_to_the_first_hit_and_enter_from_one_to_the_next(desk: Desk) -> None:
    finder = Finder(desk)
    said: list[str] = []
    desk.view.status_message.connect(said.append)
    finder.type("conv")
    assert (desk.view.selected_ids(), finder.count) == (["n2"], "1 of 3")
    finder.key(Qt.Key.Key_Return)
    assert (desk.view.selected_ids(), finder.count) == (["n3"], "2 of 3")
    finder.key(Qt.Key.Key_Return, SHIFT)
    assert not said
    finder.key(Qt.Key.Key_Return, SHIFT)
    assert (desk.view.selected_ids(), finder.count) == (["n4"], "3 of 3")
    assert said == ["From the end again."]
    click(desk.child(QToolButton, "findNext"))
    assert desk.view.selected_ids() == ["n2"]


def test_esc_closes_the_bar_and_leaves_the_last_hit_selected(desk: Desk) -> None:
    finder = Finder(desk)
    finder.type("filters=8")
    finder.key(Qt.Key.Key_Escape)
    bar = desk.child(FindBar, "findBar")
    assert not bar.isVisible()
    assert desk.view.selected_ids() == ["n4"]
    assert desk.view.hasFocus()
    assert finder.hits == []


def test_with_the_bar_closed_next_goes_on_with_what_was_typed_last(desk: Desk) -> None:
    finder = Finder(desk)
    finder.type("conv")
    finder.key(Qt.Key.Key_Escape)
    ACTIONS["find_next"](desk.view)
    assert desk.view.selected_ids() == ["n3"]
    assert desk.child(FindBar, "findBar").isVisible()
    assert desk.view.hasFocus()
    desk.key(Qt.Key.Key_Escape)
    assert not desk.child(FindBar, "findBar").isVisible()
    assert desk.view.selected_ids() == ["n3"]


def test_next_without_anything_typed_asks(desk: Desk) -> None:
    ACTIONS["find_next"](desk.view)
    assert desk.child(QLineEdit, "findField").hasFocus()


def test_all_hits_are_selected_by_one_button(desk: Desk) -> None:
    finder = Finder(desk)
    finder.type("filters=4")
    for _ in range(4):
        finder.key(Qt.Key.Key_Tab)
    finder.key(Qt.Key.Key_Space)
    assert desk.view.selected_ids() == ["n2", "n3"]
    assert finder.count == "2 found"


def test_tab_stays_in_the_bar(desk: Desk) -> None:
    finder = Finder(desk)
    bar = desk.child(FindBar, "findBar")
    for _ in range(7):
        finder.key(Qt.Key.Key_Tab)
        assert bar.isAncestorOf(QApplication.focusWidget() or desk.view)
    finder.key(Qt.Key.Key_Backtab)
    assert bar.isAncestorOf(QApplication.focusWidget() or desk.view)


def test_what_is_found_follows_edits_and_leaves_the_selection_alone(desk: Desk) -> None:
    finder = Finder(desk)
    finder.type("filters=4")
    desk.view.select(["n1"])
    desk.document.push(SetParams("n4", {"filters": 4, "kernel_size": (3, 3)}))
    finder.wait()
    assert (finder.hits, finder.count) == (["n2", "n3", "n4"], "3 found")
    desk.document.push(RenameNode("n3", "filters_4"))
    desk.document.push(RemoveNodes(["n2"]))
    finder.wait()
    assert finder.hits == ["n3", "n4"]
    desk.document.undo()
    finder.wait()
    assert finder.hits == ["n2", "n3", "n4"]
    assert desk.view.selected_ids() != ["n2"]


def test_keys_and_clicks_in_the_bar_do_not_reach_the_canvas(desk: Desk) -> None:
    desk.view.select(["n2"])
    finder = Finder(desk)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        finder.key(key)
    click(desk.child(FindBar, "findBar"))
    assert len(desk.document.graph.nodes) == 4
    assert desk.view.selected_ids() == ["n2"]
    assert desk.document.undo_text == ""


def test_a_hit_behind_the_bar_is_brought_into_sight(desk: Desk) -> None:
    navigation = desk.view.tools.navigation
    navigation.scroll_by(desk.screen(desk.content.rect("n1").topLeft()))
    finder = Finder(desk)
    finder.type("input")
    bar = desk.child(FindBar, "findBar")
    assert desk.screen(desk.content.rect("n1").topLeft()).y() >= bar.height()


@pytest.mark.parametrize("zoom", [0.2, 1.0])
def test_hits_are_marked_beside_their_cards(desk: Desk, zoom: float) -> None:
    desk.view.tools.navigation.set_zoom(zoom)
    desk.view.select(["n4"])
    before = desk.view.viewport().grab().toImage()
    finder = Finder(desk)
    finder.type("filters=8")
    desk.view.finding.step(1)
    after = desk.view.viewport().grab().toImage()
    rect = desk.content.rect("n4")
    places = {0.2: QPointF(rect.left() - 35, rect.center().y()), 1.0: rect.topLeft() + QPointF(-8, 0)}
    spot = desk.screen(places[zoom])
    assert before.pixelColor(spot) != after.pixelColor(spot)


def test_a_search_goes_on_in_slices_while_one_types(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "_BUDGET_S", 0.0)
    net = NetworkBuilder("Long")
    x = net.input((8,))
    for _ in range(499):
        x = net.add("Dense", x, units=8)
    finder = Finder(Desk(qtbot, net.project()))
    for letter in "dense_4":
        type_keys(finder.field, letter)
        assert finder.desk.view.finding.search.is_busy
        assert finder.hits == []
    finder.wait()
    nodes = finder.desk.document.graph.nodes.values()
    assert finder.hits == [node.id for node in nodes if node.name.startswith("dense_4")]
