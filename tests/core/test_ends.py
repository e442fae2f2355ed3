"""Inputs and outputs of the network change their order, and what is set for each output goes along."""

import pytest

from designer.catalog.values import KerasObject
from designer.document.builder import NetworkBuilder
from designer.document.document import Document
from designer.document.ends import reorder_inputs, reorder_outputs
from designer.document.settings import TrainingSettings
from designer.errors import GraphError

HUBER = KerasObject("Huber")


@pytest.fixture
def document() -> Document:
    """Inputs n1, n2 → Add n3 → two Dense, n4 and n5."""
    net = NetworkBuilder("Ends")
    x = net.add("Add", net.input((4,), name="one"), net.input((4,), name="two"))
    net.add("Dense", x, units=3, name="policy")
    net.add("Dense", x, units=1, name="value")
    training = TrainingSettings(loss=(None, HUBER), loss_weights=(1.0, 0.5), output_metrics=((), None))
    return Document(net.project().replace(training=training))


def outputs(document: Document) -> list[str]:
    return [output.node for output in document.graph.model_outputs()]


def test_losses_weights_and_metrics_move_with_their_output(document: Document) -> None:
    document.push(reorder_outputs(document, (1, 0)))
    assert outputs(document) == ["n5", "n4"]
    training = document.training
    assert (training.loss, training.loss_weights) == ((HUBER, None), (0.5, 1.0))
    assert training.output_metrics == (None, ())
    document.undo()
    assert outputs(document) == ["n4", "n5"]
    assert document.training.loss == (None, HUBER)


def test_inputs_change_their_order_and_nothing_else(document: Document) -> None:
    before = document.training
    document.push(reorder_inputs(document, (1, 0)))
    assert document.graph.model_inputs() == ["n2", "n1"]
    assert document.training == before


def test_the_natural_order_is_not_stored(document: Document) -> None:
    document.push(reorder_outputs(document, (1, 0)))
    assert not document.graph.inputs
    document.push(reorder_outputs(document, (1, 0)))
    assert not document.graph.outputs


def test_an_order_that_leaves_one_out_is_refused(document: Document) -> None:
    with pytest.raises(GraphError):
        reorder_outputs(document, (0, 0))
