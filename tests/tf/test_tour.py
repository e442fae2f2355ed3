"""What the tour draws for the user is a residual network that Keras builds and that learns."""

from pathlib import Path

import pytest

from designer.compiler.build import build_model
from designer.document.document import Document
from designer.ui.tour.steps import STEPS, Situation, tour_project
from tests.tf.training_rig import run


@pytest.fixture
def drawn() -> Document:
    """The network after every step was done for the user."""
    document = Document(tour_project())
    for step in STEPS:
        if step.edit:
            step.edit(document)
    return document


def test_every_step_was_undone_before_and_is_done_after(drawn: Document) -> None:
    document = Document(tour_project())
    for step in STEPS:
        assert not step.is_done(Situation(document)), step.title
        if step.edit:
            step.edit(document)
        assert step.is_done(Situation(document, has_trained=step.action == "train")), step.title


def test_keras_builds_a_residual_block(drawn: Document) -> None:
    model = build_model(drawn.graph.snapshot())
    types = [type(layer).__name__ for layer in model.layers]
    assert sorted(types) == sorted(
        ["InputLayer", "Conv2D", "ReLU", "Conv2D", "Add", "GlobalAveragePooling2D", "Dense"]
    )
    assert model.output_shape == (None, 10)


def test_the_network_learns_the_digits(drawn: Document, tmp_path: Path) -> None:
    history = run(drawn.project(), tmp_path).history
    assert max(history["val_accuracy"]) > 0.8
