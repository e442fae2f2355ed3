"""Round trips: whatever is done is undone and done again exactly, and what is refused leaves no trace."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.catalog.values import KerasObject
from designer.document.annotations import frame_content, move_items
from designer.document.changes import Change, NodesMoved, ViewChanged
from designer.document.commands import (
    AddNodes,
    Command,
    Connect,
    Disconnect,
    MoveNodes,
    RemoveNodes,
    RenameNode,
    RenameProject,
    SetBypassed,
    SetData,
    SetOrder,
    SetOrientation,
    SetParams,
    SetTraining,
    Together,
)
from designer.document.document import Document
from designer.document.edits import insert_on_edge, remove_selection, skip_connection
from designer.document.note_commands import AddAnnotations, ChangeAnnotations, RemoveAnnotations
from designer.document.project import Project, View
from designer.document.settings import Annotation, DataSettings, Frame, Note, TrainingSettings
from designer.errors import GraphError
from designer.graph.elements import Edge, GraphSnapshot, Node, Output

SOUND = Project(
    graph=GraphSnapshot(
        (
            Node("n1", "left", "Input"),
            Node("n2", "right", "Input"),
            Node("n3", "add", "Add"),
            Node("n4", "dense", "Dense", {"units": 4}),
            Node("n5", "head", "Dense", {"units": 2}),
        ),
        (Edge("n1", 0, "n3", 0), Edge("n2", 0, "n3", 1), Edge("n3", 0, "n4", 0), Edge("n4", 0, "n5", 0)),
        inputs=("n2", "n1"),
        outputs=(Output("n5"), Output("n4")),
    ),
    view=View(
        {f"n{row}": (0.0, 88.0 * row) for row in range(1, 6)},
        notes=(Note(id="t1", text="one", position=(0.0, 0.0)), Note(id="t2", text="", position=(0.0, 0.0))),
        frames=(Frame(id="f1", title="head", rectangle=(-99.0, 300.0, 198.0, 200.0)),),
    ),
)
# A file may hold all of this: a loop, equal names, a name that Keras refuses, nodes without a place.
UNSOUND = Project(
    graph=GraphSnapshot(
        (Node("n1", "same", "Dense"), Node("n2", "same", "Dense"), Node("x", "a/b", "Add")),
        (Edge("n1", 0, "n2", 0), Edge("n2", 0, "n1", 0), Edge("x", 0, "x", 3)),
    ),
    view=View({"n2": (5.0, 5.0)}, notes=(Note(id="t1", text="a", position=(0.0, 0.0)),) * 2),
)

Draw = st.DataObject


def node_id(draw: Draw, document: Document) -> str:
    return draw.draw(st.sampled_from([*document.graph.nodes, "n99"]))


def present_edge(draw: Draw, document: Document) -> Edge:
    return draw.draw(st.sampled_from([*document.project().graph.edges, Edge("n1", 0, "n99", 0)]))


def any_edge(draw: Draw, document: Document) -> Edge:
    port = draw.draw(st.integers(0, 2))
    return Edge(node_id(draw, document), 0, node_id(draw, document), port)


def add_nodes(draw: Draw, document: Document) -> Command:
    name = draw.draw(st.sampled_from(["", "dense", "a/b", "same"]))
    new = document.new_node("Dense", {"units": 1}, name)
    edges = draw.draw(st.sampled_from([[], [Edge("n1", 0, new.id, 0)], [Edge(new.id, 0, "n3", 1)]]))
    return AddNodes([new], {new.id: (1.0, 2.0), "n99": (0.0, 0.0)}, edges)


def move_nodes(draw: Draw, document: Document) -> Command:
    place = (draw.draw(st.floats(-99, 99)), 0.0)
    return MoveNodes({node_id(draw, document): place, node_id(draw, document): place})


def set_order(draw: Draw, document: Document) -> Command:
    ids = [node_id(draw, document) for _ in range(2)]
    return SetOrder(ids[:1], [Output(node) for node in ids])


def insert(draw: Draw, document: Document) -> Command:
    return insert_on_edge(document, document.new_node("ReLU"), present_edge(draw, document), (3.0, 4.0))


def skip(draw: Draw, document: Document) -> Command:
    shape = st.sampled_from([(None, 8, 8, 4), (None, 4, 4, 8), (None, 10)])
    shapes = {node: (draw.draw(shape),) for node in document.graph.nodes}
    return skip_connection(document, node_id(draw, document), 0, present_edge(draw, document), shapes)


def remove(draw: Draw, document: Document) -> Command:
    return remove_selection(document, [node_id(draw, document)], [present_edge(draw, document)])


def annotation(draw: Draw, document: Document) -> Annotation:
    new = document.new_note("new", (4.0, 4.0)), document.new_frame("new", (0.0, 0.0, 9.0, 9.0))
    found: list[Annotation] = [*document.notes, *document.frames, *new]
    return draw.draw(st.sampled_from(found))


def remove_annotations(draw: Draw, document: Document) -> Command:
    items = [annotation(draw, document) for _ in range(2)]
    notes = [item.id for item in items if isinstance(item, Note)]
    return RemoveAnnotations(notes, [item.id for item in items if isinstance(item, Frame)])


def change_annotations(draw: Draw, document: Document) -> Command:
    items = [annotation(draw, document) for _ in range(2)]
    return ChangeAnnotations([item.moved(draw.draw(st.floats(-9, 9)), 1.0) for item in items])


def move_some(draw: Draw, document: Document) -> Command:
    content = frame_content(document, "f1")
    return move_items(document, (8.0, 8.0), nodes=content.nodes, notes=["t1"], frames=["f1"])


COMMANDS: dict[str, Callable[[Draw, Document], Command]] = {
    "add": add_nodes,
    "remove": lambda draw, document: RemoveNodes([node_id(draw, document), node_id(draw, document)]),
    "connect": lambda draw, document: Connect(any_edge(draw, document)),
    "disconnect": lambda draw, document: Disconnect(present_edge(draw, document)),
    "params": lambda draw, document: SetParams(node_id(draw, document), {"units": draw.draw(st.integers())}),
    "rename": lambda draw, document: RenameNode(
        node_id(draw, document), draw.draw(st.sampled_from(["x", "dense", "", "a/b"]))
    ),
    "bypass": lambda draw, document: SetBypassed(
        [node_id(draw, document) for _ in range(3)], bypassed=draw.draw(st.booleans())
    ),
    "move": move_nodes,
    "add annotations": lambda draw, document: AddAnnotations([annotation(draw, document) for _ in range(2)]),
    "remove annotations": remove_annotations,
    "change annotations": change_annotations,
    "move frame": move_some,
    "order": set_order,
    "data": lambda draw, document: SetData(DataSettings(seed=draw.draw(st.integers(0, 9)))),
    "training": lambda draw, document: SetTraining(TrainingSettings(optimizer=KerasObject("SGD"))),
    "orientation": lambda draw, document: SetOrientation(
        draw.draw(st.sampled_from(["vertical", "horizontal"]))
    ),
    "name": lambda draw, document: RenameProject(draw.draw(st.text(max_size=3))),
    "insert on edge": insert,
    "skip connection": skip,
    "remove selection": remove,
}


def draw_command(draw: Draw, document: Document) -> Command:
    return COMMANDS[draw.draw(st.sampled_from(sorted(COMMANDS)))](draw, document)


def push_some(draw: Draw, document: Document) -> list[Project]:
    """Push random commands; the states before, between and after those that were accepted."""
    states = [document.project()]
    for _ in range(draw.draw(st.integers(1, 12))):
        document.seal()
        try:
            document.push(draw_command(draw, document))
        except GraphError:
            assert document.project() == states[-1]
        else:
            states.append(document.project())
    return states


projects = pytest.mark.parametrize("project", [SOUND, UNSOUND], ids=["sound", "unsound"])


@projects
@given(draw=st.data())
def test_undo_and_redo_restore_every_state_of_any_history(project: Project, draw: Draw) -> None:
    document = Document(project)
    states = push_some(draw, document)
    for _ in range(2):
        for state in reversed(states[:-1]):
            document.undo()
            assert document.project() == state
        for state in states[1:]:
            document.redo()
            assert document.project() == state
    assert document.redo_text == ""


@projects
@given(draw=st.data())
def test_the_document_is_clean_exactly_in_the_saved_state(
    project: Project, draw: Draw, tmp_path_factory: pytest.TempPathFactory
) -> None:
    document = Document(project)
    push_some(draw, document)
    document.mark_clean(tmp_path_factory.getbasetemp() / "saved.json")
    steps = len(push_some(draw, document)) - 1
    for _ in range(steps):
        assert not document.is_clean
        document.undo()
    assert document.is_clean


@projects
@given(draw=st.data())
def test_together_is_all_or_nothing(project: Project, draw: Draw) -> None:
    document = Document(project)
    before = document.project()
    try:
        commands = [draw_command(draw, document) for _ in range(3)]
        document.push(Together(commands, "Several"))
    except GraphError:
        assert document.project() == before
        assert document.undo_text == ""
    else:
        document.undo()
        assert document.project() == before


@given(draw=st.data())
def test_a_sound_graph_stays_free_of_loops(draw: Draw) -> None:
    document = Document(SOUND)
    push_some(draw, document)
    assert document.graph.cycle() == []


def test_undoing_a_deletion_brings_edges_and_the_order_of_inputs_and_outputs_back() -> None:
    document = Document(SOUND)
    document.push(RemoveNodes(["n1", "n4"]))
    graph = document.project().graph
    assert (graph.inputs, graph.outputs) == (("n2",), (Output("n5"),))
    assert graph.edges == (Edge("n2", 0, "n3", 1),)
    document.undo()
    assert document.project() == SOUND


def test_menu_texts_say_what_is_undone() -> None:
    document = Document(SOUND)
    document.push(AddNodes([Node("n6", "new", "Flatten")], {}))
    assert document.undo_text == "Add Flatten"
    document.push(RemoveNodes(["n1", "n2"]))
    assert document.undo_text == "Delete 2 layers"
    document.undo()
    assert (document.undo_text, document.redo_text) == ("Add Flatten", "Delete 2 layers")


def test_undoing_the_first_layout_takes_the_places_away_again() -> None:
    document = Document(UNSOUND)
    document.push(MoveNodes({"n1": (8.0, 8.0), "n2": (16.0, 16.0)}))
    heard: list[tuple[Change, ...]] = []
    document.changed.connect(heard.append)
    document.undo()
    assert document.positions == {"n2": (5.0, 5.0)}
    assert heard == [(NodesMoved(("n2",)), ViewChanged())]
