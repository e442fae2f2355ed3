"""Moving notes and frames with all that is selected, and dragging their sides."""

from typing_extensions import override

from designer.document.note_commands import ChangeAnnotations
from designer.document.project import Position
from designer.document.settings import Annotation, Note
from designer.ui.canvas.annotations import Key
from designer.ui.canvas.carrying import Carried
from designer.ui.canvas.gestures.base import Gesture, Pointer, Tools, has_moved
from designer.ui.theme import GRID_PX

_LEAST_WIDTH_PX, _LEAST_HEIGHT_PX = 48.0, 32.0


class MoveTogether(Gesture):
    """Notes, frames and nodes follow the mouse, a frame with what lies in it when the drag begins."""

    moves_pieces = True

    def __init__(self, tools: Tools, start: Pointer, grabbed: str | Key) -> None:
        self._tools = tools
        self._start = start
        self._grabbed = grabbed
        self._carried: Carried | None = None
        state = tools.interaction
        self._was_selected = grabbed in (state.annotations if isinstance(grabbed, Key) else state.nodes)
        if start.adds:
            self._toggle()
        elif not self._was_selected:
            self._select_only()

    @override
    def move(self, pointer: Pointer) -> None:
        if not self._carried and has_moved(self._start, pointer):
            self._carried = Carried(self._tools.content, self._tools.interaction)
        if self._carried:
            self._carried.show(*_way(self._tools, self._start, pointer))

    @override
    def finish(self, pointer: Pointer) -> None:
        if carried := self._carried:
            dx, dy = _way(self._tools, self._start, pointer)
            self.cancel()
            if dx or dy:
                self._tools.editing.push(carried.command(dx, dy))
        elif self._was_selected and not self._start.adds:
            self._select_only()

    @override
    def cancel(self) -> None:
        if self._carried:
            self._carried.show(0, 0)

    def _toggle(self) -> None:
        if isinstance(self._grabbed, Key):
            self._tools.interaction.toggle_annotation(self._grabbed)
        else:
            self._tools.interaction.toggle(self._grabbed)

    def _select_only(self) -> None:
        if isinstance(self._grabbed, Key):
            self._tools.interaction.select([], [], [self._grabbed])
        else:
            self._tools.interaction.select([self._grabbed])


class ResizeAnnotation(Gesture):
    """Sides of a note or frame follow the mouse. A mere click only selects."""

    def __init__(self, tools: Tools, start: Pointer, key: Key, sides: frozenset[str]) -> None:
        self._tools = tools
        self._start = start
        self._sides = sides
        self._item = tools.content.annotations[key]
        self._is_dragged = False
        if start.adds:
            tools.interaction.toggle_annotation(key)
        else:
            tools.interaction.select([], [], [key])

    @override
    def move(self, pointer: Pointer) -> None:
        if self._is_dragged or has_moved(self._start, pointer):
            self._is_dragged = True
            self._tools.content.annotations.show([self._resized(pointer)])

    @override
    def finish(self, pointer: Pointer) -> None:
        if not self._is_dragged:
            return
        item = self._resized(pointer)
        self.cancel()
        if item != self._item:
            noun = "note" if isinstance(item, Note) else "frame"
            self._tools.editing.push(ChangeAnnotations([item], label=f"Resize {noun}"))

    @override
    def cancel(self) -> None:
        if self._is_dragged:
            self._tools.content.annotations.show([self._item])

    def _resized(self, pointer: Pointer) -> Annotation:
        dx, dy = _way(self._tools, self._start, pointer)
        (left, top), (right, bottom) = self._item.corners
        if "left" in self._sides:
            left = min(left + dx, right - _LEAST_WIDTH_PX)
        if "right" in self._sides:
            right = max(right + dx, left + _LEAST_WIDTH_PX)
        if "top" in self._sides:
            top = min(top + dy, bottom - _LEAST_HEIGHT_PX)
        if "bottom" in self._sides:
            bottom = max(bottom + dy, top + _LEAST_HEIGHT_PX)
        size = right - left, bottom - top
        if isinstance(self._item, Note):
            return self._item.model_copy(update={"position": (left, top), "size": size})
        return self._item.model_copy(update={"rectangle": (left, top, *size)})


def _way(tools: Tools, start: Pointer, pointer: Pointer) -> Position:
    """How far the mouse has gone, in steps of the grid or of a pixel."""
    step = GRID_PX if tools.interaction.snaps_to_grid else 1
    dx, dy = (round(pixels / step) * step for pixels in (pointer.scene - start.scene).toTuple())
    return dx, dy
