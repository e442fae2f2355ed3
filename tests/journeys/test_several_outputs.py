"""A network with two outputs is set up and trained with mouse and keys."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QListView

from designer.document.settings import DataSettings
from tests.journeys.conftest import SitDown
from tests.journeys.person import Person
from tests.tf.ends import alphago, go_positions


def first_row(person: Person) -> QPoint:
    view = person.find(QListView, "modelOutputs")
    return view.viewport().mapToGlobal(view.visualRect(view.model().index(0, 0)).center())


def outputs(person: Person) -> list[str]:
    graph = person.document.graph
    return [graph.node(output.node).name for output in graph.model_outputs()]


def test_outputs_are_ordered_weighed_and_trained_each_on_its_labels(
    sit_down: SitDown, tmp_path: Path
) -> None:
    np.savez(tmp_path / "go.npz", **go_positions())
    person = sit_down(alphago().replace(data=DataSettings(source=f"numpy:{tmp_path / 'go.npz'}")))
    person.wait_for_analysis()
    person.wait(lambda: person.window.link.suggestion is not None)
    person.open_panel("Inspector")
    person.robot.click(first_row(person))
    person.robot.key("alt+Down")
    person.wait(lambda: outputs(person) == ["value", "policy"])
    person.shot("outputs-in-order")
    person.open_panel("Training")
    person.wait(lambda: list(person.window.link.outputs) == ["value", "policy"])
    person.fill("training_loss_weight", "0.25")
    person.wait(lambda: person.document.training.loss_weights == (0.25, 1.0))
    person.fill("training_epochs", "1")
    person.shot("an-output-weighs-less")
    person.robot.key("F5")
    person.wait(lambda: "val_value_loss" in person.curves())
    assert "policy_accuracy" in person.curves()
    person.shot("curves-of-both")
