"""The training panel: optimiser, loss, metrics, and how long and in what portions to train."""

from collections.abc import Mapping, Sequence

from designer.catalog.catalog import Catalog
from designer.catalog.spec import ParamSpec
from designer.catalog.values import Params, to_json
from designer.document.changes import Change, TrainingChanged
from designer.document.commands import SetTraining
from designer.document.document import Document
from designer.document.settings import TrainingSettings
from designer.errors import DesignerError
from designer.ui.inspector.form import ParamForm
from designer.ui.output_fields import OutputFields
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
_LABELS = {
    "optimizer": "Optimizer",
    "epochs": "Epochs",
    "batch_size": "Batch size",
    "seed": "Seed",
    "histogram_interval": "Batches per histogram",
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
        self._outputs = OutputFields(catalog)
        self._outputs.edited.connect(self._on_outputs_edited)
        self._outputs.left.connect(self._on_left)
        self.column.addWidget(self._outputs)
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

    def show_suggestion(
        self, outputs: Sequence[str], losses: Sequence[str], metrics: Sequence[Sequence[str]]
    ) -> None:
        """Show what would be taken where nothing is chosen.

        Args:
            outputs: Names of the model's outputs, in order.
            losses: The loss suggested for each.
            metrics: The metrics suggested for each.
        """
        self._outputs.set_outputs(outputs, losses, metrics)

    def _add_form(self, title: str, specs: tuple[ParamSpec, ...], catalog: Catalog) -> ParamForm:
        form = ParamForm(specs, catalog, prefix="training_", labels=_LABELS)
        form.edited.connect(self._on_edited)
        form.left.connect(self._on_left)
        if title:
            self.column.addWidget(heading(title))
        self.column.addWidget(form)
        return form

    def _show_training(self) -> None:
        training = self._document.training
        values = dict(training)
        for form, specs in ((self._optimizer, _OPTIMIZER), (self._run, _RUN)):
            form.show_params(
                {spec.name: values[spec.name] for spec in specs if values[spec.name] != spec.default}
            )
        self._outputs.show_training(training)
        show_error(self._refusal, "")

    def _set(self, **values: object) -> None:
        try:
            training = with_values(self._document.training, **values)
        except DesignerError as error:
            show_error(self._refusal, error.message)
            return
        show_error(self._refusal, "")
        if training != self._document.training:
            self._document.push(SetTraining(training, field=next(iter(values))))

    def _on_edited(self, name: str, params: Params) -> None:
        self._set(**{name: params.get(name, getattr(_DEFAULTS, name))})

    def _on_outputs_edited(self, values: Mapping[str, object]) -> None:
        self._set(**values)

    def _on_left(self) -> None:
        self._document.seal()

    def _on_document_changed(self, changes: tuple[Change, ...]) -> None:
        if any(isinstance(change, TrainingChanged) for change in changes):
            self._show_training()
