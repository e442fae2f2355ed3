"""The dialog that asks for the settings of a branch."""

from dataclasses import replace

from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.errors import DesignerError, RequestError
from designer.training.branching import Start
from designer.ui.settings_edit import with_values
from designer.ui.steering.checkpoint_rows import CheckpointRow, RunCheckpoints
from designer.ui.steering.rates import rate_text, read_rate
from designer.ui.theme import GRID_PX
from designer.ui.widgets import Combo, accept_buttons, error_label, label, show_error

_WIDTH_PX = 60 * GRID_PX
_MOST = 1_000_000
_ABOUT = (
    "A new run of the same network goes on from step {step:,} of {name}, after {epochs}. It "
    "begins with a copy of the record up to there; the first run stays as it is."
)


class BranchDialog(QDialog):
    """Makes the project and the start of a branch; a refusal stands in the dialog, which stays open.

    Args:
        training: The settings in the open project, which can be taken instead of those of the run.
    """

    def __init__(
        self,
        run: RunCheckpoints,
        row: CheckpointRow,
        training: TrainingSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("branchDialog")
        self.setWindowTitle("Branch from a checkpoint")
        self.setMinimumWidth(_WIDTH_PX)
        self.project: Project | None = None
        self.start: Start | None = None
        self._run, self._row = run, row
        self._choices = (run.project.training, training)
        self._settings = Combo("branchSettings", "Training settings")
        self._settings.addItems(["Those of the run", "Those of the open project"])
        self._settings.activated.connect(self._show_choice)
        self._optimizer = label(wrap=False)
        self._optimizer.setObjectName("branchOptimizer")
        self._name = QLineEdit(f"{run.name} branch")
        self._name.setObjectName("branchName")
        self._epochs = _number("branchEpochs")
        self._batch_size = _number("branchBatchSize")
        self._rate = QLineEdit()
        self._rate.setObjectName("branchRate")
        self._refusal = error_label("branchRefusal")
        self._lay_out()
        self._show_choice()
        self._name.selectAll()

    def _lay_out(self) -> None:
        info = self._row.info
        about = label(
            _ABOUT.format(step=info.step, name=self._run.name, epochs=_whole(info.epoch)), muted=True
        )
        form = QFormLayout()
        for text, field in (
            ("&Name", self._name),
            ("&Settings", self._settings),
            ("Optimizer", self._optimizer),
            ("Learning &rate", self._rate),
            ("&Batch size", self._batch_size),
            ("Train until &epoch", self._epochs),
        ):
            form.addRow(text, field)
        column = QVBoxLayout(self)
        column.setSpacing(GRID_PX)
        column.addWidget(about)
        column.addLayout(form)
        column.addWidget(self._refusal)
        column.addStretch()
        column.addWidget(accept_buttons(self, "branchButtons", "Train", self._on_accepted))

    @property
    def _chosen(self) -> TrainingSettings:
        return self._choices[self._settings.currentIndex()]

    @property
    def _known_rate(self) -> float | None:
        """What the field shows unless it is changed."""
        rate = self._chosen.optimizer.params.get("learning_rate")
        own = float(rate) if isinstance(rate, int | float) else None
        return self._row.rate if self._settings.currentIndex() == 0 else own

    def _show_choice(self) -> None:
        chosen = self._chosen
        words = (chosen.optimizer.type, f"schedule: {chosen.schedule.kind.replace('_', ' ')}")
        self._optimizer.setText(", ".join(words))
        self._batch_size.setValue(chosen.batch_size)
        self._epochs.setValue(max(chosen.epochs, self._row.info.epoch + 1))
        self._rate.setText(rate_text(self._known_rate))
        self._rate.setPlaceholderText("that of the optimizer")
        show_error(self._refusal, "")

    def _on_accepted(self) -> None:
        try:
            self._make()
        except DesignerError as error:
            show_error(self._refusal, str(error))
        else:
            self.accept()

    def _make(self) -> None:
        name = self._name.text().strip()
        if not name:
            raise RequestError("The new run needs a name.")
        epochs, chosen = self._epochs.value(), self._chosen
        if epochs <= self._row.info.epoch:
            raise RequestError(
                f"{self._row.info.epoch} epochs are trained at this checkpoint.", "Train until a later one."
            )
        text = self._rate.text().strip()
        has_new_rate = text != rate_text(self._known_rate)
        optimizer = chosen.optimizer
        if has_new_rate and text:
            optimizer = replace(optimizer, params={**optimizer.params, "learning_rate": read_rate(text)})
        training = with_values(
            chosen, optimizer=optimizer, epochs=epochs, batch_size=self._batch_size.value()
        )
        self.project = self._run.project.replace(name=name, training=training)
        self.start = Start(self._run.folder, self._row.info.step, has_new_rate=has_new_rate)


def _number(name: str) -> QSpinBox:
    field = QSpinBox()
    field.setObjectName(name)
    field.setRange(1, _MOST)
    return field


def _whole(epochs: int) -> str:
    return "1 whole epoch" if epochs == 1 else f"{epochs:,} whole epochs"
