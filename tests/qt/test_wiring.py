"""What the parts of a window tell each other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.catalog.spec import LayerSpec
from designer.compiler.engine import EngineReady
from designer.compiler.results import Analysis, Problem
from designer.data.info import DataInfo, FeatureInfo, LabelInfo
from designer.document.document import Document
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import front_window
from tests.qt.canvas_helpers import chain
from tests.qt.panel_helpers import find
from tests.qt.runs_helpers import record_run

FEATURES = FeatureInfo((8, None, 1), "float32", (0, 16))
DATA = DataInfo("digits", "Digits", FEATURES, LabelInfo("classes", (), "int64", ("0", "1")), {})


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with front_window(qapp, qtbot, tmp_path, Document(chain())) as window:
        yield window


def shape_of_new_input(window: MainWindow) -> object:
    return window.session.document.graph.node(window.canvas.place("Input")).params["shape"]


def test_a_new_input_takes_the_shape_of_the_samples_once_it_is_known(window: MainWindow) -> None:
    assert shape_of_new_input(window) == (32, 32, 3)
    window.link.refresh()
    window.link._take_info(DATA)
    assert shape_of_new_input(window) == (8, 128, 1)


def test_a_fix_says_what_it_did_and_shows_what_came(window: MainWindow) -> None:
    document, canvas = window.session.document, window.canvas
    window.session.analysis = Analysis(problems=(Problem("error", None, "No Input.", kind="no_input"),))
    window.session.analysis_changed.emit(window.session.analysis)
    canvas.zoom_100()
    canvas.tools.navigation.center_on(canvas.tools.content.rect("n4").center())
    before = set(document.graph.nodes)
    window.actions_by_name["fix_problem"].trigger()
    (node_id,) = set(document.graph.nodes) - before
    assert canvas.tools.navigation.is_visible(canvas.tools.content.rect(node_id))
    assert window.status.currentMessage() == f"Done: {document.undo_text}."


def test_the_curves_come_to_the_front_for_a_run_that_is_chosen(window: MainWindow, qtbot: QtBot) -> None:
    window.docks.show("runs")
    qtbot.waitUntil(window.panels.runs.isEnabled)
    window.panels.runs.curves_wanted.emit()
    qtbot.waitUntil(window.panels.curves.isEnabled)


def test_the_menu_of_a_layer_copies_it_and_that_of_the_canvas_pastes_it(window: MainWindow) -> None:
    canvas = window.canvas
    canvas.select(["n2"])
    choose(window, "action_copy")
    canvas.select([])
    choose(window, "action_paste")
    assert window.session.document.undo_text == "Paste Conv2D"


def choose(window: MainWindow, name: str) -> None:
    """Opens the canvas's menu by its key and takes an entry."""
    QTest.keyClick(window.canvas, Qt.Key.Key_Menu)
    (menu,) = [menu for menu in window.canvas.findChildren(QMenu, "canvasMenu") if menu.isVisible()]
    menu.setActiveAction(next(action for action in menu.actions() if action.objectName() == name))
    QTest.keyClick(menu, Qt.Key.Key_Return)
    QApplication.sendPostedEvents(menu, 0)  # the next menu opens when this one is deleted


@pytest.mark.parametrize("part", ["canvas", "inspector"])
def test_the_keys_of_an_action_that_cannot_be_used_say_why(window: MainWindow, part: str) -> None:
    parts: dict[str, QWidget] = {"canvas": window.canvas, "inspector": find(window, QLineEdit, "projectName")}
    parts[part].setFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F6)
    assert window.status.currentMessage() == "No run is going on."
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F2)
    assert window.status.currentMessage() == "Select exactly one layer first."


def test_the_sheet_of_keys_shows_all_of_what_they_do(window: MainWindow) -> None:
    seen: list[str] = []

    def read() -> None:
        view = find(window, QTreeView, "shortcuts")
        model = view.model()
        seen.extend(model.index(row, 0).data() for row in range(model.rowCount()))
        assert all(view.columnWidth(column) >= view.sizeHintForColumn(column) for column in (0, 1))
        assert view.header().length() <= view.viewport().width()
        view.window().close()

    QTimer.singleShot(0, window, read)
    QTest.keyClick(window.canvas, Qt.Key.Key_F1)
    assert {"Select: Nothing", "Undo", "Cancel what the mouse is doing"} <= set(seen)


def test_layers_that_only_the_engine_knows_can_be_placed(window: MainWindow) -> None:
    catalog = window.bench.catalog
    gate = LayerSpec(type="Gate", category="Plug-ins", summary="Weigh a tensor by another")
    layers, categories = (*catalog.layers, gate), (*catalog.categories, "Plug-ins")
    known = Catalog.model_validate({**dict(catalog), "layers": layers, "categories": categories})
    ready = EngineReady({"tensorflow": "2", "keras": "3"}, ("CPU",), known, None, ("No.",))
    window.session.engine_changed.emit(ready)
    assert window.status.currentMessage() == "No."
    node_id = window.canvas.place("Gate")
    assert window.session.document.graph.node(node_id).type == "Gate"
    assert window.canvas.tools.content.categories[node_id] == "Plug-ins"
    assert window.bench.catalog is known


def test_the_runs_are_read_anew_when_their_tab_comes_to_the_front(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    runs = window.panels.runs
    window.docks.show("runs")
    qtbot.waitUntil(lambda: not runs.is_reading)
    window.docks.show("curves")
    folder = record_run(tmp_path / "runs", "Later")
    window.docks.show("runs")
    qtbot.waitUntil(lambda: runs.table.select(folder))


def test_the_runs_in_sight_are_read_anew_when_a_run_starts_or_ends(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    runs = window.panels.runs
    window.docks.show("runs")
    qtbot.waitUntil(lambda: not runs.is_reading)
    folder = record_run(tmp_path / "runs", "Later")
    window.session.run_state_changed.emit()
    qtbot.waitUntil(lambda: runs.table.select(folder))
