"""Taking weights over by name: from a file or a run into the network, and giving them up again."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.document.document import Document
from designer.document.project import Project
from designer.document.weights_commands import SetWeights
from designer.errors import DesignerError
from designer.training.folder import RunFolder
from designer.training.runs import RunSummary
from designer.ui.dialogs import ask_weights_file, show_report, tell_failure
from designer.ui.importing.task import Progress, Tell
from designer.ui.importing.words import weights_report

if TYPE_CHECKING:
    from designer.compiler.weights import WeightsReport
    from designer.ui.window import MainWindow


class WeightsDesk(QObject):
    """Changes what the training of one window starts from."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._link = window.panels.weights
        actions, runs = window.actions_by_name, window.panels.runs
        actions.connect("load_weights", self.ask)
        actions.connect("take_run_weights", self._take_selected_run)
        actions.connect("clear_weights", self._link.clear)
        self._link.changed.connect(self._show_whether_any)
        self._link.details_wanted.connect(self._show_details)
        runs.weights_wanted.connect(self.take_run)
        runs.selection_changed.connect(self._show_whether_run)
        self._show_whether_any()
        self._show_whether_run()

    def ask(self) -> None:
        """Ask for a file and take the weights in it."""
        if path := ask_weights_file(self._window, self._window.files.folder()):
            self.take(path, path.name)

    def take_run(self, run: RunSummary) -> None:
        """Take the best weights of a run, or the last where it has no best ones."""
        folder = RunFolder(run.folder)
        path = folder.best_file if folder.best_file.is_file() else folder.last_file
        self.take(path, f"{path.name} of {run.folder.name}")

    def take(self, path: Path, origin: str) -> None:
        """Take the weights of a file.

        Args:
            origin: Where they come from, in words.
        """
        document = self._window.session.document
        project = document.project()

        def read(tell: Tell) -> "tuple[Project, WeightsReport]":
            from designer.compiler.weights_taking import take_weights

            return take_weights(project, path, lambda text: tell(Progress(f"{path.name}: {text}")))

        self._window.models.work.start(
            f"Reading the weights of {path.name}…",
            read,
            partial(self._on_taken, document, project, document.revision, path, origin),
            self._on_failed,
        )

    def _on_taken(
        self,
        document: Document,
        before: Project,
        revision: int,
        path: Path,
        origin: str,
        taken: "tuple[Project, WeightsReport]",
    ) -> None:
        project, report = taken
        if document is not self._window.session.document:
            return
        if document.weights != before.weights:
            self._window.status.say(
                f"The weights were changed meanwhile; those of {path.name} are not taken."
            )
            return
        if document.revision != revision:
            self.take(path, origin)
            return
        if report.copied and project.weights:
            named = project.weights.model_copy(update={"origin": origin})
            document.push(SetWeights(named, f"Take weights from {origin}"))
        show_report(self._window, weights_report(origin, report))

    def _take_selected_run(self) -> None:
        if run := self._window.panels.runs.selected():
            self.take_run(run)

    def _show_details(self) -> None:
        if self._link.report:
            show_report(self._window, weights_report(self._link.origin, self._link.report))

    def _show_whether_any(self) -> None:
        reason = "Training starts from new weights already."
        self._window.actions_by_name.enable("clear_weights", when=bool(self._link.origin), reason=reason)

    def _show_whether_run(self) -> None:
        has_run = self._window.panels.runs.selected() is not None
        reason = "Select a run in the Runs panel first."
        self._window.actions_by_name.enable("take_run_weights", when=has_run, reason=reason)

    def _on_failed(self, error: DesignerError) -> None:
        tell_failure(self._window, error)
