"""Tidying as commands: what to arrange, and the one step that puts it there."""

from collections.abc import Collection, Container, Iterator, Mapping
from math import hypot

from designer.document.block_commands import EditBlock
from designer.document.commands import Command, MoveNodes, SetOrientation, Together
from designer.document.document import Document
from designer.document.homes import home_of
from designer.document.project import Position
from designer.document.room import keeping_room
from designer.errors import GraphError
from designer.graph.arrangement import Arrangement, beside_id

_STILL_PX = 0.01


def all_of(document: Document) -> Arrangement:
    """All nodes, anew.

    Raises:
        GraphError: There are none.
    """
    if not document.graph.nodes:
        raise GraphError("There is nothing to arrange yet.", "Place some layers first.")
    beside = {inset.block_id: document.inside(inset.block_id).graph.snapshot() for inset in document.insets}
    base = home_of(document, ()).document
    return Arrangement(base.graph.snapshot(), base.orientation, beside=beside)


def turned(document: Document) -> Arrangement:
    """All nodes of all sheets anew, with the flow the other way: to the right instead of down, or back."""
    orientation = "horizontal" if document.orientation == "vertical" else "vertical"
    base, root = home_of(document, ()).document, document.root
    sheets = {"": root, **{block.id: document.inside(block.id) for block in document.blocks}}
    beside = {name: sheet.graph.snapshot() for name, sheet in sheets.items() if name != document.block_id}
    return Arrangement(base.graph.snapshot(), orientation, beside=beside)


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
    if wanted.chosen:
        known = document.positions
        return MoveNodes(_places(known, found, document.graph.nodes), "Tidy selection")
    parts = list(_moves(document, wanted, found))
    if turns:
        flow = SetOrientation(wanted.orientation)
        return Together((flow, *parts), flow.text)
    if not parts:
        raise GraphError("All is tidy already.")
    return parts[0] if len(parts) == 1 else Together(tuple(parts), "Tidy layout")


def _moves(document: Document, wanted: Arrangement, found: Mapping[str, Position]) -> Iterator[Command]:
    """What puts the nodes of all sheets where they go, with room for what is open in place."""
    sheets = {document.block_id: {node.id: found[node.id] for node in wanted.graph.nodes}}
    for name, graph in wanted.beside.items():
        sheets[name] = {node.id: found[beside_id(name, node.id)] for node in graph.nodes}
    plan = document.plan()
    sheets = {
        name: {key: place for key, place in places.items() if key in plan.graph(name).nodes}
        for name, places in sheets.items()
        if plan.sheet(name)
    }
    after = document.plan(moved=sheets, orientation=wanted.orientation)
    before = {name: boxes for name, boxes in plan.boxes().items() if name not in sheets}
    room = keeping_room(before, after)
    own = document.block_id
    for name in sheets:
        if places := _places(plan.positions(name), after.places(name), plan.graph(name).nodes):
            move = MoveNodes(places, "Tidy layout")
            yield move if name == own else EditBlock(name, move, follows=False)
    for name, command in room:
        if name not in sheets or not isinstance(command, MoveNodes):
            yield command if name == own else EditBlock(name, command, follows=False)


def _places(
    known: Mapping[str, Position], wanted: Mapping[str, Position], present: Container[str]
) -> dict[str, Position]:
    """Where those nodes go that are there and lie elsewhere."""
    return {
        node_id: place
        for node_id, place in wanted.items()
        if node_id in present and _differs(known.get(node_id), place)
    }


def _differs(before: Position | None, after: Position) -> bool:
    return before is None or hypot(after[0] - before[0], after[1] - before[1]) > _STILL_PX
