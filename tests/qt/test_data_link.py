"""Samples that would have to change their shape are a problem of the Input until the user has agreed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from designer.catalog.catalog import Catalog
from designer.compiler.results import Analysis, NodeAnalysis, TensorSpec
from designer.data.info import DataInfo, FeatureInfo, LabelInfo
from designer.document.builder import NetworkBuilder
from designer.document.document import Document
from designer.ui.data_link import DataLink
from designer.ui.fixing import Fixer
from designer.ui.hub import Hub
from designer.ui.session import Session

CLASSES = tuple("0123456789")
DIGITS = DataInfo(
    "digits",
    "Digits",
    FeatureInfo((8, 8, 1), "float32", (0, 16)),
    LabelInfo("classes", (), "int64", CLASSES),
    {},
)


@pytest.fixture
def document() -> Document:
    net = NetworkBuilder("Photos")
    net.add("Dense", net.add("Flatten", net.input((32, 32, 3))), units=10, activation="softmax")
    return Document(net.project())


@pytest.fixture
def fixer(document: Document, qtbot: QtBot) -> Iterator[Fixer]:
    owner = QWidget()
    qtbot.addWidget(owner)
    session = Session(document, Hub(), owner)
    link = DataLink(session)
    shapes = {"n1": (None, 32, 32, 3), "n2": (None, 3072), "n3": (None, 10)}
    nodes = {node_id: NodeAnalysis((TensorSpec(shape),)) for node_id, shape in shapes.items()}
    link.refresh()
    link.info = DIGITS
    fixer = Fixer(session, link, Catalog.load())
    session.analysis = Analysis(nodes=nodes, inputs=nodes["n1"].outputs, outputs=nodes["n3"].outputs)
    session.analysis_changed.emit(session.analysis)
    yield fixer
    session.close()


def test_the_input_is_warned_of_and_either_side_can_give_way(fixer: Fixer) -> None:
    [problem] = fixer.problems_of("n1")
    assert problem.message == "The samples of digits don't have the shape of the Input."
    assert "Resize 8×8 to 32×32" in problem.fix
    assert [fix.label for fix in fixer.offers(problem)] == [
        "Adapt the samples to the Input",
        "Set the shape of input to 8×8×1",
    ]


def test_agreeing_to_the_adaptation_ends_the_warning_and_undo_brings_it_back(
    document: Document, fixer: Fixer
) -> None:
    [problem] = fixer.problems
    fixer.apply(problem, "Adapt the samples to the Input")
    assert not fixer.problems
    document.undo()
    assert list(fixer.problems) == [problem]


TWO = replace(
    DIGITS,
    features=FeatureInfo((8,), "uint8", (0, 255), "left"),
    further_features=(FeatureInfo((2, 4), "float32", None, "right"),),
    labels=LabelInfo("values", (1,), "float32"),
)


@pytest.fixture
def two_inputs(qtbot: QtBot) -> Iterator[DataLink]:
    net = NetworkBuilder("Two")
    ends = (net.input((8,), name="left"), net.input((8,), name="right"))
    net.add("Dense", net.add("Add", *ends), units=1)
    owner = QWidget()
    qtbot.addWidget(owner)
    session = Session(Document(net.project()), Hub(), owner)
    link = DataLink(session)
    link.refresh()
    link.info = TWO
    session.analysis = Analysis(inputs=(TensorSpec((None, 8)),) * 2, outputs=(TensorSpec((None, 1)),))
    session.analysis_changed.emit(session.analysis)
    yield link
    session.close()


def test_each_input_says_what_its_samples_need(two_inputs: DataLink) -> None:
    assert two_inputs.steps() == ("left: Scale values from 0–255 to 0–1", "right: Reshape 2×4 to 8")
    [problem] = two_inputs.problems
    assert (problem.node, problem.kind) == ("n2", "adaptation")
    assert problem.message == "The samples x_train.right of digits don't have the shape of the Input."


def test_agreeing_is_stored_for_each_input(two_inputs: DataLink) -> None:
    two_inputs.accept_proposal()
    agreed = two_inputs._session.document.data.adaptations
    assert {name: adaptation.reshape for name, adaptation in agreed.items()} == {"left": None, "right": (8,)}
    assert two_inputs.is_adapted
    assert not two_inputs.problems
