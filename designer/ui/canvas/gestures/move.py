"""Clicking a node, and dragging it with all that is selected."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from typing_extensions import override

from designer.document.project import Position
from designer.ui.canvas.gestures.base import Gesture, Pointer, Tools, has_moved
from designer.ui.canvas.gestures.rehang import drop_at, drop_command
from designer.ui.canvas.snapping import Snapping
from designer.ui.theme import GRID_PX

_SNAP_PX = 6
"""How near nodes must come to a line before they jump to it, on screen."""


class MoveSelection(Gesture):
    """Nodes follow the mouse; one command at the release. A mere click only selects.

    They stop where they line up with nodes in sight, and else go in steps of the grid; freely while Ctrl is
    held. With Shift held they are pulled out of their paths; a single loose one is put on the edge under the
    mouse.
    """

    moves_pieces = True

    def __init__(self, tools: Tools, start: Pointer, node_id: str) -> None:
        self._tools = tools
        self._start = start
        self._node = node_id
        self._centers: dict[str, Position] = {}
        self._snapping: Snapping | None = None
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
        way = self._way(pointer)
        self._tools.content.move(self._moved(way))
        self._show_guides(way, pointer)
        drop = drop_at(self._tools, self._centers, pointer)
        if drop.edge != self._tools.interaction.target_edge:
            self._tools.interaction.show(target_edge=drop.edge)
        self._tools.bubble.say(drop.hint, pointer.screen)

    @override
    def finish(self, pointer: Pointer) -> None:
        if self._centers:
            moved, drop = self._moved(self._way(pointer)), drop_at(self._tools, self._centers, pointer)
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
        self._tools.interaction.show_guides()
        self._tools.bubble.hide()

    def _begin(self) -> None:
        content, state = self._tools.content, self._tools.interaction
        if self._toggles_late and not self._was_selected:
            state.select([self._node])
        chosen = content.with_insides(state.nodes)
        self._centers = {node_id: content.center(node_id) for node_id in chosen}
        if self._centers and state.snaps_to_guides:
            in_sight = content.places_within(self._tools.navigation.visible_area())
            others = np.setdiff1d(in_sight, [content.index[node_id] for node_id in chosen])
            self._snapping = Snapping(content.bounds(state.nodes), content.middles(others))

    def _way(self, pointer: Pointer) -> QPointF:
        """How far to carry the nodes: to where they line up, in steps of the grid, or of a pixel."""
        way = pointer.scene - self._start.scene
        is_free = _is_free(pointer)
        step = GRID_PX if self._tools.interaction.snaps_to_grid and not is_free else 1
        x, y = (round(pixels / step) * step for pixels in way.toTuple())
        if self._snapping is None or is_free:
            return QPointF(x, y)
        guided_x, guided_y = self._snapping.snapped(way, _SNAP_PX / self._tools.navigation.zoom)
        return QPointF(x if guided_x is None else guided_x, y if guided_y is None else guided_y)

    def _show_guides(self, way: QPointF, pointer: Pointer) -> None:
        if self._snapping:
            guides = () if _is_free(pointer) else self._snapping.guides(way)
            self._tools.interaction.show_guides(guides)

    def _moved(self, way: QPointF) -> dict[str, Position]:
        dx, dy = way.x(), way.y()
        return {node_id: (x + dx, y + dy) for node_id, (x, y) in self._centers.items()}


def _is_free(pointer: Pointer) -> bool:
    return bool(pointer.modifiers & Qt.KeyboardModifier.ControlModifier)
