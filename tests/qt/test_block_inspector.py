"""The inspector of blocks: instances, the block that is looked into, and values computed in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr
from designer.compiler.results import Analysis, NodeAnalysis, TensorSpec
from designer.document.commands import SetParams
from designer.document.document import Document
from designer.document.project import Project
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node
from designer.ui.inspector.inspector import Inspector
from designer.ui.window import MainWindow
from tests.qt.bench_helpers import front_window
from tests.qt.panel_helpers import click, find, line_of, press_key, retype, type_keys

BLOCK = Block(
    "b1",
    "Residual",
    (
        ParamSpec(name="filters", kind="int", default=8, minimum=1),
        ParamSpec(name="act", kind="activation", default="relu"),
        ParamSpec(name="bias", kind="bool", default=True),
    ),
    GraphSnapshot(
        (Node("n1", "x", INPUT), Node("n2", "conv", "Conv2D", {"filters": 4, "kernel_size": (3, 3)})),
        (Edge("n1", 0, "n2", 0),),
    ),
)


def project() -> Project:
    nodes = (
        Node("n1", "image", INPUT, {"shape": (8, 8, 3)}),
        Node("n2", "first", "block:b1", {"filters": 16}),
        Node("n3", "second", "block:b1", repeat=3),
    )
    edges = (Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0))
    return Project("Net", GraphSnapshot(nodes, edges, blocks=(BLOCK,)))


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with front_window(qapp, qtbot, tmp_path, Document(project())) as found:
        found.docks.show("inspector")
        yield found


@pytest.fixture
def inspector(window: MainWindow) -> Inspector:
    return window.panels.inspector


@pytest.fixture
def inside(window: MainWindow, inspector: Inspector) -> Document:
    """The inside of the first instance, its layer selected."""
    window.sheets.enter("n2")
    window.canvas.select(["n2"])
    return window.session.sheet


def param(inside: Document, name: str) -> object:
    return inside.graph.node("n2").params.get(name)


def message(inspector: Inspector, name: str) -> str:
    return find(inspector, QLabel, f"param_{name}_message").text()


def menu_action(inspector: Inspector, field: str, name: str) -> QAction:
    click(find(inspector, QToolButton, f"param_{field}_formula"))
    menu = inspector.findChild(QMenu, f"param_{field}_formulaMenu")
    assert isinstance(menu, QMenu)
    menu.close()
    return next(action for action in menu.actions() if action.objectName() == name)


# Instances


def test_an_instance_says_its_block_and_places_and_leads_inside(
    window: MainWindow, inspector: Inspector
) -> None:
    window.canvas.select(["n3"])
    assert find(inspector, QLabel, "blockPlaces").text() == 'Block "Residual", used at 2 places.'
    click(find(inspector, QPushButton, "lookInside"))
    assert window.session.path == "n3"


def test_make_unique_is_refused_where_it_is_the_only_place(window: MainWindow, inspector: Inspector) -> None:
    window.canvas.select(["n3"])
    button = find(inspector, QPushButton, "makeUnique")
    click(button)
    assert len(window.session.document.blocks) == 2
    assert not button.isEnabled()
    assert "only place" in button.toolTip()


def test_the_menu_leads_to_the_field_that_repeats(window: MainWindow, inspector: Inspector) -> None:
    window.canvas.select(["n2"])
    window.actions_by_name["repeat_block"].trigger()
    line = line_of(inspector, "block_repeat")
    assert line.hasFocus()
    retype(line, "6")
    assert window.session.document.graph.node("n2").repeat == 6
    retype(line, "0")
    press_key(line, Qt.Key.Key_Return)
    assert "at least 1" in find(inspector, QLabel, "block_repeat_message").text()
    assert window.session.document.graph.node("n2").repeat == 1


def test_a_field_of_an_instance_sets_its_own_value(window: MainWindow, inspector: Inspector) -> None:
    window.canvas.select(["n3"])
    retype(line_of(inspector, "param_filters"), "32")
    assert window.session.document.graph.node("n3").params == {"filters": 32}
    assert window.session.document.graph.node("n2").params == {"filters": 16}


def test_the_facts_tell_the_totals_and_those_of_a_copy(window: MainWindow, inspector: Inspector) -> None:
    window.canvas.select(["n3"])
    found = NodeAnalysis((TensorSpec((None, 8, 8, 8)),), 300, 300, 6_000, 100)
    inspector.set_analysis(Analysis(nodes={"n3": found}))
    assert find(inspector, QLabel, "nodeFacts_parameters").text() == "300"
    assert find(inspector, QLabel, "nodeFacts_each_of_3").text().startswith("100 parameters")


# Computed values


def test_an_expression_is_stored_and_shown_with_its_present_value(
    inside: Document, inspector: Inspector
) -> None:
    line = line_of(inspector, "param_filters")
    retype(line, "=filters*2")
    press_key(line, Qt.Key.Key_Return)
    assert param(inside, "filters") == Expr("filters*2")
    assert line.text() == "=filters*2"
    assert find(inspector, QLabel, "param_filters_present").text().strip() == "→ 32"


def test_a_layer_in_a_block_that_is_open_in_place_is_edited_there(
    window: MainWindow, inspector: Inspector
) -> None:
    window.canvas.select(["n3"])
    window.actions_by_name["open_block"].trigger()
    window.canvas.select(["n3/n2"])
    retype(line_of(inspector, "param_filters"), "=filters*2")
    assert window.session.document.inside("b1").graph.node("n2").params["filters"] == Expr("filters*2")
    assert find(inspector, QLabel, "param_filters_present").text().strip() == "→ 16"
    window.canvas.select(["n1"])
    assert window.session.document.undo_text == "Change filters"


def test_the_present_value_is_that_of_the_instance_looked_at(
    window: MainWindow, inside: Document, inspector: Inspector
) -> None:
    retype(line_of(inspector, "param_filters"), "=filters")
    window.session.document.push(SetParams("n2", {"filters": 24}))
    assert find(inspector, QLabel, "param_filters_present").text().strip() == "→ 24"
    window.sheets.leave()
    window.sheets.enter("n3")
    window.canvas.select(["n2"])
    assert find(inspector, QLabel, "param_filters_present").text().strip() == "→ 8"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("=filtrs", 'The block has no parameter "filtrs". Did you mean filters? Still 4.'),
        ("=", 'Write a parameter of the block behind "=". It has filters, act, bias. Still 4.'),
        ("=filters.real", '"filters.real" is more than arithmetic.'),
        ("=filters/3", '"filters/3" is 5.33333 at present, and a whole number is needed.'),
        ("=act", "\"act\" is 'relu' at present, and a number is needed."),
        ("=filters//0", '"filters//0" divides by zero'),
    ],
)
def test_a_wrong_expression_says_why_and_changes_nothing(
    inside: Document, inspector: Inspector, typed: str, said: str
) -> None:
    line = line_of(inspector, "param_filters")
    retype(line, typed)
    press_key(line, Qt.Key.Key_Return)
    assert message(inspector, "filters").startswith(said)
    assert param(inside, "filters") == 4


def test_items_of_a_tuple_can_be_computed(inside: Document, inspector: Inspector) -> None:
    line = line_of(inspector, "param_kernel_size")
    retype(line, "=filters//8, 3")
    press_key(line, Qt.Key.Key_Return)
    assert param(inside, "kernel_size") == (Expr("filters//8"), 3)
    assert line.text() == "=filters//8 × 3"
    assert find(inspector, QLabel, "param_kernel_size_present").text().strip() == "→ 2 × 3"


def test_a_switch_takes_a_parameter_from_the_menu_and_can_be_reset(
    inside: Document, inspector: Inspector
) -> None:
    menu_action(inspector, "use_bias", "use_bias").trigger()
    assert param(inside, "use_bias") == Expr("bias")
    assert line_of(inspector, "param_use_bias").text() == "=bias"
    click(find(inspector, QToolButton, "param_use_bias_reset"))
    assert find(inspector, QCheckBox, "param_use_bias").isChecked()


def test_where_a_word_is_needed_only_a_name_can_stand(inside: Document, inspector: Inspector) -> None:
    menu_action(inspector, "activation", "use_act").trigger()
    line = line_of(inspector, "param_activation")
    retype(line, "=act*2")
    press_key(line, Qt.Key.Key_Return)
    assert message(inspector, "activation").startswith("Only the name of a parameter can stand here.")
    assert param(inside, "activation") == Expr("act")


def test_a_value_becomes_a_parameter_under_a_free_name(inside: Document, inspector: Inspector) -> None:
    menu_action(inspector, "filters", "makeBlockParam").trigger()
    assert param(inside, "filters") == Expr("conv_filters")
    block = inside.block("b1")
    assert block
    assert (block.params[-1].name, block.params[-1].default) == ("conv_filters", 4)
    assert not menu_action(inspector, "filters", "makeBlockParam").isEnabled()
    inside.undo()
    assert line_of(inspector, "param_filters").text() == "4"


def test_resetting_a_required_value_keeps_what_was_computed(inside: Document, inspector: Inspector) -> None:
    retype(line_of(inspector, "param_filters"), "=filters*2")
    click(find(inspector, QToolButton, "param_filters_reset"))
    assert param(inside, "filters") == 32


def test_outside_a_block_nothing_is_computed(window: MainWindow, inspector: Inspector) -> None:
    window.canvas.select(["n2"])
    line = line_of(inspector, "param_filters")
    retype(line, "=filters")
    press_key(line, Qt.Key.Key_Return)
    assert "there is none around this" in message(inspector, "filters")
    assert not [each for each in inspector.findChildren(QToolButton) if "_formula" in each.objectName()]


def test_in_a_block_that_is_open_in_place_values_are_computed_from_that_block(
    window: MainWindow, inspector: Inspector
) -> None:
    window.canvas.select(["n2"])
    window.actions_by_name["open_block"].trigger()
    window.canvas.select(["n2/n2"])
    retype(line_of(inspector, "param_filters"), "=filters*2")
    inside = window.session.document.inside("b1")
    assert param(inside, "filters") == Expr("filters*2")
    assert find(inspector, QLabel, "param_filters_present").text().strip() == "→ 32"
    menu_action(inspector, "kernel_size", "makeBlockParam").trigger()
    assert param(inside, "kernel_size") == Expr("kernel_size")
    window.canvas.select(["n3"])
    retype(line_of(inspector, "param_filters"), "=filters")
    assert window.session.document.graph.node("n3").params == {}


# The block itself


@pytest.fixture
def page(window: MainWindow, inspector: Inspector) -> Inspector:
    window.sheets.enter("n2")
    return inspector


def block(window: MainWindow) -> Block:
    return window.session.document.blocks[0]


def names(window: MainWindow) -> list[str]:
    return [param.name for param in block(window).params]


def edit_name(view: QListView, text: str) -> None:
    [editor] = view.viewport().findChildren(QLineEdit)
    editor.selectAll()
    type_keys(editor, text)
    press_key(editor, Qt.Key.Key_Return)
    for _ in range(2):  # the field is left, and then the name is taken
        QApplication.processEvents()


def test_the_page_of_a_block_says_and_changes_what_it_is(window: MainWindow, page: Inspector) -> None:
    assert "2 places: first, second" in find(page, QLabel, "blockUses").text()
    line = find(page, QLineEdit, "blockName")
    retype(line, "Bottleneck")
    press_key(line, Qt.Key.Key_Return)
    text = find(page, QLineEdit, "blockText")
    retype(text, "Narrows and widens")
    press_key(text, Qt.Key.Key_Return)
    click(find(page, QCheckBox, "blockNested"))
    found = block(window)
    assert (found.name, found.text, found.is_nested) == ("Bottleneck", "Narrows and widens", True)
    window.session.document.undo()
    assert not find(page, QCheckBox, "blockNested").isChecked()


def test_parameters_are_added_renamed_reordered_and_removed_by_keys(
    window: MainWindow, page: Inspector
) -> None:
    view = find(page, QListView, "blockParams")
    view.setFocus()
    press_key(view, Qt.Key.Key_Insert)
    edit_name(view, "rate")
    assert names(window) == ["filters", "act", "bias", "rate"]
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(window) == ["filters", "act", "rate", "bias"]
    press_key(view, Qt.Key.Key_Delete)
    assert names(window) == ["filters", "act", "bias"]


def test_renaming_a_parameter_rewrites_expressions_and_values(window: MainWindow, page: Inspector) -> None:
    window.session.sheet.push(SetParams("n2", {"filters": Expr("filters*2")}))
    view = find(page, QListView, "blockParams")
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    press_key(view, Qt.Key.Key_F2)
    edit_name(view, "width")
    assert window.session.sheet.graph.node("n2").params == {"filters": Expr("width * 2")}
    assert window.session.document.graph.node("n2").params == {"width": 16}


def test_a_name_that_will_not_do_is_refused_below_the_list(window: MainWindow, page: Inspector) -> None:
    view = find(page, QListView, "blockParams")
    view.setFocus()
    press_key(view, Qt.Key.Key_F2)
    edit_name(view, "two words")
    assert "can't be the name" in find(page, QLabel, "blockParams_message").text()
    assert names(window)[0] == "filters"


def test_default_kind_and_limits_of_a_parameter_are_set_below_it(window: MainWindow, page: Inspector) -> None:
    view = find(page, QListView, "blockParams")
    view.setCurrentIndex(view.model().index(0, 0))
    retype(line_of(page, "blockParam_default"), "12")
    retype(line_of(page, "blockParam_maximum"), "64")
    found = block(window).params[0]
    assert (found.default, found.minimum, found.maximum) == (12, 1, 64)
    combo = find(page, QComboBox, "blockParam_kind")
    combo.setFocus()
    press_key(combo, Qt.Key.Key_Down)
    assert (block(window).params[0].kind, block(window).params[0].default) == ("float", 12.0)


def test_the_ports_are_listed_and_an_input_can_be_added(window: MainWindow, page: Inspector) -> None:
    click(find(page, QToolButton, "modelInputAdd"))
    model = find(page, QListView, "modelInputs").model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["x", "input"]
    assert window.session.sheet.graph.node("n3").type == INPUT
    find(page, QListView, "modelOutputs")


def test_every_control_of_the_pages_has_a_name(window: MainWindow, page: Inspector) -> None:
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.objectName(), widget
