"""Progress of a download, with the time left and a way out."""

import time

from PySide6.QtWidgets import QProgressDialog, QWidget

from designer.ui.quantities import bytes_text
from designer.ui.theme import GRID_PX
from designer.ui.widgets import label

_STEPS = 1000
_WIDTH_PX = 48 * GRID_PX


class DownloadDialog(QProgressDialog):
    """Shows how far a download is; `canceled` says that the user wants no more of it."""

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = what
        self._started_s = time.monotonic()
        self.setObjectName("downloadProgress")
        self.setWindowTitle("Download data")
        self.setMinimumWidth(_WIDTH_PX)
        self.setLabel(label(""))
        self.setMinimumDuration(0)
        self.setAutoClose(False)
        self.setAutoReset(False)
        self.setRange(0, 0)
        self.setLabelText(f"Downloading {what}…")
        self.show()

    def show_progress(self, done: int, total: int | None) -> None:
        """Show how many bytes have come, of how many where that is known."""
        if not total:
            self.setLabelText(f"Downloading {self._what}: {bytes_text(done)}")
            return
        self.setRange(0, _STEPS)
        self.setValue(min(_STEPS, _STEPS * done // total))
        amounts = f"{bytes_text(done)} of {bytes_text(total)}"
        self.setLabelText(f"Downloading {self._what}: {amounts}{self._time_left(done, total)}")

    def _time_left(self, done: int, total: int) -> str:
        elapsed_s = time.monotonic() - self._started_s
        if not done or elapsed_s < 1:
            return ""
        left_s = elapsed_s * (total - done) / done
        return f", {left_s:.0f} s left" if left_s < 100 else f", {left_s / 60:.0f} min left"
