"""Looking into blocks: one canvas for each sheet, one history, and a way back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr
from designer.compiler.results import Problem
from designer.document.block_commands import AddBlocks
from designer.document.commands import AddNodes, RemoveNodes, SetParams, Together
from designer.document.document import Document
from designer.document.project import Project
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node
from designer.ui.breadcrumb import Breadcrumb, Crumb
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import front_window

INNER = Block(
    "b1",
    "Residual",
    (ParamSpec(name="filters", kind="int", default=8),),
    GraphSnapshot(
        (Node("n1", "x", INPUT), Node("n2", "conv", "Conv2D", {"filters": Expr("filters*2")})),
        (Edge("n1", 0, "n2", 0),),
    ),
)
OUTER = Block(
    "b2",
    "Stage",
    graph=GraphSnapshot(
        (Node("n1", "x", INPUT), Node("n2", "residual", "block:b1", {"filters": 4}, repeat=3)),
        (Edge("n1", 0, "n2", 0),),
    ),
)


def project() -> Project:
    nodes = (Node("n1", "image", INPUT, {"shape": (8, 8, 3)}), Node("n2", "stage", "block:b2"))
    return Project("Net", GraphSnapshot(nodes, (Edge("n1", 0, "n2", 0),), blocks=(INNER, OUTER)))


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with front_window(qapp, qtbot, tmp_path, Document(project())) as found:
        yield found


def crumb(window: MainWindow, name: str) -> QToolButton:
    found = window.sheets.bar.findChild(QToolButton, name)
    assert found
    return found


def shown(window: MainWindow) -> list[str]:
    graph = window.canvas.tools.content.document.graph
    return [graph.node(node_id).name for node_id in window.canvas.tools.content.ids]


def test_a_double_click_leads_into_a_block_and_the_bar_out_again(window: MainWindow) -> None:
    canvas = window.canvas
    point = canvas.mapFromScene(canvas.tools.content.rect("n2").center())
    QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert shown(window) == ["x", "residual"]
    assert window.sheets.bar.isVisible()
    QTest.mouseClick(crumb(window, "crumb0"), Qt.MouseButton.LeftButton)
    assert shown(window) == ["image", "stage"]
    assert not window.sheets.bar.isVisible()


def test_keys_lead_into_the_selected_block_and_out(window: MainWindow) -> None:
    window.canvas.select(["n2"])
    QTest.keyClick(window.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    window.canvas.select(["n2"])
    QTest.keyClick(window.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert shown(window) == ["x", "conv"]
    QTest.keyClick(window.canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert (shown(window), window.canvas.selected_ids()) == (["x", "residual"], ["n2"])


def test_edits_inside_are_undone_in_the_same_history(window: MainWindow) -> None:
    window.sheets.enter("n2")
    window.session.sheet.push(SetParams("n2", {"filters": 16}))
    window.actions_by_name["undo"].trigger()
    assert window.session.document.is_clean
    assert window.session.sheet.graph.node("n2").params == {"filters": 4}


def test_undoing_the_block_itself_leads_out_of_it(window: MainWindow) -> None:
    document = window.session.document
    spare = Block("b3", "Spare", graph=INNER.graph)
    node = Node("n9", "spare", "block:b3")
    document.push(Together((AddBlocks([spare]), AddNodes([node], {"n9": (300.0, 0.0)})), "Add block"))
    window.sheets.enter("n9")
    document.undo()
    assert shown(window) == ["image", "stage"]


def test_deleting_the_instance_that_is_looked_into_leads_out_of_it(window: MainWindow) -> None:
    window.sheets.enter("n2")
    window.session.document.push(RemoveNodes(("n2",)))
    assert shown(window) == ["image"]


def test_a_copy_of_a_repeated_block_can_be_chosen(window: MainWindow) -> None:
    window.sheets.enter("n2")
    window.sheets.enter("n2")
    box = window.sheets.bar.findChild(QComboBox, "crumbCopy")
    assert box
    assert [box.itemText(row) for row in range(box.count())] == [
        "copy 1 of 3",
        "copy 2 of 3",
        "copy 3 of 3",
    ]
    box.activated.emit(2)
    assert window.session.path == "n2/n2#3"


def test_a_problem_inside_is_shown_where_it_is(window: MainWindow) -> None:
    problem = Problem("error", "n2/n2#2/n2", "Too small.", name="stage.residual.2.conv")
    window.panels.problems.problem_activated.emit(problem.address)
    assert (shown(window), window.canvas.selected_ids()) == (["x", "conv"], ["n2"])


def test_the_ports_of_an_instance_follow_its_block(window: MainWindow) -> None:
    content = window.canvas.tools.content
    assert content.num_inputs("n2") == 1
    inside = window.session.document.inside("b2")
    inside.push(AddNodes([Node("n9", "second", INPUT)], {"n9": (300.0, 0.0)}))
    assert content.num_inputs("n2") == 2


def test_what_was_in_sight_is_in_sight_again(window: MainWindow) -> None:
    navigation = window.canvas.tools.navigation
    navigation.set_zoom(1.5)
    before = navigation.zoom
    window.sheets.enter("n2")
    window.sheets.leave()
    assert window.canvas.tools.navigation.zoom == pytest.approx(before)


def test_undoing_what_is_out_of_sight_says_so_and_leads_there(window: MainWindow, qtbot: QtBot) -> None:
    inside = window.session.document.inside("b1")
    inside.push(SetParams("n2", {"filters": 3}))
    window.actions_by_name["undo"].trigger()
    offer = window.status.findChild(QPushButton, "statusOffer")
    assert offer
    qtbot.waitUntil(offer.isVisible)
    assert 'inside the block "Residual"' in window.status.currentMessage()
    QTest.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert (shown(window), window.canvas.selected_ids()) == (["x", "conv"], ["n2"])
    assert not offer.isVisible()


def test_undoing_what_is_in_sight_needs_no_words(window: MainWindow) -> None:
    window.session.document.push(SetParams("n2", {"filters": 3}))
    window.actions_by_name["undo"].trigger()
    QApplication.processEvents()
    assert window.status.currentMessage() == ""


def test_find_finds_what_is_in_closed_blocks_and_leads_there(window: MainWindow) -> None:
    window.canvas.finding.open()
    field = window.findChild(QLineEdit, "findField")
    assert field
    QTest.keyClicks(field, "conv")
    search = window.canvas.finding.search
    assert search.hits == ("n2/n2/n2",)
    assert window.canvas.selected_ids() == ["n2"]
    count, inside = (window.findChild(QWidget, name) for name in ("findCount", "findInside"))
    assert count
    assert inside
    assert count.toolTip() == "1 of 1: conv in Residual"
    QTest.mouseClick(inside, Qt.MouseButton.LeftButton)
    assert (shown(window), window.canvas.selected_ids()) == (["x", "conv"], ["n2"])
    assert window.canvas.finding.is_open
    assert window.canvas.finding.search.query == "conv"


def test_hits_in_one_closed_block_are_stepped_through(window: MainWindow) -> None:
    finding = window.canvas.finding
    finding.open()
    field = window.findChild(QLineEdit, "findField")
    assert field
    QTest.keyClicks(field, "input")
    assert finding.search.hits == ("n1", "n2/n1", "n2/n2/n1")
    texts = []
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Return)
        count = window.findChild(QWidget, "findCount")
        texts.append(count.toolTip() if count else "")
    assert texts == ["2 of 3: x in Stage", "3 of 3: x in Residual", "1 of 3"]


def test_a_long_way_goes_into_a_menu_where_room_is_short(qtbot: QtBot) -> None:
    bar = Breadcrumb()
    qtbot.addWidget(bar)
    bar.resize(1600, 32)
    names = ("Network", "a_block_with_quite_a_long_name", "another_block_with_one", "third", "here")
    bar.show_crumbs([Crumb(name) for name in names], "Block")
    buttons = [bar.findChild(QToolButton, name) for name in ("crumbMore", "crumb1", "crumb3")]
    more, first, last = (button for button in buttons if button)
    assert (more.isVisible(), first.isVisible(), last.isVisible()) == (False, True, True)
    bar.resize(420, 32)
    assert (more.isVisible(), first.isVisible(), last.isVisible()) == (True, False, True)
    chosen: list[int] = []
    bar.chosen.connect(chosen.append)
    more.menu().aboutToShow.emit()
    more.menu().actions()[0].trigger()
    assert chosen == [1]
