"""Fetching weights that Keras publishes, as a job with progress that can be broken off."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.data.download import Download, prepare
from designer.data.keras_weights import weights_download
from designer.data.progress import Progress as DataProgress
from designer.errors import DesignerError
from designer.ui.dialogs import ask_random_weights, ask_to_download
from designer.ui.importing.task import GaveUpError, Progress, Tell
from designer.ui.quantities import bytes_text

if TYPE_CHECKING:
    from designer.compiler.backbones import WeightsNeeded
    from designer.ui.window import MainWindow

_BYTES_PER_VALUE = 4


class Fetching:
    """A download as a job for `Task`."""

    def __init__(self, download: Download) -> None:
        self._download = download
        self._last = Progress(f"Downloading the {download.title}…")

    def run(self, tell: Tell) -> bool:
        """Download; raises where that fails or was broken off."""
        started_s = time.monotonic()

        def note(progress: DataProgress) -> None:
            self._last = self._progress(progress, time.monotonic() - started_s)

        def is_cancelled() -> bool:
            try:
                tell(self._last)
            except GaveUpError:
                return True
            return False

        if not prepare(self._download, note, is_cancelled):
            raise GaveUpError
        return True

    def _progress(self, progress: DataProgress, elapsed_s: float) -> Progress:
        total = progress.total or self._download.size_bytes or 0
        amounts = (
            f"{bytes_text(progress.done)} of {bytes_text(total)}" if total else bytes_text(progress.done)
        )
        text = (
            f"Downloading the {self._download.title}: {amounts}{_time_left(progress.done, total, elapsed_s)}"
        )
        return Progress(text, min(progress.done, total), total)


def _time_left(done: int, total: int, elapsed_s: float) -> str:
    if not done or elapsed_s < 1 or done >= total:
        return ""
    left_s = elapsed_s * (total - done) / done
    return f", {left_s:.0f} s left" if left_s < 100 else f", {left_s / 60:.0f} min left"


class Fetcher(QObject):
    """Asks whether weights are to be fetched, fetches them in one window, and says what else can be done."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def fetch(
        self,
        name: str,
        needed: "WeightsNeeded",
        then: Callable[[], object],
        otherwise: Callable[[], object],
    ) -> None:
        """Fetch the weights of a backbone.

        Args:
            then: What to do once they are here.
            otherwise: What to do with random weights, where they can't be fetched and the user agrees.
        """
        from designer.compiler.backbones import backbone

        size_bytes = _BYTES_PER_VALUE * backbone(name).parameters
        download = weights_download(name, needed.file, needed.url, size_bytes)
        window = self._window
        if not ask_to_download(window, download):
            return

        def on_done(_result: object) -> None:
            then()

        def on_failed(error: DesignerError) -> None:
            if ask_random_weights(window, error):
                otherwise()

        window.models.work.start(
            f"Downloading the {download.title}…", Fetching(download).run, on_done, on_failed
        )
