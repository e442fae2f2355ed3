"""Selecting with a rubber band that starts on the empty canvas or on an edge."""

from collections.abc import Collection

from PySide6.QtCore import QRectF, Qt
from typing_extensions import override

from designer.graph.elements import Edge
from designer.ui.canvas.gestures.base import Gesture, Pointer, Tools, has_moved


class RubberBand(Gesture):
    """Selects nodes that the band touches or encloses, and notes and frames inside it, or else edges.

    A mere click selects the edge there, or nothing.
    """

    def __init__(self, tools: Tools, start: Pointer) -> None:
        self._tools = tools
        self._start = start
        state = tools.interaction
        self._before = state.nodes, state.edges, state.annotations
        self._kept = self._before if start.adds else ((), frozenset(), ())
        edge = tools.content.routes.nearest(start.scene, tools.reach)
        edges = self._kept[1] ^ {edge} if edge else self._kept[1]
        state.select(self._kept[0], edges, self._kept[2])

    @override
    def move(self, pointer: Pointer) -> None:
        if not has_moved(self._start, pointer) and not self._tools.interaction.band:
            return
        band = QRectF(self._start.scene, pointer.scene).normalized()
        self._tools.interaction.show(band=band)
        nodes, edges, annotations = self._kept
        is_other = bool(pointer.modifiers & Qt.KeyboardModifier.AltModifier)
        encloses = self._tools.interaction.band_encloses != is_other  # Alt turns the setting round
        found = self._nodes_within(band, encloses=encloses)
        inside = self._tools.content.annotations.inside(band)
        among = () if found or inside else self._edges_within(band, encloses=encloses)
        self._tools.interaction.select((*nodes, *found), edges.union(among), (*annotations, *inside))

    def _nodes_within(self, band: QRectF, *, encloses: bool) -> list[str]:
        content = self._tools.content
        touched = content.nodes_within(band)
        return [node_id for node_id in touched if not encloses or band.contains(content.rect(node_id))]

    def _edges_within(self, band: QRectF, *, encloses: bool) -> Collection[Edge]:
        routes = self._tools.content.routes
        touched = routes.through(band)
        return [edge for edge in touched if not encloses or band.contains(routes.path(edge).boundingRect())]

    @override
    def finish(self, pointer: Pointer) -> None:
        self.move(pointer)
        self._tools.interaction.show()

    @override
    def cancel(self) -> None:
        self._tools.interaction.show()
        self._tools.interaction.select(*self._before)
