"""The training panel edits the training settings."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QListView, QWidget
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.catalog.values import KerasObject
from designer.document.commands import SetTraining
from designer.document.document import Document
from designer.document.settings import TrainingSettings
from designer.ui.training_panel import TrainingPanel
from tests.qt.panel_helpers import choose, click, find, line_of, press_key, retype, show


@pytest.fixture
def document() -> Document:
    return Document()


@pytest.fixture
def panel(document: Document, qtbot: QtBot) -> TrainingPanel:
    panel = TrainingPanel(document, Catalog.load())
    panel.show_suggestion(("dense",), ("BinaryCrossentropy",), [("BinaryAccuracy",)])
    show(qtbot, panel)
    return panel


def test_an_optimiser_is_chosen_and_its_arguments_edited(document: Document, panel: TrainingPanel) -> None:
    choose(find(panel, QComboBox, "training_optimizer"), "SGD")
    retype(line_of(panel, "training_optimizer_momentum"), "0.9")
    retype(line_of(panel, "training_optimizer_learning_rate_number"), "0.1")
    assert document.training.optimizer == KerasObject("SGD", {"learning_rate": 0.1, "momentum": 0.9})


def test_the_learning_rate_may_follow_a_schedule(document: Document, panel: TrainingPanel) -> None:
    choose(find(panel, QComboBox, "training_optimizer_learning_rate"), "CosineDecay")
    retype(line_of(panel, "training_optimizer_learning_rate_decay_steps"), "1000")
    rate = document.training.optimizer.params["learning_rate"]
    assert rate == KerasObject("CosineDecay", {"decay_steps": 1000})
    choose(find(panel, QComboBox, "training_optimizer_learning_rate"), "Constant")
    assert document.training.optimizer == KerasObject("Adam")


def test_a_refused_learning_rate_says_which_one_holds_and_is_outlined_itself(panel: TrainingPanel) -> None:
    line = line_of(panel, "training_optimizer_learning_rate_number")
    retype(line, "-1")
    press_key(line, Qt.Key.Key_Return)
    message = find(panel, QLabel, "training_optimizer_learning_rate_message")
    assert message.text() == "Expected a number, at least 0. Still 0.001."
    assert is_outlined(message, find(panel, QWidget, "training_optimizer_learning_rate_number"))
    assert not is_outlined(message, find(panel, QWidget, "training_optimizer_learning_rate"))


def is_outlined(message: QLabel, part: QWidget) -> bool:
    """Whether the middle of a part's left border has the colour of errors."""
    field = message.parentWidget()
    assert field
    picture, corner = field.grab().toImage(), part.mapTo(field, QPoint(0, 0))
    red = field.palette().color(QPalette.ColorRole.BrightText)
    border = (picture.pixelColor(max(0, corner.x() + x), corner.y() + part.height() // 2) for x in (-1, 0))
    return red in border


def test_epochs_are_typed_in_one_step_and_never_below_one(document: Document, panel: TrainingPanel) -> None:
    line = line_of(panel, "training_epochs")
    retype(line, "25")
    press_key(line, Qt.Key.Key_Return)
    retype(line, "0")
    assert document.training.epochs == 25
    document.undo()
    assert document.training == TrainingSettings()


def test_a_loss_is_suggested_chosen_and_suggested_again(document: Document, panel: TrainingPanel) -> None:
    combo = find(panel, QComboBox, "training_loss")
    assert combo.currentText() == "Suggested: BinaryCrossentropy"
    choose(combo, "MeanSquaredError")
    assert document.training.loss == (KerasObject("MeanSquaredError"),)
    choose(combo, "Suggested: BinaryCrossentropy")
    assert not document.training.loss


@pytest.fixture
def two_outputs(panel: TrainingPanel) -> TrainingPanel:
    metrics = [("CategoricalAccuracy",), ("MeanAbsoluteError",)]
    panel.show_suggestion(("policy", "value"), ("CategoricalCrossentropy", "MeanSquaredError"), metrics)
    return panel


def test_each_output_has_its_own_loss_and_weight(document: Document, two_outputs: TrainingPanel) -> None:
    choose(find(two_outputs, QComboBox, "training_loss_1"), "Huber")
    assert document.training.loss == (None, KerasObject("Huber"))
    retype(line_of(two_outputs, "training_loss_weight_1"), "0.5")
    assert document.training.loss_weights == (1, 0.5)
    retype(line_of(two_outputs, "training_loss_weight_1"), "1")
    assert not document.training.loss_weights
    choose(find(two_outputs, QComboBox, "training_loss_1"), "Suggested: MeanSquaredError")
    assert not document.training.loss


def test_each_output_has_its_own_metrics(document: Document, two_outputs: TrainingPanel) -> None:
    click(find(two_outputs, QCheckBox, "trainingMetricsSuggested_1"))
    assert document.training.output_metrics == (None, (KerasObject("MeanAbsoluteError"),))
    document.undo()
    assert not document.training.output_metrics
    document.push(SetTraining(TrainingSettings(metrics=(KerasObject("AUC"),))))
    assert not find(two_outputs, QCheckBox, "trainingMetricsSuggested").isChecked()
    click(find(two_outputs, QCheckBox, "trainingMetricsSuggested_1"))
    assert document.training.metrics is None
    assert document.training.output_metrics == ((KerasObject("AUC"),), None)


def test_a_new_suggestion_leaves_the_keyboard_where_it_is(two_outputs: TrainingPanel) -> None:
    line = line_of(two_outputs, "training_loss_weight_1")
    line.setFocus()
    two_outputs.show_suggestion(("policy", "value"), ("Poisson", ""), [(), ()])
    assert find(two_outputs, QComboBox, "training_loss").currentText() == "Suggested: Poisson"
    assert line.hasFocus()


def test_fields_of_several_outputs_say_whose_they_are(two_outputs: TrainingPanel) -> None:
    names = {
        "training_loss": "Loss of policy",
        "training_loss_weight_1": "Loss weight of value",
        "trainingMetricsSuggested_1": "Suggested metrics of value",
    }
    assert {name: find(two_outputs, QWidget, name).accessibleName() for name in names} == names


def test_metrics_are_ticked_in_a_list(document: Document, panel: TrainingPanel) -> None:
    switch = find(panel, QCheckBox, "trainingMetricsSuggested")
    click(switch)
    assert document.training.metrics == (KerasObject("BinaryAccuracy"),)
    metrics = find(panel, QListView, "trainingMetrics")
    metrics.setFocus()
    metrics.setCurrentIndex(metrics.model().index(0, 0))
    press_key(metrics, Qt.Key.Key_Space)
    assert document.training.metrics is not None
    assert [metric.type for metric in document.training.metrics] == [
        "SparseCategoricalAccuracy",
        "BinaryAccuracy",
    ]
    click(switch)
    assert document.training.metrics is None


def test_undo_shows_the_settings_as_they_were(document: Document, panel: TrainingPanel) -> None:
    document.push(SetTraining(TrainingSettings(optimizer=KerasObject("RMSprop"), batch_size=8)))
    assert find(panel, QComboBox, "training_optimizer").currentText() == "RMSprop"
    document.undo()
    assert find(panel, QComboBox, "training_optimizer").currentText() == "Adam"
    assert line_of(panel, "training_batch_size").text() == "32"


def test_every_control_has_an_object_name_and_an_accessible_name(panel: TrainingPanel) -> None:
    controls = [find(panel, QWidget, f"training_{name}") for name in ("optimizer", "loss", "epochs", "seed")]
    assert all(control.accessibleName() for control in controls)
