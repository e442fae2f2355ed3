"""File → Import model: a file is read on another thread, and a new document is made of it."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.errors import DesignerError
from designer.ui.dialogs import ask_model_file, show_report, tell_failure
from designer.ui.importing.task import Progress, Tell
from designer.ui.importing.words import imported_text, path_of, remarks_report

if TYPE_CHECKING:
    from designer.compiler.importing.projects import Imported
    from designer.ui.infobar import Choice, Severity
    from designer.ui.window import MainWindow

_BAR = "importBar"


class Importer(QObject):
    """Imports models for one window, and says there what came in.

    Signals:
        imported: A model came in: the file and what was made of it (`Imported`).
    """

    imported = Signal(object, object)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def ask(self) -> None:
        """Ask for a model file and import it."""
        if path := ask_model_file(self._window, self._window.files.folder()):
            self.read(path)

    def read(self, path: Path) -> None:
        """Import a model file."""

        def read_file(tell: Tell) -> "Imported":
            from designer.compiler.importing.projects import import_file

            found = import_file(path, lambda text: tell(Progress(f"Importing {path.name}: {text}")))
            weights = found.project.weights
            named = weights.model_copy(update={"origin": path.name}) if weights else None
            return replace(found, project=found.project.replace(weights=named))

        self._window.models.work.start(
            f"Importing {path.name}…", read_file, partial(self.imported.emit, path), self._on_failed
        )

    def tell(self, path: Path, imported: "Imported") -> None:
        """Say what came in, in the window that shows it."""
        choices: dict[str, Choice] = {}
        if imported.missing:
            choices["&Show"] = partial(self._show, imported.missing[0].where)
        if imported.remarks:
            choices["&Details"] = partial(self._show_remarks, path.name, imported)
        severity: Severity = "warning" if imported.missing else "info"
        self._window.safekeeping.bars.tell(_BAR, imported_text(path.name, imported), choices, severity)

    def leave(self) -> None:
        """Say nothing of the document any more, which goes."""
        self._window.safekeeping.bars.withdraw(_BAR)

    def _show(self, where: str) -> bool:
        """Go to a node that is marked as missing; the bar stays."""
        found = path_of(self._window.session.document.snapshot(), where)
        if found:
            self._window.sheets.reveal(found)
            self._window.docks.show("inspector")
        else:
            self._window.status.say(f"{where} is not in the network any more.")
        return False

    def _show_remarks(self, name: str, imported: "Imported") -> bool:
        show_report(self._window, remarks_report(name, imported.remarks))
        return False

    def _on_failed(self, error: DesignerError) -> None:
        tell_failure(self._window, error)
