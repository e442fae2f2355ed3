"""Blocks and shared layers made and undone on the canvas."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QRectF

from designer.document import block_edits, sharing
from designer.document.block_fold import fold
from designer.document.block_names import fresh_block_name
from designer.document.block_ungroup import ungroup
from designer.document.commands import Command
from designer.document.freezing import toggle_frozen
from designer.graph.repeat_names import block_title
from designer.graph.wiring import Wiring, in_order
from designer.ui.canvas.in_place import Text
from designer.ui.canvas.view import CanvasView


def block_at_hand(view: CanvasView) -> str:
    """Id of the block that an action is about: the selected one, or else that whose inside is shown."""
    document, selected = view.tools.content.document, view.selected_ids()
    if not selected:
        return document.block_id
    node = document.graph.nodes.get(selected[0]) if len(selected) == 1 else None
    return node.block_id if node and document.block(node.block_id) else ""


def group(view: CanvasView) -> None:
    """Ask for a name above the selected nodes, and make a block of them."""
    editing, document = view.tools.editing, view.tools.content.document
    chosen, content = tuple(view.selected_ids()), view.tools.content
    if editing.attempt(lambda: fold(document, chosen, "Block")) is None:
        return
    nodes = [document.graph.node(node_id) for node_id in in_order(chosen)]
    title = block_title(nodes, Wiring(document.graph.quick_snapshot()))

    def area() -> QRectF | None:
        if any(node_id not in content.index for node_id in chosen):
            return None
        around, card = content.bounds(chosen), content.rect(chosen[0])
        left = around.center().x() - card.width() / 2
        return QRectF(left, around.top(), card.width(), card.height())

    def accept(name: str) -> None:
        command, node_id = fold(document, chosen, name)
        document.push(command)
        view.select([node_id])

    view.status_message.emit("Name the block: Enter makes it, Esc leaves the layers as they are.")
    view.in_place.edit(
        Text("Name of the block", fresh_block_name(document, title), area, accept, is_new=True)
    )


def ungroup_selected(view: CanvasView) -> None:
    """Put what is in the selected blocks in their place, and select it."""
    document, chosen = view.tools.content.document, view.selected_ids()
    before = set(document.graph.nodes)
    for node_id in chosen:
        if document.graph.node(node_id).block_id:
            _push(view, partial(ungroup, document, node_id))
    view.select(node_id for node_id in document.graph.nodes if node_id not in before)


def make_unique(view: CanvasView) -> None:
    """Give the selected instance a block of its own."""
    document = view.tools.content.document
    _push(view, lambda: block_edits.make_unique(document, view.selected_ids()[0])[0])


def delete_unused(view: CanvasView) -> None:
    """Take the blocks out of the project that nothing uses."""
    _push(view, lambda: block_edits.remove_unused_blocks(view.tools.content.document))


def share(view: CanvasView) -> None:
    """Let the selected nodes call the layer of the one that was selected first."""
    document = view.tools.content.document
    _push(view, lambda: sharing.share_layer(document, view.selected_ids()))


def make_independent(view: CanvasView) -> None:
    """Give the selected nodes layers of their own."""
    document = view.tools.content.document
    _push(view, lambda: sharing.make_independent(document, view.selected_ids()))


def freeze(view: CanvasView) -> None:
    """Freeze the selected nodes, or let them learn again where all of them are frozen."""
    content = view.tools.content
    _push(view, lambda: toggle_frozen(content.document, content.catalog, view.selected_ids()))


def rename_block(view: CanvasView) -> None:
    """Open a field over the selected instance for the name of its block."""
    content, (node_id,) = view.tools.content, view.selected_ids()
    document, block_id = content.document, block_at_hand(view)
    block = document.block(block_id)
    if block is None:
        return

    def area() -> QRectF | None:
        return content.rect(node_id) if node_id in content.index else None

    def accept(name: str) -> None:
        document.push(block_edits.rename_block(document, block_id, name))

    view.in_place.edit(Text(f"Name of the block {block.name}", block.name, area, accept))


def _push(view: CanvasView, make: Callable[[], Command]) -> None:
    if command := view.tools.editing.attempt(make):
        view.tools.editing.push(command)


ACTIONS: Mapping[str, Callable[[CanvasView], None]] = {
    "group": group,
    "ungroup": ungroup_selected,
    "make_unique": make_unique,
    "delete_unused_blocks": delete_unused,
    "share_layer": share,
    "make_independent": make_independent,
    "freeze": freeze,
}
