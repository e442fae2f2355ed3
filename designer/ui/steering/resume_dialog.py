"""The dialog that asks which run to go on with, and how far."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from designer.training.runs import RunSummary
from designer.ui.steering.tables import RowTable
from designer.ui.theme import GRID_PX
from designer.ui.widgets import accept_buttons, label

_SIZE = QSize(84 * GRID_PX, 44 * GRID_PX)
_ABOUT = "The run goes on exactly where it ended: same weights, same order of samples."
_NONE = "There is no run that could go on. Every run that is stopped, fails or is interrupted is listed here."
_MOST = 1_000_000


class ResumeDialog(QDialog):
    """Lists runs that aren't going on.

    Args:
        runs: Those to choose from.
        chosen: The one that is proposed.
    """

    def __init__(
        self, runs: Sequence[RunSummary], chosen: RunSummary | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("resumeDialog")
        self.setWindowTitle("Resume a run")
        self.resize(_SIZE)
        self._runs = list(runs)
        self.table = RowTable("resumeTable", "Runs", self.accept)
        self.table.show_rows(("Name", "Status", "Epochs", "Started"), [_texts(run) for run in runs], (2,))
        self.table.itemSelectionChanged.connect(self._show_epochs)
        self._epochs = QSpinBox()
        self._epochs.setObjectName("resumeEpochs")
        form = QFormLayout()
        form.addRow("Train until &epoch", self._epochs)
        buttons = accept_buttons(self, "resumeButtons", "Resume", self.accept)
        buttons.button(buttons.StandardButton.Ok).setEnabled(bool(runs))
        column = QVBoxLayout(self)
        column.setSpacing(GRID_PX)
        column.addWidget(label(_ABOUT if runs else _NONE, muted=True))
        column.addWidget(self.table, 1)
        column.addLayout(form)
        column.addWidget(buttons)
        if chosen in self._runs:
            self.table.setCurrentCell(self._runs.index(chosen), 0)
        self._show_epochs()

    def choice(self) -> tuple[RunSummary, int | None] | None:
        """The run, and until which epoch it is to be trained where that isn't the one planned."""
        run = self._selected()
        if run is None:
            return None
        epochs = self._epochs.value()
        return run, epochs if epochs != run.epochs else None

    def _selected(self) -> RunSummary | None:
        row = self.table.currentRow()
        return self._runs[row] if 0 <= row < len(self._runs) else None

    def _show_epochs(self) -> None:
        run = self._selected()
        self._epochs.setEnabled(run is not None)
        if run:
            self._epochs.setRange(run.epochs_done + 1, _MOST)
            self._epochs.setValue(run.epochs)


def _texts(run: RunSummary) -> list[str]:
    started = f"{run.started.astimezone():%Y-%m-%d %H:%M}" if run.started else ""
    return [run.label, run.status, f"{run.epochs_done} of {run.epochs}", started]
