"""Opening blocks where they stand, and closing them again."""

from collections.abc import Callable, Mapping
from functools import partial

from designer.document.homes import home_of
from designer.document.joined import parted
from designer.document.opening_up import closed, opened, opened_to
from designer.ui.canvas.content import Content
from designer.ui.canvas.view import CanvasView

EVERYTHING = 32
"""Deeper than blocks may be nested."""


def open_selected(view: CanvasView) -> None:
    """Show what is in the selected blocks where they stand."""
    document, chosen = view.tools.content.document, view.selected_ids()

    def push() -> None:
        home = home_of(document, chosen)
        home.document.push(opened(home.document, [home.local(node_id) for node_id in chosen]))

    view.tools.editing.attempt(push)


def close_selected(view: CanvasView) -> None:
    """Show the selected open blocks, or those around the selected layers, as cards again, and select them."""
    content = view.tools.content
    chosen = [path for path in map(partial(open_around, content), view.selected_ids()) if path]

    def push() -> None:
        home = home_of(content.document, chosen)
        home.document.push(closed(home.document, [home.local(path) for path in chosen]))
        view.select(chosen)

    view.tools.editing.attempt(push)


def open_around(content: Content, node_id: str) -> str:
    """The open node that a node is, or is in; empty where there is none."""
    return node_id if node_id in content.open_ids else parted(node_id, content.open_ids)[0]


def open_to(depth: int, view: CanvasView) -> None:
    """Show exactly so many levels of blocks in place."""
    document = view.tools.content.document
    base = home_of(document, ()).document

    def push() -> None:
        base.push(opened_to(base, depth))

    view.tools.editing.attempt(push)


ACTIONS: Mapping[str, Callable[[CanvasView], None]] = {
    "open_block": open_selected,
    "close_block": close_selected,
    "close_blocks": partial(open_to, 0),
    "open_blocks_1": partial(open_to, 1),
    "open_blocks_2": partial(open_to, 2),
    "open_blocks_3": partial(open_to, 3),
    "open_blocks": partial(open_to, EVERYTHING),
}
