"""Copy, paste and duplicate: fresh ids and names, one step, and no damaged text gets in."""

import json
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.document.block_commands import AddBlocks
from designer.document.clipboard import Pasted, copy_text, duplicate_command, paste_command
from designer.document.commands import RemoveNodes, RenameNode, SetBypassed
from designer.document.document import Document
from designer.document.files import format_project
from designer.document.project import Position, Project, View
from designer.document.settings import Frame, Note
from designer.errors import DesignerError, GraphError, RequestError
from designer.graph.elements import Block, Edge, GraphSnapshot, Node
from designer.graph.layout import NODE_SIZE
from tests.core.random_projects import projects

PROJECT = Project(
    graph=GraphSnapshot(
        (
            Node("n1", "input", "Input", {"shape": (8,)}),
            Node("n2", "conv_3", "Dense", {"units": 8}),
            Node("n3", "again", "Dense", {}, "n2"),
            Node("n4", "again_1", "Dense", {}, "n2"),
            Node("n5", "add", "Add"),
        ),
        (
            *(Edge("n1", 0, "n2", 0), Edge("n2", 0, "n3", 0), Edge("n3", 0, "n4", 0)),
            *(Edge("n4", 0, "n5", 0), Edge("n2", 0, "n5", 1)),
        ),
    ),
    view=View(
        {f"n{row}": (0.0, 88.0 * row) for row in range(1, 6)},
        notes=(Note(id="t1", text="note", position=(200.0, 0.0)),),
        frames=(Frame(id="f7", title="frame", rectangle=(-100.0, 0.0, 200.0, 500.0)),),
    ),
)


@pytest.fixture
def document() -> Document:
    return Document(PROJECT)


def paste(
    document: Document, text: str, at: tuple[float, float] | None = None, *, with_edges: bool = False
) -> Pasted:
    pasted = paste_command(document, text, at, with_edges=with_edges)
    document.push(pasted.command)
    return pasted


def new_edges(document: Document) -> set[Edge]:
    return set(document.graph.edges()) - set(PROJECT.graph.edges)


def test_a_copy_gets_fresh_ids_and_names_and_its_inner_edges(document: Document) -> None:
    pasted = paste(document, copy_text(document, ["n3", "n2", "n5"]))
    assert pasted.ids == ("n6", "n7", "n8")
    assert [document.graph.node(node).name for node in pasted.ids] == ["conv", "again_2", "add_1"]
    assert new_edges(document) == {Edge("n6", 0, "n7", 0), Edge("n6", 0, "n8", 1)}
    assert document.graph.node("n7").shares == "n6"
    assert document.undo_text == "Paste 3 layers"
    document.undo()
    assert document.project() == PROJECT


def test_pasting_with_edges_feeds_the_copy_from_the_same_sources(document: Document) -> None:
    text = copy_text(document, ["n4", "n5"])
    paste(document, text, with_edges=True)
    expected = {Edge("n3", 0, "n6", 0), Edge("n6", 0, "n7", 0), Edge("n2", 0, "n7", 1)}
    assert new_edges(document) == expected
    assert document.graph.node("n6").shares == "n2"


def test_sources_that_are_gone_or_others_are_not_connected(document: Document) -> None:
    text = copy_text(document, ["n5"])
    document.push(RemoveNodes(["n4"]))
    document.push(RenameNode("n2", "other"))
    (pasted,) = paste(document, text, with_edges=True).ids
    assert document.graph.in_edges(pasted) == []


def test_copies_without_the_owner_of_their_layer_share_a_layer_of_their_own(document: Document) -> None:
    text = copy_text(document, ["n3", "n4"])
    elsewhere = Document()
    paste(elsewhere, text, with_edges=True)
    first, second = elsewhere.graph.node("n1"), elsewhere.graph.node("n2")
    assert (first.params, first.shares, second.shares) == ({"units": 8}, None, "n1")
    assert first.name == "again"


def test_no_card_covers_another_however_often_it_is_pasted(document: Document) -> None:
    text = copy_text(document, ["n2", "n3"])
    for _ in range(40):
        paste(document, text)
    for _ in range(3):
        paste(document, text, (0.0, 0.0))
    places = list(document.positions.values())
    assert len(set(places)) == len(places) == 5 + 2 * 43
    assert not any(covers(*pair) for pair in combinations(places, 2))


def covers(one: Position, other: Position) -> bool:
    return abs(one[0] - other[0]) < NODE_SIZE[0] and abs(one[1] - other[1]) < NODE_SIZE[1]


