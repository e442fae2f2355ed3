"""The folded options of the training panel."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.compiler.results import Problem
from designer.document.commands import SetTraining
from designer.document.document import Document
from designer.document.settings import Checkpointing, EarlyStopping, TrainingSettings
from designer.errors import RequestError
from designer.ui.training import option_specs
from designer.ui.training.class_weights import read, shown
from designer.ui.training_panel import TrainingPanel
from tests.qt.panel_helpers import choose, click, find, line_of, press_key, retype, show

GROUPS = ("Schedule", "Stopping", "Labels", "Checkpoints", "Computing", "Recording")


@pytest.fixture
def document() -> Document:
    return Document()


@pytest.fixture
def panel(document: Document, qtbot: QtBot) -> TrainingPanel:
    panel = TrainingPanel(document, Catalog.load())
    show(qtbot, panel, width=320, height=2000)
    return panel


def unfold(panel: TrainingPanel, group: str) -> None:
    click(find(panel, QToolButton, f"training{group}Fold"))


def test_groups_are_folded_at_first_and_say_what_is_set(document: Document, panel: TrainingPanel) -> None:
    document.push(SetTraining(TrainingSettings(early_stopping=EarlyStopping(), precision="mixed_bfloat16")))
    texts = [find(panel, QLabel, f"training{group}Summary").text() for group in GROUPS]
    assert texts == [
        "constant",
        "val_loss, 5 epochs",
        "no weights",
        "every epoch",
        "auto, mixed_bfloat16",
        "histograms",
    ]
    hidden = panel.findChild(QWidget, "training_precision")
    assert hidden
    assert not hidden.isVisible()


def test_what_is_unfolded_comes_into_sight(panel: TrainingPanel) -> None:
    panel.resize(320, 300)
    fold = find(panel, QToolButton, "trainingScheduleFold")
    panel.ensureWidgetVisible(fold, 0, 0)
    click(fold)
    find(panel, QToolButton, "trainingScheduleFold")
    choice = find(panel, QComboBox, "training_schedule")
    bottom = choice.mapTo(panel.viewport(), QPoint(0, choice.height())).y()
    assert bottom <= panel.viewport().height()
    assert fold.mapTo(panel.viewport(), QPoint(0, 0)).y() >= 0


@pytest.mark.parametrize(
    ("group", "field", "text", "name", "value"),
    [
        ("Labels", "training_label_smoothing", "0.1", "label_smoothing", 0.1),
        ("Checkpoints", "training_checkpoints_every", "3", "checkpoints", Checkpointing(every=3)),
        ("Computing", "training_steps_per_execution", "8", "steps_per_execution", 8),
        ("Recording", "training_histogram_interval", "0", "histogram_interval", 0),
    ],
)
def test_numbers_of_each_group_reach_the_document_and_are_undone(
    document: Document, panel: TrainingPanel, group: str, field: str, text: str, name: str, value: Any
) -> None:
    unfold(panel, group)
    retype(line_of(panel, field), text)
    assert getattr(document.training, name) == value
    document.undo()
    assert document.training == TrainingSettings()


def test_words_and_switches_of_each_group_reach_the_document(
    document: Document, panel: TrainingPanel
) -> None:
    for group in ("Computing", "Checkpoints", "Recording"):
        unfold(panel, group)
    choose(find(panel, QComboBox, "training_device"), "gpu:1")
    choose(find(panel, QComboBox, "training_precision"), "mixed_float16")
    choose(find(panel, QComboBox, "training_checkpoints_unit"), "minutes")
    for name in ("training_deterministic", "training_tensorboard"):
        click(find(panel, QCheckBox, name), QPoint(8, 8))
    training = document.training
    assert (training.device, training.precision, training.checkpoints.unit) == (
        "gpu:1",
        "mixed_float16",
        "minutes",
    )
    assert training.deterministic
    assert training.tensorboard


def test_early_stopping_is_switched_on_and_set(document: Document, panel: TrainingPanel) -> None:
    unfold(panel, "Stopping")
    click(find(panel, QCheckBox, "training_early_stopping"), QPoint(8, 8))
    retype(line_of(panel, "training_early_stopping_patience"), "3")
    retype(line_of(panel, "training_early_stopping_monitor"), "val_accuracy")
    choose(find(panel, QComboBox, "training_early_stopping_mode"), "max")
    assert document.training.early_stopping == EarlyStopping(monitor="val_accuracy", patience=3, mode="max")
    click(find(panel, QCheckBox, "training_early_stopping"), QPoint(8, 8))
    assert document.training.early_stopping is None


def test_classes_are_weighed_by_choice_or_by_number(document: Document, panel: TrainingPanel) -> None:
    unfold(panel, "Labels")
    combo = find(panel, QComboBox, "training_class_weights")
    choose(combo, "By class")
    line = line_of(panel, "training_class_weights_table")
    retype(line, "0: 1, 3: 2.5")
    assert document.training == TrainingSettings(class_weights={0: 1.0, 3: 2.5})
    choose(combo, "Balanced")
    assert document.training == TrainingSettings(class_weights="balanced")
    document.undo()
    assert line_of(panel, "training_class_weights_table").text() == "0: 1, 3: 2.5"


def test_wrong_class_weights_say_which_hold(document: Document, panel: TrainingPanel) -> None:
    document.push(SetTraining(TrainingSettings(class_weights={1: 2.0})))
    unfold(panel, "Labels")
    line = line_of(panel, "training_class_weights_table")
    retype(line, "1: 2, 1")
    line.clearFocus()
    message = find(panel, QLabel, "training_class_weights_message").text()
    assert message == 'Expected class numbers with their weights, such as "0: 1, 3: 2.5". Still 1: 2.'
    assert document.training.class_weights == {1: 2.0}


@pytest.mark.parametrize("text", ["", "1", "1:", "a: 1", "1: -1", "-1: 1", "1: 1, 1: 2", "0: nan", "0: 1,"])
def test_only_whole_tables_of_weights_are_read(text: str) -> None:
    with pytest.raises(RequestError):
        read(text)
    assert read(shown({0: 1.0, 12: 0.5})) == {0: 1.0, 12: 0.5}


def test_every_option_says_what_it_means(panel: TrainingPanel) -> None:
    groups = (option_specs.RUN, option_specs.EARLY_STOPPING, option_specs.CHECKPOINTS, option_specs.COMPUTING)
    assert all(len(option.help) > 20 and option.help.endswith(".") for group in groups for option in group)
    field = find(panel, QWidget, "training_epochs")
    assert field.toolTip() == field.accessibleDescription() == option_specs.RUN[0].help


def test_each_training_setting_has_a_field(panel: TrainingPanel) -> None:
    elsewhere = {"optimizer", "loss", "loss_weights", "metrics", "output_metrics", "checkpoints"}
    for name in TrainingSettings.model_fields.keys() - elsewhere:
        assert panel.findChild(QWidget, f"training_{name}"), name


def test_groups_are_unfolded_with_the_keyboard(panel: TrainingPanel) -> None:
    button = find(panel, QToolButton, "trainingComputingFold")
    assert button.accessibleName() == "Unfold Device and precision"
    button.setFocus()
    press_key(button, 0x20)  # type: ignore[arg-type]  # the space bar
    assert find(panel, QWidget, "training_device").isVisible()
    assert button.accessibleName() == "Fold Device and precision"


def test_what_is_wrong_with_options_is_said_in_the_panel(panel: TrainingPanel) -> None:
    late = Problem("warning", None, "It never ends early.", "Give it less patience.")
    wrong = Problem("error", None, "There is no such metric.")
    panel.show_problems((wrong, late))
    assert find(panel, QLabel, "trainingErrors").text() == "There is no such metric."
    assert find(panel, QLabel, "trainingWarnings").text() == "It never ends early. Give it less patience."
    panel.show_problems(())
    assert not panel.findChild(QLabel, "trainingErrors").isVisible()  # type: ignore[union-attr]
