"""Aligning, distributing and straightening are one step each, and say why where nothing would move."""

import pytest

from designer.document import arrange
from designer.document.builder import NetworkBuilder
from designer.document.commands import MoveNodes
from designer.document.document import Document
from designer.errors import GraphError

PLACES = {"n1": (0.0, 0.0), "n2": (40.0, 100.0), "n3": (-60.0, 300.0), "n4": (200.0, 400.0)}


@pytest.fixture
def document() -> Document:
    """n1 → n2 → n3 → n4, and n5 fed by n2."""
    net = NetworkBuilder("Chain")
    x = net.add("Dense", net.input((4,)), units=2)
    net.add("Dense", net.add("ReLU", x), units=2)
    net.add("Softmax", x)
    document = Document(net.project())
    document.push(MoveNodes({**PLACES, "n5": (240.0, 200.0)}))
    return document


@pytest.mark.parametrize(
    ("side", "axis", "line"),
    [
        ("left", 0, -60),
        ("right", 0, 40),
        ("center", 0, -10),
        ("top", 1, 0),
        ("bottom", 1, 300),
        ("middle", 1, 150),
    ],
)
def test_aligned_nodes_share_a_line(document: Document, side: arrange.Side, axis: int, line: float) -> None:
    before = document.project()
    document.push(arrange.align(document, ["n1", "n2", "n3"], side))
    assert {document.positions[node_id][axis] for node_id in ("n1", "n2", "n3")} == {line}
    document.undo()
    assert document.project() == before


def test_distributed_nodes_have_equal_gaps_and_the_outermost_stay(document: Document) -> None:
    document.push(arrange.distribute(document, ["n4", "n1", "n2", "n3"], "vertically"))
    ys = [document.positions[node_id][1] for node_id in ("n1", "n2", "n3", "n4")]
    assert ys == pytest.approx([0, 400 / 3, 800 / 3, 400])


def test_a_straight_trunk_carries_its_branches_along(document: Document) -> None:
    document.push(arrange.straighten_trunk(document))
    xs = {node_id: document.positions[node_id][0] for node_id in ("n1", "n2", "n3", "n4")}
    assert len(set(xs.values())) == 1
    assert document.positions["n5"][0] - xs["n2"] == pytest.approx(200)


def test_too_few_nodes_and_nothing_to_do_are_refused_with_a_reason(document: Document) -> None:
    with pytest.raises(GraphError, match="At least 2 layers are needed to align them; 1 selected"):
        arrange.align(document, ["n1"], "left")
    with pytest.raises(GraphError, match="At least 3 layers are needed to distribute them; 2 selected"):
        arrange.distribute(document, ["n1", "n2"], "vertically")
    document.push(arrange.align(document, ["n1", "n2"], "left"))
    with pytest.raises(GraphError, match="in line already"):
        arrange.align(document, ["n1", "n2"], "left")


def test_the_trunk_of_a_part_moves_nothing_else(document: Document) -> None:
    before = dict(document.positions)
    document.push(arrange.straighten_trunk(document, ["n2", "n3"]))
    moved = {node_id for node_id in before if document.positions[node_id] != before[node_id]}
    assert moved == {"n2"}
    with pytest.raises(GraphError, match="no path to straighten"):
        arrange.straighten_trunk(document, ["n1", "n4"])


def test_places_as_shown_stand_in_for_those_the_document_lacks(document: Document) -> None:
    document.push(MoveNodes(dict.fromkeys(document.graph.nodes)))
    document.push(arrange.align(document, ["n1", "n2"], "left", PLACES))
    assert document.positions == {"n2": (0.0, 100.0)}
