"""Clicking a node, and dragging it with all that is selected."""

from typing_extensions import override

from designer.document.commands import MoveNodes
from designer.document.project import Position
from designer.ui.canvas.gestures.base import Gesture, Pointer, Tools, has_moved
from designer.ui.theme import GRID_PX


class MoveSelection(Gesture):
    """Nodes follow the mouse; one command at the release. A mere click only selects."""

    def __init__(self, tools: Tools, start: Pointer, node_id: str) -> None:
        self._tools = tools
        self._start = start
        self._node = node_id
        self._centers: dict[str, Position] = {}
        state = tools.interaction
        self._was_selected = node_id in state.nodes
        if start.adds:
            state.toggle(node_id)
        elif not self._was_selected:
            state.select([node_id])

    @override
    def move(self, pointer: Pointer) -> None:
        if not self._centers and has_moved(self._start, pointer):
            content = self._tools.content
            self._centers = {node_id: content.center(node_id) for node_id in self._tools.interaction.nodes}
        if self._centers:
            self._tools.content.move(self._moved(pointer))

    @override
    def finish(self, pointer: Pointer) -> None:
        if self._centers:
            moved = self._moved(pointer)
            self._tools.content.move(self._centers)
            if moved != self._centers:
                self._tools.editing.push(MoveNodes(moved))
        elif self._was_selected and not self._start.adds:
            self._tools.interaction.select([self._node])

    @override
    def cancel(self) -> None:
        self._tools.content.move(self._centers)

    def _moved(self, pointer: Pointer) -> dict[str, Position]:
        """The dragged nodes, carried in steps of the grid (so aligned nodes stay aligned) or of a pixel."""
        way = pointer.scene - self._start.scene
        step = GRID_PX if self._tools.interaction.snaps_to_grid else 1
        dx, dy = (round(pixels / step) * step for pixels in way.toTuple())
        return {node_id: (x + dx, y + dy) for node_id, (x, y) in self._centers.items()}
