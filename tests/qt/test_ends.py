"""The project page lists the network's inputs and outputs; their order and names can be changed there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QToolButton
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis, TensorSpec
from designer.document.builder import NetworkBuilder
from designer.document.document import Document
from designer.ui.inspector.inspector import Inspector
from tests.qt.panel_helpers import click, find, press_key, show, type_keys


@pytest.fixture
def document() -> Document:
    net = NetworkBuilder("Ends")
    x = net.input((4,), name="board")
    net.add("Dense", x, units=3, name="policy")
    net.add("Dense", x, units=1, name="value")
    return Document(net.project())


@pytest.fixture
def inspector(qtbot: QtBot, document: Document) -> Inspector:
    inspector = Inspector(document, Catalog.load())
    show(qtbot, inspector)
    outputs = (TensorSpec((None, 3)), TensorSpec((None, 1)))
    inspector.set_analysis(Analysis(inputs=(TensorSpec((None, 4)),), outputs=outputs))
    return inspector


def listed(inspector: Inspector) -> list[str]:
    model = find(inspector, QListView, "modelOutputs").model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_several_outputs_are_listed_with_their_shapes(inspector: Inspector) -> None:
    assert listed(inspector) == ["policy · 3", "value · 1"]
    assert not any(view.isVisible() for view in inspector.findChildren(QListView, "modelInputs"))


def test_buttons_and_keys_change_the_order_and_undo_brings_it_back(
    inspector: Inspector, document: Document
) -> None:
    click(find(inspector, QToolButton, "modelOutputDown"))
    assert [name.partition(" ")[0] for name in listed(inspector)] == ["value", "policy"]
    view = find(inspector, QListView, "modelOutputs")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [output.node for output in document.graph.model_outputs()] == ["n2", "n3"]
    document.undo()
    assert [output.node for output in document.graph.model_outputs()] == ["n3", "n2"]


def rename(inspector: Inspector, name: str) -> None:
    view = find(inspector, QListView, "modelOutputs")
    view.setFocus()
    press_key(view, Qt.Key.Key_F2)
    [line] = view.viewport().findChildren(QLineEdit)
    assert line.text() == "policy"
    line.selectAll()
    type_keys(line, name)
    press_key(line, Qt.Key.Key_Return)


def test_f2_renames_the_layer_of_an_output(qtbot: QtBot, inspector: Inspector, document: Document) -> None:
    rename(inspector, "move")
    qtbot.waitUntil(lambda: document.graph.node("n2").name == "move")
    assert listed(inspector)[0] == "move · 3"
    document.undo()
    assert listed(inspector)[0] == "policy · 3"


def test_a_name_that_is_taken_is_refused_below_the_list(
    qtbot: QtBot, inspector: Inspector, document: Document
) -> None:
    rename(inspector, "value")
    [message] = inspector.findChildren(QLabel, "modelOutputs_message")
    qtbot.waitUntil(lambda: "value" in message.text())
    assert document.graph.node("n2").name == "policy"
    assert listed(inspector)[0] == "policy · 3"