def test_the_middle_of_what_is_pasted_lies_where_it_was_asked_for(document: Document) -> None:
    pasted = paste(document, copy_text(document, ["n2", "n4"]), (1000.0, 2000.0))
    assert [document.positions[node] for node in pasted.ids] == [(1000.0, 1912.0), (1000.0, 2088.0)]


def test_notes_and_frames_are_copied_too_and_a_frame_lands_beside_the_first(document: Document) -> None:
    pasted = paste(document, copy_text(document, ["n2"], notes=["t1"], frames=["f7"]))
    assert (pasted.note_ids, pasted.frame_ids) == (("t2",), ("f8",))
    assert (document.notes[1].position, document.frames[1].rectangle[:2]) == ((424.0, 0.0), (124.0, 0.0))
    alone = paste(document, copy_text(document, [], notes=["t1"]))
    assert (alone.ids, alone.note_ids, document.undo_text) == ((), ("t3",), "Paste notes")


def test_a_duplicate_is_fed_as_the_first_is(document: Document) -> None:
    document.push(SetBypassed(["n5"], bypassed=True))
    pasted = duplicate_command(document, ["n5"])
    document.push(pasted.command)
    assert new_edges(document) == {Edge("n4", 0, "n6", 0), Edge("n2", 0, "n6", 1)}
    assert document.graph.node("n6").bypassed
    assert document.undo_text == "Duplicate Add"


def test_nothing_selected_is_refused(document: Document) -> None:
    for copy in (copy_text, duplicate_command):
        with pytest.raises(DesignerError, match="Nothing is selected"):
            copy(document, [])


def test_a_value_that_text_cannot_hold_is_not_copied(document: Document) -> None:
    node = replace(PROJECT.graph.nodes[1], params={"units": float("inf")})
    endless = Document(Project(graph=GraphSnapshot((node,))))
    with pytest.raises(RequestError, match="can't be copied"):
        copy_text(endless, ["n2"])


@pytest.mark.parametrize(
    "wrap",
    [
        "{}",
        "Here you are:\n```json\n{}\n```\nHave fun {{really}}!",
        'Use {{"a": 1}} or {{this}}: {} and that\'s it',
        "\ufeff  {}",
    ],
)
def test_text_around_a_copy_makes_no_difference(document: Document, wrap: str) -> None:
    text = wrap.format(copy_text(document, ["n2", "n3"]))
    assert len(paste(document, text).ids) == 2


def test_a_project_file_is_pasted_as_its_graph(document: Document) -> None:
    text = f"my network:\n```\n{format_project(PROJECT)}```"
    pasted = paste(document, text)
    assert (len(pasted.ids), pasted.note_ids, pasted.frame_ids) == (5, ("t2",), ("f8",))
    assert len(new_edges(document)) == 5


def test_a_hand_written_piece_without_positions_is_laid_out(document: Document) -> None:
    nodes = [{"id": "a", "name": "a b", "type": "Dense"}, {"id": "b", "name": "ü", "type": "/"}]
    text = json.dumps({"format": "model-designer-clip/1", "nodes": nodes, "edges": [["a", 0, "b", 0]]})
    pasted = paste(document, text)
    assert [document.graph.node(node).name for node in pasted.ids] == ["dense", "layer"]
    assert document.positions["n6"][1] < document.positions["n7"][1]


def clip(**changes: Any) -> str:
    data = {"format": "model-designer-clip/1", "nodes": [{"id": "a", "name": "a", "type": "Dense"}]}
    return json.dumps(data | changes)


NODE = {"id": "a", "name": "a", "type": "Dense"}
DAMAGED = {
    "empty": ("", "no layers"),
    "prose": ("Hello {world}", "no layers"),
    "other JSON": ('{"nodes": []}', "no layers"),
    "other format": ('{"format": "comfy/1"}', "no layers"),
    "a list": ("[1, 2]", "no layers"),
    "newer": (clip(format="model-designer-clip/2"), "knows up to model-designer-clip/1"),
    "newer project": ('{"format": "model-designer/99"}', "knows up to model-designer/1"),
    "cut off": (clip()[:-3], "damaged"),
    "not a number": (clip(positions={"a": [float("nan"), 0]}), "damaged: NaN"),
    "nested": ('{"format": "model-designer-clip/1", "nodes": ' + "[" * 100_000, "damaged"),
    "endless number": (clip().replace('"a"', "9" * 10_000, 1), "damaged"),
    "nothing in it": (clip(nodes=[]), "it holds nothing"),
    "equal ids": (clip(nodes=[NODE, NODE]), "used twice"),
    "unknown field": (clip(code="import os"), "code"),
    "wrong type": (clip(nodes="all"), "nodes"),
    "edge to nowhere": (clip(edges=[["a", 0, "b", 0]]), "no node"),
    "incoming to nowhere": (clip(incoming=[["x", 0, "b", 0]]), "no node"),
    "port taken": (clip(incoming=[["x", 0, "a", 0], ["y", 0, "a", 0]]), "two edges"),
    "negative port": (clip(edges=[["a", -1, "a", 0]]), "edges"),
    "bad value": (clip(nodes=[{**NODE, "params": {"x": {"eval": "1"}}}]), "not a parameter value"),
    "far away": (clip(positions={"a": [1e300, 0]}), "too far away"),
    "too many": (clip(nodes=[NODE] * 20_001), "20000"),
    "too long": (" " * (2**24 + 1), "too long"),
    "braces": ("{" * 1_000_000, "no layers"),
    "open objects": ('{"a": ' * 1_000_000 + '{"' * 1_000_000, "no layers"),
    "quotes": ('{"' * 1_000_000, "no layers"),
}


