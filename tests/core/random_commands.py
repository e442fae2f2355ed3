"""Two projects, and every command that there is, with random arguments."""

from collections.abc import Callable

from hypothesis import strategies as st

from designer.catalog.values import KerasObject
from designer.document.annotations import frame_content, move_items
from designer.document.arrange import align, distribute, straighten_trunk
from designer.document.block_edits import remove_unused_blocks
from designer.document.block_fold import fold
from designer.document.block_ungroup import ungroup
from designer.document.bookmark_commands import (
    bookmark_node,
    bookmark_place,
    remove_bookmarks,
    rename_bookmark,
)
from designer.document.clipboard import copy_text, duplicate_command, paste_command
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
)
from designer.document.document import Document
from designer.document.edits import insert_on_edge, remove_selection, skip_connection
from designer.document.note_commands import AddAnnotations, ChangeAnnotations, RemoveAnnotations
from designer.document.param_commands import SetManyParams
from designer.document.project import Project, View
from designer.document.rewire import (
    cut_edges,
    insert_existing,
    pull_out,
    reconnect,
    remove_and_heal,
    swap_inputs,
)
from designer.document.settings import (
    Annotation,
    Bookmark,
    DataSettings,
    Frame,
    Note,
    TrainingSettings,
    WeightsFile,
)
from designer.document.weights_commands import SetWeights
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
        bookmarks=(Bookmark(number=1, node="n4"), Bookmark(number=3, name="top", position=(0.0, 9.0))),
    ),
)
WEIGHTS = WeightsFile(path="/net.weights.h5", sha256="0" * 64, origin="a run")
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


def bookmark(draw: Draw, document: Document) -> Command:
    number = draw.draw(st.integers(1, 4))
    kind = draw.draw(st.sampled_from(["node", "place", "rename", "remove"]))
    if kind == "node":
        return bookmark_node(document, node_id(draw, document))
    if kind == "place":
        return bookmark_place(document, (draw.draw(st.floats(-99, 99)), 0.0), 0.5)
    if kind == "rename":
        return rename_bookmark(document, number, draw.draw(st.text(max_size=2)))
    return remove_bookmarks(document, [number])


def paste(draw: Draw, document: Document) -> Command:
    ids = [node_id(draw, document) for _ in range(3)]
    if draw.draw(st.booleans()):
        return duplicate_command(document, ids).command
    text = copy_text(document, ids, notes=["t1"], frames=["f1"])
    at = draw.draw(st.sampled_from([None, (5.0, 5.0)]))
    return paste_command(document, text, at, with_edges=draw.draw(st.booleans())).command


def reconnected(draw: Draw, document: Document) -> Command:
    new = any_edge(draw, document)
    source, target = (new.source, new.source_port), (new.target, new.target_port)
    ends = draw.draw(st.sampled_from([(source, None), (None, target), (source, target)]))
    return reconnect(document, present_edge(draw, document), source=ends[0], target=ends[1])


def arrange(draw: Draw, document: Document) -> Command:
    ids = [node_id(draw, document) for _ in range(4)]
    kind = draw.draw(st.sampled_from(["align", "distribute", "straighten"]))
    if kind == "align":
        return align(document, ids, "left")
    return (
        distribute(document, ids, "vertically") if kind == "distribute" else straighten_trunk(document, ids)
    )


def folded(draw: Draw, document: Document) -> Command:
    return fold(document, [node_id(draw, document) for _ in range(2)], "Block")[0]


def unfolded(draw: Draw, document: Document) -> Command:
    instances = [node.id for node in document.graph.nodes.values() if node.block_id]
    return ungroup(document, draw.draw(st.sampled_from([*instances, "n1"])))


COMMANDS: dict[str, Callable[[Draw, Document], Command]] = {
    "add": add_nodes,
    "remove": lambda draw, document: RemoveNodes([node_id(draw, document), node_id(draw, document)]),
    "connect": lambda draw, document: Connect(any_edge(draw, document)),
    "disconnect": lambda draw, document: Disconnect(present_edge(draw, document)),
    "params": lambda draw, document: SetParams(node_id(draw, document), {"units": draw.draw(st.integers())}),
    "many params": lambda draw, document: SetManyParams(
        {node_id(draw, document): {"units": draw.draw(st.integers())} for _ in range(3)}
    ),
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
    "bookmark": bookmark,
    "order": set_order,
    "data": lambda draw, document: SetData(DataSettings(seed=draw.draw(st.integers(0, 9)))),
    "weights": lambda draw, document: SetWeights(draw.draw(st.sampled_from([None, WEIGHTS]))),
    "training": lambda draw, document: SetTraining(TrainingSettings(optimizer=KerasObject("SGD"))),
    "orientation": lambda draw, document: SetOrientation(
        draw.draw(st.sampled_from(["vertical", "horizontal"]))
    ),
    "name": lambda draw, document: RenameProject(draw.draw(st.text(max_size=3))),
    "insert on edge": insert,
    "skip connection": skip,
    "paste": paste,
    "arrange": arrange,
    "reconnect": reconnected,
    "cut": lambda draw, document: cut_edges(document, [present_edge(draw, document) for _ in range(2)]),
    "pull out": lambda draw, document: pull_out(document, [node_id(draw, document) for _ in range(2)]),
    "remove and heal": lambda draw, document: remove_and_heal(document, [node_id(draw, document)]),
    "insert existing": lambda draw, document: insert_existing(
        document, node_id(draw, document), present_edge(draw, document)
    ),
    "swap inputs": lambda draw, document: swap_inputs(
        document, draw.draw(st.sampled_from([*document.graph.nodes, "n3"]))
    ),
    "remove selection": remove,
    "fold": folded,
    "ungroup": unfolded,
    "unused blocks": lambda draw, document: remove_unused_blocks(document),
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
