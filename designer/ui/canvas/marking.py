"""Setting, naming and visiting bookmarks."""

import math
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSizeF

from designer.document.bookmark_commands import (
    bookmark_name,
    bookmark_node,
    bookmark_place,
    free_number,
    remove_bookmarks,
    rename_bookmark,
)
from designer.document.project import Position
from designer.document.settings import Bookmark
from designer.ui.canvas.in_place import Text
from designer.ui.canvas.view import CanvasView
from designer.ui.navigation_actions import NUM_BOOKMARK_KEYS

_REACH_PX = 24
_FIELD_PX = QSizeF(176, 24)


def current(view: CanvasView) -> Bookmark | None:
    """The bookmark where the user is: of the one selected node, or else of the place in the middle."""
    marks, navigation = view.tools.content.bookmarks, view.tools.navigation
    nodes = view.selected_ids()
    if len(nodes) == 1:
        return marks.of_node(nodes[0])
    middle = _place(navigation.middle)

    def distance_px(mark: Bookmark) -> float:
        return math.dist(mark.position, middle) * navigation.zoom

    nearest = min((mark for mark in marks.items if mark.node is None), key=distance_px, default=None)
    return nearest if nearest and distance_px(nearest) <= _REACH_PX else None


def toggle(view: CanvasView) -> None:
    """Bookmark the one selected node, or else what is in sight; or take that bookmark away."""
    content, editing = view.tools.content, view.tools.editing
    if mark := current(view):
        editing.push(remove_bookmarks(content.document, [mark.number]))
        view.status_message.emit(f"Bookmark {mark.number} is removed.")
    elif number := editing.attempt(lambda: _add(view)):
        view.status_message.emit(f'Bookmark {number} is set: "{content.bookmarks.name(number)}".')


def _add(view: CanvasView) -> int:
    document, navigation, nodes = view.tools.content.document, view.tools.navigation, view.selected_ids()
    number = free_number(document)
    if len(nodes) == 1:
        document.push(bookmark_node(document, nodes[0]))
    else:
        document.push(bookmark_place(document, _place(navigation.middle), navigation.zoom))
    return number


def go(view: CanvasView, number: int) -> None:
    """Go to a bookmark: select its node and bring it into sight, or show the part of the view."""
    mark = view.tools.content.bookmarks.find(number)
    if mark is None:
        return
    view.tools.interaction.last_bookmark = number
    if mark.node is not None:
        view.reveal(mark.node)
        return
    view.select([])
    view.tools.navigation.set_zoom(mark.zoom)
    view.tools.navigation.center_on(QPointF(*mark.position))


def step(view: CanvasView, way: int) -> None:
    """Go to the next bookmark (1) or the one before (-1), from where the user is or was last."""
    numbers = [mark.number for mark in view.tools.content.bookmarks.items]
    here = current(view)
    at = here.number if here else view.tools.interaction.last_bookmark
    if numbers:
        go(view, beside(numbers, at, way))


def beside(numbers: list[int], at: int | None, way: int) -> int:
    """The number after (1) or before (-1) another, around the end; beginning at an end without one."""
    if at is None:
        return numbers[0 if way > 0 else -1]
    if way > 0:
        return next((number for number in numbers if number > at), numbers[0])
    return next((number for number in reversed(numbers) if number < at), numbers[-1])


def rename(view: CanvasView) -> None:
    """Open a field at the bookmark where the user is, for its name."""
    content, mark = view.tools.content, current(view)
    if mark is None:
        view.status_message.emit("No bookmark is here. Go to the one to be renamed first.")
        return
    document, number = content.document, mark.number

    def area() -> QRectF | None:
        now = content.bookmarks.find(number)
        found = content.bookmarks.area(now) if now else QRectF()
        if now and now.node is None:
            found = QRectF(QPointF(), _FIELD_PX)
            found.moveCenter(QPointF(*now.position))
        return None if found.isNull() else found

    def accept(name: str) -> None:
        document.push(rename_bookmark(document, number, name))

    name = bookmark_name(document, mark)
    view.in_place.edit(Text(f"Name of bookmark {number}", name, area, accept))


def remove_all(view: CanvasView) -> None:
    """Take all bookmarks away."""
    document = view.tools.content.document
    view.tools.editing.push(remove_bookmarks(document, [mark.number for mark in document.bookmarks]))


def _place(point: QPointF) -> Position:
    return point.x(), point.y()


ACTIONS: Mapping[str, Callable[[CanvasView], None]] = {
    "bookmark": toggle,
    "rename_bookmark": rename,
    "remove_bookmarks": remove_all,
    "next_bookmark": partial(step, way=1),
    "previous_bookmark": partial(step, way=-1),
    **{f"bookmark_{number}": partial(go, number=number) for number in range(1, NUM_BOOKMARK_KEYS + 1)},
}
