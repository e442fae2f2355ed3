"""The open windows of the process, one for each document."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from designer.document.backup import Backup
from designer.document.document import Document
from designer.document.project import Project
from designer.errors import DesignerError
from designer.ui.bench import Bench
from designer.ui.dialogs import show_failure
from designer.ui.infobar import Choice
from designer.ui.memory_watch import MemoryWatch
from designer.ui.motion import set_motion
from designer.ui.preferences import Choices
from designer.ui.quantities import bytes_text
from designer.ui.tour.steps import tour_project
from designer.ui.window import MainWindow

if TYPE_CHECKING:
    from designer.compiler.importing.projects import Imported

_CASCADE = QPoint(32, 32)


class Workbench(QObject):
    """Opens windows, finds them, and ends the engine with the last one.

    Signals:
        windows_changed: A window was opened or closed.
    """

    windows_changed = Signal()

    def __init__(self, app: QApplication, bench: Bench) -> None:
        super().__init__(app)
        bench.hub.setParent(self)  # else Python's collector may end it in any thread
        self._bench = bench
        self._app = app
        self.windows: list[MainWindow] = []
        bench.preferences.changed.connect(self._on_preferences_changed)
        set_motion(app, bench.preferences.now.motion)
        bench.hub.trains_apart = bench.preferences.now.trains_in == "process"
        bench.hub.backups.failed.connect(self._on_backup_failed)
        self._memory = MemoryWatch(bench.hub)
        self._memory.grew.connect(self._on_memory_grown)
        if bench.remembers:
            bench.hub.backups.found.connect(self._on_backups_found)
            bench.queue.found.connect(self._on_queue_found)
            bench.queue.look()

    def open(self, document: Document) -> MainWindow:
        """A new window on a document, not yet shown."""
        window = MainWindow(document, self._bench)
        window.files.opened.connect(partial(self.show_document, asked_by=window))
        window.models.importer.imported.connect(partial(self._show_imported, window))
        window.closed.connect(partial(self._on_closed, window))
        window.steering.window_wanted.connect(partial(self._begin_run, window))
        window.safekeeping.restore_wanted.connect(partial(self.restore, asked_by=window))
        actions = window.actions_by_name
        actions.connect("quit", self.quit)
        actions.connect("tour", partial(self.start_tour, window))
        actions.connect("next_window", partial(self._show_next, window))
        actions.menus["Window"].aboutToShow.connect(partial(self._list_windows, window))
        self.windows.append(window)
        if self._bench.remembers:
            self._look_for_interrupted(window)
        self._on_windows_changed()
        return window

    def start_tour(self, asked_by: MainWindow) -> None:
        """Begin the tour, in a window of its own unless nobody has worked in this one."""
        document = Document(tour_project(self._bench.preferences.now.orientation))
        self.show_document(document, asked_by).tour.start()

    def show_document(self, document: Document, asked_by: MainWindow) -> MainWindow:
        """Show a document in a window of its own, which is returned.

        A file that is open already comes to the front. A window that nobody has worked in is used again.
        """
        for window in self.windows:
            if document.path and window.session.document.path == document.path:
                _bring_to_front(window)
                return window
        if asked_by.is_untouched:
            asked_by.set_document(document)
            return asked_by
        window = self.open(document)
        if asked_by.isVisible() and not asked_by.isMaximized():
            window.resize(asked_by.size())
            window.move(asked_by.pos() + _CASCADE)
        window.show()
        _bring_to_front(window)
        return window

    def restore(self, backup: Backup, asked_by: MainWindow) -> None:
        """Give unsaved edits back, in the window on their file if there is one."""
        on_file = [window for window in self.windows if _is_on(window, backup.path)]
        if on_file and not on_file[0].files.may_leave():
            return
        try:
            document = self._bench.hub.backups.restore(backup)
        except DesignerError as error:
            show_failure(asked_by, error)
        else:
            if on_file:
                on_file[0].set_document(document)
                _bring_to_front(on_file[0])
            else:
                self.show_document(document, asked_by)
        if not backup.file.exists():
            asked_by.safekeeping.withdraw(backup)

    def quit(self) -> None:
        """Close all windows, until the user keeps one."""
        for window in list(self.windows):
            if not window.close():
                return

    def _show_imported(self, window: MainWindow, path: Path, imported: "Imported") -> None:
        """Show what came in as a document that no file holds yet."""
        document = Document(imported.project)
        window.files.remember(path)
        shown = self.show_document(document, asked_by=window)
        document.mark_unsaved()
        shown.models.importer.tell(path, imported)

    def _look_for_interrupted(self, window: MainWindow) -> None:
        """Have a window offer what a crash left behind, once that holds nothing else up."""
        hub = self._bench.hub
        if hub.is_engine_started:
            window.steering.resuming.look()
        else:
            hub.engine_started.connect(
                window.steering.resuming.look, type=Qt.ConnectionType.SingleShotConnection
            )

    def _begin_run(self, asked_by: MainWindow, project: Project, begin: Callable[[MainWindow], None]) -> None:
        """Begin a run of another network in a window that shows it."""
        begin(self.show_document(Document(project), asked_by))

    def _show_next(self, window: MainWindow) -> None:
        place = self.windows.index(window) + 1
        _bring_to_front(self.windows[place % len(self.windows)])

    def _list_windows(self, window: MainWindow) -> None:
        """Write the open windows into the Window menu of one of them, below its own actions."""
        menu = window.actions_by_name.menus["Window"]
        for action in menu.actions():
            if action.property("window") is not None:
                menu.removeAction(action)
                action.deleteLater()
        for number, other in enumerate(self.windows, start=1):
            action = QAction(f"&{number} {other.title}" if number < 10 else other.title, menu)
            action.setObjectName(f"action_window_{number}")
            action.setProperty("window", number)
            action.setCheckable(True)
            action.setChecked(other is window)
            action.triggered.connect(lambda _checked=False, other=other: _bring_to_front(other))
            menu.addAction(action)

    def _on_backups_found(self, found: list[Backup]) -> None:
        self.windows[0].safekeeping.offer(found)

    def _on_queue_found(self, count: int) -> None:
        self.windows[0].queue.offer(count)

    def _on_backup_failed(self, reason: str) -> None:
        for window in self.windows:
            window.status.say(reason)

    def _on_memory_grown(self, growth: int) -> None:
        """Say so, and offer what keeps it from growing further."""
        preferences = self._bench.preferences
        text = f"Memory grew by {bytes_text(growth)} since the program started. "
        if preferences.now.trains_in == "process":
            choices: dict[str, Choice] = {}
            text += "Starting it anew frees that."
        else:
            choices = {"&Train in a process": partial(preferences.choose, trains_in="process")}
            text += "TensorFlow keeps a part of every network that was trained; a process of its own doesn't."
        self.windows[0].safekeeping.bars.tell("memoryBar", text, choices, "warning")

    def _on_preferences_changed(self, now: Choices) -> None:
        set_motion(self._app, now.motion)
        self._bench.hub.trains_apart = now.trains_in == "process"
        self._bench.themes.set_look(now.theme, now.text_percent)

    def _on_closed(self, window: MainWindow) -> None:
        self.windows.remove(window)
        window.deleteLater()
        if self.windows:
            self._on_windows_changed()
        else:
            self._bench.hub.close()
            self.deleteLater()

    def _on_windows_changed(self) -> None:
        for window in self.windows:
            is_only = len(self.windows) == 1
            window.actions_by_name.enable("next_window", when=not is_only, reason="No other window is open.")
        self.windows_changed.emit()


def _is_on(window: MainWindow, path: Path | None) -> bool:
    document = window.session.document
    return path is not None and document.path is not None and document.path.absolute() == path.absolute()


def _bring_to_front(window: MainWindow) -> None:
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()
