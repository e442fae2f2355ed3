"""The dialogs that steer a run; its questions are in `ui.dialogs`."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.training.branching import Start
from designer.training.control import LearningRateChange
from designer.training.runs import RunSummary
from designer.ui.steering.branch_dialog import BranchDialog
from designer.ui.steering.checkpoint_rows import CheckpointRow, RunCheckpoints
from designer.ui.steering.checkpoints_dialog import CheckpointsDialog
from designer.ui.steering.rates import RateDialog
from designer.ui.steering.resume_dialog import ResumeDialog


def ask_learning_rate(
    parent: QWidget | None, rate: float | None, training: TrainingSettings
) -> LearningRateChange | None:
    """Ask for another learning rate; None where the user gives up."""
    dialog = RateDialog(rate, training, parent)
    change = dialog.change if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    return change


def show_checkpoints(parent: QWidget | None) -> CheckpointsDialog:
    """Show a list of checkpoints, without waiting for an answer."""
    dialog = CheckpointsDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog


def ask_branch(
    parent: QWidget | None, run: RunCheckpoints, row: CheckpointRow, training: TrainingSettings
) -> tuple[Project, Start] | None:
    """Ask for the settings of a branch; None where the user gives up."""
    dialog = BranchDialog(run, row, training, parent)
    is_wanted = dialog.exec() == QDialog.DialogCode.Accepted
    project, start = dialog.project, dialog.start
    dialog.deleteLater()
    return (project, start) if is_wanted and project and start else None


def ask_resume(
    parent: QWidget | None, runs: Sequence[RunSummary], chosen: RunSummary | None
) -> tuple[RunSummary, int | None] | None:
    """Ask which run to go on with, and how far; None where the user gives up."""
    dialog = ResumeDialog(runs, chosen, parent)
    answer = dialog.choice() if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    return answer
