"""What letting go of dragged nodes does besides moving them: they are pulled out, or put on an edge."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt

from designer.document import rewire
from designer.document.commands import Command, MoveNodes, Together
from designer.document.project import Position
from designer.graph.elements import INPUT, Edge
from designer.graph.graph import Graph
from designer.ui.canvas.gestures.base import Pointer, Tools

Centers = Mapping[str, Position]


@dataclass(frozen=True)
class Drop:
    """What a release would do.

    Args:
        is_pull: Whether the nodes leave their paths.
        edge: The edge that the node is put on.
        hint: What happens, in words; empty for a mere move.
    """

    is_pull: bool = False
    edge: Edge | None = None
    hint: str = ""


def drop_at(tools: Tools, node_ids: Centers, pointer: Pointer) -> Drop:
    """What a release at a place would do.

    With Shift held, nodes leave their paths. One node is put on the edge under the mouse if it hangs on no
    other edge, or leaves its own: whoever only tidies up must not rewire by chance.
    """
    graph = tools.content.document.graph
    is_pull = bool(pointer.modifiers & Qt.KeyboardModifier.ShiftModifier)
    pulled = is_pull and any(_edges(graph, node_id) for node_id in node_ids)
    edge = None
    alone = _outermost(node_ids)
    if len(alone) == 1:
        (node_id,) = alone
        own = _edges(graph, node_id)
        if graph.node(node_id).type != INPUT and (is_pull or not own):
            edge = tools.content.routes.nearest(pointer.scene, tools.reach, but=own)
        if edge and not graph.is_apart(edge.source, node_id):
            return Drop(bool(own), edge, f"Insert {graph.node(node_id).name} here")
    return Drop(pulled, hint="Pull out and join the neighbours" if pulled else "")


def drop_command(tools: Tools, moved: Centers, drop: Drop) -> Command:
    """All of it as one step.

    Raises:
        GraphError: It can't be.
    """
    document = tools.content.document
    if drop.edge:
        (node_id,) = _outermost(moved)
        return rewire.insert_existing(document, node_id, drop.edge, moved[node_id])
    if drop.is_pull:
        pull = rewire.pull_out(document, _outermost(moved))
        return Together((pull, MoveNodes(moved)), pull.text)
    return MoveNodes(moved)


def _outermost(node_ids: Centers) -> list[str]:
    """The nodes but for those that are in others of them, and are carried along."""
    return [key for key in node_ids if not any(key.startswith(f"{other}/") for other in node_ids)]


def _edges(graph: Graph, node_id: str) -> list[Edge]:
    return [*graph.in_edges(node_id), *graph.out_edges(node_id)]
