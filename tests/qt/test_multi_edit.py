"""Several layers are edited together: one step for all, "mixed" where they differ, no half words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.catalog.values import Params
from designer.document.commands import AddNodes
from designer.document.document import Document
from designer.document.project import Project
from designer.graph.elements import GraphSnapshot, Node
from designer.ui.inspector.inspector import Inspector
from tests.qt.panel_helpers import choose, click, find, line_of, press_key, retype, show, type_keys

CONV: Params = {"filters": 8, "kernel_size": (3, 3)}
NODES = (
    *(Node(f"n{row}", f"conv_{row}", "Conv2D", {**CONV, "filters": 8 * row}) for row in range(1, 41)),
    Node("d1", "dense", "Dense", {"units": 10, "activation": "relu"}),
    Node("c1", "call", "Conv2D", shares="n1"),
    Node("x1", "odd", "NoSuchLayer", {"units": 10}),
)
CONVS = [f"n{row}" for row in range(1, 41)]


@pytest.fixture
def document() -> Document:
    return Document(Project(graph=GraphSnapshot(NODES)))


@pytest.fixture
def inspector(document: Document, qtbot: QtBot) -> Inspector:
    inspector = Inspector(document, Catalog.load())
    show(qtbot, inspector, height=1000)
    inspector.show_nodes(CONVS)
    return inspector


def values(document: Document, name: str, ids: list[str] = CONVS) -> list[object]:
    return [document.graph.node(node_id).params.get(name) for node_id in ids]


def note(inspector: Inspector) -> str:
    return find(inspector, QLabel, "selectionNote").text()


def test_forty_layers_are_set_by_one_step(document: Document, inspector: Inspector) -> None:
    assert find(inspector, QLabel, "selectionTypes").text() == "40 Conv2D"
    assert line_of(inspector, "shared_kernel_size").text() == "3 × 3"
    before = document.project()
    retype(line_of(inspector, "shared_kernel_size"), "5, 5")
    assert values(document, "kernel_size") == [(5, 5)] * 40
    document.undo()
    assert document.project() == before
    assert not document.undo_text


def test_what_differs_reads_mixed_until_it_is_typed(document: Document, inspector: Inspector) -> None:
    line = line_of(inspector, "shared_filters")
    assert (line.text(), line.placeholderText()) == ("", "mixed")
    retype(line, "64")
    assert values(document, "filters") == [64] * 40
    document.undo()
    assert values(document, "filters") == [8 * row for row in range(1, 41)]
    assert (line.text(), line.placeholderText()) == ("", "mixed")
    assert not document.undo_text


def test_the_first_letters_of_a_wrong_number_leave_each_its_own(
    document: Document, inspector: Inspector
) -> None:
    line = line_of(inspector, "shared_filters")
    retype(line, "1.5")
    assert values(document, "filters") == [8 * row for row in range(1, 41)]
    type_keys(line, "\b\b6")
    assert values(document, "filters") == [16] * 40
    press_key(line, Qt.Key.Key_Return)
    retype(line, "1.5")
    press_key(line, Qt.Key.Key_Return)
    assert "whole number" in find(inspector, QLabel, "shared_filters_message").text()
    assert values(document, "filters") == [16] * 40
    document.undo()
    assert values(document, "filters") == [8 * row for row in range(1, 41)]
    assert not document.undo_text


def test_looking_at_a_mixed_field_changes_nothing(document: Document, inspector: Inspector) -> None:
    line = line_of(inspector, "shared_filters")
    line.setFocus()
    press_key(line, Qt.Key.Key_Return)
    line_of(inspector, "shared_activation").setFocus()
    assert not document.undo_text
    assert not inspector.findChildren(QLabel, "shared_filters_message")


def test_choices_and_switches_set_all_and_can_be_mixed(document: Document, inspector: Inspector) -> None:
    choose(find(inspector, QComboBox, "shared_padding"), "same")
    click(find(inspector, QCheckBox, "shared_use_bias"))
    assert values(document, "padding") == ["same"] * 40
    assert values(document, "use_bias") == [False] * 40
    inspector.show_nodes(["n1"])
    click(find(inspector, QCheckBox, "param_use_bias"))
    choose(find(inspector, QComboBox, "param_padding"), "valid")
    inspector.show_nodes(CONVS)
    box = find(inspector, QCheckBox, "shared_use_bias")
    assert (box.checkState(), box.text()) == (Qt.CheckState.PartiallyChecked, "mixed")
    assert find(inspector, QComboBox, "shared_padding").placeholderText() == "mixed"
    click(box)
    assert values(document, "use_bias") == [None] * 40
    assert (box.checkState(), box.text()) == (Qt.CheckState.Checked, "")


def test_reset_gives_all_the_default(document: Document, inspector: Inspector) -> None:
    retype(line_of(inspector, "shared_activation"), "relu")
    click(find(inspector, QToolButton, "shared_activation_reset"))
    assert values(document, "activation") == [None] * 40


def test_what_is_shared_and_only_folded_away_is_said_so(inspector: Inspector, document: Document) -> None:
    document.push(AddNodes([Node("a1", "add", "Add")], {"a1": (0.0, 0.0)}))
    inspector.show_nodes(["n1", "a1"])
    assert note(inspector) == "These layers have only seldom needed parameters in common:"


def test_types_that_differ_show_what_they_share(document: Document, inspector: Inspector) -> None:
    inspector.show_nodes(["n1", "d1"])
    assert note(inspector) == "Parameters that all have:"
    assert not [found for found in inspector.findChildren(QWidget, "shared_units") if found.isVisible()]
    line = line_of(inspector, "shared_activation")
    assert line.placeholderText() == "mixed"
    retype(line, "selu")
    assert values(document, "activation", ["n1", "d1"]) == ["selu", "selu"]


def test_a_layer_that_calls_another_again_is_left_out(document: Document, inspector: Inspector) -> None:
    inspector.show_nodes(["n1", "n2", "c1"])
    assert note(inspector) == "Parameters of 2 of them; the other 1 share those of another layer:"
    retype(line_of(inspector, "shared_filters"), "7")
    assert values(document, "filters", ["n1", "n2", "c1"]) == [7, 7, None]


def test_a_layer_that_this_keras_lacks_leaves_nothing_in_common(inspector: Inspector) -> None:
    inspector.show_nodes(["n1", "x1"])
    assert note(inspector) == "These layers have no parameter in common."
    assert not [found for found in inspector.findChildren(QWidget, "shared_filters") if found.isVisible()]
