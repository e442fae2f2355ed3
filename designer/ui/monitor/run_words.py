"""The line below the table of runs: tags and note of what is selected."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from designer.training.runs import RunSummary
from designer.ui.theme import GRID_PX
from designer.ui.widgets import label

_TAGS_TIP = "Tags, with commas between them; of several runs, those that all of them have"
_NOTE_TIP = "What you want to remember about this run"


class RunWords(QWidget):
    """Fields for the tags of the selected runs, and for the note of a single one.

    Signals:
        tags_changed: Folders, tags to add, tags to take away.
        note_changed: Folder, text.
    """

    tags_changed = Signal(object, object, object)
    note_changed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._folders: list[Path] = []
        self._tags: list[str] = []
        self.tags = _field("runTags", "Tags", _TAGS_TIP)
        self.note = _field("runNote", "Note", _NOTE_TIP)
        self.tags.editingFinished.connect(self._on_tags_edited)
        self.note.editingFinished.connect(self._on_note_edited)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX, GRID_PX // 2)
        for field, share in ((self.tags, 1), (self.note, 2)):
            caption = label(field.accessibleName(), wrap=False)
            caption.setBuddy(field)
            row.addWidget(caption)
            row.addWidget(field, share)

    def show_runs(self, runs: Sequence[RunSummary]) -> None:
        """Show what is written about these runs; what is being typed about them stays."""
        folders = [run.folder for run in runs]
        is_typing = folders == self._folders and (self.tags.isModified() or self.note.isModified())
        if is_typing:
            return
        self._folders = folders
        self._tags = [tag for tag in runs[0].tags if all(tag in run.tags for run in runs)] if runs else []
        can_change = bool(runs) and all(run.status != "damaged" for run in runs)
        self.tags.setText(", ".join(self._tags))
        self.note.setText(runs[0].note if len(runs) == 1 else "")
        self.tags.setEnabled(can_change)
        self.note.setEnabled(can_change and len(runs) == 1)

    def _on_tags_edited(self) -> None:
        if not self.tags.isModified():
            return
        self.tags.setModified(False)
        tags = [tag for each in self.tags.text().split(",") if (tag := " ".join(each.split()))]
        added = [tag for tag in tags if tag not in self._tags]
        removed = [tag for tag in self._tags if tag not in tags]
        self._tags = tags
        if added or removed:
            self.tags_changed.emit(self._folders, added, removed)

    def _on_note_edited(self) -> None:
        if self.note.isModified():
            self.note.setModified(False)
            self.note_changed.emit(self._folders[0], self.note.text())


def _field(name: str, title: str, tip: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    field.setAccessibleName(title)
    field.setToolTip(tip)
    return field
