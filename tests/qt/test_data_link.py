"""Samples that would have to change their shape are a problem of the Input until the user has agreed."""

from collections.abc import Iterator

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
