"""What can be done with the selected runs, as a menu, and what it asks before it does it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from designer.training.run_export import ExportFormat
from designer.training.runs import RunSummary
from designer.ui import dialogs
from designer.ui.monitor.run_changes import RunChanges

_KINDS: dict[ExportFormat, str] = {"csv": "Tables (*.csv)", "json": "JSON files (*.json)"}

Entry = tuple[str, Callable[[], object]]


def fill_menu(menu: QMenu, runs: Sequence[RunSummary], entries: Sequence[Entry], desk: "RunDesk") -> None:
    """Offer what can be done with these runs.

    Args:
        entries: What comes first: with the current run alone.
    """
    menu.clear()
    for text, slot in entries:
        menu.addAction(text, slot)
    menu.addSeparator()
    if all(run.is_archived for run in runs):
        menu.addAction("Bring &back from the archive", partial(desk.unarchive, runs))
    else:
        menu.addAction("&Archive", partial(desk.archive, runs))
    for kind in _KINDS:
        entry = menu.addAction(f"E&xport as {kind.upper()}…", partial(desk.export, runs[:1], kind))
        entry.setEnabled(len(runs) == 1)
    menu.addSeparator()
    delete = menu.addAction("Move to the &trash\tDel", partial(desk.delete, runs))
    delete.setEnabled(not any(run.is_going_on for run in runs))


class RunDesk:
    """Asks what has to be asked, then has runs changed.

    Args:
        window: What the dialogs belong to.
    """

    def __init__(self, window: QWidget, changes: RunChanges) -> None:
        self._window = window
        self._changes = changes

    def archive(self, runs: Sequence[RunSummary]) -> None:
        """Put runs away."""
        self._changes.archive(_folders(runs))

    def unarchive(self, runs: Sequence[RunSummary]) -> None:
        """Bring runs back."""
        self._changes.unarchive(_folders(runs))

    def delete(self, runs: Sequence[RunSummary]) -> None:
        """Move runs to the trash, if the user wants it."""
        if runs and dialogs.ask_to_delete_runs(self._window, [run.label for run in runs]):
            self._changes.delete(_folders(runs))

    def export(self, runs: Sequence[RunSummary], kind: ExportFormat) -> None:
        """Write runs to files of the user's choice."""
        for run in runs:
            proposal = Path.home() / f"{run.folder.name}.{kind}"
            if path := dialogs.ask_export_file(self._window, proposal, _KINDS[kind]):
                self._changes.export(run.folder, kind, path)


def _folders(runs: Sequence[RunSummary]) -> list[Path]:
    return [run.folder for run in runs]
