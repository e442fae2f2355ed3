"""Aligning, distributing and straightening what is selected."""

from collections.abc import Callable, Mapping
from functools import partial

from designer.document import arrange
from designer.document.arrange import Direction, Places, Side
from designer.document.commands import Command
from designer.ui.canvas.nudging import WAYS
from designer.ui.canvas.view import CanvasView


def align(side: Side, view: CanvasView) -> None:
    """Bring the selected nodes to one line."""
    document = view.tools.content.document
    _push(view, lambda places: arrange.align(document, view.selected_ids(), side, places))


def distribute(direction: Direction, view: CanvasView) -> None:
    """Give the selected nodes equal gaps."""
    document = view.tools.content.document
    _push(view, lambda places: arrange.distribute(document, view.selected_ids(), direction, places))


def straighten(view: CanvasView) -> None:
    """Bring the longest path, of the selected nodes or of all, to one line."""
    document = view.tools.content.document
    _push(view, lambda places: arrange.straighten_trunk(document, view.selected_ids(), places))


def nudge(way: str, view: CanvasView, *, is_fine: bool = False) -> None:
    """Move what is selected by a step of the grid, or by a pixel."""
    view.nudging.nudge(way, is_fine=is_fine)


def _push(view: CanvasView, make: Callable[[Places], Command]) -> None:
    content = view.tools.content
    places = {node_id: content.center(node_id) for node_id in content.ids}
    if command := view.tools.editing.attempt(lambda: make(places)):
        view.tools.editing.push(command)


ACTIONS: Mapping[str, Callable[[CanvasView], None]] = {
    "align_left": partial(align, "left"),
    "align_center": partial(align, "center"),
    "align_right": partial(align, "right"),
    "align_top": partial(align, "top"),
    "align_middle": partial(align, "middle"),
    "align_bottom": partial(align, "bottom"),
    "distribute_horizontally": partial(distribute, "horizontally"),
    "distribute_vertically": partial(distribute, "vertically"),
    "straighten": straighten,
    **{f"nudge_{way}": partial(nudge, way) for way in WAYS},
    **{f"nudge_{way}_finely": partial(nudge, way, is_fine=True) for way in WAYS},
}
