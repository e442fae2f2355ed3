"""What a window says about unsaved edits that were found, and about files that others changed."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.document.backup import Backup
from designer.document.document import Document
from designer.document.file_mark import FileMark, FileState
from designer.ui.dialogs import ask_to_discard, ask_to_reload
from designer.ui.hub import Hub
from designer.ui.infobar import InfoBars

_FILE_BAR = "fileBar"
_DAY_S = 24 * 3600


class Safekeeping(QObject):
    """Keeps the document of one window safe, and tells in bars what the user has to decide.

    Args:
        window: The window; its dialogs lie over it.
        hub: What keeps the backups and watches the files of all windows.
        read: Reads a project file on another thread, and hands its document over.
        show_document: Shows another document in the place of the present one, without asking.

    Signals:
        restore_wanted: The user wants a `Backup` back; `withdraw` takes its bar away once that is done.
    """

    restore_wanted = Signal(object)

    def __init__(
        self,
        window: QWidget,
        hub: Hub,
        read: Callable[[Path, Callable[[Document], None]], None],
        show_document: Callable[[Document], object],
    ) -> None:
        super().__init__(window)
        self.bars = InfoBars()
        self._window = window
        self._backups = hub.backups
        self._watch = hub.file_watch
        self._read = read
        self._show_document = show_document
        self._document: Document | None = None
        self._watch.noticed.connect(self._on_file_noticed)
        window.installEventFilter(self)

    def follow(self, document: Document) -> None:
        """Keep a document safe, in the place of the one before, which is closed."""
        self.leave()
        self._document = document
        self._backups.add(document)
        self._watch.add(document)

    def leave(self) -> None:
        """Let go of the document, which is closed: its backup goes too."""
        self.bars.withdraw(_FILE_BAR)
        if self._document:
            self._watch.remove(self._document)
            self._backups.remove(self._document)
            self._document = None

    def offer(self, found: list[Backup]) -> None:
        """Offer backups that an earlier process left behind."""
        for backup in found:
            restore = partial(self._restore, backup)
            discard = partial(self._discard, backup)
            self.bars.tell(
                _bar_name(backup),
                _found_text(backup),
                {"&Restore": restore, "&Discard": discard},
                "warning",
                later="&Later",
            )

    def withdraw(self, backup: Backup) -> None:
        """Offer a backup no more."""
        self.bars.withdraw(_bar_name(backup))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self._watch.check()
        return False

    def _restore(self, backup: Backup) -> bool:
        self.restore_wanted.emit(backup)
        return False

    def _discard(self, backup: Backup) -> bool:
        if not ask_to_discard(self._window, backup.name):
            return False
        self._backups.discard(backup)
        return True

    def _on_file_noticed(self, document: Document, state: FileState) -> None:
        if document is not self._document or document.path is None:
            return
        name = document.path.name
        if state is FileState.SAME:
            self.bars.withdraw(_FILE_BAR)
        elif state is FileState.CHANGED:
            choices = {"&Reload": self._reload, "&Keep mine": self._keep_mine}
            self.bars.tell(_FILE_BAR, f"{name} was changed by another program.", choices, "warning")
        else:
            document.mark_unsaved()
            text = f"{name} was deleted or moved by another program. Save to write it again."
            self.bars.tell(_FILE_BAR, text, {}, "warning")

    def _reload(self) -> bool:
        document = self._document
        if document is None or document.path is None:
            return True
        if not document.is_clean and not ask_to_reload(self._window, document.name):
            return False
        self._read(document.path, partial(self._on_reloaded, document, document.revision))
        return False  # the bar goes with the document

    def _on_reloaded(self, old: Document, revision: int, fresh: Document) -> None:
        if old is self._document and old.revision == revision:
            self._show_document(fresh)

    def _keep_mine(self) -> None:
        """From now on the file is known, and the document differs from it."""
        if self._document and self._document.path:
            self._document.file_mark = FileMark.of(self._document.path)
            self._document.mark_unsaved()
            self._watch.check()


def _bar_name(backup: Backup) -> str:
    return f"backup-{backup.file.stem}"


def _found_text(backup: Backup) -> str:
    moment = datetime.fromtimestamp(backup.time_s)
    is_recent = time.time() - backup.time_s < _DAY_S
    when = moment.strftime("%H:%M" if is_recent else "%Y-%m-%d %H:%M")
    if backup.path is None:
        return f'Unsaved network "{backup.name}" found, last changed at {when}.'
    return f"Unsaved changes to {backup.path.name} found, last changed at {when}."
