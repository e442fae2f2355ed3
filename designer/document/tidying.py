"""Tidying as commands: what to arrange, and the one step that puts it there."""

from collections.abc import Collection, Mapping
from math import hypot

from designer.document.commands import Command, MoveNodes, SetOrientation, Together
from designer.document.document import Document
from designer.document.project import Position
from designer.errors import GraphError
from designer.graph.arrangement import Arrangement

_STILL_PX = 0.01


def all_of(document: Document) -> Arrangement:
    """All nodes, anew.

    Raises:
        GraphError: There are none.
    """
    if not document.graph.nodes:
        raise GraphError("There is nothing to arrange yet.", "Place some layers first.")
    return Arrangement(document.graph.snapshot(), document.orientation)


def turned(document: Document) -> Arrangement:
    """All nodes anew, with the flow the other way: to the right instead of down, or back."""
    orientation = "horizontal" if document.orientation == "vertical" else "vertical"
    return Arrangement(document.graph.snapshot(), orientation)


def some_of(document: Document, node_ids: Collection[str], positions: Mapping[str, Position]) -> Arrangement:
    """Some nodes among the others, which stay.

    Args:
        document: What they are in.
        node_ids: Which.
        positions: Where each node is shown, also where the document doesn't say.

    Raises:
        GraphError: They are fewer than two.
    """
    if len(node_ids) < 2:
        raise GraphError(
            "Fewer than two layers are selected.", "Select the layers that are to be arranged first."
        )
    return Arrangement(document.graph.snapshot(), document.orientation, tuple(node_ids), dict(positions))


def command(
    document: Document, wanted: Arrangement, found: Mapping[str, Position], *, turns: bool
) -> Command:
    """What puts the nodes where they go; those that are gone by now are passed over.

    Args:
        document: As it is now, which may be later than when it was asked.
        wanted: What was asked for.
        found: The answer.
        turns: Whether the flow was to be turned.

    Raises:
        GraphError: There is nothing to move, or the flow has another direction by now.
    """
    if not turns and document.orientation != wanted.orientation:
        raise GraphError("The flow was turned meanwhile, so nothing was arranged.", "Tidy again.")
    known = document.positions
    places = {
        node_id: place
        for node_id, place in found.items()
        if node_id in document.graph.nodes and _differs(known.get(node_id), place)
    }
    moves = MoveNodes(places, "Tidy selection" if wanted.chosen else "Tidy layout")
    if turns:
        flow = SetOrientation(wanted.orientation)
        return Together((flow, moves), flow.text)
    if not places:
        raise GraphError("All is tidy already.")
    return moves


def _differs(before: Position | None, after: Position) -> bool:
    return before is None or hypot(after[0] - before[0], after[1] - before[1]) > _STILL_PX
