"""What must be there before an action can be used, and what to say where it isn't."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from designer.document.block_edits import unused_blocks
from designer.graph.elements import INPUT
from designer.ui.canvas.blocking import block_at_hand
from designer.ui.canvas.opening import open_around
from designer.ui.canvas.view import CanvasView


@dataclass(frozen=True)
class Need:
    """A condition.

    Args:
        reason: What to say where it doesn't hold: what is missing, and how to get it.
        holds: Whether it does.
    """

    reason: str
    holds: Callable[[CanvasView], bool]


def _has_selection(canvas: CanvasView) -> bool:
    return bool(canvas.selected_edges()) or _has_items(canvas)


def _has_items(canvas: CanvasView) -> bool:
    return bool(canvas.selected_ids()) or _has_annotations(canvas)


def _has_annotations(canvas: CanvasView) -> bool:
    return bool(canvas.tools.interaction.annotations)


def _has_block(canvas: CanvasView) -> bool:
    nodes, selected = canvas.tools.content.document.graph.nodes, canvas.selected_ids()
    return len(selected) == 1 and bool(nodes[selected[0]].block_id)


def _has_blocks(canvas: CanvasView) -> bool:
    nodes = canvas.tools.content.document.graph.nodes
    return any(nodes[node_id].block_id for node_id in canvas.selected_ids())


def _has_same_type(canvas: CanvasView) -> bool:
    nodes, selected = canvas.tools.content.document.graph.nodes, canvas.selected_ids()
    types = {nodes[node_id].type for node_id in selected}
    return len(selected) > 1 and len(types) == 1 and INPUT not in types


def _has_shared(canvas: CanvasView) -> bool:
    nodes, selected = canvas.tools.content.document.graph.nodes, set(canvas.selected_ids())
    return bool(selected) and any(
        node.shares and (node.id in selected or node.shares in selected) for node in nodes.values()
    )


def _has_unused(canvas: CanvasView) -> bool:
    document = canvas.tools.content.document
    return bool(document.blocks) and bool(unused_blocks(document))


def _has_closed(canvas: CanvasView) -> bool:
    content = canvas.tools.content
    chosen = canvas.selected_ids()
    return any(content.can_open(key) and key not in content.open_ids for key in chosen)


def _has_open(canvas: CanvasView) -> bool:
    content = canvas.tools.content
    return any(open_around(content, node_id) for node_id in canvas.selected_ids())


def _has_any_block(canvas: CanvasView) -> bool:
    document = canvas.tools.content.document
    return bool(document.blocks) and any(node.block_id for node in document.graph.nodes.values())


def _is_inside(canvas: CanvasView) -> bool:
    return bool(canvas.tools.content.document.block_id)


def _has_selected(least: int) -> Callable[[CanvasView], bool]:
    return lambda canvas: len(canvas.selected_ids()) >= least


NEEDS: Mapping[str, Need] = {
    "empty": Need("This canvas isn't empty. File → New opens one that is.", lambda canvas: canvas.is_empty),
    "network": Need("The canvas is empty.", lambda canvas: not canvas.is_empty),
    "selection": Need("Nothing is selected. Click a layer or an edge first.", _has_selection),
    "items": Need("No layer is selected, nor a note or frame. Click one first.", _has_items),
    "annotations": Need("No note or frame is selected. Click one first.", _has_annotations),
    "anything": Need(
        "The canvas is empty.", lambda canvas: not canvas.is_empty or bool(canvas.tools.content.annotations)
    ),
    "nodes": Need("No layer is selected. Click one first.", _has_selected(1)),
    "one_node": Need("Select exactly one layer first.", lambda canvas: len(canvas.selected_ids()) == 1),
    "two_nodes": Need("Select two or more layers first.", _has_selected(2)),
    "block": Need("Select a block first: a node that stands for several layers.", _has_block),
    "blocks": Need("No block is selected. Select a node that stands for several layers.", _has_blocks),
    "closed_block": Need("Select a closed block first: a node that stands for several layers.", _has_closed),
    "open_block": Need("Select an open block first, or a layer in it.", _has_open),
    "some_block": Need("There is no block here. Group layers into one first.", _has_any_block),
    "any_block": Need(
        "Select a block first, or look inside one.", lambda canvas: bool(block_at_hand(canvas))
    ),
    "same_type": Need("Select two or more layers of one type first.", _has_same_type),
    "shared": Need("No selected layer is shared with another node.", _has_shared),
    "unused_blocks": Need("All blocks of the project are used, or there are none.", _has_unused),
    "inside": Need("This is the whole network, inside no block.", _is_inside),
    "pair": Need("Select exactly two layers first.", lambda canvas: len(canvas.selected_ids()) == 2),
    "three_nodes": Need("Select three or more layers first.", _has_selected(3)),
    "found": Need(
        "Nothing is found. Search with Find first.", lambda canvas: bool(canvas.finding.search.hits)
    ),
    "bookmarks": Need(
        "Nothing is bookmarked. View → Bookmarks → Bookmark this place marks a layer or a place.",
        lambda canvas: bool(canvas.tools.content.bookmarks.items),
    ),
    "one_edge": Need("Select exactly one edge first.", lambda canvas: len(canvas.selected_edges()) == 1),
}
