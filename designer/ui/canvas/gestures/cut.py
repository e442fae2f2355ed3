"""Cutting many edges with one stroke."""

from PySide6.QtCore import QPointF, Qt
from typing_extensions import override

from designer.document import rewire
from designer.graph.elements import Edge
from designer.ui.canvas.gestures.base import Gesture, Pointer, Tools
from designer.ui.canvas.interaction import Stroke
from designer.ui.canvas.strokes import crossed

_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def begins_cut(pointer: Pointer) -> bool:
    """Whether the keys for it are held."""
    return pointer.modifiers & _KEYS == _KEYS


class CutEdges(Gesture):
    """The stroke is drawn, and the edges that it has crossed are marked; the release cuts them."""

    def __init__(self, tools: Tools, start: Pointer) -> None:
        self._tools = tools
        self._points: list[QPointF] = [start.scene]
        self._edges: dict[Edge, None] = {}

    @override
    def move(self, pointer: Pointer) -> None:
        routes = self._tools.content.routes
        self._edges.update(dict.fromkeys(crossed(routes, self._points[-1], pointer.scene)))
        self._points.append(pointer.scene)
        self._tools.interaction.show(stroke=Stroke(tuple(self._points), tuple(self._edges)))
        count = len(self._edges)
        text = f"Cut {count} edge{'s'[: count != 1]}" if count else "Draw across edges to cut them"
        self._tools.bubble.say(text, pointer.screen)

    @override
    def finish(self, pointer: Pointer) -> None:
        if pointer.scene != self._points[-1]:
            self.move(pointer)
        self.cancel()
        if self._edges:
            self._tools.editing.push(rewire.cut_edges(self._tools.content.document, self._edges))

    @override
    def cancel(self) -> None:
        self._tools.interaction.show()
        self._tools.bubble.hide()
