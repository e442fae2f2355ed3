"""How one output is trained: its loss, what that weighs, and its metrics."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from designer.catalog.catalog import Catalog
from designer.catalog.spec import ParamSpec
from designer.catalog.values import KerasObject, Value
from designer.ui.inspector.editors.objects import ObjectEditor
from designer.ui.inspector.editors.registry import make_editor
from designer.ui.inspector.field import Field
from designer.ui.metric_list import MetricList
from designer.ui.theme import GRID_PX
from designer.ui.widgets import heading

_LOSS = ParamSpec(name="loss", kind="any", nullable=True)
_WEIGHT = ParamSpec(name="loss_weight", kind="float", default=1.0)
_WEIGHT_TIP = "How much this output's loss counts in the sum; 0: the output isn't trained"


class OutputRow(QWidget):
    """The fields of one output.

    Args:
        place: Which output it is, from 0.
        output: Its name; empty where the network has no other.

    Signals:
        loss_edited: The chosen loss, or None for the suggested one.
        weight_edited: The weight of the loss.
        metrics_edited: The chosen metrics, or None for the suggested ones.
        left: The user is done with a field.
    """

    loss_edited = Signal(object)
    weight_edited = Signal(object)
    metrics_edited = Signal(object)
    left = Signal()

    def __init__(self, catalog: Catalog, place: int, output: str) -> None:
        super().__init__()
        self._suffix = f"_{place}" if place else ""
        self._of = f" of {output}" if output else ""
        self._suggestion = ""
        self._catalog = catalog
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX // 2)
        if output:
            self._column.addWidget(heading(output))
        self._loss = self._add_loss()
        self._weight = self._add_weight() if output else None
        self._metrics = MetricList(catalog, self._suffix, self._of)
        self._metrics.edited.connect(self.metrics_edited)
        self._column.addWidget(self._metrics)

    def set_suggested(self, loss: str, metrics: Sequence[str]) -> None:
        """Take the names of the loss and the metrics that are suggested."""
        self._suggestion = loss
        if isinstance(self._loss.editor, _LossEditor):
            self._loss.editor.set_suggestion(loss)
        self._metrics.set_suggested(metrics)

    def show_values(
        self, loss: KerasObject | None, weight: float, metrics: tuple[KerasObject, ...] | None
    ) -> None:
        """Show what is set; None for what is suggested."""
        self._loss.show_value(loss, is_given=loss is not None)
        if self._weight:
            self._weight.show_value(weight, is_given=weight != 1)
        self._metrics.show_metrics(metrics)

    def _add_loss(self) -> Field:
        field = Field(_LOSS, f"training_loss{self._suffix}", f"Loss{self._of}", self._make_loss_editor)
        field.edited.connect(self._on_loss_edited)
        field.reset.connect(lambda: self._on_loss_edited(None))
        field.reset.connect(self.left)
        field.left.connect(self.left)
        text = QLabel("Loss")
        text.setBuddy(field)
        self._column.addWidget(text)
        self._column.addWidget(field)
        return field

    def _add_weight(self) -> Field:
        make = partial(make_editor, catalog=self._catalog)
        field = Field(_WEIGHT, f"training_loss_weight{self._suffix}", f"Loss weight{self._of}", make)
        field.edited.connect(self.weight_edited)
        field.reset.connect(lambda: self.weight_edited.emit(1.0))
        field.reset.connect(self.left)
        field.left.connect(self.left)
        text = QLabel("Loss weight")
        text.setBuddy(field)
        text.setToolTip(_WEIGHT_TIP)
        form = QFormLayout()
        form.setHorizontalSpacing(GRID_PX)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(text, field)
        self._column.addLayout(form)
        return field

    def _make_loss_editor(self, spec: ParamSpec) -> ObjectEditor:
        return _LossEditor(spec, self._catalog, self._suggestion)

    def _on_loss_edited(self, value: Value) -> None:
        self.loss_edited.emit(value if isinstance(value, KerasObject) else None)


class _LossEditor(ObjectEditor):
    def __init__(self, spec: ParamSpec, catalog: Catalog, suggestion: str) -> None:
        self._suggestion = suggestion
        super().__init__(spec, catalog, specs=catalog.losses)

    def set_suggestion(self, suggestion: str) -> None:
        """Take the name of the suggested loss."""
        if suggestion != self._suggestion:
            self._suggestion = suggestion
            self._combo.setItemText(0, *self._plain_choices())

    @override
    def _plain_choices(self) -> list[str]:
        return [f"Suggested: {self._suggestion}" if self._suggestion else "Suggested from the data"]
