"""The inspector lists what enters a layer of several inputs; buttons, keys and dragging change the order."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QToolButton
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.document.builder import NetworkBuilder
from designer.document.document import Document
from designer.ui.inspector.inspector import Inspector
from tests.qt.panel_helpers import click, find, show


@pytest.fixture
def document() -> Document:
    """Input n1 → three ReLUs n2, n3, n4 → Concatenate n5."""
    net = NetworkBuilder("Branches")
    x = net.input((8,))
    net.add("Concatenate", net.add("ReLU", x), net.add("ReLU", x), net.add("ReLU", x))
    return Document(net.project())


@pytest.fixture
def inspector(qtbot: QtBot, document: Document) -> Inspector:
    inspector = Inspector(document, Catalog.load())
    show(qtbot, inspector)
    inspector.show_nodes(["n5"])
    return inspector


def listed(inspector: Inspector) -> list[str]:
    model = find(inspector, QListView, "inputOrder").model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def sources(document: Document) -> list[str]:
    return [edge.source for edge in document.graph.in_edges("n5")]


def test_inputs_stand_there_with_their_ports(inspector: Inspector) -> None:
    assert listed(inspector) == ["1 · re_lu", "2 · re_lu_1", "3 · re_lu_2"]
    inspector.show_nodes(["n2"])
    assert not any(view.isVisible() for view in inspector.findChildren(QListView, "inputOrder"))


def test_a_button_moves_an_input_and_keeps_it_chosen(inspector: Inspector, document: Document) -> None:
    assert not find(inspector, QToolButton, "inputUp").isEnabled()
    for _ in range(2):
        click(find(inspector, QToolButton, "inputDown"))
    assert sources(document) == ["n3", "n4", "n2"]
    assert listed(inspector)[2] == "3 · re_lu"
    assert not find(inspector, QToolButton, "inputDown").isEnabled()
    document.undo()
    document.undo()
    assert sources(document) == ["n2", "n3", "n4"]
    assert document.undo_text == ""


def test_alt_and_an_arrow_do_the_same(inspector: Inspector, document: Document) -> None:
    view = find(inspector, QListView, "inputOrder")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert sources(document) == ["n3", "n2", "n4"]
    assert document.undo_text == "Reorder inputs"
    assert view.currentIndex().row() == 0


def test_names_stand_for_ports_that_have_them(inspector: Inspector) -> None:
    net = NetworkBuilder("Attention")
    x = net.input((8, 4))
    net.add("MultiHeadAttention", x, net.add("ReLU", x), num_heads=1, key_dim=4)
    inspector.set_document(Document(net.project()))
    inspector.show_nodes(["n3"])
    assert listed(inspector) == ["query · input", "value · re_lu"]


def test_what_is_dropped_from_elsewhere_moves_nothing(inspector: Inspector, document: Document) -> None:
    view = find(inspector, QListView, "inputOrder")
    data, copy = QMimeData(), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    view.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))
    assert document.undo_text == ""
    assert len(listed(inspector)) == 3
