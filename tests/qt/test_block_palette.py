"""Blocks in the palette: placed, renamed, duplicated, deleted, kept for all projects, found by quick add."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QMenu, QTabWidget
from pytestqt.qtbot import QtBot

from designer import paths
from designer.document.document import Document
from designer.document.library import list_library
from designer.graph.elements import Edge
from designer.ui.canvas.parts import library_key
from designer.ui.palette_model import LAYER_MIME
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import front_window
from tests.qt.canvas_helpers import Desk, chain
from tests.qt.panel_helpers import find, press_key, type_keys
from tests.qt.test_block_inspector import edit_name, project

SHIPPED = next(found for found in list_library().blocks if found.block.name == "Residual")


@pytest.fixture
def window(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setattr(paths, "blocks_dir", lambda: tmp_path / "blocks")
    with front_window(qapp, qtbot, tmp_path, Document(project())) as found:
        monkeypatch.setattr(found.session, "submit", lambda job, done, _failed: done(job()))
        find(found, QTabWidget, "paletteTabs").setCurrentIndex(2)
        yield found


def view(window: MainWindow) -> QListView:
    return find(window, QListView, "paletteBlocks")


def titles(window: MainWindow) -> list[str]:
    """All rows, headings too."""
    model = view(window).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def go_to(window: MainWindow, row: int) -> QModelIndex:
    index = view(window).model().index(row, 0)
    view(window).setFocus()
    view(window).setCurrentIndex(index)
    return index


def choose(window: MainWindow, row: int, name: str) -> None:
    """Choose an entry of the menu of a row."""
    index = go_to(window, row)
    view(window).customContextMenuRequested.emit(view(window).visualRect(index).center())
    menu = window.panels.palette.findChild(QMenu, "paletteBlockMenu")
    assert isinstance(menu, QMenu)
    action = next(action for action in menu.actions() if action.objectName() == name)
    assert action.isEnabled(), action.toolTip()
    menu.hide()
    action.trigger()


def test_the_blocks_stand_under_headings_with_what_they_take(window: MainWindow) -> None:
    assert titles(window)[:3] == ["This project", "Residual", "Built in"]
    index = view(window).model().index(1, 0)
    text = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert text == "filters, act, bias · Used at 2 places."


def test_enter_places_a_block_behind_the_selection(window: MainWindow) -> None:
    window.canvas.select(["n3"])
    go_to(window, 1)
    press_key(view(window), Qt.Key.Key_Return)
    graph = window.session.document.graph
    assert graph.node("n4").type == "block:b1"
    assert graph.node("n4").name == "residual"
    assert Edge("n3", 0, "n4", 0) in graph.edges()


def test_a_block_of_the_library_comes_into_the_project_with_its_first_instance(window: MainWindow) -> None:
    document = window.session.document
    row = titles(window).index("Bottleneck")
    go_to(window, row)
    press_key(view(window), Qt.Key.Key_Return)
    press_key(view(window), Qt.Key.Key_Return)
    assert [block.name for block in document.blocks] == ["Residual", "Bottleneck"]
    assert document.undo_text == "Add Bottleneck"
    document.undo()
    document.undo()
    assert document.is_clean


def test_a_row_carries_its_key_when_it_is_dragged(window: MainWindow) -> None:
    model = view(window).model()
    data = model.mimeData([model.index(1, 0)])
    assert bytes(data.data(LAYER_MIME).data()) == b"block:b1"


def test_f2_renames_a_block_of_the_project(window: MainWindow) -> None:
    go_to(window, 1)
    press_key(view(window), Qt.Key.Key_F2)
    edit_name(view(window), "Trunk")
    assert window.session.document.blocks[0].name == "Trunk"
    assert titles(window)[1] == "Trunk"


def test_look_inside_leads_to_the_first_place(window: MainWindow) -> None:
    choose(window, 1, "edit")
    assert window.session.path == "n2"


def test_a_block_is_duplicated_and_the_unused_copy_deleted(window: MainWindow) -> None:
    choose(window, 1, "duplicate")
    assert titles(window)[1:3] == ["Residual", "Residual 2"]
    with pytest.raises(AssertionError, match="Used at 2 places"):
        choose(window, 1, "delete")
    go_to(window, 2)
    press_key(view(window), Qt.Key.Key_Delete)
    assert titles(window)[1:3] == ["Residual", "Built in"]
    window.session.document.undo()
    assert titles(window)[2] == "Residual 2"


def test_a_block_is_saved_for_all_projects_and_deleted_after_asking(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(window, 1, "save")
    asked = list[str]()

    def agree(_parent: object, name: str) -> bool:
        asked.append(name)
        return True

    monkeypatch.setattr("designer.ui.block_shelf.ask_to_replace_block", agree)
    monkeypatch.setattr("designer.ui.block_shelf.ask_to_delete_block", agree)
    choose(window, 1, "save")
    choose(window, titles(window).index("My blocks") + 1, "forget")
    assert "My blocks" not in titles(window)
    assert asked == ["Residual", "Residual"]
    assert not list((tmp_path / "blocks").iterdir())


def test_a_damaged_file_of_the_library_is_told_above_the_list(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "blocks").mkdir()
    (tmp_path / "blocks" / "bad.json").write_text("{")
    window.block_shelf.read()
    assert "bad.json" in find(window, QLabel, "paletteBlockProblems").text()


def test_a_block_dropped_on_an_edge_divides_it(qtbot: QtBot) -> None:
    desk = Desk(qtbot, chain())
    desk.view.tools.editing.parts.library = [SHIPPED]
    desk.drop(library_key(SHIPPED), desk.middle(Edge("n2", 0, "n3", 0)))
    edges = set(desk.document.graph.edges())
    assert {Edge("n2", 0, "n5", 0), Edge("n5", 0, "n3", 0)} <= edges
    assert [block.name for block in desk.document.blocks] == ["Residual"]
    desk.document.undo()
    assert desk.document.is_clean


def test_a_block_is_not_put_into_itself(window: MainWindow) -> None:
    window.sheets.enter("n2")
    go_to(window, 1)
    press_key(view(window), Qt.Key.Key_Return)
    assert "can't be put into itself" in window.statusBar().currentMessage()
    assert window.session.document.is_clean


def test_quick_add_finds_blocks_by_their_names(window: MainWindow, qtbot: QtBot) -> None:
    window.canvas.select(["n3"])
    window.canvas.quick_add()
    search = window.canvas.findChild(QLineEdit, "quickAddSearch")
    assert isinstance(search, QLineEdit)
    type_keys(search, "bottleneck")
    rows = window.canvas.findChild(QListView, "quickAddRows")
    assert isinstance(rows, QListView)
    qtbot.waitUntil(lambda: rows.model().index(0, 0).data() == "Bottleneck")
    press_key(search, Qt.Key.Key_Return)
    (node_id,) = window.canvas.selected_ids()
    assert window.session.document.block(window.session.document.graph.node(node_id).block_id)
