"""Fetching a dataset that isn't on this computer: asked first, shown, and stopped at any moment."""

import queue
import threading

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from designer.data.download import Download, DownloadNeeded, prepare
from designer.data.progress import Progress
from designer.errors import DesignerError
from designer.ui.data_link import DataLink
from designer.ui.dialogs import ask_to_download, show_failure
from designer.ui.download_dialog import DownloadDialog

_TICK_MS = 100


class Downloads(QObject):
    """One download at a time, in a thread; `data_link` looks at the source again once it is here."""

    def __init__(self, window: QWidget, link: DataLink) -> None:
        super().__init__(window)
        self._window = window
        self._link = link
        self._reports: queue.SimpleQueue[Progress | DesignerError | bool] = queue.SimpleQueue()
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None
        self._dialog: DownloadDialog | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_ticked)

    def ask(self, needed: DownloadNeeded) -> None:
        """Say how much would be fetched, and fetch it if the user agrees."""
        download = needed.download
        if self._thread is None and ask_to_download(self._window, download):
            self._start(download)

    def cancel(self) -> None:
        """Stop the download, if one is going on, and wait for its end."""
        self._cancelled.set()
        if self._thread is not None:
            self._thread.join()
            self._end()

    def _start(self, download: Download) -> None:
        self._cancelled.clear()
        self._dialog = DownloadDialog(download.title, self._window)
        self._dialog.canceled.connect(self._cancelled.set)
        self._thread = threading.Thread(target=self._work, args=(download,), name="download", daemon=True)
        self._thread.start()
        self._timer.start()

    def _work(self, download: Download) -> None:
        try:
            self._reports.put(prepare(download, self._reports.put, self._cancelled.is_set))
        except DesignerError as error:
            self._reports.put(error)
        except OSError as error:
            self._reports.put(DesignerError(f"The download failed: {error}.", "Try again later."))

    def _on_ticked(self) -> None:
        while not self._reports.empty():
            match self._reports.get():
                case Progress(done=done, total=total, unit="bytes") if self._dialog:
                    self._dialog.show_progress(done, total)
                case Progress(task=task) if self._dialog:
                    self._dialog.setLabelText(task)
                case DesignerError() as error:
                    self._end()
                    show_failure(self._window, error)
                case bool() as is_here:
                    self._end()
                    if is_here:
                        self._link.refresh()

    def _end(self) -> None:
        self._timer.stop()
        self._thread = None
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None
