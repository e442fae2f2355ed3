"""Goes on with runs that have ended: those that the user chooses, and those that a crash left behind."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.document.files import open_project
from designer.document.project import Project
from designer.errors import DesignerError
from designer.training.folder import RunFolder
from designer.training.interrupted import ended_at, find_interrupted
from designer.training.runs import RunSummary, list_runs
from designer.ui import dialogs
from designer.ui.infobar import Choice
from designer.ui.steering.dialogs import ask_resume
from designer.ui.steering.dismissed import dismiss, dismissed

if TYPE_CHECKING:
    from designer.ui.steering.desk import SteeringDesk
    from designer.ui.window import MainWindow

_BAR = "interruptedBar"
_RESUMABLE = ("interrupted", "stopped", "failed", "finished")


class Resuming(QObject):
    """One window's."""

    def __init__(self, window: "MainWindow", desk: "SteeringDesk") -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._offered: list[RunSummary] = []

    def ask(self, chosen: RunSummary | None = None) -> None:
        """Ask which run to go on with."""
        chosen = chosen or self._window.panels.runs.selected()
        job = partial(list_runs, self._window.bench.run_dir)
        self._window.session.submit(job, partial(self._on_listed, chosen), self._on_failed)

    def resume(self, folder: Path, epochs: int | None = None) -> None:
        """Go on with a run, in a window that shows its network."""
        job = partial(open_project, RunFolder(folder).project_file)
        self._window.session.submit(job, partial(self._on_opened, folder, epochs), self._on_failed)

    def look(self) -> None:
        """Look for runs that were interrupted, and offer them; those of the queue are offered with it."""
        bench = self._window.bench
        known, queue = dismissed(bench.settings), bench.queue

        def find() -> list[RunSummary]:
            return find_interrupted(bench.run_dir, known | queue.left_runs())

        self._window.session.submit(find, self._offer, self._on_failed)

    def close(self) -> None:
        """Offer nothing any more."""
        self._window.bench.offered_runs.difference_update(run.folder for run in self._offered)

    def _offer(self, runs: Sequence[RunSummary]) -> None:
        offered = self._window.bench.offered_runs
        self._offered = [run for run in runs if run.folder not in offered]
        offered.update(run.folder for run in self._offered)
        if not self._offered:
            return
        if len(self._offered) == 1:
            run = self._offered[0]
            text = words(run)
            choices: dict[str, Choice] = {
                "&Resume": partial(self._take, run),
                "&Show": partial(self._show, run),
            }
        else:
            text, choices = f"{len(self._offered)} runs were interrupted.", {"&Choose…": self._choose}
        choices["&Not now"] = self._dismiss
        self._window.safekeeping.bars.tell(_BAR, text, choices, "warning")

    def _take(self, run: RunSummary) -> bool:
        if reason := self._desk.why_busy:
            self._window.status.say(reason)
            return False
        self.close()
        self.resume(run.folder)
        return True

    def _show(self, run: RunSummary) -> bool:
        self._window.docks.show("runs")
        self._window.panels.runs.select(run.folder)
        return False

    def _choose(self) -> bool:
        self._ask(self._offered, self._offered[0])
        return False

    def _dismiss(self) -> None:
        dismiss(self._window.bench.settings, [run.folder.name for run in self._offered])
        self.close()

    def _on_listed(self, chosen: RunSummary | None, runs: Sequence[RunSummary]) -> None:
        self._ask([run for run in runs if run.status in _RESUMABLE], chosen)

    def _ask(self, runs: Sequence[RunSummary], chosen: RunSummary | None) -> None:
        answer = ask_resume(self._window, runs, chosen)
        if answer:
            run, epochs = answer
            if run in self._offered:
                self.close()
                self._window.safekeeping.bars.withdraw(_BAR)
            self.resume(run.folder, epochs)

    def _on_opened(self, folder: Path, epochs: int | None, project: Project) -> None:
        self._desk.begin(project, lambda window: _resume(window, project, folder, epochs))

    def _on_failed(self, error: DesignerError) -> None:
        dialogs.show_failure(self._window, error)


def _resume(window: "MainWindow", project: Project, folder: Path, epochs: int | None) -> None:
    def begin() -> None:
        window.steering.expect(project.training)
        window.steering.train(lambda: window.session.resume_run(folder, epochs))

    window.steering.when_ready(begin)


def words(run: RunSummary, now: datetime | None = None) -> str:
    """What happened to an interrupted run."""
    when = ended_at(run)
    ago = f", {_ago((now or datetime.now(UTC)) - when)}" if when else ""
    at_hand = min(run.epochs_done + 1, max(1, run.epochs))
    where = f"in epoch {at_hand} of {run.epochs}" if run.epochs_done < run.epochs else "at its end"
    return f"The training of {run.label} was interrupted {where}{ago}."


def _ago(span: timedelta) -> str:
    seconds = max(0.0, span.total_seconds())
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {word}{'s'[: count > 1]} ago"
    return "a moment ago"
