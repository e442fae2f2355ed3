"""Ways to select: none, the rest, what is alike, and what lies before, behind or between."""

from collections.abc import Callable, Mapping

from designer.ui.canvas.view import CanvasView


def select_none(view: CanvasView) -> None:
    """Select nothing."""
    view.select([])


def invert(view: CanvasView) -> None:
    """Select every node that isn't selected, and no other."""
    chosen = set(view.selected_ids())
    view.select(node_id for node_id in view.tools.content.ids if node_id not in chosen)


def select_same_type(view: CanvasView) -> None:
    """Select every node whose layer type one of the selected nodes has."""
    nodes = view.tools.content.document.graph.nodes
    types = {nodes[node_id].type for node_id in view.selected_ids()}
    _extend(view, {node_id for node_id, node in nodes.items() if node.type in types})


def select_upstream(view: CanvasView) -> None:
    """Select also all that the selected nodes depend on."""
    _extend(view, view.tools.content.document.graph.upstream(view.selected_ids()))


def select_downstream(view: CanvasView) -> None:
    """Select also all that depends on the selected nodes."""
    graph = view.tools.content.document.graph
    _extend(view, graph.downstream(view.selected_ids()))


def select_path(view: CanvasView) -> None:
    """Select every node on a way from one of two selected nodes to the other."""
    graph = view.tools.content.document.graph
    first, second = view.selected_ids()
    if first in graph.descendants(second):
        first, second = second, first
    between = graph.descendants(first) & graph.ancestors(second)
    if not between and not any(edge.target == second for edge in graph.out_edges(first)):
        names = f'"{graph.node(first).name}" and "{graph.node(second).name}"'
        view.status_message.emit(f"No path leads from one of {names} to the other.")
        return
    _extend(view, between)


def toggle_enclosing(view: CanvasView) -> None:
    """Let the rubber band select only what lies wholly inside it, or all that it touches."""
    state = view.tools.interaction
    state.band_encloses = not state.band_encloses


def _extend(view: CanvasView, node_ids: set[str]) -> None:
    """Keep what is selected, in its order, and add nodes in drawing order."""
    before = view.selected_ids()
    chosen = set(before)
    added = [node_id for node_id in view.tools.content.ids if node_id in node_ids and node_id not in chosen]
    view.select([*added, *before])
    count = len(added)
    view.status_message.emit(
        f"{count} more layer{'s'[: count != 1]} selected." if count else "No other layer fits."
    )


ACTIONS: Mapping[str, Callable[[CanvasView], None]] = {
    "select_none": select_none,
    "invert": invert,
    "select_same_type": select_same_type,
    "select_upstream": select_upstream,
    "select_downstream": select_downstream,
    "select_path": select_path,
    "enclose": toggle_enclosing,
}
