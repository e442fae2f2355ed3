"""Selecting with a rubber band that starts on the empty canvas or on an edge."""

from PySide6.QtCore import QRectF, Qt
from typing_extensions import override

from designer.ui.canvas.gestures.base import Gesture, Pointer, Tools, has_moved


class RubberBand(Gesture):
    """Selects nodes that the band touches or encloses; a mere click selects the edge there, or nothing."""

    def __init__(self, tools: Tools, start: Pointer) -> None:
        self._tools = tools
        self._start = start
        state = tools.interaction
        self._before = state.nodes, state.edges
        self._kept = self._before if start.adds else ((), frozenset())
        edge = tools.content.routes.nearest(start.scene, tools.reach)
        edges = self._kept[1] ^ {edge} if edge else self._kept[1]
        state.select(self._kept[0], edges)

    @override
    def move(self, pointer: Pointer) -> None:
        if not has_moved(self._start, pointer) and not self._tools.interaction.band:
            return
        band = QRectF(self._start.scene, pointer.scene).normalized()
        self._tools.interaction.show(band=band)
        nodes, edges = self._kept
        self._tools.interaction.select((*nodes, *self._within(band, pointer)), edges)

    def _within(self, band: QRectF, pointer: Pointer) -> list[str]:
        """The nodes that the band touches, or encloses; Alt turns the setting round."""
        content = self._tools.content
        touched = content.nodes_within(band)
        is_other = bool(pointer.modifiers & Qt.KeyboardModifier.AltModifier)
        if self._tools.interaction.band_encloses == is_other:
            return touched
        return [node_id for node_id in touched if band.contains(content.rect(node_id))]

    @override
    def finish(self, pointer: Pointer) -> None:
        self.move(pointer)
        self._tools.interaction.show()

    @override
    def cancel(self) -> None:
        self._tools.interaction.show()
        self._tools.interaction.select(*self._before)
