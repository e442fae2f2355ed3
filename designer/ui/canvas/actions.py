"""What the window's actions do to the canvas, by the name of the action.

A module for one family of edits exports a mapping of its own, which is joined here.
"""

from collections.abc import Callable, Mapping

from designer.ui.canvas import (
    annotating,
    arranging,
    blocking,
    connect_to,
    copying,
    marking,
    naming,
    navigating,
    opening,
    rewiring,
    selecting,
)
from designer.ui.canvas.view import CanvasView

CanvasAction = Callable[[CanvasView], object]

CANVAS_ACTIONS: Mapping[str, CanvasAction] = {
    "quick_add": CanvasView.quick_add,
    "delete": CanvasView.delete_selection,
    "select_all": CanvasView.select_all,
    "fit": CanvasView.fit,
    "zoom_100": CanvasView.zoom_100,
    "zoom_in": CanvasView.zoom_in,
    "zoom_out": CanvasView.zoom_out,
    "tidy": CanvasView.tidy,
    "tidy_selection": CanvasView.tidy_selection,
    "switch_orientation": CanvasView.switch_orientation,
    **selecting.ACTIONS,
    **annotating.ACTIONS,
    **arranging.ACTIONS,
    **blocking.ACTIONS,
    **opening.ACTIONS,
    **copying.ACTIONS,
    **rewiring.ACTIONS,
    **connect_to.ACTIONS,
    **naming.ACTIONS,
    **navigating.ACTIONS,
    **marking.ACTIONS,
}
