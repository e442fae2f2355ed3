"""Models of plain Keras come in by File → Import, and train on from the weights that they had."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtWidgets import QDialog, QLabel, QTableView

from designer.document.files import open_project
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.training.control import Control
from designer.training.preparation import prepare
from designer.training.reader import RunReader
from designer.training.runs import list_runs
from tests.journeys.conftest import SitDown
from tests.journeys.dialog_hand import child
from tests.journeys.person import Person

if TYPE_CHECKING:
    import keras


def plain_classifier() -> "keras.Model":
    """A network for the digits, made without this program, whose weights no seed of ours would give."""
    import keras
    from keras import layers

    keras.utils.set_random_seed(99)
    image = keras.Input((8, 8, 1), name="image")
    x = layers.Conv2D(8, 3, activation="relu", name="edges")(image)
    x = layers.Flatten(name="flat")(x)
    return keras.Model(image, layers.Dense(10, activation="softmax", name="digit")(x), name="plain")


def test_a_model_of_plain_keras_is_imported_and_trained_on(sit_down: SitDown, tmp_path: Path) -> None:
    person = sit_down(Project())
    person.wait(lambda: person.window.session.engine_state is not None)  # it imports Keras, once
    plain = plain_classifier()
    plain.save(tmp_path / "plain.keras")
    import_model(person, tmp_path / "plain.keras")
    fit_digits(person)
    train_few_steps(person)
    assert_began_with(plain, person, tmp_path / "runs")
    save(person, tmp_path / "mine.json", plain)


def import_model(person: Person, path: Path) -> None:
    person.choose_file("importDialog", path)
    person.robot.key("ctrl+alt+i")
    person.wait(lambda: person.says("importBarText", "with weights"))
    person.wait_for_analysis()
    assert person.text("importBarText") == "plain.keras: 4 layers imported, with weights."
    assert person.edges() == {("image", "edges"), ("edges", "flat"), ("flat", "digit")}
    assert person.window.windowTitle().startswith("plain")
    assert person.window.isWindowModified()
    person.wait(lambda: person.says("weightsWords", "from plain.keras; all 4 weights fit"))
    person.shot("imported")


def fit_digits(person: Person) -> None:
    person.open_panel("Data")
    person.wait(lambda: "Scale values" in person.text("dataProposal"))
    person.press("dataAdapt")
    person.wait(lambda: person.document.data.adaptation is not None)
    person.open_panel("Training")
    person.fill("training_epochs", "1")
    person.wait(person.action("train").isEnabled)


def train_few_steps(person: Person) -> None:
    person.robot.key("F5")
    person.wait(lambda: person.text("statusRun").startswith("Finished"))
    person.shot("trained")


def assert_began_with(plain: "keras.Model", person: Person, run_dir: Path) -> None:
    """The loss of the first batch, before any update, is that of the plain model on the same samples."""
    from designer.compiler.build import build_model

    (run,) = list_runs(run_dir)
    project = open_project(run.folder / "project.json")
    with RunReader(run.folder / "run.db") as reader:
        first = reader.points("loss").values[0]
    samples, labels = first_batch(project)
    assert first == pytest.approx(loss_of(plain, samples, labels), rel=1e-5)
    fresh = build_model(project.graph)
    assert first != pytest.approx(loss_of(fresh, samples, labels), rel=1e-2)


def first_batch(project: Project) -> tuple[Any, Any]:
    """What the run of a project trained on first; its order follows from the project's seed."""
    prepared = prepare(project, Control(), lambda _line: None)
    samples, labels = prepared.first_batch()
    return samples, labels


def loss_of(model: "keras.Model", samples: Any, labels: Any) -> float:
    import keras

    losses = keras.losses.sparse_categorical_crossentropy(labels, model(samples))
    return float(np.mean(keras.ops.convert_to_numpy(losses)))


def save(person: Person, path: Path, plain: "keras.Model") -> None:
    """The weights lie beside the project, and a later session starts from them too."""
    import h5py

    person.choose_file("saveDialog", path)
    person.robot.key("ctrl+s")
    person.wait(path.exists)
    person.wait(lambda: "mine.weights.h5" in person.message())
    with h5py.File(path.with_name("mine.weights.h5")) as file:
        kernel = file["digit/kernel"][()]
    assert np.array_equal(kernel, plain.get_layer("digit").get_weights()[0])


