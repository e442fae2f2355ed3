"""The training panel: optimiser, loss, metrics, and how long and in what portions to train."""

from collections.abc import Sequence

from designer.catalog.catalog import Catalog
from designer.catalog.spec import ParamSpec
from designer.catalog.values import KerasObject, Params, to_json
from designer.document.changes import Change, TrainingChanged
from designer.document.commands import SetTraining
from designer.document.document import Document
from designer.document.settings import TrainingSettings
from designer.errors import DesignerError
from designer.ui.inspector.form import ParamForm
from designer.ui.loss_fields import LossFields
from designer.ui.metric_list import MetricList
from designer.ui.scroll_page import ScrollPage
from designer.ui.settings_edit import with_values
from designer.ui.widgets import error_label, heading, show_error

_DEFAULTS = TrainingSettings()
_OPTIMIZER = (ParamSpec(name="optimizer", kind="optimizer", default=to_json(_DEFAULTS.optimizer)),)
_RUN = (
    ParamSpec(name="epochs", kind="int", default=_DEFAULTS.epochs, minimum=1),
    ParamSpec(name="batch_size", kind="int", default=_DEFAULTS.batch_size, minimum=1),
    ParamSpec(name="seed", kind="int", default=_DEFAULTS.seed, minimum=0, maximum=2**32 - 1),
    ParamSpec(name="histogram_interval", kind="int", default=_DEFAULTS.histogram_interval, minimum=0),
)
_WEIGHTS = (ParamSpec(name="loss_weights", kind="list", default=[]),)
_TIPS = {"loss_weights": "One number for each output; empty for equal weights"}
_LABELS = {
    "optimizer": "Optimizer",
    "epochs": "Epochs",
    "batch_size": "Batch size",
    "seed": "Seed",
    "histogram_interval": "Batches per histogram",
    "loss_weights": "Loss weights",
}


class TrainingPanel(ScrollPage):
    """Edits the training settings."""

    def __init__(self, document: Document, catalog: Catalog) -> None:
        super().__init__()
        self.setObjectName("trainingPanel")
        self.setAccessibleName("Training")
        self._document = document
        self._optimizer = self._add_form("Training", _OPTIMIZER, catalog)
        self.column.addWidget(heading("Loss and metrics"))
        self._losses = LossFields(catalog)
        self._losses.edited.connect(self._on_losses_edited)
        self._losses.left.connect(self._on_left)
        self.column.addWidget(self._losses)
        self._weights = self._add_form("", _WEIGHTS, catalog)
        self._weights.hide()
        self._metrics = MetricList(catalog)
        self._metrics.edited.connect(self._on_metrics_edited)
        self.column.addWidget(self._metrics)
        self._run = self._add_form("Run", _RUN, catalog)
        self._refusal = error_label("trainingRefusal")
        self.column.addWidget(self._refusal)
        self.column.addStretch()
        document.changed.connect(self._on_document_changed)
        self._show_training()

    def set_document(self, document: Document) -> None:
        """Follow another document."""
        self._document.changed.disconnect(self._on_document_changed)
        self._document = document
        document.changed.connect(self._on_document_changed)
        self.show_suggestion((), (), ())
        self._show_training()

    def show_suggestion(self, outputs: Sequence[str], losses: Sequence[str], metrics: Sequence[str]) -> None:
        """Show what would be taken where nothing is chosen.

        Args:
            outputs: Names of the model's outputs, in order.
            losses: The loss suggested for each.
            metrics: The metrics suggested.
        """
        self._losses.set_outputs(outputs, losses)
        self._metrics.set_suggested(metrics)
        self._weights.setVisible(len(outputs) > 1)

    def _add_form(self, title: str, specs: tuple[ParamSpec, ...], catalog: Catalog) -> ParamForm:
        form = ParamForm(specs, catalog, prefix="training_", labels=_LABELS, tips=_TIPS)
        form.edited.connect(self._on_edited)
        form.left.connect(self._on_left)
        if title:
            self.column.addWidget(heading(title))
        self.column.addWidget(form)
        return form

    def _show_training(self) -> None:
        training = self._document.training
        values = dict(training) | {"loss_weights": list(training.loss_weights)}
        forms = ((self._optimizer, _OPTIMIZER), (self._weights, _WEIGHTS), (self._run, _RUN))
        for form, specs in forms:
            form.show_params(
                {spec.name: values[spec.name] for spec in specs if values[spec.name] != spec.default}
            )
        self._losses.show_losses(training.loss)
        self._metrics.show_metrics(training.metrics)
        show_error(self._refusal, "")

    def _set(self, name: str, value: object) -> None:
        try:
            training = with_values(self._document.training, **{name: value})
        except DesignerError as error:
            show_error(self._refusal, error.message)
            return
        show_error(self._refusal, "")
        if training != self._document.training:
            self._document.push(SetTraining(training, field=name))

    def _on_edited(self, name: str, params: Params) -> None:
        default = getattr(_DEFAULTS, name)
        self._set(name, params.get(name, default))

    def _on_losses_edited(self, losses: tuple[KerasObject, ...]) -> None:
        self._set("loss", losses)

    def _on_metrics_edited(self, metrics: tuple[KerasObject, ...] | None) -> None:
        self._set("metrics", metrics)
        self._document.seal()

    def _on_left(self) -> None:
        self._document.seal()

    def _on_document_changed(self, changes: tuple[Change, ...]) -> None:
        if any(isinstance(change, TrainingChanged) for change in changes):
            self._show_training()
