"""How the outputs of a network are trained: losses, their weights, and metrics."""

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.catalog.catalog import Catalog
from designer.catalog.values import KerasObject
from designer.document.settings import TrainingSettings
from designer.ui.output_row import OutputRow
from designer.ui.theme import GRID_PX

_Item = TypeVar("_Item")
_Metrics = tuple[KerasObject, ...]


class OutputFields(QWidget):
    """One set of fields for each output; outputs are named where there are several.

    Signals:
        edited: The training settings that are other, by name.
        left: The user is done with a field.
    """

    edited = Signal(object)
    left = Signal()

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog
        self._training = TrainingSettings()
        self._outputs: tuple[str, ...] = ()
        self._rows: list[OutputRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * GRID_PX)
        self.set_outputs((), (), ())

    def set_outputs(
        self, outputs: Sequence[str], losses: Sequence[str], metrics: Sequence[Sequence[str]]
    ) -> None:
        """Take the names of the outputs in order, and the loss and the metrics suggested for each."""
        names = tuple(outputs) if len(outputs) > 1 else ("",)
        if names != self._outputs:
            self._outputs = names
            self._rebuild()
        for place, row in enumerate(self._rows):
            row.set_suggested(
                losses[place] if place < len(losses) else "", metrics[place] if place < len(metrics) else ()
            )

    def show_training(self, training: TrainingSettings) -> None:
        """Show what is set."""
        self._training = training
        rows = zip(self._rows, self._losses(), self._weights(), self._metrics(), strict=True)
        for row, loss, weight, metrics in rows:
            row.show_values(loss, weight, metrics)

    def _losses(self) -> list[KerasObject | None]:
        return self._each(self._training.loss, None)

    def _weights(self) -> list[float]:
        return self._each(self._training.loss_weights, 1.0)

    def _metrics(self) -> list[_Metrics | None]:
        chosen: list[_Metrics | None] = self._each(self._training.output_metrics, None)
        return [self._training.metrics if metrics is None else metrics for metrics in chosen]

    def _each(self, given: Sequence[_Item], otherwise: _Item) -> list[_Item]:
        """One item for each output."""
        return [given[place] if place < len(given) else otherwise for place in range(len(self._outputs))]

    def _rebuild(self) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [OutputRow(self._catalog, place, name) for place, name in enumerate(self._outputs)]
        for place, row in enumerate(self._rows):
            row.loss_edited.connect(partial(self._on_loss_edited, place))
            row.weight_edited.connect(partial(self._on_weight_edited, place))
            row.metrics_edited.connect(partial(self._on_metrics_edited, place))
            row.left.connect(self.left)
            self._column.addWidget(row)
        self.show_training(self._training)

    def _on_loss_edited(self, place: int, loss: KerasObject | None) -> None:
        losses = _replaced(self._losses(), place, loss)
        self.edited.emit({"loss": losses if any(losses) else ()})

    def _on_weight_edited(self, place: int, weight: float) -> None:
        weights = _replaced(self._weights(), place, weight)
        is_even = all(each == 1 for each in weights)
        self.edited.emit({"loss_weights": () if is_even else weights})

    def _on_metrics_edited(self, place: int, metrics: _Metrics | None) -> None:
        chosen = _replaced(self._metrics(), place, metrics)
        if len(chosen) == 1:
            self.edited.emit({"metrics": metrics, "output_metrics": ()})
        else:
            are_suggested = all(each is None for each in chosen)
            self.edited.emit({"metrics": None, "output_metrics": () if are_suggested else chosen})
        self.left.emit()


def _replaced(items: Sequence[_Item], place: int, item: _Item) -> tuple[_Item, ...]:
    return (*items[:place], item, *items[place + 1 :])
