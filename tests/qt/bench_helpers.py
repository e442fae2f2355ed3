"""Whole windows on a bench of their own, for tests of what a window is made of."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.document.document import Document
from designer.ui.bench import Bench
from designer.ui.hub import Hub
from designer.ui.theme import Themes
from designer.ui.window import MainWindow
from designer.ui.workbench import Workbench

_CATALOG = Catalog.load()


@contextmanager
def open_bench(app: QApplication, folder: Path) -> Iterator[Workbench]:
    """A workbench whose settings lie in a folder; its windows are closed at the end, saved or not."""
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    themes = Themes(app, "light")
    workbench = Workbench(app, Bench(_CATALOG, themes, settings, Hub(), folder / "runs", False))
    yield workbench
    for window in list(workbench.windows):
        window.session.document.mark_clean(folder / "saved.json")
        window.close()


@contextmanager
def front_window(app: QApplication, qtbot: QtBot, folder: Path, document: Document) -> Iterator[MainWindow]:
    """A shown window on a document, which has the keyboard."""
    with open_bench(app, folder) as workbench:
        window = workbench.open(document)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        yield window
