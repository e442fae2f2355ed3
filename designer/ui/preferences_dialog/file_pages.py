"""The pages about files: those used lately, and where runs are kept."""

from pathlib import Path

from PySide6.QtCore import QSettings, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QSizePolicy

from designer.ui.preferences import MOST_RECENT_FILES, Preferences
from designer.ui.preferences_dialog.options import ChoiceCount, Option, OptionPage
from designer.ui.recent_files import keep_files, recent_files
from designer.ui.widgets import error_label, label, selectable, show_error

_COUNT = Option("num_recent_files", "&Recent files to remember")

_PLACE = Option(
    "trains_in",
    "&Train in",
    (("thread", "This program"), ("process", "A process of its own")),
    "A process takes some seconds longer to start. What a run takes of the memory ends with it, and whatever "
    "becomes of it, the window lives on. Holds from the next run on.",
)


class FilesPage(OptionPage):
    """How many recent files are remembered, and a way to forget them."""

    def __init__(self, preferences: Preferences, settings: QSettings) -> None:
        super().__init__(preferences, ())
        self._settings = settings
        self._clear = QPushButton("&Forget the recent files")
        self._clear.setObjectName("clearRecent")
        self._clear.clicked.connect(self._on_clear_clicked)
        self.form.addRow(_COUNT.text, ChoiceCount(preferences, _COUNT, MOST_RECENT_FILES))
        self.form.addRow("", self._clear)
        self._clear.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.count()

    def count(self) -> None:
        """See whether there are files to forget, and how many."""
        count = len(recent_files(self._settings))
        self._clear.setEnabled(bool(count))
        self._clear.setToolTip(f"{count} of them" if count else "No file was opened or saved lately.")

    def _on_clear_clicked(self) -> None:
        keep_files(self._settings, [])
        self.count()


class TrainingPage(OptionPage):
    """Where runs go on, and where they are kept."""

    def __init__(self, preferences: Preferences, run_dir: Path) -> None:
        super().__init__(preferences, (_PLACE,))
        self._run_dir = run_dir
        folder = selectable(label(str(run_dir)))
        folder.setObjectName("runFolder")
        folder.setAccessibleName("Folder of runs")
        button = QPushButton("&Open folder")
        button.setObjectName("openRunFolder")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self._on_open_clicked)
        self._refusal = error_label("runFolderRefusal")
        self.form.addRow("Runs are kept in", folder)
        for part in (button, self._refusal):
            self.form.addRow("", part)

    def _on_open_clicked(self) -> None:
        if not self._run_dir.is_dir():
            show_error(self._refusal, "The folder isn't there yet: the first run makes it.")
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._run_dir))):
            show_error(self._refusal, "This system has no program that shows folders.")
        else:
            show_error(self._refusal, "")
