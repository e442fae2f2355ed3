"""Notices when another program changes or deletes the file of an open document."""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from designer.document.document import Document
from designer.document.file_mark import FileState, file_state

# Other programs write in pieces, or delete a file before they write it.
_SETTLE_MS = 200


class FileWatch(QObject):
    """Watches the files of open documents: one object for the process.

    Signals:
        noticed: The file of a `Document` has come into another `FileState`.
    """

    noticed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._states: dict[Document, FileState] = {}
        self._files: list[Path] = []
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.check)
        self._watcher.fileChanged.connect(lambda _path: self._timer.start())
        self._watcher.directoryChanged.connect(lambda _path: self._timer.start())

    def add(self, document: Document) -> None:
        """Watch the file of a document, also after it was saved elsewhere."""
        if document not in self._states:
            self._states[document] = FileState.SAME
            document.status_changed.connect(self._on_status_changed)
            self._watch_paths()
            self._timer.start()

    def remove(self, document: Document) -> None:
        """Let go of a document."""
        if self._states.pop(document, None):
            document.status_changed.disconnect(self._on_status_changed)
            self._watch_paths()
        if not self._states:
            self._timer.stop()

    def check(self) -> None:
        """Look at all files; call this also when a window gets the focus, since not every disk tells."""
        for document, before in list(self._states.items()):
            state = file_state(document.path, document.file_mark)
            self._states[document] = state
            if state is not before:
                self.noticed.emit(document, state)
        self._watch_paths()

    def _on_status_changed(self) -> None:
        if self._files != self._paths():
            self._watch_paths()

    def _paths(self) -> list[Path]:
        return [document.path.absolute() for document in self._states if document.path]

    def _watch_paths(self) -> None:
        """Watch the files themselves, and their folders, since a file that is replaced is lost from sight."""
        self._files = self._paths()
        if watched := [*self._watcher.files(), *self._watcher.directories()]:
            self._watcher.removePaths(watched)
        if wanted := {str(path) for file in self._files for path in (file, file.parent) if path.exists()}:
            self._watcher.addPaths(list(wanted))
