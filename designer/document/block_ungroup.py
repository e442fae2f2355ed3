"""An instance of a block ungrouped: what is in the block, in its place."""

from collections.abc import Iterator, Mapping, Sequence

from designer.document.commands import Command, MoveNodes, Together
from designer.document.document import Document
from designer.document.graph_changes import graph_commands, middle
from designer.document.project import Position
from designer.errors import GraphError
from designer.graph.elements import Block, Node
from designer.graph.layout import NODE_SIZE, ROW_GAP, layout
from designer.graph.unfolding import unfolded

_ORIGIN = (0.0, 0.0)


def ungroup(document: Document, node_id: str) -> Command:
    """Put what is in a block in the place of one instance of it; the block stays in the project.

    Names tell where the layers came from, as those in an opened block do: `residual.conv2d`. Repeats become
    copies below each other.

    Raises:
        GraphError: It is no block, is bypassed, shares its layers with another node, or has expressions that
            can't be written here.
    """
    node = document.graph.node(node_id)
    block = _block_of(document, node)
    found = unfolded(document.graph.snapshot(), node_id, block, _endless_ids(document))
    view = document.inside(block.id).positions
    size, places = _unrolled(document, block, view, found.copies)
    commands = graph_commands(document, found.graph, _around(document, node_id, places))
    moves = _room_after(document, node_id, size)
    return Together((*commands, *moves), f"Ungroup {node.name}")


def _block_of(document: Document, node: Node) -> Block:
    if not node.block_id:
        raise GraphError(f'"{node.name}" is a layer, and only blocks can be ungrouped.', "Select a block.")
    block = document.block(node.block_id)
    if block is None:
        raise GraphError(f'The block "{node.block_id}" is not in this project.', "Delete the node.")
    other = next((other for other in document.graph.nodes.values() if other.shares == node.id), None)
    if node.shares or other:
        name = _named(document, node, other)
        raise GraphError(
            f'"{node.name}" has the same layers as {name}, so it can\'t be ungrouped.',
            "Make one of them independent first.",
        )
    if node.bypassed:
        raise GraphError(f'"{node.name}" is bypassed, so it can\'t be ungrouped.', "Enable it first.")
    return block


def _named(document: Document, node: Node, other: Node | None) -> str:
    found = other or document.graph.nodes.get(node.shares or "")
    return f'"{found.name}"' if found else "another"


def _endless_ids(document: Document) -> Iterator[str]:
    first = int(document.new_ids(1)[0][1:])
    return (f"n{number}" for number in range(first, first + 10**9))


def _unrolled(
    document: Document, block: Block, known: Mapping[str, Position], copies: Sequence[Mapping[str, str]]
) -> tuple[float, dict[str, Position]]:
    """How much the copies take along the flow, and where their nodes lie around the origin."""
    flow = 1 if document.orientation == "vertical" else 0
    if any(inner not in known for inner in copies[0]):
        known = layout(block.graph, orientation=document.orientation).positions
    inside = {inner: known[inner] for inner in copies[0]}
    if not inside:
        return 0.0, {}
    x, y = middle(list(inside.values()))
    along = [place[flow] for place in inside.values()]
    step = max(along) - min(along) + NODE_SIZE[flow] + ROW_GAP
    first = -step * (len(copies) - 1) / 2
    places: dict[str, Position] = {}
    for number, ids in enumerate(copies):
        dx, dy = (0.0, first + number * step) if flow else (first + number * step, 0.0)
        places |= {ids[inner]: (px - x + dx, py - y + dy) for inner, (px, py) in inside.items()}
    return step * len(copies) - NODE_SIZE[flow] - ROW_GAP, places


def _around(document: Document, node_id: str, places: Mapping[str, Position]) -> dict[str, Position]:
    """Places around the origin moved so that the first row is where an instance was."""
    flow = 1 if document.orientation == "vertical" else 0
    x, y = document.positions.get(node_id, _ORIGIN)
    before = min((place[flow] for place in places.values()), default=0.0)
    dx, dy = (x, y - before) if flow else (x - before, y)
    return {key: (px + dx, py + dy) for key, (px, py) in places.items()}


def _room_after(document: Document, node_id: str, size: float) -> list[Command]:
    """What follows an instance makes room for what takes its place."""
    flow = 1 if document.orientation == "vertical" else 0
    dx, dy = (0.0, size) if flow else (size, 0.0)
    after = document.graph.descendants(node_id)
    places = {key: place for key, place in document.positions.items() if key in after}
    moved: dict[str, Position | None] = {key: (x + dx, y + dy) for key, (x, y) in places.items()}
    return [MoveNodes(moved)] if moved and size > 0 else []
