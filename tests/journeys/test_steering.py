"""A run in the hands of somebody who watches it: stepped, steered, taken back, and branched."""

import sqlite3
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QPushButton, QSpinBox

from designer.document.presets import load_preset
from designer.document.project import Project
from designer.training.folder import RunFolder
from designer.training.reader import RunReader
from designer.training.runs import list_runs
from designer.ui.steering.checkpoints_dialog import CheckpointsDialog
from tests.journeys.conftest import SitDown
from tests.journeys.dialog_hand import child
from tests.journeys.person import Person

RATE = 0.0123


def digits(epochs: int) -> Project:
    project = load_preset("digits_resnet")
    training = project.training.model_copy(update={"epochs": epochs, "histogram_interval": 0})
    return project.replace(training=training)


def watch(sit_down: SitDown) -> Person:
    """Somebody whose run goes on, curves in sight."""
    person = sit_down(digits(500))
    person.wait(person.action("train").isEnabled)
    person.robot.key("F5")
    person.wait(lambda: "samples/s" in person.text("statusRun"))
    return person


def folder_of(tmp_path: Path) -> RunFolder:
    """The newest run."""
    return RunFolder(list_runs(tmp_path / "runs")[0].folder)


def last_step(folder: RunFolder) -> int:
    with sqlite3.connect(folder.database) as database:
        query = "SELECT MAX(step) FROM metrics JOIN series ON id = series WHERE scope = 'batch'"
        [(step,)] = database.execute(query)
    database.close()
    return int(step)


def has_step(folder: RunFolder, step: int) -> bool:
    return last_step(folder) == step


def pause(person: Person, folder: RunFolder) -> int:
    """Pauses; gives the newest step."""
    person.robot.key("F6")
    person.wait(lambda: person.text("statusRun").startswith("Paused at"))
    return last_step(folder)


def test_a_paused_run_computes_exactly_one_batch_at_each_step(sit_down: SitDown, tmp_path: Path) -> None:
    person = watch(sit_down)
    folder = folder_of(tmp_path)
    before = pause(person, folder)
    person.shot("paused")
    for number in (1, 2):
        person.robot.key("F7")
        person.wait(partial(has_step, folder, before + number))
        person.wait(lambda: person.text("statusRun").startswith("Paused at"))
    person.robot.key("F6")
    person.wait(lambda: last_step(folder) > before + 2)


def test_the_learning_rate_is_changed_by_keyboard(sit_down: SitDown, tmp_path: Path) -> None:
    person = watch(sit_down)
    person.fill("steeringRate", "fast")
    assert "above 0" in person.text("steeringRefusal")
    person.fill("steeringRate", str(RATE))
    person.wait(lambda: f"learning rate {RATE}" in person.curves())
    person.wait(lambda: f"learning_rate {RATE}" in person.curves().replace(" –", ""))
    person.shot("learning-rate")
    with RunReader(folder_of(tmp_path).database) as reader:
        [mark] = [event for event in reader.events() if event["event"] == "mark"]
    assert (mark["kind"], mark["text"]) == ("learning_rate", f"learning rate {RATE}")


def test_a_run_goes_back_to_a_checkpoint_and_a_branch_leaves_it(sit_down: SitDown, tmp_path: Path) -> None:
    person = watch(sit_down)
    folder = folder_of(tmp_path)
    saved_at = pause(person, folder)
    person.robot.key("ctrl+F7")
    person.wait((folder.checkpoints / str(saved_at)).is_dir)
    person.robot.key("F6")
    person.wait(lambda: last_step(folder) > saved_at + 20)
    roll_back(person, saved_at)
    person.wait(lambda: f"step {saved_at}: rolled back from step" in person.curves())
    person.wait(lambda: last_step(folder) > saved_at + 5)
    person.shot("rolled-back")
    person.robot.key("ctrl+shift+F5")
    person.wait(lambda: person.text("statusRun").startswith("Stopped by the user"))
    with RunReader(folder.database) as reader:
        assert last_step(folder) % reader.meta()["steps_per_epoch"] == 0
    branch(person, last_step(folder))
    person.wait(lambda: person.text("statusRun").startswith("Finished"))
    person.shot("branch")
    new = folder_of(tmp_path)
    assert new != folder
    with RunReader(new.database) as reader:
        assert reader.meta()["branched_from"]["run"] == folder.id
    assert "branched from" in person.curves()


def listed(person: Person, keys: str, step: int) -> CheckpointsDialog:
    """Opens the list of checkpoints and waits until a step is in it."""
    person.robot.key(keys)
    person.wait(lambda: person.window.findChild(CheckpointsDialog) is not None)
    dialog = person.window.findChild(CheckpointsDialog)
    assert isinstance(dialog, CheckpointsDialog)
    person.wait(lambda: step in steps_in(dialog))
    return dialog


def steps_in(dialog: CheckpointsDialog) -> list[int]:
    return [row.info.step for row in dialog.run.rows] if dialog.run else []


def press_in(person: Person, dialog: CheckpointsDialog, button: str) -> None:
    """Clicks on a button of the list, which doesn't hold the window."""
    target = child(dialog, QPushButton, button)
    person.wait(target.isEnabled)
    person.robot.click(target)


def roll_back(person: Person, step: int) -> None:
    """Opens the list, takes the checkpoint of a step, and agrees."""
    dialog = listed(person, "ctrl+shift+F6", step)
    person.robot.click(dialog.table.viewport())
    dialog.table.setCurrentCell(steps_in(dialog).index(step), 0)
    person.shot("checkpoints")
    said = person.answer("rollBackDialog", "Roll back")
    press_in(person, dialog, "rollBackButton")
    person.wait(lambda: bool(said))
    assert said[0] == f"Roll the run back to step {step:,}?"


def branch(person: Person, step: int) -> None:
    """Opens the list and begins a run of one more epoch at the newest checkpoint."""
    dialog = listed(person, "ctrl+shift+F7", step)
    row = dialog.selected()
    assert row
    assert row.info.step == step

    def fill(asked: QDialog) -> None:
        epochs = child(asked, QSpinBox, "branchEpochs")
        person.robot.click(epochs)
        person.robot.key("ctrl+a")
        person.robot.type(str(row.info.epoch + 1))
        person.shot("branch-dialog")
        person.robot.key("Return")

    person.when_asked("branchDialog", fill)
    press_in(person, dialog, "branchButton")
