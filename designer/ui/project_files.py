"""New, open, save, recent files, and the question about unsaved changes."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from designer.document.commands import RenameProject
from designer.document.document import Document
from designer.document.file_kind import is_model_file
from designer.document.file_mark import FileState, file_state
from designer.document.files import save_project
from designer.document.opening import open_document
from designer.document.presets import PresetInfo, list_presets, load_preset
from designer.document.project import Project, View
from designer.errors import DesignerError
from designer.ui.dialogs import (
    OverwriteAnswer,
    SaveAnswer,
    ask_open_file,
    ask_preset,
    ask_save_file,
    ask_to_overwrite,
    ask_to_save,
    show_failure,
)
from designer.ui.importing.saving import place_weights
from designer.ui.preferences import Choices, Preferences
from designer.ui.recent_files import recent_files, remember_file

Submit = Callable[[Callable[[], Any], Callable[[Any], None], Callable[[DesignerError], None]], None]
"""Runs a job on another thread, and one of two functions on this one with its result or failure."""


class ProjectFiles(QObject):
    """Brings projects into the window and takes them out.

    Signals:
        opened: Another `Document` is to be shown.
        saved: The document was saved; carries its path.
        model_found: The file to be opened holds no project but a model to import; carries its path.
    """

    opened = Signal(object)
    model_found = Signal(object)
    saved = Signal(object)

    def __init__(
        self,
        window: QWidget,
        document: Callable[[], Document],
        settings: QSettings,
        submit: Submit,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._settings = settings
        self._submit = submit
        self._preferences = preferences

    def new(self) -> None:
        """Start an empty network."""
        self.opened.emit(new_document(self._preferences.now))

    def open(self) -> None:
        """Ask for a project or a model and open it."""
        if path := ask_open_file(self._window, self.folder()):
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a project file, or have a model imported."""
        fail = partial(show_failure, self._window)
        self._submit(partial(_open_either, path.absolute()), self._on_read, fail)

    def read(self, path: Path, take: Callable[[Document], None]) -> None:
        """Read a project file for someone, on another thread, since a large one takes a while."""
        self._submit(partial(open_document, path), take, partial(show_failure, self._window))

    def open_preset(self, name: str) -> None:
        """Open a preset, asking for its parameters if it has any."""
        info = next(info for info in list_presets() if info.name == name)
        project = self._ask_preset(info)
        if project is not None:
            self.opened.emit(Document(project))

    def save(self) -> bool:
        """Save to the document's file, asking for one where it has none; whether it was saved."""
        document = self._document()
        if not document.path:
            return self.save_as()
        if file_state(document.path, document.file_mark) is not FileState.CHANGED:
            return self._save(document.path)
        answer = ask_to_overwrite(self._window, document.path)
        if answer is OverwriteAnswer.SAVE_AS:
            return self.save_as()
        return answer is OverwriteAnswer.OVERWRITE and self._save(document.path)

    def save_as(self) -> bool:
        """Ask for a file and save to it; whether it was saved."""
        document = self._document()
        proposal = document.path or self.folder() / f"{document.name}.json"
        path = ask_save_file(self._window, proposal)
        return path is not None and self._save(path)

    def may_leave(self) -> bool:
        """Whether the document may go: it is saved, or the user has decided about its changes."""
        document = self._document()
        if document.is_clean:
            return True
        answer = ask_to_save(self._window, document.name)
        return answer is SaveAnswer.DISCARD or (answer is SaveAnswer.SAVE and self.save())

    def recent(self) -> list[Path]:
        """Files opened or saved lately that still exist, newest first."""
        return recent_files(self._settings)

    def fill_menu(self, menu: QMenu) -> None:
        """List the recent files."""
        menu.clear()
        for number, path in enumerate(self.recent(), start=1):
            action = QAction(f"&{number} {path.name}" if number < 10 else path.name, menu)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _checked=False, path=path: self.open_path(path))
            menu.addAction(action)
        if menu.isEmpty():
            menu.addAction("No recent files").setEnabled(False)

    def remember(self, path: Path) -> None:
        """Put a file first among the recent ones."""
        remember_file(self._settings, path, self._preferences.now.num_recent_files)

    def folder(self) -> Path:
        """Where the user most likely looks for files."""
        document, recent = self._document(), self.recent()
        if document.path:
            return document.path.parent
        return recent[0].parent if recent else Path.home()

    def _on_read(self, found: Document | Path) -> None:
        if isinstance(found, Path):
            self.model_found.emit(found)
            return
        if found.path:
            self.remember(found.path)
        self.opened.emit(found)

    def _ask_preset(self, info: PresetInfo) -> Project | None:
        def build(params: Mapping[str, object]) -> Project:
            return load_preset(info.name, **params)

        try:
            return ask_preset(self._window, info, build) if info.params else load_preset(info.name)
        except DesignerError as error:
            show_failure(self._window, error)
            return None

    def _save(self, path: Path) -> bool:
        document = self._document()
        if document.name == Project().name:
            document.push(RenameProject(path.stem))
        try:
            if document.weights:
                document.move_weights(place_weights(self._window, document.weights, path))
            save_project(document.project(), path)
        except DesignerError as error:
            show_failure(self._window, error)
            return False
        document.mark_clean(path)
        self.remember(path)
        self.saved.emit(path)
        return True


def _open_either(path: Path) -> Document | Path:
    """The project in a file; the path itself where a model is in it."""
    return path if is_model_file(path) else open_document(path)


def new_document(choices: Choices) -> Document:
    """An empty network, as the user prefers it."""
    return Document(Project(view=View(orientation=choices.orientation)))
