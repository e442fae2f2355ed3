"""What the canvas keeps while it is edited is what it would read anew, and the file knows no difference."""

import random

import psutil
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.compiler.results import Analysis, NodeAnalysis, Problem, TensorSpec
from designer.document.commands import AddNodes, MoveNodes
from designer.document.document import Document
from designer.document.files import format_project, parse_project
from designer.document.opened import Opened
from designer.graph.elements import Edge, Node
from designer.ui.canvas.content import Content
from tests.core.block_projects import blocks
from tests.qt.canvas_helpers import Desk, catalog, chain
from tests.qt.storm import Storm, shown, shown_anew

_NUM_EDITS = 40
_NUM_LONG = 10_000
_MOST_GROWTH_MB = 16


def analysis_of_all(document: Document, chance: random.Random) -> Analysis:
    """Shapes and problems as an engine might find them."""
    shapes = [((None, 8, 8, chance.randrange(1, 3)), chance.randrange(1, 3)) for _ in document.graph.nodes]
    nodes = {
        node_id: NodeAnalysis((TensorSpec(shape),) * count, chance.randrange(99))
        for node_id, (shape, count) in zip(document.graph.nodes, shapes, strict=True)
    }
    problems = tuple(Problem("error", node_id, "wrong") for node_id in list(nodes)[::5])
    return Analysis(nodes=nodes, problems=problems)


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_after_any_edit_the_canvas_shows_what_a_new_one_would(chance: random.Random) -> None:
    document = Document(chain())
    content, storm = Content(document, catalog()), Storm(document, chance)
    document.changed.connect(content.apply)
    for number in range(_NUM_EDITS):
        storm.edit()
        if number % 8 == 0:
            content.set_analysis(analysis_of_all(document, chance))
        assert shown(content) == shown_anew(content)


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_blocks_that_open_and_close_leave_no_trace_either(chance: random.Random) -> None:
    base = Document(blocks(chance.choice(("vertical", "horizontal"))))
    document = Opened(base)
    before = format_project(base.project())
    content, storm = Content(document, catalog()), Storm(document, chance, has_blocks=True)
    document.changed.connect(content.apply)
    for number in range(_NUM_EDITS):
        storm.edit()
        if number % 8 == 0:
            content.set_analysis(analysis_of_all(document, chance))
        assert shown(content) == shown_anew(content)
        assert joined(document) == joined(Opened(base))
    text = format_project(base.project())
    assert format_project(Document(parse_project(text)).project()) == text
    base.go_to(0)
    assert format_project(base.project()) == before


def joined(document: Opened) -> object:
    """What is shown, in no order."""
    graph = document.graph
    places = {key: (round(x, 6), round(y, 6)) for key, (x, y) in document.positions.items()}
    return dict(graph.nodes), set(graph.edges()), places, set(document.paths)


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_nodes_that_a_gesture_moves_and_drops_leave_no_trace(chance: random.Random) -> None:
    document = Document(chain())
    content, storm = Content(document, catalog()), Storm(document, chance)
    document.changed.connect(content.apply)
    for _ in range(_NUM_EDITS // 2):
        storm.edit()
        moved = {node_id: content.center(node_id) for node_id in content.ids[: chance.randrange(4)]}
        content.move({node_id: (x + 8, y - 24) for node_id, (x, y) in moved.items()})
        content.move(moved)
        assert shown(content) == shown_anew(content)


def test_a_command_that_follows_a_gesture_puts_all_edges_right() -> None:
    document = Document(chain())
    content = Content(document, catalog())
    document.changed.connect(content.apply)
    aside = {"n3": (400.0, 4000.0), "n4": (400.0, 4088.0)}
    over_both = Edge("n2", 0, "n9", 0)
    document.push(AddNodes([Node("n9", "last", "ReLU")], {"n9": (0.0, 352.0)}, [over_both]))
    assert len(content.routes.polyline(over_both)) > 2
    content.move(aside)
    document.push(MoveNodes(aside))
    assert shown(content) == shown_anew(content)


def test_a_node_that_moves_changes_where_others_enter_what_it_feeds() -> None:
    document = Document(chain())
    content = Content(document, catalog())
    document.changed.connect(content.apply)
    edges = [Edge("n3", 0, "n9", 0), Edge("n4", 0, "n9", 1)]
    document.push(AddNodes([Node("n9", "sum", "Add")], {"n9": (0.0, 600.0)}, edges))
    before = content.slot("n9", 0)
    document.push(MoveNodes({"n4": (900.0, 300.0)}))
    assert content.slot("n9", 0) != before
    assert shown(content) == shown_anew(content)


def test_a_storm_of_edits_leaves_canvas_list_file_and_memory_in_order(qtbot: QtBot, soak: bool) -> None:
    desk, chance, process = Desk(qtbot), random.Random(1), psutil.Process()
    before, storm, used = format_project(desk.document.project()), Storm(desk.document, chance), []
    for number in range(_NUM_LONG if soak else _NUM_EDITS * 5):
        storm.edit()
        if number % 500 == 0:
            QApplication.processEvents()
            assert shown(desk.content) == shown_anew(desk.content)
            used.append(process.memory_info().rss / 1e6)
    text = format_project(desk.document.project())
    assert format_project(Document(parse_project(text)).project()) == text
    assert [desk.view.nodes_model.index_of(node_id).row() for node_id in desk.content.ids].count(-1) == 0
    while desk.document.undo_text:
        desk.document.undo()
    assert format_project(desk.document.project()) == before
    while desk.document.redo_text:
        desk.document.redo()
    assert shown(desk.content) == shown_anew(desk.content)
    assert max(used) - used[len(used) // 5] < _MOST_GROWTH_MB