@pytest.mark.parametrize(("text", "reason"), DAMAGED.values(), ids=DAMAGED.keys())
def test_what_cannot_be_pasted_is_refused_with_a_line_and_a_remedy(
    document: Document, text: str, reason: str
) -> None:
    with pytest.raises(RequestError, match=reason) as caught:
        paste_command(document, text, None, with_edges=True)
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    assert document.project() == PROJECT


@given(project=projects, draw=st.data())
def test_whatever_is_copied_can_be_pasted_and_undone(project: Project, draw: st.DataObject) -> None:
    document = Document(project)
    ids = [node_id for node_id in document.graph.nodes if draw.draw(st.booleans())]
    if not ids:
        return
    text = copy_text(document, ids)
    broken = text[: draw.draw(st.integers(0, len(text)))]
    for part in (text, broken):
        before = document.project()
        try:
            paste(document, part, with_edges=draw.draw(st.booleans()))
        except RequestError:
            assert part is not text
        else:
            assert len(document.graph.nodes) == len(before.graph.nodes) + len(ids)
            document.undo()
        assert document.project() == before


def with_block() -> Document:
    """An instance of a block that contains one of another block."""
    inner = Block("b1", "Inner", graph=GraphSnapshot((Node("n1", "x", "Input"), Node("n2", "relu", "ReLU"))))
    deep = Node("n2", "inner", "block:b1")
    outer = Block("b2", "Outer", graph=GraphSnapshot((Node("n1", "x", "Input"), deep)), is_nested=True)
    graph = GraphSnapshot((Node("n1", "outer", "block:b2", repeat=3),), blocks=(inner, outer))
    return Document(Project(graph=graph, view=View(blocks={"b1": View({"n2": (1.0, 2.0)})})))


def test_blocks_come_along_into_another_project() -> None:
    source, target = with_block(), Document(PROJECT)
    target.push(AddBlocks([Block("b1", "Inner")]))
    pasted = paste(target, copy_text(source, ["n1"]))
    assert [(block.id, block.name) for block in target.blocks] == [
        ("b1", "Inner"),
        ("b2", "Inner 2"),
        ("b3", "Outer"),
    ]
    assert (target.blocks[2].graph.nodes[1].type, target.blocks[2].is_nested) == ("block:b2", True)
    node = target.graph.node(pasted.ids[0])
    assert (node.type, node.repeat, target.inside("b2").positions) == ("block:b3", 3, {"n2": (1.0, 2.0)})
    target.undo()
    assert len(target.blocks) == 1


def test_blocks_that_are_there_are_not_taken_in_again() -> None:
    source, target = with_block(), Document(PROJECT)
    text = copy_text(source, ["n1"])
    paste(target, text)
    paste(target, text)
    paste(source, text)
    assert (len(target.blocks), len(source.blocks)) == (2, 2)
    assert source.graph.node("n2").type == "block:b2"


def test_a_block_is_not_pasted_into_itself() -> None:
    net = with_block()
    text = copy_text(net, ["n1"])
    for block_id in ("b1", "b2"):
        with pytest.raises(GraphError, match="can't be put into itself"):
            paste(net.inside(block_id), text)


def test_an_instance_of_a_lost_block_does_not_become_one_of_another() -> None:
    source, target = Document(Project(graph=GraphSnapshot((Node("n1", "a", "block:b2"),)))), with_block()
    pasted = paste(target, copy_text(source, ["n1"]))
    assert target.graph.node(pasted.ids[0]).type == "block:missing_b2"
