"""What the user does to runs: each thing in the background, one after another."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from designer.errors import DesignerError
from designer.training import run_edits
from designer.training.folder import RunFolder
from designer.training.run_export import ExportFormat, export_run
from designer.ui.monitor.background import Background

Change = Callable[[RunFolder], object]


class RunChanges(QObject):
    """Changes runs, deletes and exports them.

    Signals:
        ended: All that was asked for is done, or has failed.
        failed: Something can't be done; carries the `DesignerError`.
    """

    ended = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._background = Background(self, self._on_failed)
        self._waiting: deque[Callable[[], None]] = deque()

    @property
    def is_busy(self) -> bool:
        """Whether something is still being done."""
        return self._background.is_busy or bool(self._waiting)

    def rename(self, folder: Path, title: str) -> None:
        """Give a run a title."""
        self._do([folder], partial(run_edits.rename, title=title))

    def change_tags(self, folders: Iterable[Path], added: Sequence[str], removed: Sequence[str]) -> None:
        """Add tags to runs and take others from them."""

        def change(run: RunFolder) -> None:
            run_edits.remove_tags(run, removed)
            run_edits.add_tags(run, added)

        self._do(folders, change)

    def set_note(self, folder: Path, text: str) -> None:
        """Write a note about a run."""
        self._do([folder], partial(run_edits.set_note, text=text))

    def archive(self, folders: Iterable[Path]) -> None:
        """Put runs away."""
        self._do(folders, run_edits.archive)

    def unarchive(self, folders: Iterable[Path]) -> None:
        """Bring archived runs back."""
        self._do(folders, run_edits.unarchive)

    def delete(self, folders: Iterable[Path]) -> None:
        """Move runs to the trash."""
        self._do(folders, run_edits.delete)

    def export(self, folder: Path, kind: ExportFormat, target: Path) -> None:
        """Write a run to a file."""
        self._do([folder], partial(export_run, kind=kind, target=target))

    def _do(self, folders: Iterable[Path], change: Change) -> None:
        self._waiting.append(partial(_for_each, [RunFolder(folder) for folder in folders], change))
        if not self._background.is_busy:
            self._go_on()

    def _go_on(self) -> None:
        if self._waiting:
            self._background.start(self._waiting.popleft(), self._on_done)
        else:
            self.ended.emit()

    def _on_done(self, _nothing: None) -> None:
        self._go_on()

    def _on_failed(self, error: DesignerError) -> None:
        self._go_on()
        self.failed.emit(error)


def _for_each(runs: Sequence[RunFolder], change: Change) -> None:
    """Change all that can be changed, then raise the first failure."""
    failure: DesignerError | None = None
    for run in runs:
        try:
            change(run)
        except DesignerError as error:
            failure = failure or error
    if failure:
        raise failure
