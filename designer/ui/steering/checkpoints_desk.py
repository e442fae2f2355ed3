"""Opens the list of checkpoints, and does what is chosen there."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.document.project import Project
from designer.errors import DesignerError
from designer.training.branching import Start
from designer.ui import dialogs
from designer.ui.steering.checkpoint_rows import CheckpointRow, RunCheckpoints, read_checkpoints
from designer.ui.steering.checkpoints_dialog import CheckpointsDialog
from designer.ui.steering.dialogs import ask_branch, show_checkpoints

if TYPE_CHECKING:
    from designer.ui.steering.desk import SteeringDesk
    from designer.ui.window import MainWindow

_ELSEWHERE = "Only the run that goes on in this window can be rolled back. Branch instead."


class CheckpointsDesk(QObject):
    """One list at a time, of the run that goes on or of a stored one."""

    def __init__(self, window: "MainWindow", desk: "SteeringDesk") -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._dialog: CheckpointsDialog | None = None
        self._folder: Path | None = None

    def show(self, folder: Path) -> None:
        """Show the checkpoints of a run, which are read on another thread."""
        if self._dialog is not None:
            self._dialog.close()
        dialog = self._dialog = show_checkpoints(self._window)
        self._folder = folder
        dialog.roll_back_wanted.connect(self._roll_back)
        dialog.branch_wanted.connect(self._branch)
        dialog.finished.connect(partial(self._on_closed, dialog))
        self.refresh()
        self.look()

    def look(self) -> None:
        """Read the checkpoints again, where they are shown."""
        if self._dialog is not None and self._folder is not None:
            dialog = self._dialog
            job = partial(read_checkpoints, self._folder)
            self._window.session.submit(job, partial(self._on_read, dialog), partial(self._on_failed, dialog))

    def refresh(self) -> None:
        """Say whether the run can be rolled back."""
        if self._dialog is None:
            return
        is_here = self._folder == self._desk.folder
        self._dialog.show_why_not(self._desk.why_not if is_here else _ELSEWHERE)

    def ask_roll_back(self) -> None:
        """Show where the run that goes on can go back to."""
        if self._desk.folder:
            self.show(self._desk.folder)

    def ask_branch(self) -> None:
        """Show where a new run can begin: in the run that is selected, or else in the last one."""
        selected = self._window.panels.runs.selected()
        folder = selected.folder if selected else self._desk.folder
        if folder:
            self.show(folder)
        else:
            self._window.docks.show("runs")
            self._window.status.say("Select the run to branch from, then choose again.")

    def _on_read(self, dialog: CheckpointsDialog, run: RunCheckpoints) -> None:
        if dialog is self._dialog:
            dialog.show_run(run)

    def _on_failed(self, dialog: CheckpointsDialog, error: DesignerError) -> None:
        if dialog is self._dialog:
            dialog.show_problem(str(error))

    def _on_closed(self, dialog: CheckpointsDialog, _result: int) -> None:
        if dialog is self._dialog:
            self._dialog = None

    def _roll_back(self, row: CheckpointRow) -> None:
        if self._dialog and dialogs.ask_to_roll_back(self._dialog, row.info.step, self._desk.state.step):
            self._window.session.roll_back(row.info.step)
            self._window.status.say(f"Going back to step {row.info.step:,} after the batch at hand.")
            if self._dialog:
                self._dialog.close()

    def _branch(self, row: CheckpointRow) -> None:
        if self._dialog is None or self._dialog.run is None:
            return
        if reason := self._desk.why_busy:
            self._dialog.show_problem(reason)
            return
        training = self._window.session.document.training
        answer = ask_branch(self._dialog, self._dialog.run, row, training)
        if answer:
            project, start = answer
            self._dialog.close()
            self._desk.begin(project, lambda window: _train(window, project, start))


def _train(window: "MainWindow", project: Project, start: Start) -> None:
    def begin() -> None:
        window.steering.expect(project.training)
        window.steering.train(lambda: window.session.train(window.bench.run_dir, start, project))

    window.steering.when_ready(begin)
