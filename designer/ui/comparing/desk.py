"""What a window does about comparisons: opens them, starts saved ones, remembers whose run is whose."""

import secrets
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QToolButton

from designer.document.comparisons import open_comparison
from designer.errors import DesignerError
from designer.training.comparison.ledger import Ledger
from designer.training.comparison.running import CAN_GO_ON, Plan, plan
from designer.training.comparison.runs import MOST_RUNS
from designer.training.folder import RunFolder
from designer.training.queue import Queued
from designer.training.runs import RunSummary, summarise
from designer.ui.comparing.loading import Read, read_plan, read_runs
from designer.ui.comparing.start_dialog import StartDialog
from designer.ui.comparing.window import CompareWindow
from designer.ui.icons import icon
from designer.ui.monitor.background import Background
from designer.ui.monitor.controls import button

if TYPE_CHECKING:
    from designer.ui.window import MainWindow

_LEAST_RUNS = 2
_TIP = "Curves, results, settings and drawings of all selected runs, in a window of their own"


class CompareDesk(QObject):
    """Connects a window's actions and its list of runs with windows for comparisons."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._queue = window.bench.queue
        self._noted: set[str] = set()
        self._plans = Background(self, self._say)
        self._notes = Background(self, self._say)
        self.windows: list[CompareWindow] = []
        actions = window.actions_by_name
        actions.connect("compare_runs", self.compare_selected)
        actions.connect("compare_saved", self.choose_saved)
        runs = window.panels.runs
        runs.add_tool(self._make_button())
        runs.selection_changed.connect(self._show_needs)
        runs.table.selectionModel().selectionChanged.connect(self._show_needs)
        self._queue.changed.connect(self._note_runs)
        self._show_needs()

    def close(self) -> None:
        """Close what is open and follow the queue no more."""
        self._queue.changed.disconnect(self._note_runs)
        for window in list(self.windows):
            window.close()

    def compare_selected(self) -> None:
        """Open a window on the runs that are selected in the list."""
        runs = self._window.panels.runs.selected_runs()
        if reason := _why_not(runs):
            self._window.status.say(reason)
        else:
            self.open(partial(read_runs, tuple(run.folder for run in runs)))

    def choose_saved(self) -> None:
        """Let the user choose a saved comparison, and start it."""
        dialog = StartDialog(self._window)
        dialog.chosen.connect(self.start)
        dialog.open()

    def start(self, name: str) -> None:
        """Put what a saved comparison lacks into the queue, and show it as it grows."""
        self._plans.start(partial(_planned, name, self._window.bench.run_dir), self._begin)

    def open(self, read: Read) -> CompareWindow:
        """Show a comparison in a window of its own."""
        window = self._window
        found = CompareWindow(window, window.bench.catalog, read, window.session.document.project())
        self.windows.append(found)
        found.destroyed.connect(partial(self._forget, found))
        found.show()
        return found

    def _begin(self, planned: tuple[Plan, list[Queued]]) -> None:
        found, entries = planned
        queued = [entry for entry in self._queue.queue.entries if entry.state in ("waiting", "running")]
        there = {(entry.comparison, entry.title) for entry in queued}
        entries = [entry for entry in entries if (entry.comparison, entry.title) not in there]
        self._queue.queue.take_in(entries)
        self.open(partial(read_plan, found))
        count = len(entries)
        runs = "1 run" if count == 1 else f"{count} runs"
        said = f"{runs} added to the queue." if count else "All was trained or is in the queue."
        self._window.status.say(f"{found.title}: {said}")

    def _note_runs(self) -> None:
        """Remember the runs of comparisons as soon as their folders are known."""
        entries = self._queue.queue.entries
        fresh = [e for e in entries if e.comparison and e.folder and e.id not in self._noted]
        if fresh:
            self._notes.start(partial(_note, fresh), self._noted.update)

    def _say(self, error: DesignerError) -> None:
        self._window.status.say(str(error))

    def _make_button(self) -> QToolButton:
        self.side_by_side = button("Compare…", "compareRunsButton")
        self.side_by_side.setIcon(icon("layer"))
        self.side_by_side.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.side_by_side.clicked.connect(self.compare_selected)
        return self.side_by_side

    def _show_needs(self) -> None:
        reason = _why_not(self._window.panels.runs.selected_runs())
        self._window.actions_by_name.enable("compare_runs", when=not reason, reason=reason)
        self.side_by_side.setEnabled(not reason)
        self.side_by_side.setToolTip(reason or _TIP)

    def _forget(self, window: CompareWindow, _object: object = None) -> None:
        self.windows = [each for each in self.windows if each is not window]


def _why_not(runs: Sequence[RunSummary]) -> str:
    """Why these runs can't be compared; empty where they can."""
    if len(runs) < _LEAST_RUNS:
        return "Select two or more runs in the list of runs first, with Ctrl or Shift."
    return f"Select at most {MOST_RUNS} runs." if len(runs) > MOST_RUNS else ""


def _queued(found: Plan, place: int) -> Queued:
    """An entry for a variant; it goes on with a run that was left off."""
    variant = found.variants[place]
    folder = found.folder(variant)
    goes_on = folder is not None and summarise(RunFolder(folder)).status in CAN_GO_ON
    return Queued(
        secrets.token_hex(4),
        variant.name,
        variant.project,
        found.run_dir,
        found.steps_per_epoch,
        found.name,
        folder=folder if goes_on else None,
    )


def _planned(name: str, run_dir: Path) -> tuple[Plan, list[Queued]]:
    """The plan and what is to be trained of it; reads files."""
    found = plan(open_comparison(name), run_dir)
    places = [place for place, one in enumerate(found.variants) if not found.is_done(one)]
    return found, [_queued(found, place) for place in places]


def _note(entries: Sequence[Queued]) -> list[str]:
    """Write down whose runs these are; gives their ids."""
    for entry in entries:
        ledger = Ledger(entry.run_dir, str(entry.comparison))
        ledger.note(entry.title, Path(str(entry.folder)), entry.project, entry.steps_per_epoch)
    return [entry.id for entry in entries]
