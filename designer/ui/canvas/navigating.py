"""Ways about the canvas: finding, scrolling and zooming by keyboard."""

from collections.abc import Callable, Mapping
from functools import partial

from designer.ui.canvas.view import CanvasView


def scroll_page(view: CanvasView, way: int) -> None:
    """Scroll along the flow, on (1) or back (-1), by what is in sight."""
    view.tools.navigation.scroll_page(way, is_vertical=view.tools.content.is_vertical)


def show_end(view: CanvasView, way: int) -> None:
    """Scroll to the node at the start (-1) or the end (1) of the network."""
    content = view.tools.content
    if content.ids:
        along = content.points[:, 1 if content.is_vertical else 0]
        place = int(along.argmin() if way < 0 else along.argmax())
        view.tools.navigation.show_end(content.rect(content.ids[place]), way, is_vertical=content.is_vertical)


def scroll_step(view: CanvasView, right: int, down: int) -> None:
    """Scroll a little."""
    view.tools.navigation.scroll_step(right, down)


ACTIONS: Mapping[str, Callable[[CanvasView], object]] = {
    "find": lambda view: view.finding.open(),
    "find_next": lambda view: view.finding.step(1),
    "find_previous": lambda view: view.finding.step(-1),
    "select_found": lambda view: view.finding.select_all(),
    "zoom_to_selection": CanvasView.zoom_to_selection,
    "page_up": partial(scroll_page, way=-1),
    "page_down": partial(scroll_page, way=1),
    "go_to_start": partial(show_end, way=-1),
    "go_to_end": partial(show_end, way=1),
    "scroll_left": partial(scroll_step, right=-1, down=0),
    "scroll_right": partial(scroll_step, right=1, down=0),
    "scroll_up": partial(scroll_step, right=0, down=-1),
    "scroll_down": partial(scroll_step, right=0, down=1),
}
