"""The losses of a network: suggested, or one chosen for each output."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from designer.catalog.catalog import Catalog
from designer.catalog.spec import ParamSpec
from designer.catalog.values import KerasObject, Value
from designer.ui.inspector.editors.objects import ObjectEditor
from designer.ui.inspector.field import Field
from designer.ui.theme import GRID_PX

_SPEC = ParamSpec(name="loss", kind="any", nullable=True)


class LossFields(QWidget):
    """One field for each output.

    Signals:
        edited: The losses in the order of the outputs; none where all are as suggested.
        left: The user is done with a field.
    """

    edited = Signal(tuple)
    left = Signal()

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog
        self._losses: tuple[KerasObject, ...] = ()
        self._outputs: tuple[str, ...] = ("",)
        self._suggested: tuple[str, ...] = ()
        self._fields: list[Field] = []
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX // 2)
        self._rebuild()

    def set_outputs(self, outputs: Sequence[str], suggested: Sequence[str]) -> None:
        """Take the names of the model's outputs and the loss suggested for each."""
        if (tuple(outputs) or ("",), tuple(suggested)) != (self._outputs, self._suggested):
            self._outputs, self._suggested = tuple(outputs) or ("",), tuple(suggested)
            self._rebuild()

    def show_losses(self, losses: tuple[KerasObject, ...]) -> None:
        """Show the losses; none means all as suggested."""
        self._losses = losses
        for place, field in enumerate(self._fields):
            field.show_value(self._loss(place), is_given=bool(losses))

    def _loss(self, place: int) -> KerasObject | None:
        return self._losses[min(place, len(self._losses) - 1)] if self._losses else None

    def _rebuild(self) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._fields, self._rows = [], []
        for place, output in enumerate(self._outputs):
            title = f"Loss of {output}" if len(self._outputs) > 1 else "Loss"
            name = f"training_loss_{place}" if place else "training_loss"
            field = Field(_SPEC, name, title, partial(self._make_editor, place))
            field.edited.connect(partial(self._on_edited, place))
            field.reset.connect(partial(self._on_edited, place, None))
            field.reset.connect(self.left)
            field.left.connect(self.left)
            text = QLabel(title)
            text.setBuddy(field)
            self._fields.append(field)
            self._rows += [text, field]
        for row in self._rows:
            self._column.addWidget(row)
        self.show_losses(self._losses)

    def _make_editor(self, place: int, spec: ParamSpec) -> ObjectEditor:
        suggestion = self._suggested[place] if place < len(self._suggested) else ""
        return _LossEditor(spec, self._catalog, suggestion)

    def _on_edited(self, place: int, value: Value) -> None:
        if not isinstance(value, KerasObject):
            self.edited.emit(())
            return
        losses = [self._loss(other) or self._stand_in(other, value) for other in range(len(self._outputs))]
        losses[place] = value
        self.edited.emit(tuple(losses))

    def _stand_in(self, place: int, chosen: KerasObject) -> KerasObject:
        """The suggested loss by name: once one output has a chosen loss, every output must have one."""
        return KerasObject(self._suggested[place]) if place < len(self._suggested) else chosen


class _LossEditor(ObjectEditor):
    def __init__(self, spec: ParamSpec, catalog: Catalog, suggestion: str) -> None:
        self._suggestion = suggestion
        super().__init__(spec, catalog, catalog.losses)

    @override
    def _plain_choices(self) -> list[str]:
        return [f"Suggested: {self._suggestion}" if self._suggestion else "Suggested from the data"]
