"""The inspector shows what is selected and edits it by commands."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.catalog.values import Expr, KerasObject
from designer.compiler.results import Analysis, NodeAnalysis, Problem, TensorSpec
from designer.document.commands import AddNodes, RemoveNodes, SetParams
from designer.document.document import Document
from designer.graph.elements import Node
from designer.ui.inspector.facts import project_facts
from designer.ui.inspector.form import ParamForm
from designer.ui.inspector.inspector import Inspector
from tests.qt.panel_helpers import (
    choose,
    click,
    find,
    line_of,
    press_key,
    retype,
    show,
    small_document,
    type_keys,
)

ANALYSIS = Analysis(
    nodes={"n2": NodeAnalysis((TensorSpec((None, 30, 30, 32)),), 896, 896, 1_600_000, 115_200)},
    problems=(
        Problem("error", "n2", "It can't be.", "Change it."),
        Problem("warning", None, "No loss fits."),
    ),
    inputs=(TensorSpec((None, 32, 32, 3)),),
    layers=3,
    parameters=896,
    trainable=896,
)


@pytest.fixture
def document() -> Document:
    return small_document()


@pytest.fixture
def inspector(document: Document, qtbot: QtBot) -> Inspector:
    inspector = Inspector(document, Catalog.load())
    show(qtbot, inspector)
    inspector.show_nodes(["n2"])
    return inspector


def params(document: Document) -> dict[str, object]:
    return dict(document.graph.node("n2").params)


def open_more(inspector: Inspector) -> None:
    click(find(inspector, QToolButton, "param_more"))


def test_typing_a_number_is_one_undoable_step(document: Document, inspector: Inspector) -> None:
    retype(line_of(inspector, "param_filters"), "128")
    assert params(document)["filters"] == 128
    document.undo()
    assert params(document)["filters"] == 32
    assert not document.undo_text


def test_leaving_a_field_ends_the_step(document: Document, inspector: Inspector) -> None:
    line = line_of(inspector, "param_filters")
    retype(line, "64")
    press_key(line, Qt.Key.Key_Return)
    retype(line, "16")
    document.undo()
    assert params(document)["filters"] == 64


def test_an_invalid_tuple_shows_what_is_expected_and_changes_nothing(
    document: Document, inspector: Inspector
) -> None:
    line = line_of(inspector, "param_kernel_size")
    revision = document.revision
    retype(line, "a")
    press_key(line, Qt.Key.Key_Return)
    message = find(inspector, QLabel, "param_kernel_size_message")
    assert message.text() == 'Expected whole numbers such as "1" or "1, 1", each at least 1. Still 3 × 3.'
    assert document.revision == revision
    retype(line, "5, 5")
    assert message.isHidden()
    assert params(document)["kernel_size"] == (5, 5)


def test_what_was_refused_for_one_layer_is_not_shown_for_another(
    document: Document, inspector: Inspector
) -> None:
    document.push(AddNodes([Node("n9", "conv_2", "Conv2D", {"filters": 32, "kernel_size": (3, 3)})], {}))
    line = line_of(inspector, "param_kernel_size")
    retype(line, "0")
    press_key(line, Qt.Key.Key_Return)
    message = find(inspector, QLabel, "param_kernel_size_message")
    inspector.show_nodes(["n9"])
    assert (line.text(), message.isHidden()) == ("3 × 3", True)


def test_the_first_letters_of_a_wrong_number_leave_nothing_behind(
    document: Document, inspector: Inspector
) -> None:
    line = line_of(inspector, "param_filters")
    retype(line, "1.5")
    assert document.graph.node("n2").params["filters"] == 32
    assert line.text() == "1.5"
    type_keys(line, "\b\b6")
    assert document.graph.node("n2").params["filters"] == 16


def test_a_refusal_waits_until_typing_stops(inspector: Inspector, qtbot: QtBot) -> None:
    retype(line_of(inspector, "param_kernel_size"), "a")
    assert not inspector.findChildren(QLabel, "param_kernel_size_message")
    qtbot.waitUntil(lambda: bool(inspector.findChildren(QLabel, "param_kernel_size_message")))


def test_undo_pressed_in_a_field_is_the_documents_and_keeps_the_focus(
    document: Document, inspector: Inspector
) -> None:
    QShortcut(QKeySequence.StandardKey.Undo, inspector, document.undo)
    line = line_of(inspector, "param_filters")
    retype(line, "64")
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert params(document)["filters"] == 32
    assert line.text() == "32"
    assert line.hasFocus()


def test_another_edit_leaves_half_typed_text_alone(document: Document, inspector: Inspector) -> None:
    line = line_of(inspector, "param_kernel_size")
    retype(line, "7, x")
    document.push(SetParams("n2", {**params(document), "padding": "same"}))  # type: ignore[dict-item]
    assert line.text() == "7, x"
    assert find(inspector, QComboBox, "param_padding").currentText() == "same"


def test_the_cursor_stays_while_typing(inspector: Inspector) -> None:
    line = line_of(inspector, "param_kernel_size")
    line.setFocus()
    line.setCursorPosition(1)
    type_keys(line, "1")
    assert line.text() == "31 × 3"
    assert line.cursorPosition() == 2


def test_a_default_value_is_not_stored(document: Document, inspector: Inspector) -> None:
    strides = line_of(inspector, "param_strides")
    retype(strides, "2")
    assert params(document)["strides"] == 2
    retype(strides, "1, 1")
    assert "strides" not in params(document)
    click(find(inspector, QCheckBox, "param_use_bias"))
    assert params(document)["use_bias"] is False


def test_reset_takes_a_parameter_back_to_the_default(document: Document, inspector: Inspector) -> None:
    choose(find(inspector, QComboBox, "param_padding"), "same")
    assert params(document)["padding"] == "same"
    click(find(inspector, QToolButton, "param_padding_reset"))
    assert "padding" not in params(document)
    assert find(inspector, QComboBox, "param_padding").currentText() == "valid"


def test_an_activation_is_typed_or_refused(document: Document, inspector: Inspector) -> None:
    line = line_of(inspector, "param_activation")
    retype(line, "rel")
    assert "activation" not in params(document)
    type_keys(line, "u")
    assert params(document)["activation"] == "relu"


def test_arguments_of_a_regulariser_are_edited_below_it(document: Document, inspector: Inspector) -> None:
    assert not inspector.findChildren(QWidget, "param_kernel_regularizer")
    open_more(inspector)
    choose(find(inspector, QComboBox, "param_kernel_regularizer"), "L2")
    retype(line_of(inspector, "param_kernel_regularizer_l2"), "0.5")
    assert params(document)["kernel_regularizer"] == KerasObject("L2", {"l2": 0.5})
    choose(find(inspector, QComboBox, "param_kernel_regularizer"), "None")
    assert "kernel_regularizer" not in params(document)


def test_the_default_initialiser_by_its_class_is_not_stored(document: Document, inspector: Inspector) -> None:
    open_more(inspector)
    combo = find(inspector, QComboBox, "param_kernel_initializer")
    assert combo.currentText() == "GlorotUniform"
    choose(combo, "HeNormal")
    assert params(document)["kernel_initializer"] == KerasObject("HeNormal")
    choose(combo, "GlorotUniform")
    assert "kernel_initializer" not in params(document)


def test_a_computed_value_is_shown_and_can_be_reset(document: Document, inspector: Inspector) -> None:
    document.push(SetParams("n2", {**params(document), "groups": Expr("g*2")}))  # type: ignore[dict-item]
    assert line_of(inspector, "param_groups").text() == "=g*2"
    click(find(inspector, QToolButton, "param_groups_reset"))
    assert line_of(inspector, "param_groups").text() == "1"


def test_a_new_name_is_taken_on_enter_and_a_taken_one_refused(
    document: Document, inspector: Inspector
) -> None:
    line = find(inspector, QLineEdit, "nodeName")
    retype(line, "dense")
    press_key(line, Qt.Key.Key_Return)
    assert "already called" in find(inspector, QLabel, "nodeName_message").text()
    assert document.graph.node("n2").name == "conv"
    retype(line, "stem")
    press_key(line, Qt.Key.Key_Return)
    assert document.graph.node("n2").name == "stem"


def test_facts_and_problems_come_from_the_analysis(inspector: Inspector) -> None:
    inspector.set_analysis(ANALYSIS)
    assert find(inspector, QLabel, "nodeFacts_output").text() == "30×30×32"
    assert find(inspector, QLabel, "nodeFacts_parameters").text() == "896"
    assert find(inspector, QLabel, "nodeFacts_flops").text() == "1.6 MFLOPs"
    texts = [label.text() for label in find(inspector, QWidget, "nodeProblems").findChildren(QLabel)]
    assert "Error: It can't be." in texts
    assert "Change it." in texts


def test_several_layers_show_their_totals(inspector: Inspector) -> None:
    inspector.set_analysis(ANALYSIS)
    inspector.show_nodes(["n2", "n3"])
    assert find(inspector, QLabel, "selectionTitle").text() == "2 layers selected"
    assert find(inspector, QLabel, "selectionFacts_parameters").text() == "896"


def test_when_the_selected_layer_goes_the_project_is_shown(document: Document, inspector: Inspector) -> None:
    inspector.set_analysis(ANALYSIS)
    document.push(RemoveNodes(["n2"]))
    assert find(inspector, QLineEdit, "projectName").isVisible()
    assert find(inspector, QLabel, "projectFacts_inputs").text() == "32×32×3"


def test_the_project_is_renamed(document: Document, inspector: Inspector) -> None:
    inspector.show_nodes([])
    line = find(inspector, QLineEdit, "projectName")
    retype(line, "Better")
    press_key(line, Qt.Key.Key_Return)
    assert document.name == "Better"
    document.undo()
    assert line.text() == "Small"


def test_another_document_takes_the_place_of_the_first(document: Document, inspector: Inspector) -> None:
    other = small_document()
    inspector.set_document(other)
    inspector.show_nodes(["n2"])
    retype(line_of(inspector, "param_filters"), "8")
    assert other.graph.node("n2").params["filters"] == 8
    assert params(document)["filters"] == 32


def test_forms_are_reused_by_layer_type(inspector: Inspector) -> None:
    inspector.show_nodes(["n3"])
    before = set(inspector.findChildren(ParamForm))
    for node_id in ("n2", "n3", "n2"):
        inspector.show_nodes([node_id])
    assert set(inspector.findChildren(ParamForm)) == before


def test_every_layer_of_the_catalogue_has_a_form_whose_controls_can_be_named(qtbot: QtBot) -> None:
    catalog = Catalog.load()
    controls = (QLineEdit, QComboBox, QAbstractSpinBox, QCheckBox)
    nameless = []
    for spec in catalog.layers:
        form = ParamForm(spec.params, catalog)
        qtbot.addWidget(form)
        form.findChildren(QToolButton, "param_more")[0].click()
        fields = [form.field(param.name).editor.control for param in spec.params]
        nameless += [field for field in fields if not field.objectName() or not field.accessibleName()]
        assert len(fields) == len(spec.params)
        assert all(isinstance(field, (*controls, QLabel)) for field in fields)
    assert not nameless


def test_a_layer_of_another_keras_is_shown_as_it_is(document: Document, inspector: Inspector) -> None:
    document.push(AddNodes([Node("n9", "odd", "Conv9D", {"rays": 3})], {}))
    inspector.show_nodes(["n9"])
    assert find(inspector, QLabel, "param_rays").text().startswith("3")


def test_a_node_that_calls_anothers_layer_says_where_its_parameters_are(
    document: Document, inspector: Inspector
) -> None:
    document.push(AddNodes([Node("n9", "again", "Conv2D", shares="n2")], {}))
    inspector.show_nodes(["n9"])
    texts = [label.text() for label in inspector.findChildren(QLabel) if label.isVisible()]
    assert 'Calls the layer of "conv" again. Its parameters stand there.' in texts
    assert not [form for form in inspector.findChildren(ParamForm) if form.isVisible()]


def test_totals_are_hidden_by_problems_of_the_network_and_not_by_those_of_the_data() -> None:
    assert ("Layers", "–") in project_facts(ANALYSIS)
    assert ("Layers", "3") in project_facts(replace(ANALYSIS, is_whole=True))
