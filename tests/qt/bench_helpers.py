"""Whole windows on a bench of their own, for tests of what a window is made of."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from designer.catalog.catalog import Catalog
from designer.ui.bench import Bench
from designer.ui.hub import Hub
from designer.ui.theme import Themes
from designer.ui.workbench import Workbench


@contextmanager
def open_bench(app: QApplication, folder: Path) -> Iterator[Workbench]:
    """A workbench whose settings lie in a folder; its windows are closed at the end, saved or not."""
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    themes = Themes(app, "light")
    workbench = Workbench(app, Bench(Catalog.load(), themes, settings, Hub(), folder / "runs", False))
    yield workbench
    for window in list(workbench.windows):
        window.session.document.mark_clean(folder / "saved.json")
        window.close()
