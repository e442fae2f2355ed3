"""Typing in one field is one step; leaving the field, saving and undoing end it; the dirty mark is exact."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from designer.catalog.values import KerasObject
from designer.document.document import Document
from designer.document.settings import TrainingSettings
from designer.ui.data_panel import DataPanel
from designer.ui.inspector.inspector import Inspector
from designer.ui.training_panel import TrainingPanel
from tests.qt.canvas_helpers import catalog
from tests.qt.panel_helpers import line_of, press_key, retype, show, small_document

Make = Callable[[Document], QWidget]
Place = Callable[[Make], QWidget]


def inspector(document: Document, node_id: str = "n2") -> QWidget:
    panel = Inspector(document, catalog())
    panel.show_nodes([node_id])
    return panel


def training(document: Document) -> QWidget:
    return TrainingPanel(document, catalog())


FIELDS = pytest.mark.parametrize(
    ("make", "name", "first", "second"),
    [
        (inspector, "param_filters", "128", "256"),
        (inspector, "param_kernel_size", "5, 5", "7, 7"),
        (partial(inspector, node_id="n3"), "param_units", "128", "512"),
        (training, "training_epochs", "25", "140"),
        (training, "training_batch_size", "128", "256"),
        (training, "training_optimizer_learning_rate_number", "0.125", "0.25"),
        (DataPanel, "data_validation_percent", "35", "12.5"),
    ],
)


@pytest.fixture
def document() -> Document:
    document = small_document()
    training = TrainingSettings(optimizer=KerasObject("SGD"))
    return Document(document.project().replace(training=training))


@pytest.fixture
def place(qtbot: QtBot, document: Document) -> Place:
    """Shows a panel, and keeps it until the test is over."""
    kept: list[QWidget] = []

    def show_panel(make: Make) -> QWidget:
        kept.append(make(document))
        show(qtbot, kept[-1], 300, 1200)
        return kept[-1]

    return show_panel


@FIELDS
def test_typing_is_one_step_until_the_field_is_left(
    document: Document, place: Place, make: Make, name: str, first: str, second: str
) -> None:
    line = line_of(place(make), name)
    before = document.project()
    retype(line, first)
    middle = document.project()
    press_key(line, Qt.Key.Key_Return)
    retype(line, second)
    assert document.num_steps == 2
    document.undo()
    assert document.project() == middle
    document.undo()
    assert document.project() == before
    assert document.is_clean


@FIELDS
def test_typing_after_a_save_is_a_step_of_its_own(
    document: Document, tmp_path: Path, place: Place, make: Make, name: str, first: str, second: str
) -> None:
    line = line_of(place(make), name)
    retype(line, first)
    document.mark_clean(tmp_path / "net.json")
    saved = document.project()
    retype(line, second)
    assert not document.is_clean
    document.undo()
    assert document.is_clean
    assert document.project() == saved


@FIELDS
def test_typing_back_what_was_there_leaves_no_step(
    document: Document, place: Place, make: Make, name: str, first: str, second: str
) -> None:
    line = line_of(place(make), name)
    text, before = line.text(), document.project()
    retype(line, first)
    retype(line, text)
    assert document.project() == before
    assert (document.num_steps, document.is_clean) == (0, True)
    retype(line, second)
    document.undo()
    assert document.project() == before


def test_fields_of_two_layers_never_share_a_step(document: Document, place: Place) -> None:
    panel = place(inspector)
    assert isinstance(panel, Inspector)
    for node_id, name in (("n2", "param_filters"), ("n3", "param_units")):
        panel.show_nodes([node_id])
        retype(line_of(panel, name), "7")
    assert document.num_steps == 2
