"""Blocks by keys and menus: grouped with a name typed in place, ungrouped, renamed, frozen, shared."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from designer.document.document import Document
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import front_window
from tests.qt.canvas_helpers import chain

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with front_window(qapp, qtbot, tmp_path, Document(chain())) as found:
        yield found


def field(window: MainWindow) -> QLineEdit:
    lines = window.canvas.viewport().findChildren(QLineEdit, "inPlace")
    return next(line for line in lines if line.isVisible())


def group(window: MainWindow, ids: list[str], name: str) -> str:
    """Make a block of nodes by keys; returns the id of the instance."""
    window.canvas.select(ids)
    QTest.keyClick(window.canvas, Qt.Key.Key_G, CTRL)
    QTest.keyClicks(field(window), name)
    QTest.keyClick(field(window), Qt.Key.Key_Return)
    return window.canvas.selected_ids()[0]


def test_ctrl_g_asks_for_a_name_and_makes_a_block_in_one_step(window: MainWindow) -> None:
    document = window.session.document
    node_id = group(window, ["n2", "n3"], "Pair")
    assert [block.name for block in document.blocks] == ["Pair"]
    assert document.graph.node(node_id).name == "pair"
    document.undo()
    assert document.is_clean


def test_esc_makes_no_block(window: MainWindow) -> None:
    window.canvas.select(["n2"])
    window.actions_by_name["group"].trigger()
    QTest.keyClick(field(window), Qt.Key.Key_Escape)
    assert window.session.document.is_clean


def test_the_proposed_name_is_taken_with_enter(window: MainWindow) -> None:
    group(window, ["n2"], "")
    assert len(window.session.document.blocks) == 1


def test_why_a_selection_is_no_block_is_said_before_a_name_is_asked_for(window: MainWindow) -> None:
    window.canvas.select(["n2", "n4"])
    window.actions_by_name["group"].trigger()
    assert "comes back" in window.statusBar().currentMessage()
    assert window.canvas.viewport().findChild(QLineEdit, "inPlace") is None


def test_ungroup_puts_the_layers_back_and_selects_them(window: MainWindow) -> None:
    group(window, ["n2", "n3"], "Pair")
    QTest.keyClick(window.canvas, Qt.Key.Key_G, CTRL | Qt.KeyboardModifier.ShiftModifier)
    nodes = window.session.document.graph.nodes
    assert [nodes[node_id].type for node_id in window.canvas.selected_ids()] == ["Conv2D", "Conv2D"]


def test_a_block_is_renamed_on_its_card(window: MainWindow) -> None:
    group(window, ["n2"], "Pair")
    window.actions_by_name["rename_block"].trigger()
    QTest.keyClicks(field(window), "Single")
    QTest.keyClick(field(window), Qt.Key.Key_Return)
    assert window.session.document.blocks[0].name == "Single"


def test_freeze_is_ticked_for_what_is_frozen_and_taken_back(window: MainWindow) -> None:
    action, node = window.actions_by_name["freeze"], window.session.document.graph.node
    window.canvas.select(["n2", "n3"])
    action.trigger()
    assert [node(each).params.get("trainable") for each in ("n2", "n3")] == [False, False]
    assert action.isChecked()
    window.canvas.select(["n4"])
    assert not action.isChecked()
    window.canvas.select(["n2"])
    action.trigger()
    assert "trainable" not in node("n2").params


def test_freeze_refuses_what_has_no_weights_and_is_not_ticked(window: MainWindow) -> None:
    window.canvas.select(["n1"])
    window.actions_by_name["freeze"].trigger()
    assert "frozen" in window.statusBar().currentMessage()
    assert not window.actions_by_name["freeze"].isChecked()


def test_a_block_is_built_as_nested_model_and_undo_unticks_it(window: MainWindow) -> None:
    group(window, ["n2"], "Pair")
    action = window.actions_by_name["nest_block"]
    action.trigger()
    assert window.session.document.blocks[0].is_nested
    assert action.isChecked()
    window.session.document.undo()
    assert not action.isChecked()


def test_layers_share_one_and_become_independent_again(window: MainWindow) -> None:
    node = window.session.document.graph.node
    window.canvas.select(["n2", "n3"])
    window.actions_by_name["share_layer"].trigger()
    assert node("n3").shares == "n2"
    window.canvas.select(["n3"])
    window.actions_by_name["make_independent"].trigger()
    assert node("n3").shares is None


def test_what_the_selection_does_not_allow_says_why(window: MainWindow) -> None:
    window.canvas.select(["n1", "n2"])
    actions = window.actions_by_name
    for name in ("ungroup", "share_layer", "make_independent", "make_unique", "delete_unused_blocks"):
        assert not actions[name].isEnabled()
        assert ": " in actions[name].toolTip()


def test_an_unused_block_can_be_deleted(window: MainWindow) -> None:
    node_id = group(window, ["n2"], "Pair")
    assert not window.actions_by_name["delete_unused_blocks"].isEnabled()
    window.canvas.select([node_id])
    window.canvas.delete_selection()
    window.actions_by_name["delete_unused_blocks"].trigger()
    assert not window.session.document.blocks


def test_the_menu_of_a_block_offers_what_is_for_blocks(window: MainWindow) -> None:
    node_id = group(window, ["n2"], "Pair")
    window.canvas.select([node_id])
    QTest.keyClick(window.canvas, Qt.Key.Key_Menu)
    menu = window.canvas.findChild(QMenu, "canvasMenu")
    assert isinstance(menu, QMenu)
    names = {action.objectName() for action in menu.actions()}
    assert {"action_enter_block", "action_ungroup", "action_make_unique"} <= names
    assert "action_share_layer" not in names
    menu.close()
