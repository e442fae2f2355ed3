"""Layers that hold other layers or cells let one choose them and set their parameters."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.catalog.starting import starting_params
from designer.catalog.values import KerasObject, Value
from designer.document.commands import AddNodes
from designer.document.document import Document
from designer.graph.elements import Node
from designer.ui.inspector.inspector import Inspector
from tests.qt.panel_helpers import choose, click, find, line_of, press_key, retype, show, small_document

LSTM, GRU = KerasObject("LSTMCell", {"units": 64}), KerasObject("GRUCell", {"units": 64})
STACK = "param_cell_cells"


@pytest.fixture
def document() -> Document:
    return small_document()


@pytest.fixture
def inspector(document: Document, qtbot: QtBot) -> Inspector:
    inspector = Inspector(document, Catalog.load())
    show(qtbot, inspector)
    return inspector


def place(document: Document, inspector: Inspector, layer_type: str) -> None:
    """A new layer of a type, selected."""
    spec = Catalog.load().layer(layer_type)
    assert spec is not None
    document.push(AddNodes([Node("n9", "new", layer_type, starting_params(spec))], {}))
    inspector.show_nodes(["n9"])


def param(document: Document, name: str) -> Value:
    return document.graph.node("n9").params[name]


def cells(document: Document) -> list[Value]:
    stack = param(document, "cell")
    assert isinstance(stack, KerasObject)
    found = stack.params["cells"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("layer_type", ["Bidirectional", "TimeDistributed", "SpectralNormalization"])
def test_a_new_wrapper_holds_a_layer_whose_parameters_can_be_set(
    document: Document, inspector: Inspector, layer_type: str
) -> None:
    place(document, inspector, layer_type)
    retype(line_of(inspector, "param_layer_units"), "32")
    inner = param(document, "layer")
    assert isinstance(inner, KerasObject)
    assert inner.params["units"] == 32


def test_another_inner_layer_begins_with_usual_values(document: Document, inspector: Inspector) -> None:
    place(document, inspector, "TimeDistributed")
    choose(find(inspector, QComboBox, "param_layer"), "Conv2D")
    assert param(document, "layer") == KerasObject("Conv2D", {"filters": 32, "kernel_size": (3, 3)})


def test_only_layers_that_take_one_tensor_can_be_inside(document: Document, inspector: Inspector) -> None:
    place(document, inspector, "TimeDistributed")
    combo = find(inspector, QComboBox, "param_layer")
    texts = {combo.itemText(place) for place in range(combo.count())}
    assert {"Dense", "Conv2D", "LSTM"} <= texts
    assert not {"Input", "Add", "Lambda", "ops.mean"} & texts


def test_a_cell_is_chosen_and_edited(document: Document, inspector: Inspector) -> None:
    place(document, inspector, "RNN")
    choose(find(inspector, QComboBox, "param_cell"), "GRUCell")
    assert param(document, "cell") == GRU
    retype(line_of(inspector, "param_cell_units"), "8")
    assert param(document, "cell") == KerasObject("GRUCell", {"units": 8})


def test_stacked_cells_are_added_edited_moved_and_removed(document: Document, inspector: Inspector) -> None:
    place(document, inspector, "RNN")
    choose(find(inspector, QComboBox, "param_cell"), "StackedRNNCells")
    assert cells(document) == [LSTM, LSTM]
    choose(find(inspector, QComboBox, f"{STACK}_1"), "GRUCell")
    assert cells(document) == [LSTM, GRU]
    retype(line_of(inspector, f"{STACK}_0_units"), "8")
    small = KerasObject("LSTMCell", {"units": 8})
    assert cells(document) == [small, GRU]
    click(find(inspector, QPushButton, STACK))
    assert cells(document) == [small, GRU, GRU]
    click(find(inspector, QToolButton, f"{STACK}_1_up"))
    assert cells(document) == [GRU, small, GRU]
    click(find(inspector, QToolButton, f"{STACK}_2_remove"))
    assert cells(document) == [GRU, small]
    document.undo()
    assert cells(document) == [GRU, small, GRU]
    assert find(inspector, QComboBox, f"{STACK}_2").currentText() == "GRUCell"


def test_an_expression_is_checked_while_it_is_typed(document: Document, inspector: Inspector) -> None:
    place(document, inspector, "Lambda")
    line = line_of(inspector, "param_function")
    assert line.text() == "ops.square(x)"
    retype(line, "ops.sni(x)")
    press_key(line, Qt.Key.Key_Return)
    message = find(inspector, QLabel, "param_function_message").text()
    assert message == "ops.sni is no function that can be used here. Did you mean sin? Still ops.square(x)."
    retype(line, "ops.sin(x) * 2")
    assert param(document, "function") == "ops.sin(x) * 2"
