"""The list of checkpoints and the dialog of a branch say what there is, and hand over what was chosen."""

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from designer.catalog.values import KerasObject
from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.training.branching import Start
from designer.training.checkpoints import CheckpointInfo
from designer.training.runs import RunSummary
from designer.ui.steering.branch_dialog import BranchDialog
from designer.ui.steering.checkpoint_rows import CheckpointRow, RunCheckpoints
from designer.ui.steering.checkpoints_dialog import CheckpointsDialog
from designer.ui.steering.resume_dialog import ResumeDialog
from tests.qt.panel_helpers import choose, find, retype, show

FOLDER = Path("/runs/net")
OPEN = TrainingSettings(optimizer=KerasObject("SGD", {"learning_rate": 0.3}), batch_size=8, epochs=20)


def row(step: int, epoch: int, *, is_kept: bool = False, is_best: bool = False) -> CheckpointRow:
    memory = {"rate": {"base": 0.01}, "is_kept": is_kept}
    metrics = {"loss": 1.0, "val_loss": 0.5} if step == 10 * epoch else {}
    info = CheckpointInfo(step, epoch, FOLDER / str(step), is_best, metrics, memory)
    return CheckpointRow(info, datetime(2026, 1, 2, 3, 4, 5), 2_000_000)


ROWS = (row(25, 2, is_kept=True), row(20, 2, is_best=True), row(10, 1))
RUN = RunCheckpoints(FOLDER, "Net", Project(training=TrainingSettings(epochs=4, batch_size=16)), ROWS)


@pytest.fixture
def listing(qtbot: QtBot) -> CheckpointsDialog:
    dialog = CheckpointsDialog()
    show(qtbot, dialog, width=700, height=300)
    dialog.show_run(RUN)
    return dialog


def test_the_list_has_steps_epochs_metrics_marks_and_sizes(listing: CheckpointsDialog) -> None:
    table = listing.table
    model = table.model()
    cells = [[model.index(at, column).data() for column in range(7)] for at in range(3)]
    assert [cell[0] for cell in cells] == ["25", "20", "10"]
    assert [cell[1] for cell in cells] == ["2 +", "2", "1"]
    assert cells[1][3:] == ["0.5", "1", "best", "2 MB"]
    assert cells[0][5] == "kept"


def test_a_run_that_does_not_go_on_can_only_be_branched(listing: CheckpointsDialog) -> None:
    listing.show_why_not("No run is going on.")
    back, branch = (find(listing, QPushButton, name) for name in ("rollBackButton", "branchButton"))
    assert not back.isEnabled()
    assert back.toolTip() == "No run is going on."
    wanted: list[CheckpointRow] = []
    listing.branch_wanted.connect(wanted.append)
    branch.click()
    assert wanted == [ROWS[0]]


@pytest.fixture
def branching(qtbot: QtBot) -> BranchDialog:
    dialog = BranchDialog(RUN, ROWS[1], OPEN)
    show(qtbot, dialog, width=500, height=400)
    return dialog


def accept(dialog: BranchDialog) -> tuple[Project | None, Start | None]:
    dialog._on_accepted()
    return dialog.project, dialog.start


def test_unchanged_a_branch_goes_on_like_its_run(branching: BranchDialog) -> None:
    assert find(branching, QLineEdit, "branchRate").text() == "0.01"
    project, start = accept(branching)
    assert project
    assert project.name == "Net branch"
    assert project.training == RUN.project.training
    assert start == Start(FOLDER, 20)


def test_another_rate_batch_size_and_end_are_those_of_the_branch(branching: BranchDialog) -> None:
    retype(find(branching, QLineEdit, "branchRate"), "0.5")
    find(branching, QSpinBox, "branchBatchSize").setValue(64)
    find(branching, QSpinBox, "branchEpochs").setValue(9)
    project, start = accept(branching)
    assert project
    assert project.training.optimizer == KerasObject("Adam", {"learning_rate": 0.5})
    assert (project.training.batch_size, project.training.epochs) == (64, 9)
    assert start == Start(FOLDER, 20, has_new_rate=True)


def test_the_settings_of_the_open_project_can_be_taken(branching: BranchDialog) -> None:
    from PySide6.QtWidgets import QComboBox

    choose(find(branching, QComboBox, "branchSettings"), "Those of the open project")
    branching._show_choice()
    assert find(branching, QLabel, "branchOptimizer").text() == "SGD, schedule: constant"
    project, _ = accept(branching)
    assert project
    assert project.training == OPEN


@pytest.mark.parametrize(
    ("name", "text", "refusal"),
    [
        ("branchName", "", "The new run needs a name."),
        ("branchRate", "-1", "Expected a number above 0"),
        ("branchEpochs", "2", "2 epochs are trained at this checkpoint."),
    ],
)
def test_what_cannot_be_is_told_in_the_dialog(
    branching: BranchDialog, name: str, text: str, refusal: str
) -> None:
    field = branching.findChild(QSpinBox, name) or find(branching, QLineEdit, name)
    if isinstance(field, QSpinBox):
        field.setValue(int(text))
    else:
        retype(field, text)
    assert accept(branching) == (None, None)
    assert find(branching, QLabel, "branchRefusal").text().startswith(refusal)


def test_a_run_is_resumed_until_the_epoch_that_was_planned_or_a_later_one(qtbot: QtBot) -> None:
    runs = [
        RunSummary("1", FOLDER, "Stopped", datetime.now(), "stopped", epochs_done=3, epochs=10),
        RunSummary("2", FOLDER, "Finished", datetime.now(), "finished", epochs_done=10, epochs=10),
    ]
    dialog = ResumeDialog(runs, runs[0])
    qtbot.addWidget(dialog)
    assert dialog.choice() == (runs[0], None)
    dialog.table.setCurrentCell(1, 0)
    assert dialog.choice() == (runs[1], 11)
