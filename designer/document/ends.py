"""The order of the network's inputs and outputs, with what is set for each output."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from designer.document.commands import Command, SetOrder, SetTraining, Together
from designer.document.document import Document
from designer.document.settings import TrainingSettings
from designer.errors import GraphError
from designer.graph.elements import GraphSnapshot, Output
from designer.graph.healing import model_inputs, model_outputs

_Item = TypeVar("_Item")


def reorder_inputs(document: Document, order: Sequence[int]) -> Command:
    """Give the network's inputs another order.

    Args:
        document: It is only read.
        order: `(2, 0, 1)` brings the last of three to the front.

    Raises:
        GraphError: `order` doesn't name each input once.
    """
    graph = document.graph
    inputs = _permuted(graph.model_inputs(), order)
    return _set_order(document, "Reorder the network's inputs", inputs, graph.model_outputs())


def reorder_outputs(document: Document, order: Sequence[int]) -> Command:
    """Give the network's outputs another order; losses, their weights and metrics go along.

    Args:
        document: It is only read.
        order: `(2, 0, 1)` brings the last of three to the front.

    Raises:
        GraphError: `order` doesn't name each output once.
    """
    graph, text = document.graph, "Reorder the network's outputs"
    outputs = _permuted(graph.model_outputs(), order)
    moved = _set_order(document, text, graph.model_inputs(), outputs)
    training = document.training if document.block_id else _reordered(document.training, order)
    if training == document.training:
        return moved
    return Together((moved, SetTraining(training)), text)


def _set_order(document: Document, text: str, inputs: Sequence[str], outputs: Sequence[Output]) -> Command:
    """Set an order; where it is the natural one, nothing is set, so that new ends join it."""
    free: GraphSnapshot = replace(document.graph.quick_snapshot(), inputs=(), outputs=())
    kept_inputs = () if list(inputs) == model_inputs(free) else tuple(inputs)
    kept_outputs = () if list(outputs) == model_outputs(free) else tuple(outputs)
    return SetOrder(kept_inputs, kept_outputs, text)


def _reordered(training: TrainingSettings, order: Sequence[int]) -> TrainingSettings:
    fields = ("loss", "loss_weights", "output_metrics")
    values = {name: getattr(training, name) for name in fields}
    moved = {
        name: tuple(_permuted(value, order)) for name, value in values.items() if len(value) == len(order)
    }
    return training.model_copy(update=moved)


def _permuted(items: Sequence[_Item], order: Sequence[int]) -> list[_Item]:
    if sorted(order) != list(range(len(items))):
        raise GraphError("A new order has to name each input or output once.")
    return [items[place] for place in order]
