"""Blocks open where they stand: what is in them is there too, and edited on its own sheet."""

import random
from collections.abc import Iterator

import pytest

from designer.document.block_commands import EditBlock
from designer.document.changes import Change, NodesAdded, NodesMoved, NodesRemoved
from designer.document.commands import (
    AddNodes,
    Connect,
    Disconnect,
    MoveNodes,
    RemoveNodes,
    RenameNode,
    SetParams,
)
from designer.document.document import Document
from designer.document.files import format_project
from designer.document.opened import Opened
from designer.document.opening_up import closed, opened, opened_to
from designer.errors import GraphError
from designer.graph.elements import Edge
from tests.core.block_projects import blocks


@pytest.fixture(params=["vertical", "horizontal"])
def document(request: pytest.FixtureRequest) -> Document:
    return Document(blocks(request.param))


@pytest.fixture
def shown(document: Document) -> Iterator[Opened]:
    found = Opened(document)
    yield found
    found.close()


def open_stage(document: Document) -> None:
    document.push(opened(document, ["n3"]))


def test_with_nothing_open_it_is_the_document(document: Document, shown: Opened) -> None:
    assert shown.graph is document.graph
    assert shown.positions is document.positions
    assert shown.insets == ()


def test_what_is_in_an_open_block_is_there_by_path(document: Document, shown: Opened) -> None:
    told: list[Change] = []
    shown.changed.connect(told.extend)
    open_stage(document)
    assert [key for key in shown.graph.nodes if "/" in key] == ["n3/n1", "n3/n2", "n3/n3"]
    assert shown.graph.has_edge(Edge("n3/n2", 0, "n3/n3", 0))
    assert NodesAdded(("n3/n1", "n3/n2", "n3/n3")) in told
    document.push(closed(document, ["n3"]))
    assert NodesRemoved(("n3/n1", "n3/n2", "n3/n3")) in told
    assert shown.graph is document.graph


def test_a_block_in_an_open_block_can_be_opened_too(document: Document, shown: Opened) -> None:
    open_stage(document)
    stage = document.inside("b2")
    stage.push(opened(stage, ["n2"]))
    assert shown.graph.node("n3/n2/n2").name == "conv"
    assert [inset.path for inset in shown.insets] == ["n3", "n3/n2"]


def test_opening_makes_room_and_closing_gives_it_back(document: Document) -> None:
    before = dict(document.positions)
    open_stage(document)
    along = 1 if document.orientation == "vertical" else 0
    assert document.positions["n4"][along] > before["n4"][along] + 100
    assert document.positions["n2"] == before["n2"]
    document.push(closed(document, ["n3"]))
    assert document.positions == before


def test_nothing_lies_on_anything_once_all_is_open(document: Document, shown: Opened) -> None:
    document.push(opened_to(document, 9))
    places = list(shown.positions.values())
    assert len(places) == 8 + 2 * (3 + 5) + 3
    gaps = [
        (abs(one[0] - other[0]), abs(one[1] - other[1]))
        for number, one in enumerate(places)
        for other in places[:number]
    ]
    assert all(x >= 184 or y >= 52 for x, y in gaps)


def test_depth_opens_and_closes_level_by_level(document: Document, shown: Opened) -> None:
    document.push(opened_to(document, 1))
    assert [inset.path for inset in shown.insets] == ["n3", "n4", "n8"]
    document.push(opened_to(document, 2))
    assert "n4/n2" in shown.paths
    document.push(opened_to(document, 0))
    assert shown.insets == ()
    with pytest.raises(GraphError, match="No block is open"):
        document.push(opened_to(document, 0))


def test_undo_closes_and_redo_opens(document: Document, shown: Opened) -> None:
    before = document.project()
    open_stage(document)
    after = document.project()
    document.undo()
    assert document.project() == before
    assert shown.insets == ()
    document.redo()
    assert document.project() == after
    assert shown.insets


def test_what_is_open_is_kept_in_the_file(document: Document) -> None:
    document.push(opened_to(document, 2))
    project = document.project()
    assert project.view.open == ("n3", "n4", "n8")
    assert project.view.blocks["b2"].open == ("n2",)


def test_parameters_are_set_in_the_definition(document: Document, shown: Opened) -> None:
    document.push(opened_to(document, 1))
    shown.push(SetParams("n3/n3", {"pool_size": 3}))
    assert document.inside("b2").graph.node("n3").params == {"pool_size": 3}
    assert shown.graph.node("n4/n3").params == {"pool_size": 3}
    document.undo()
    assert shown.graph.node("n3/n3").params == {}


