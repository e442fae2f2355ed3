"""The checkpoints of a run, with what can be done from them."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from designer.ui.icons import icon
from designer.ui.monitor.metrics import number
from designer.ui.quantities import bytes_text
from designer.ui.steering.checkpoint_rows import CheckpointRow, RunCheckpoints
from designer.ui.steering.tables import RowTable
from designer.ui.theme import GRID_PX
from designer.ui.widgets import error_label, label, show_error

_SIZE = QSize(94 * GRID_PX, 46 * GRID_PX)
_NONE = "No checkpoint is saved yet. The settings of the training say when that is done."
_BACK_TIP = "Go on from this checkpoint; what came after it is taken off the curves"
_BRANCH_TIP = "Begin a new run at this checkpoint, with other settings"


class CheckpointsDialog(QDialog):
    """Lists the checkpoints of one run.

    Signals:
        roll_back_wanted: The user wants to go back to a `CheckpointRow`.
        branch_wanted: The user wants a new run that begins at one.
    """

    roll_back_wanted = Signal(object)
    branch_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checkpointsDialog")
        self.setWindowTitle("Checkpoints")
        self.resize(_SIZE)
        self.run: RunCheckpoints | None = None
        self._why_not = ""
        self._about = label("The checkpoints are being read.", muted=True)
        self._about.setObjectName("checkpointsAbout")
        self._problem = error_label("checkpointsProblem")
        self.table = RowTable("checkpointsTable", "Checkpoints", self._on_chosen)
        self.table.itemSelectionChanged.connect(self._show_buttons)
        self._back = self._button("&Roll back…", "rollBackButton", "roll-back")
        self._branch = self._button("&Branch…", "branchButton", "branch")
        self._back.clicked.connect(lambda: self._tell(self.roll_back_wanted))
        self._branch.clicked.connect(lambda: self._tell(self.branch_wanted))
        self._lay_out()
        self._show_buttons()

    def show_run(self, run: RunCheckpoints) -> None:
        """Show what was read."""
        self.run = run
        count = len(run.rows)
        self._about.setText(f"{run.name}: {count} checkpoint{'s'[: count != 1]}" if count else _NONE)
        metrics = run.metrics
        titles = ("Step", "Epochs", "Saved", *metrics, "Mark", "Size")
        rows = [_texts(row, metrics) for row in run.rows]
        right = (0, 1, *range(3, 3 + len(metrics)), len(titles) - 1)
        self.table.show_rows(titles, rows, right)
        self._show_buttons()

    def show_problem(self, text: str) -> None:
        """Say what went wrong."""
        show_error(self._problem, text)

    def show_why_not(self, reason: str) -> None:
        """Say why the run can't be rolled back; empty where it can."""
        self._why_not = reason
        self._show_buttons()

    def selected(self) -> CheckpointRow | None:
        """The checkpoint that is selected."""
        row = self.table.currentRow()
        return self.run.rows[row] if self.run and 0 <= row < len(self.run.rows) else None

    def _on_chosen(self) -> None:
        (self._branch if self._why_not else self._back).click()

    def _tell(self, signal: object) -> None:
        if row := self.selected():
            signal.emit(row)  # type: ignore[attr-defined]  # a signal, which Qt gives no type of its own

    def _show_buttons(self) -> None:
        missing = "" if self.selected() else "Select a checkpoint first."
        for button, tip, reason in (
            (self._back, _BACK_TIP, missing or self._why_not),
            (self._branch, _BRANCH_TIP, missing),
        ):
            button.setEnabled(not reason)
            button.setToolTip(reason or tip)

    def _button(self, text: str, name: str, icon_name: str) -> QPushButton:
        button = QPushButton(icon(icon_name), text)
        button.setObjectName(name)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for button in (self._back, self._branch):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(GRID_PX)
        column.addWidget(self._about)
        column.addWidget(self._problem)
        column.addWidget(self.table, 1)
        column.addWidget(buttons)


def _texts(row: CheckpointRow, metrics: tuple[str, ...]) -> list[str]:
    info = row.info
    values = [number(info.metrics[name]) if name in info.metrics else "" for name in metrics]
    whole = f"{info.epoch}" if info.metrics or not info.step else f"{info.epoch} +"
    return [
        f"{info.step:,}",
        whole,
        f"{row.saved:%Y-%m-%d %H:%M:%S}",
        *values,
        row.marks,
        bytes_text(row.size_bytes),
    ]
