"""The folded groups of the training panel, from the most used to the least."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from designer.document.settings import Checkpointing, EarlyStopping, TrainingSettings
from designer.ui.theme import GRID_PX
from designer.ui.training.class_weights import ClassWeightsField
from designer.ui.training.option_form import OptionForm
from designer.ui.training.option_specs import (
    CHECKPOINTS,
    COMPUTING,
    EARLY_STOPPING,
    RECORDING,
    SMOOTHING,
    Option,
)
from designer.ui.training.schedule_editor import ScheduleEditor, summary
from designer.ui.training.section import Section

_ONE_OF = {"epochs": "epoch", "batches": "batch", "minutes": "minute"}
_STOPPING_HELP = "End the run once a metric gets no better, and so before the network learns by heart."


class OptionGroups(QWidget):
    """All options but the usual ones.

    Signals:
        edited: The training settings that are to be others, by name.
        left: The user is done with a field.
    """

    edited = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._training = TrainingSettings()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX // 2)
        self._flat: list[OptionForm] = []
        self._schedule = self._add_schedule()
        self._add_stopping()
        self._add_labels()
        self._add_saving()
        self._computing = self._add_section("Device and precision", "trainingComputing")
        self._add_flat(self._computing, COMPUTING)
        self._recording = self._add_section("Recording", "trainingRecording")
        self._add_flat(self._recording, RECORDING)

    def show_training(self, training: TrainingSettings, rate: float | None) -> None:
        """Show what is set.

        Args:
            rate: The optimiser's learning rate; None where it is no number.
        """
        self._training = training
        self._schedule_editor.show_training(training, rate)
        is_stopping = training.early_stopping is not None
        self._stops.setChecked(is_stopping)
        self._stopping_form.setVisible(is_stopping)
        self._stopping_form.show_values(dict(training.early_stopping or EarlyStopping()))
        self._weights.show_weights(training.class_weights)
        self._checkpoints.show_values(dict(training.checkpoints))
        for form in self._flat:
            form.show_values(dict(training))
        self._summarise(training)

    def _summarise(self, training: TrainingSettings) -> None:
        stopping, saving = training.early_stopping, training.checkpoints
        self._schedule.set_summary(summary(training.schedule))
        self._stopping.set_summary(f"{stopping.monitor}, {stopping.patience} epochs" if stopping else "off")
        weights = "no weights" if training.class_weights is None else "weighted"
        smoothing = f", smoothing {training.label_smoothing:g}" if training.label_smoothing else ""
        self._labels.set_summary(weights + smoothing)
        unit = _ONE_OF[saving.unit] if saving.every == 1 else f"{saving.every:,} {saving.unit}"
        self._saving.set_summary(f"every {unit}")
        computing = (training.device, training.precision, "deterministic" * training.deterministic)
        self._computing.set_summary(", ".join(filter(None, computing)))
        recording = ("histograms" * bool(training.histogram_interval), "TensorBoard" * training.tensorboard)
        self._recording.set_summary(", ".join(filter(None, recording)) or "curves only")

    def _add_section(self, title: str, name: str) -> Section:
        section = Section(title, name)
        self._column.addWidget(section)
        return section

    def _add_schedule(self) -> Section:
        section = self._add_section("Learning rate schedule", "trainingSchedule")
        self._schedule_editor = ScheduleEditor()
        self._schedule_editor.edited.connect(lambda schedule: self.edited.emit({"schedule": schedule}))
        self._schedule_editor.left.connect(self.left)
        section.column.addWidget(self._schedule_editor)
        return section

    def _add_stopping(self) -> None:
        self._stopping = self._add_section("Early stopping", "trainingStopping")
        self._stops = QCheckBox("Stop early")
        self._stops.setObjectName("training_early_stopping")
        self._stops.setToolTip(_STOPPING_HELP)
        self._stops.setWhatsThis(_STOPPING_HELP)
        self._stops.clicked.connect(self._on_stops_clicked)
        self._stopping.column.addWidget(self._stops)
        self._stopping_form = OptionForm(EARLY_STOPPING, "training_early_stopping_")
        nested = self._nested("early_stopping", lambda: self._training.early_stopping or EarlyStopping())
        self._stopping_form.edited.connect(nested)
        self._stopping_form.left.connect(self.left)
        self._stopping.column.addWidget(self._stopping_form)

    def _add_labels(self) -> None:
        self._labels = self._add_section("Labels", "trainingLabels")
        self._weights = ClassWeightsField()
        self._weights.edited.connect(lambda weights: self.edited.emit({"class_weights": weights}))
        self._weights.left.connect(self.left)
        self._labels.column.addWidget(self._weights)
        self._add_flat(self._labels, SMOOTHING)

    def _add_saving(self) -> None:
        self._saving = self._add_section("Checkpoints", "trainingCheckpoints")
        self._checkpoints = OptionForm(CHECKPOINTS, "training_checkpoints_")
        self._checkpoints.edited.connect(self._nested("checkpoints", lambda: self._training.checkpoints))
        self._checkpoints.left.connect(self.left)
        self._saving.column.addWidget(self._checkpoints)

    def _add_flat(self, section: Section, options: tuple[Option, ...]) -> None:
        """Add fields of the training settings themselves."""
        form = OptionForm(options, "training_")
        form.edited.connect(lambda name, value: self.edited.emit({name: value}))
        form.left.connect(self.left)
        section.column.addWidget(form)
        self._flat.append(form)

    def _nested(
        self, name: str, present: Callable[[], EarlyStopping | Checkpointing]
    ) -> Callable[[str, object], None]:
        """What takes edits of settings within the training settings."""

        def edit(field: str, value: object) -> None:
            self.edited.emit({name: {**dict(present()), field: value}})

        return edit

    def _on_stops_clicked(self, is_on: bool) -> None:
        self.edited.emit({"early_stopping": EarlyStopping() if is_on else None})
        self.left.emit()