def test_layers_are_moved_in_the_definition(document: Document, shown: Opened) -> None:
    open_stage(document)
    x, y = shown.positions["n3/n3"]
    inner = document.inside("b2").positions["n3"]
    shown.push(MoveNodes({"n3/n3": (x + 40, y + 16)}))
    assert document.inside("b2").positions["n3"] == pytest.approx((inner[0] + 40, inner[1] + 16))
    assert shown.positions["n3/n3"] == pytest.approx((x + 40, y + 16))


def test_a_block_takes_along_what_is_in_it(document: Document, shown: Opened) -> None:
    open_stage(document)
    moved = {key: (x + 8, y + 24) for key, (x, y) in shown.positions.items() if key.startswith("n3")}
    inside = dict(document.inside("b2").positions)
    shown.push(MoveNodes(moved))
    assert document.inside("b2").positions == inside
    assert {key: shown.positions[key] for key in moved} == moved


def test_moving_what_a_block_hangs_by_leaves_the_others_where_they_are(
    document: Document, shown: Opened
) -> None:
    document.push(opened_to(document, 2))
    before = dict(shown.positions)
    x, y = before["n3/n2/n1"]
    goal = (x - 30.0, y - 20.0)
    shown.push(MoveNodes({"n3/n2/n1": goal}))
    assert shown.positions["n3/n2/n1"] == pytest.approx(goal)
    for key in ("n3/n2/n5", "n3/n3", "n7"):
        assert shown.positions[key] == pytest.approx(before[key])


def test_edges_are_drawn_and_cut_inside(document: Document, shown: Opened) -> None:
    open_stage(document)
    edge = Edge("n3/n2", 0, "n3/n3", 0)
    shown.push(Disconnect(edge))
    assert not document.inside("b2").graph.has_edge(Edge("n2", 0, "n3", 0))
    shown.push(Connect(edge))
    assert shown.graph.has_edge(edge)


def test_edges_across_a_frame_are_refused(document: Document, shown: Opened) -> None:
    open_stage(document)
    with pytest.raises(GraphError, match=r"(?s)frame.*Alt\+Down"):
        shown.push(Connect(Edge("n2", 0, "n3/n3", 0)))
    with pytest.raises(GraphError, match="from outside"):
        shown.push(AddNodes([shown.new_node("Dense")], {}, [Edge("n3/n3", 0, "n9", 0)]))


def test_deleting_inside_and_outside_is_one_step(document: Document, shown: Opened) -> None:
    open_stage(document)
    shown.push(RemoveNodes(["n3/n3", "n7"]))
    assert "n3" not in document.inside("b2").graph.nodes
    assert "n7" not in document.graph.nodes
    document.undo()
    assert "n3/n3" in shown.graph.nodes


def test_deleting_an_open_block_leaves_its_definition(document: Document, shown: Opened) -> None:
    open_stage(document)
    shown.push(RemoveNodes(["n3", "n3/n1", "n3/n2", "n3/n3"]))
    assert len(document.inside("b2").graph.nodes) == 3
    assert shown.insets == ()
    document.undo()
    assert "n3/n2" in shown.graph.nodes


def test_an_edit_of_the_definition_is_told_at_every_place(document: Document, shown: Opened) -> None:
    document.push(opened_to(document, 1))
    told: list[Change] = []
    shown.changed.connect(told.extend)
    document.push(EditBlock("b2", RenameNode("n3", "shrink")))
    assert {shown.graph.node(key).name for key in ("n3/n3", "n4/n3")} == {"shrink"}
    x, y = shown.positions["n3/n3"]
    document.inside("b2").push(MoveNodes({"n3": (x + 50, y)}))
    assert any(isinstance(change, NodesMoved) and "n4/n3" in change.ids for change in told)


def test_new_nodes_lie_beside_frames(document: Document, shown: Opened) -> None:
    open_stage(document)
    node = shown.new_node("Dense")
    shown.push(AddNodes([node], {node.id: shown.positions["n3/n2"]}))
    card = document.positions[node.id]
    assert not any(box.contains(card) for box in shown.open_boxes())


@pytest.mark.parametrize("seed", range(20))
def test_nudges_that_first_stay_in_the_frame_and_then_widen_it_are_undone_whole(seed: int) -> None:
    draw, document = random.Random(seed), Document(blocks())
    document.push(opened_to(document, 2))
    document.seal()
    before, steps = format_project(document.project()), document.history_position
    inside = document.inside(draw.choice(["b1", "b2"]))
    node_id = draw.choice(list(inside.graph.nodes))
    for _ in range(5):
        x, y = inside.positions[node_id]
        place = x + draw.choice([-300, -10, 10, 300]), y + draw.choice([0, 250, -250])
        inside.push(MoveNodes({node_id: place}, "Nudge", "nudge"))
    while document.history_position > steps:
        document.undo()
    assert format_project(document.project()) == before
