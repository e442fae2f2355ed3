"""Fixes are offered in the list, in the inspector, and by a key; each is one undo step."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis, NodeAnalysis, Problem, TensorSpec
from designer.document.builder import NetworkBuilder
from designer.document.document import Document
from designer.document.fixes.base import Fix
from designer.graph.elements import Edge
from designer.graph.facts import Facts
from designer.ui.data_link import DataLink
from designer.ui.fix_buttons import FixButton, FixMenuButton
from designer.ui.fixing import Fixer
from designer.ui.hub import Hub
from designer.ui.inspector.inspector import Inspector
from designer.ui.problems import ProblemList
from designer.ui.session import Session
from tests.qt.panel_helpers import click, find, press_key, show

PROJECTION = "Insert a projection (Conv2D 1×1, 8 filters) after one"
OTHER = "Insert a projection (Conv2D 1×1, 4 filters) after two"


@pytest.fixture
def document() -> Document:
    net = NetworkBuilder("Unequal")
    x = net.input((8, 8, 1))
    one = net.add("Conv2D", x, filters=4, kernel_size=1, name="one")
    two = net.add("Conv2D", x, filters=8, kernel_size=1, name="two")
    net.add("Add", one, two, name="joint")
    return Document(net.project())


def analysis_of(document: Document) -> Analysis:
    shapes = {"n1": (None, 8, 8, 1), "n2": (None, 8, 8, 4), "n3": (None, 8, 8, 8)}
    nodes = {node_id: NodeAnalysis((TensorSpec(shape),)) for node_id, shape in shapes.items()}
    facts = Facts(tuple(document.graph.in_edges("n4")), (shapes["n2"], shapes["n3"]))
    problem = Problem("error", "n4", "Inputs have incompatible shapes.", "", "unequal_shapes", facts)
    return Analysis(nodes=nodes, problems=(problem, Problem("warning", None, "No loss fits.")))


@pytest.fixture
def fixer(document: Document, qtbot: QtBot) -> Iterator[Fixer]:
    owner = QWidget()
    qtbot.addWidget(owner)
    session = Session(document, Hub(), owner)
    fixer = Fixer(session, DataLink(session), Catalog.load())
    session.analysis = analysis_of(document)
    session.analysis_changed.emit(session.analysis)
    yield fixer
    session.close()


def labels(fixer: Fixer) -> list[str]:
    offers: list[Fix] = list(fixer.offers(fixer.problems[0]))
    return [fix.label for fix in offers]


def choose_in_menu(label: str) -> None:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    while menu.activeAction() is None or menu.activeAction().text() != label:
        press_key(menu, Qt.Key.Key_Down)
    press_key(menu, Qt.Key.Key_Return)


@pytest.fixture
def problems(document: Document, fixer: Fixer, qtbot: QtBot) -> ProblemList:
    problems = ProblemList(document, fixer)
    show(qtbot, problems, 1100, 200)
    problems.set_analysis(fixer.analysis)
    return problems


def test_the_row_has_a_button_that_fixes_and_undo_names_it(document: Document, problems: ProblemList) -> None:
    click(find(problems, FixMenuButton, "fixButton"), QPoint(20, 10))
    assert document.undo_text == PROJECTION
    document.undo()
    assert not document.undo_text


def test_the_button_is_reached_and_its_menu_opened_by_keys(
    document: Document, problems: ProblemList, qtbot: QtBot
) -> None:
    view, button = find(problems, QTreeView, "problems"), find(problems, FixMenuButton, "fixButton")
    problems.activateWindow()
    view.setFocus()
    press_key(view, Qt.Key.Key_Tab)
    qtbot.waitUntil(button.hasFocus)
    QTimer.singleShot(50, lambda: choose_in_menu(OTHER))  # an open menu has an event loop of its own
    press_key(button, Qt.Key.Key_Down)
    assert document.undo_text == OTHER
    document.undo()
    press_key(button, Qt.Key.Key_Return)
    assert document.undo_text == PROJECTION


def test_a_problem_without_a_fix_has_no_button(problems: ProblemList) -> None:
    assert len(problems.findChildren(FixMenuButton)) == 1


def test_the_inspector_has_a_button_for_each_fix(document: Document, fixer: Fixer, qtbot: QtBot) -> None:
    inspector = Inspector(document, Catalog.load(), fixer)
    show(qtbot, inspector)
    inspector.set_analysis(fixer.analysis)
    inspector.show_nodes(["n4"])
    buttons = inspector.findChildren(FixButton)
    assert [button.accessibleName() for button in buttons] == [PROJECTION, OTHER]
    assert "\n" in buttons[0].text()
    buttons[1].setFocus()
    QTest.keyClick(buttons[1], Qt.Key.Key_Return)
    assert document.undo_text == OTHER


def test_the_selected_problem_is_fixed_by_its_first_fix(document: Document, fixer: Fixer) -> None:
    assert fixer.why_not.startswith("Select a layer")
    fixer.select(["n4"])
    assert fixer.why_not == ""
    fixer.fix_selected()
    assert document.undo_text == PROJECTION


def test_a_fix_that_came_too_late_is_told_and_changes_nothing(document: Document, fixer: Fixer) -> None:
    told: list[str] = []
    fixer.refused.connect(told.append)
    fixer.apply(fixer.problems[0], PROJECTION)
    revision = document.revision
    fixer.apply(fixer.problems[0], PROJECTION)
    assert told == ["The network has changed since; this fix is no longer needed or possible."]
    assert document.revision == revision


def test_an_edge_knows_its_problems(fixer: Fixer) -> None:
    assert [problem.node for problem in fixer.problems_at(Edge("n2", 0, "n4", 0))] == ["n4"]
    assert fixer.problems_at(Edge("n1", 0, "n2", 0)) == ()
    assert labels(fixer) == [PROJECTION, OTHER]
