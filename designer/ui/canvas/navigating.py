"""Ways about the canvas: finding."""

from collections.abc import Callable, Mapping

from designer.ui.canvas.view import CanvasView

ACTIONS: Mapping[str, Callable[[CanvasView], object]] = {
    "find": lambda view: view.finding.open(),
    "find_next": lambda view: view.finding.step(1),
    "find_previous": lambda view: view.finding.step(-1),
    "select_found": lambda view: view.finding.select_all(),
    "zoom_to_selection": CanvasView.zoom_to_selection,
}
