"""Taking nodes out of their paths: bypassed, pulled out, or deleted with their neighbours joined."""

from collections.abc import Callable, Mapping

from designer.document import rewire
from designer.document.commands import Command, SetBypassed
from designer.ui.canvas.view import CanvasView


def toggle_bypass(view: CanvasView) -> None:
    """Bypass the selected nodes, or use them again where all of them are bypassed."""
    nodes, chosen = view.tools.content.document.graph.nodes, view.selected_ids()
    bypassed = not all(nodes[node_id].bypassed for node_id in chosen)
    view.tools.editing.push(SetBypassed(tuple(chosen), bypassed))


def pull_out(view: CanvasView) -> None:
    """Take the selected nodes out of their paths and join their neighbours; they stay where they lie."""
    document = view.tools.content.document
    _push(view, lambda: rewire.pull_out(document, view.selected_ids()))


def delete_and_join(view: CanvasView) -> None:
    """Delete the selected nodes and join their neighbours."""
    document = view.tools.content.document
    _push(view, lambda: rewire.remove_and_heal(document, view.selected_ids()))


def disconnect(view: CanvasView) -> None:
    """Cut the selected edges, and all edges of the selected nodes."""
    document = view.tools.content.document
    chosen = dict.fromkeys(view.selected_edges())
    for node_id in view.selected_ids():
        chosen |= dict.fromkeys(document.graph.in_edges(node_id) + document.graph.out_edges(node_id))
    _push(view, lambda: rewire.cut_edges(document, chosen))


def swap_inputs(view: CanvasView) -> None:
    """Exchange the first two inputs of the selected node."""
    document = view.tools.content.document
    _push(view, lambda: rewire.swap_inputs(document, view.selected_ids()[0]))


def _push(view: CanvasView, make: Callable[[], Command]) -> None:
    if command := view.tools.editing.attempt(make):
        view.tools.editing.push(command)


ACTIONS: Mapping[str, Callable[[CanvasView], None]] = {
    "bypass": toggle_bypass,
    "pull_out": pull_out,
    "delete_and_join": delete_and_join,
    "disconnect": disconnect,
    "swap_inputs": swap_inputs,
}
