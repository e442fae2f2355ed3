"""Documents with blocks: one history, one inside for each block, all of it in the file."""

from pathlib import Path

import pytest

from designer.catalog.spec import ParamSpec
from designer.catalog.values import Expr
from designer.document.block_commands import AddBlocks, RemoveBlocks, SetBlock, SetRepeat
from designer.document.bookmark_commands import bookmark_node
from designer.document.changes import BlocksChanged, Change, InBlock, NodesChanged
from designer.document.commands import AddNodes, MoveNodes, RemoveNodes, SetParams
from designer.document.document import Document
from designer.document.files import format_project, open_project, save_project
from designer.document.project import Project, View
from designer.document.settings import Note
from designer.errors import GraphError
from designer.graph.elements import INPUT, Block, Edge, GraphSnapshot, Node

DEFAULT = ParamSpec(name="filters", kind="int", default=8, minimum=1)
INSIDE = GraphSnapshot(
    (Node("n1", "x", INPUT), Node("n2", "conv", "Conv2D", {"filters": Expr("filters*2")})),
    (Edge("n1", 0, "n2", 0),),
)
BLOCK = Block("b1", "Residual", (DEFAULT,), INSIDE, text="Two convolutions and a shortcut.")


def document() -> Document:
    nodes = (
        Node("n1", "image", INPUT, {"shape": (8, 8, 3)}),
        Node("n2", "residual", BLOCK.type, {"filters": 4}, repeat=2),
    )
    graph = GraphSnapshot(nodes, (Edge("n1", 0, "n2", 0),), blocks=(BLOCK,))
    inside = View({"n2": (0.0, 80.0)}, notes=(Note(id="t1", text="why", position=(0, 0)),))
    return Document(Project("Net", graph, View({"n1": (0.0, 0.0)}, blocks={"b1": inside})))


def told(found: Document) -> list[Change]:
    changes: list[Change] = []
    found.changed.connect(changes.extend)
    return changes


def test_an_edit_inside_a_block_is_a_step_of_the_project() -> None:
    net = document()
    inside = net.inside("b1")
    before = format_project(net.project())
    outer, inner = told(net), told(inside)
    inside.push(SetParams("n2", {"filters": 3}))
    assert inner == [NodesChanged(("n2",))]
    assert outer == [InBlock("b1", NodesChanged(("n2",)))]
    assert net.undo_text == inside.undo_text == "Change parameters"
    net.undo()
    assert format_project(net.project()) == before


def test_a_refused_edit_inside_a_block_leaves_no_trace() -> None:
    net = document()
    outer = told(net)
    with pytest.raises(GraphError):
        net.inside("b1").push(AddNodes([Node("n2", "again", "ReLU")], {}))
    assert (outer, net.is_clean) == ([], True)


def test_a_block_that_did_not_change_stays_the_same_object() -> None:
    net = document()
    before = net.blocks[0]
    net.push(MoveNodes({"n1": (1.0, 1.0)}))
    assert net.blocks[0] is before
    net.inside("b1").push(SetParams("n2", {"filters": 3}))
    assert net.blocks[0] is not before


def test_ids_inside_a_block_are_not_used_again() -> None:
    inside = document().inside("b1")
    node = inside.new_node("ReLU")
    inside.push(AddNodes([node], {}))
    inside.undo()
    assert (node.id, inside.new_node("ReLU").id) == ("n3", "n4")


def test_a_block_in_use_can_not_be_removed() -> None:
    net = document()
    with pytest.raises(GraphError, match='"Residual" is used by "residual"'):
        net.push(RemoveBlocks(("b1",)))


def test_a_document_inside_a_block_follows_it_through_undo() -> None:
    net = document()
    net.push(AddBlocks([Block("b2", "Spare", graph=INSIDE)]))
    inside = net.inside("b2")
    inside.push(SetParams("n2", {"filters": 3}))
    net.go_to(0)
    net.go_to(2)
    assert inside.graph.node("n2").params == {"filters": 3}
    inside.push(SetParams("n2", {"filters": 5}))
    assert net.block("b2") is not None
    assert net.blocks[1].graph.nodes[1].params == {"filters": 5}


def test_the_header_of_a_block_changes_and_comes_back() -> None:
    net = document()
    outer = told(net)
    net.push(SetBlock(Block("b1", "Stage", is_nested=True)))
    assert outer == [BlocksChanged(("b1",))]
    assert (net.blocks[0].name, net.blocks[0].graph) == ("Stage", INSIDE)
    net.undo()
    assert net.blocks == (BLOCK,)


def test_a_repeat_is_a_number_from_one_on() -> None:
    net = document()
    net.push(SetRepeat("n2", 6))
    assert net.graph.node("n2").repeat == 6
    with pytest.raises(GraphError, match="can't be repeated 0 times"):
        net.push(SetRepeat("n2", 0))
    with pytest.raises(GraphError, match="only blocks can be repeated"):
        net.push(SetRepeat("n1", 2))


def test_blocks_and_their_drawings_are_in_the_file(tmp_path: Path) -> None:
    project = document().project()
    path = save_project(project, tmp_path / "net.json")
    assert open_project(path) == project
    assert '        {"id": "n2", "name": "conv", "type": "Conv2D", "params"' in path.read_text()


def test_changes_of_many_steps_inside_a_block_are_told_together() -> None:
    net = document()
    inside = net.inside("b1")
    for filters in (1, 2, 3):
        inside.push(SetParams("n2", {"filters": filters}))
    outer = told(net)
    net.go_to(0)
    assert outer == [InBlock("b1", NodesChanged(("n2",)))]


def test_bookmarks_that_wait_for_their_node_survive_the_removal_of_their_block() -> None:
    net = document()
    net.push(AddBlocks([Block("b2", "Spare", graph=INSIDE)]))
    inside = net.inside("b2")
    inside.push(bookmark_node(inside, "n2"))
    inside.push(RemoveNodes(("n2",)))
    net.push(RemoveBlocks(("b2",)))
    net.undo()
    net.undo()
    assert [mark.node for mark in net.inside("b2").bookmarks] == ["n2"]


def test_who_asks_for_an_inside_while_changes_are_told_gets_the_present_one() -> None:
    net = document()
    net.push(AddBlocks([Block("b2", "Spare", graph=INSIDE)]))
    net.inside("b2").push(RemoveNodes(("n2",)))
    net.push(RemoveBlocks(("b2",)))
    net.go_to(1)
    seen: list[int] = []
    net.changed.connect(lambda _changes: seen.append(len(net.inside("b2").graph.nodes)))
    net.go_to(2)
    assert seen == [1]
