"""The training panel: optimiser, loss, metrics, how long to train, and further options in folded groups."""

from collections.abc import Mapping, Sequence

from designer.catalog.catalog import Catalog
from designer.catalog.spec import ParamSpec
from designer.catalog.values import Params, to_json
from designer.compiler.results import Problem
from designer.document.changes import Change, TrainingChanged
from designer.document.commands import SetTraining
from designer.document.document import Document
from designer.document.settings import TrainingSettings
from designer.errors import DesignerError
from designer.ui.inspector.form import ParamForm
from designer.ui.output_fields import OutputFields
from designer.ui.scroll_page import ScrollPage
from designer.ui.settings_edit import with_values
from designer.ui.training.option_form import OptionForm
from designer.ui.training.option_groups import OptionGroups
from designer.ui.training.option_specs import RUN
from designer.ui.widgets import error_label, heading, label, show_error

_DEFAULTS = TrainingSettings()
_OPTIMIZER = (ParamSpec(name="optimizer", kind="optimizer", default=to_json(_DEFAULTS.optimizer)),)
_OPTIMIZER_TIP = "How the weights are changed after each batch, and how much: the learning rate."


class TrainingPanel(ScrollPage):
    """Edits the training settings."""

    def __init__(self, document: Document, catalog: Catalog) -> None:
        super().__init__()
        self.setObjectName("trainingPanel")
        self.setAccessibleName("Training")
        self._document = document
        self._catalog = catalog
        self._optimizer = ParamForm(
            _OPTIMIZER,
            catalog,
            prefix="training_",
            labels={"optimizer": "Optimizer"},
            tips={"optimizer": _OPTIMIZER_TIP},
        )
        self._optimizer.edited.connect(self._on_optimizer_edited)
        self._outputs = OutputFields(catalog)
        self._outputs.edited.connect(self._on_values_edited)
        self._run = OptionForm(RUN, "training_")
        self._run.edited.connect(lambda name, value: self._set(**{name: value}))
        self._groups = OptionGroups()
        self._groups.edited.connect(self._on_values_edited)
        self._refusal = error_label("trainingRefusal")
        self._errors = error_label("trainingErrors")
        self._warnings = label(muted=True)
        self._warnings.setObjectName("trainingWarnings")
        self._warnings.hide()
        for part in (self._optimizer, self._outputs, self._run, self._groups):
            part.left.connect(self._on_left)
        self._lay_out()
        document.changed.connect(self._on_document_changed)
        self._show_training()

    def set_document(self, document: Document) -> None:
        """Follow another document."""
        self._document.changed.disconnect(self._on_document_changed)
        self._document = document
        document.changed.connect(self._on_document_changed)
        self.show_suggestion((), (), ())
        self.show_problems(())
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

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong with the options, and what has no effect."""
        for line, severity in ((self._errors, "error"), (self._warnings, "warning")):
            found = [problem for problem in problems if problem.severity == severity]
            show_error(line, "\n".join(f"{problem.message} {problem.fix}".strip() for problem in found))

    def _lay_out(self) -> None:
        self.column.addWidget(heading("Training"))
        self.column.addWidget(self._optimizer)
        self.column.addWidget(heading("Loss and metrics"))
        self.column.addWidget(self._outputs)
        self.column.addWidget(heading("Run"))
        self.column.addWidget(self._run)
        for line in (self._refusal, self._errors, self._warnings):
            self.column.addWidget(line)
        self.column.addWidget(self._groups)
        self.column.addStretch()

    def _show_training(self) -> None:
        training = self._document.training
        is_default = training.optimizer == _OPTIMIZER[0].default
        self._optimizer.show_params({} if is_default else {"optimizer": training.optimizer})
        self._outputs.show_training(training)
        self._run.show_values(dict(training))
        self._groups.show_training(training, self.learning_rate)
        show_error(self._refusal, "")

    @property
    def learning_rate(self) -> float | None:
        """The optimiser's learning rate; None where it is a schedule of its own."""
        optimizer = self._document.training.optimizer
        spec = self._catalog.object("optimizers", optimizer.type)
        param = spec.param("learning_rate") if spec else None
        rate = optimizer.params.get("learning_rate", param.default if param else None)
        return float(rate) if isinstance(rate, int | float) else None

    def _set(self, **values: object) -> None:
        try:
            training = with_values(self._document.training, **values)
        except DesignerError as error:
            show_error(self._refusal, error.message)
            return
        show_error(self._refusal, "")
        if training != self._document.training:
            self._document.push(SetTraining(training, field=next(iter(values))))

    def _on_optimizer_edited(self, name: str, params: Params) -> None:
        self._set(**{name: params.get(name, getattr(_DEFAULTS, name))})

    def _on_values_edited(self, values: Mapping[str, object]) -> None:
        self._set(**values)

    def _on_left(self) -> None:
        self._document.seal()

    def _on_document_changed(self, changes: tuple[Change, ...]) -> None:
        if any(isinstance(change, TrainingChanged) for change in changes):
            self._show_training()
