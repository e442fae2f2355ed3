"""Adding, writing and colouring notes and frames, and framing what is selected."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QTimer
from PySide6.QtWidgets import QMenu

from designer.document.note_commands import AddAnnotations, ChangeAnnotations
from designer.document.settings import Annotation, Frame
from designer.ui.canvas.adding import cursor_point
from designer.ui.canvas.annotations import BAR_PX, Key, key_of
from designer.ui.canvas.menus import Entries, Spot
from designer.ui.canvas.view import CanvasView
from designer.ui.icons import icon
from designer.ui.theme import DARK, GRID_PX

TONES = tuple(DARK.families)
"""The colours that notes and frames can have, by their names in the theme."""
_SIDE_PX, _TOP_PX, _BOTTOM_PX = 20.0, BAR_PX + 2, 10.0
_EMPTY_FRAME = QRectF(-160, -100, 320, 200)
_STEP_PX = 24.0
_MOST_STEPS = 400


def add_note(view: CanvasView, point: QPointF | None = None) -> None:
    """Place a note, by default under the cursor or in the middle of the view, and write into it."""
    document, tools = view.tools.content.document, view.tools
    at = point or cursor_point(view) or tools.navigation.visible_area().center()
    note = document.new_note("", (0.0, 0.0))
    corner = _free_corner(view, _on_grid(at), note.size)
    _add(view, note.moved(corner.x(), corner.y()))


def frame_selection(view: CanvasView) -> None:
    """Put a frame around what is selected, or an empty one in the middle of the view, and name it."""
    content, state = view.tools.content, view.tools.interaction
    area = content.bounds(state.nodes) | content.annotations.bounds(state.annotations)
    if area.isEmpty():
        middle = _on_grid(view.tools.navigation.visible_area().center())
        area = _EMPTY_FRAME.translated(middle)
    else:
        area = area.adjusted(-_SIDE_PX, -_TOP_PX, _SIDE_PX, _BOTTOM_PX)
    rectangle = area.x(), area.y(), area.width(), area.height()
    _add(view, content.document.new_frame("Frame", rectangle), _place_below(view, area))


def set_color(color: str, view: CanvasView) -> None:
    """Give the selected notes and frames a colour; empty for none."""
    content, state = view.tools.content, view.tools.interaction
    items = [content.annotations[key].model_copy(update={"color": color}) for key in state.annotations]
    if changed := [item for item in items if item != content.annotations[key_of(item)]]:
        view.tools.editing.push(ChangeAnnotations(changed, label="Change colour"))


def note_entries(view: CanvasView) -> Entries:
    """A note on the empty canvas, where the menu was asked for."""

    def add(spot: Spot, menu: QMenu) -> None:
        if not (spot.node or spot.edge or spot.annotation):
            action = menu.addAction(icon("note"), "Add a note here")
            action.setObjectName("addNoteHere")
            point = spot.point
            action.triggered.connect(lambda: QTimer.singleShot(0, view, lambda: add_note(view, point)))

    return add


def _add(view: CanvasView, item: Annotation, place: int | None = None) -> None:
    key, count = key_of(item), len(view.tools.content.annotations)
    view.tools.editing.push(AddAnnotations([item], () if place is None else (place,)))
    if len(view.tools.content.annotations) > count:
        view.tools.interaction.select([], [], [key])
        view.annotation_editor.edit(key)


def _place_below(view: CanvasView, area: QRectF) -> int:
    """The place in the order at which a frame lies below those that it holds."""
    inside = set(view.tools.content.annotations.inside(area))
    frames = view.tools.content.document.frames
    held = (place for place, frame in enumerate(frames) if Key("frame", frame.id) in inside)
    return next(held, len(frames))


def _free_corner(view: CanvasView, start: QPointF, size: tuple[float, float]) -> QPointF:
    """The nearest upper left corner, to the right of a point, at which a note covers nothing."""
    content = view.tools.content
    rect = QRectF(start, start + QPointF(*size))
    for _ in range(_MOST_STEPS):
        notes = (key for key, item in content.annotations.items.items() if not isinstance(item, Frame))
        if not content.nodes_within(rect) and not any(
            content.annotations.rect(key).intersects(rect) for key in notes
        ):
            break
        rect.translate(_STEP_PX, 0)
    return rect.topLeft()


def _on_grid(point: QPointF) -> QPointF:
    return QPointF(round(point.x() / GRID_PX) * GRID_PX, round(point.y() / GRID_PX) * GRID_PX)


ACTIONS: Mapping[str, Callable[[CanvasView], None]] = {
    "add_note": add_note,
    "frame_selection": frame_selection,
    "edit_text": lambda view: view.annotation_editor.edit_selected(),
    "color_none": partial(set_color, ""),
    **{f"color_{tone}": partial(set_color, tone) for tone in TONES},
}
