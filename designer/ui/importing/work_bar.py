"""A bar above the canvas that says what is being done and how far it is, with Cancel."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton

from designer.ui.importing.task import Progress
from designer.ui.monitor.controls import ElidedLabel
from designer.ui.theme import GRID_PX

_BAR_PX = 160
_STEPS = 1000


class WorkBar(QFrame):
    """Shown while something from elsewhere is read.

    Signals:
        cancelled: Cancel was pressed.
    """

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("workBar")
        self.setAccessibleName("Progress")
        self._text = ElidedLabel()
        self._text.setObjectName("workBarText")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setObjectName("workBarProgress")
        self._bar.setAccessibleName("Progress")
        self._bar.setFixedSize(_BAR_PX, GRID_PX)
        cancel = QPushButton("Cancel")
        cancel.setObjectName("workBarCancel")
        cancel.setAccessibleDescription("Break off what is being read")
        cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX // 2, GRID_PX // 2)
        row.setSpacing(GRID_PX)
        row.addWidget(self._text, stretch=1)
        row.addWidget(self._bar, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(cancel)
        self.hide()

    def show_progress(self, progress: Progress) -> None:
        """Say how far it is."""
        self._text.setText(progress.text)
        self.setAccessibleDescription(progress.text)
        self._bar.setRange(0, _STEPS if progress.total else 0)
        if progress.total:
            self._bar.setValue(_STEPS * progress.done // progress.total)
        self.show()