@pytest.mark.slow
def test_where_the_weights_are_gone_training_can_start_from_new_ones(
    sit_down: SitDown, tmp_path: Path
) -> None:
    person = sit_down(Project())
    person.wait(lambda: person.window.session.engine_state is not None)
    plain_classifier().save(tmp_path / "plain.keras")
    import_model(person, tmp_path / "plain.keras")
    fit_digits(person)
    assert person.document.weights
    Path(person.document.weights.path).unlink()
    said = person.answer("freshWeightsDialog", "Train with new weights")
    train_few_steps(person)
    assert "weights are missing" in said[0]
    assert person.document.weights is None


def test_weights_of_a_run_are_taken_over_and_given_up_again(sit_down: SitDown, tmp_path: Path) -> None:
    person = sit_down(load_preset("digits_resnet"))
    person.wait(person.action("train").isEnabled)
    person.open_panel("Training")
    person.fill("training_epochs", "1")
    person.wait(person.action("train").isEnabled)
    train_few_steps(person)
    rename_a_layer(person)
    take_weights_of_run(person)
    person.robot.key("ctrl+z")
    person.wait(lambda: person.says("weightsWords", "new weights"))


def rename_a_layer(person: Person) -> None:
    """So that something of the run fits nothing here, and something here has no weights there."""
    person.robot.key("ctrl+0")
    person.click_node("classes")
    person.open_panel("Inspector")
    person.fill("nodeName", "head")
    person.wait(lambda: "head" in person.names())
    person.robot.key("ctrl+shift+a")
    person.wait_for_analysis()


def take_weights_of_run(person: Person) -> None:
    person.open_panel("Runs")
    table = person.find(QTableView, "runsTable")
    person.wait(lambda: table.model() is not None and table.model().rowCount() == 1)
    cell = table.viewport().mapToGlobal(table.visualRect(table.model().index(0, 0)).center())
    person.robot.click(cell)
    said: list[str] = []

    def read(dialog: QDialog) -> None:
        person.shot("weights-report")
        said.append(child(dialog, QLabel, "reportSummary").text())
        person.robot.key("Escape")

    person.when_asked("reportDialog", read)
    person.press("takeRunWeightsButton")
    person.wait(lambda: bool(said) and person.says("weightsWords", "best.keras of"))
    assert "2 missing, 0 of another shape, 2 unused" in said[0]
    person.wait(lambda: person.says("weightsWords", "fit, the others start anew"))
    person.shot("weights-taken")


def test_files_that_hold_no_model_are_refused_in_a_line(sit_down: SitDown, tmp_path: Path) -> None:
    person = sit_down(Project())
    person.wait(lambda: person.window.session.engine_state is not None)
    plain_classifier().save(tmp_path / "whole.keras")
    cut = tmp_path / "cut.keras"
    cut.write_bytes((tmp_path / "whole.keras").read_bytes()[:2000])
    said = person.answer("failureDialog", "OK")
    person.choose_file("importDialog", cut)
    person.robot.key("ctrl+alt+i")
    person.wait(lambda: bool(said))
    assert f"{cut} is damaged" in said[0]
    assert person.document.project() == Project()


def test_a_python_lambda_is_marked_and_never_run(sit_down: SitDown, tmp_path: Path) -> None:
    import keras

    person = sit_down(Project())
    person.wait(lambda: person.window.session.engine_state is not None)
    ran: list[int] = []
    image = keras.Input((8, 8, 1), name="image")

    def double(tensor: Any) -> Any:
        ran.append(1)
        return tensor * 2

    twice = keras.layers.Lambda(double, output_shape=(8, 8, 1), name="twice")
    keras.Model(image, keras.layers.Flatten(name="flat")(twice(image))).save(tmp_path / "odd.keras")
    ran.clear()
    person.choose_file("importDialog", tmp_path / "odd.keras")
    person.robot.key("ctrl+alt+i")
    person.wait(lambda: person.says("importBarText", "1 layer is marked"))
    person.wait_for_analysis()
    person.press("importBarShow")
    person.wait(lambda: person.window.canvas.selected_ids() == [person.node("twice")])
    assert "error:" in person.description("twice")
    person.shot("lambda")
    assert not person.action("train").isEnabled()
    assert ran == []
