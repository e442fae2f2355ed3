"""Blocks and shared layers made and undone on the canvas."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRectF

from designer.document import block_edits, sharing
from designer.document.block_fold import fold
from designer.document.block_names import fresh_block_name
from designer.document.block_ungroup import ungroup
from designer.document.commands import Command
from designer.document.document import Document
from designer.document.freezing import toggle_frozen
from designer.document.homes import Home, home_of
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
    editing, content, chosen = view.tools.editing, view.tools.content, tuple(view.selected_ids())

    def make(name: str) -> tuple[Home, Command, str]:
        home = home_of(content.document, chosen)
        return (home, *fold(home.document, [home.local(node_id) for node_id in chosen], name))

    if editing.attempt(lambda: make("Block")) is None:
        return
    title = _proposed_name(home_of(content.document, chosen), chosen)

    def area() -> QRectF | None:
        if any(node_id not in content.index for node_id in chosen):
            return None
        around, card = content.bounds(chosen), content.rect(chosen[0])
        left = around.center().x() - card.width() / 2
        return QRectF(left, around.top(), card.width(), card.height())

    def accept(name: str) -> None:
        home, command, node_id = make(name)
        home.document.push(command)
        view.select([home.joined(node_id)])

    view.status_message.emit("Name the block: Enter makes it, Esc leaves the layers as they are.")
    view.in_place.edit(Text("Name of the block", title, area, accept, is_new=True))


def _proposed_name(home: Home, chosen: Sequence[str]) -> str:
    """What a block of some nodes may be called: by what is in it."""
    graph = home.document.graph
    nodes = [graph.node(node_id) for node_id in in_order(home.local(node_id) for node_id in chosen)]
    return fresh_block_name(home.document, block_title(nodes, Wiring(graph.quick_snapshot())))


def ungroup_selected(view: CanvasView) -> None:
    """Put what is in the selected blocks in their place, and select it."""
    document, chosen = view.tools.content.document, view.selected_ids()
    before = set(document.graph.nodes)
    for node_id in chosen:
        if node_id in document.graph.nodes and document.graph.node(node_id).block_id:
            _edit(view, [node_id], lambda sheet, ids: ungroup(sheet, ids[0]))
    view.select(node_id for node_id in document.graph.nodes if node_id not in before)


def make_unique(view: CanvasView) -> None:
    """Give the selected instance a block of its own."""
    _edit(view, view.selected_ids()[:1], lambda sheet, ids: block_edits.make_unique(sheet, ids[0])[0])


def delete_unused(view: CanvasView) -> None:
    """Take the blocks out of the project that nothing uses."""
    _edit(view, (), lambda sheet, _ids: block_edits.remove_unused_blocks(sheet))


def share(view: CanvasView) -> None:
    """Let the selected nodes call the layer of the one that was selected first."""
    _edit(view, view.selected_ids(), sharing.share_layer)


def make_independent(view: CanvasView) -> None:
    """Give the selected nodes layers of their own."""
    _edit(view, view.selected_ids(), sharing.make_independent)


def freeze(view: CanvasView) -> None:
    """Freeze the selected nodes, or let them learn again where all of them are frozen."""
    catalog = view.tools.content.catalog
    _edit(view, view.selected_ids(), lambda sheet, ids: toggle_frozen(sheet, catalog, ids))


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


def _edit(
    view: CanvasView, node_ids: Sequence[str], make: Callable[[Document, Sequence[str]], Command]
) -> None:
    """Do an edit on the sheet where some nodes are, or tell why not."""

    def push() -> None:
        home = home_of(view.tools.content.document, node_ids)
        home.document.push(make(home.document, [home.local(node_id) for node_id in node_ids]))

    view.tools.editing.attempt(push)


ACTIONS: Mapping[str, Callable[[CanvasView], None]] = {
    "group": group,
    "ungroup": ungroup_selected,
    "make_unique": make_unique,
    "delete_unused_blocks": delete_unused,
    "share_layer": share,
    "make_independent": make_independent,
    "freeze": freeze,
}
