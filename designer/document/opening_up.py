"""Opening blocks where they stand, and closing them, as commands; the others make room and close up again."""

from collections.abc import Collection, Mapping

from designer.document.block_commands import EditBlock, SetOpen
from designer.document.commands import Command, Together
from designer.document.document import Document
from designer.document.plan import MOST_SHOWN
from designer.document.room import keeping_room
from designer.errors import GraphError
from designer.graph.elements import Node


def opened(document: Document, node_ids: Collection[str]) -> Command:
    """Show what is in some nodes of a sheet where they stand.

    Raises:
        GraphError: None of them stands for a block, all are open, or too much would be shown.
    """
    chosen = _closed_blocks(document, node_ids)
    ids = [node.id for node in chosen]
    text = f"Open {chosen[0].name}" if len(ids) == 1 else f"Open {len(ids)} blocks"
    return rearranged(document, {document.block_id: (*document.open, *ids)}, text)


def closed(document: Document, node_ids: Collection[str]) -> Command:
    """Show some nodes of a sheet as cards again.

    Raises:
        GraphError: None of them is open.
    """
    ids = [node_id for node_id in document.open if node_id in node_ids]
    if not ids:
        raise GraphError("None of this is open.", "Select an open block, or a layer in it.")
    name = document.graph.node(ids[0]).name
    text = f"Close {name}" if len(ids) == 1 else f"Close {len(ids)} blocks"
    left = [node_id for node_id in document.open if node_id not in ids]
    return rearranged(document, {document.block_id: left}, text)


def opened_to(document: Document, depth: int) -> Command:
    """Show exactly so many levels of blocks below a sheet, and no more.

    Raises:
        GraphError: That is so already, or too much would be shown.
    """
    wanted: dict[str, Collection[str]] = {}
    level, sheets = 0, [document]
    while sheets:
        deeper = list[Document]()
        for sheet in sheets:
            blocks = [node for node in sheet.graph.nodes.values() if sheet.block(node.block_id)]
            wanted[sheet.block_id] = [node.id for node in blocks] if level < depth else ()
            inner = dict.fromkeys(node.block_id for node in blocks)
            deeper += [sheet.inside(key) for key in inner if key not in wanted]
        level, sheets = level + 1, list(dict.fromkeys(deeper))
    text = "Close all blocks" if depth == 0 else f"Open blocks {depth} level{'s'[: depth > 1]} deep"
    now = {key: set(sheet.open) for key, sheet in _sheets(document, wanted).items()}
    if all(set(ids) == now[key] for key, ids in wanted.items()):
        raise GraphError("No block is open." if depth == 0 else "The blocks are open that far already.")
    return rearranged(document, wanted, text)


def rearranged(document: Document, wanted: Mapping[str, Collection[str]], text: str) -> Command:
    """Have exactly these nodes open on some sheets, in one step; what lies around moves.

    Args:
        document: It is only read; the command is for any document of the project.
        wanted: The open nodes by sheet; the network's id is empty.
        text: What the step is called.
    """
    before, after = document.plan(), document.plan(opened=wanted)
    if after.num_shown(document.block_id) - len(document.graph.nodes) > MOST_SHOWN:
        raise GraphError(
            f"That would show more than {MOST_SHOWN:,} layers in blocks.", "Open fewer, or look inside."
        )
    commands: list[Command] = [
        EditBlock(sheet_id, SetOpen(tuple(after.open(sheet_id)), text), follows=False) for sheet_id in wanted
    ]
    moves = keeping_room(before.boxes(), after)
    commands += [EditBlock(sheet_id, command, follows=False) for sheet_id, command in moves]
    return Together(tuple(commands), text)


def _closed_blocks(document: Document, node_ids: Collection[str]) -> list[Node]:
    nodes = [document.graph.node(node_id) for node_id in node_ids]
    blocks = [node for node in nodes if document.block(node.block_id)]
    if not blocks:
        raise GraphError("No block is selected.", "Select a node that stands for several layers.")
    found = [node for node in blocks if node.id not in document.open]
    if not found:
        raise GraphError("All of this is open already.")
    return found


def _sheets(document: Document, ids: Collection[str]) -> dict[str, Document]:
    return {key: document.inside(key) if key else document.root for key in ids}
