"""Clicking a node, and dragging it with all that is selected."""

from PySide6.QtCore import Qt
from typing_extensions import override

from designer.document.project import Position
from designer.ui.canvas.gestures.base import Gesture, Pointer, Tools, has_moved
from designer.ui.canvas.gestures.rehang import drop_at, drop_command
from designer.ui.theme import GRID_PX


class MoveSelection(Gesture):
    """Nodes follow the mouse; one command at the release. A mere click only selects.

    With Shift held they are pulled out of their paths; a single loose one is put on the edge under the mouse.
    """

    def __init__(self, tools: Tools, start: Pointer, node_id: str) -> None:
        self._tools = tools
        self._start = start
        self._node = node_id
        self._centers: dict[str, Position] = {}
        state = tools.interaction
        self._was_selected = node_id in state.nodes
        self._toggles_late = bool(start.modifiers & Qt.KeyboardModifier.ShiftModifier)
        if self._toggles_late:
            return
        if start.adds:
            state.toggle(node_id)
        elif not self._was_selected:
            state.select([node_id])

    @override
    def move(self, pointer: Pointer) -> None:
        if not self._centers and has_moved(self._start, pointer):
            self._begin()
        if not self._centers:
            return
        self._tools.content.move(self._moved(pointer))
        drop = drop_at(self._tools, self._centers, pointer)
        if drop.edge != self._tools.interaction.target_edge:
            self._tools.interaction.show(target_edge=drop.edge)
        self._tools.bubble.say(drop.hint, pointer.screen)

    @override
    def finish(self, pointer: Pointer) -> None:
        if self._centers:
            moved, drop = self._moved(pointer), drop_at(self._tools, self._centers, pointer)
            self.cancel()
            if moved != self._centers:
                editing = self._tools.editing
                if command := editing.attempt(lambda: drop_command(self._tools, moved, drop)):
                    editing.push(command)
        elif self._toggles_late:
            self._tools.interaction.toggle(self._node)
        elif self._was_selected and not self._start.adds:
            self._tools.interaction.select([self._node])

    @override
    def cancel(self) -> None:
        self._tools.content.move(self._centers)
        self._tools.interaction.show()
        self._tools.bubble.hide()

    def _begin(self) -> None:
        content, state = self._tools.content, self._tools.interaction
        if self._toggles_late and not self._was_selected:
            state.select([self._node])
        self._centers = {node_id: content.center(node_id) for node_id in state.nodes}

    def _moved(self, pointer: Pointer) -> dict[str, Position]:
        """The dragged nodes, carried in steps of the grid (so aligned nodes stay aligned) or of a pixel."""
        way = pointer.scene - self._start.scene
        step = GRID_PX if self._tools.interaction.snaps_to_grid else 1
        dx, dy = (round(pixels / step) * step for pixels in way.toTuple())
        return {node_id: (x + dx, y + dy) for node_id, (x, y) in self._centers.items()}
