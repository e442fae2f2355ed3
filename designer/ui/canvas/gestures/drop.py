"""A layer dragged from the palette, onto the canvas or onto an edge; a piece dragged from another window."""

from typing_extensions import override

from designer.document.clipboard import paste_command
from designer.graph.elements import Edge
from designer.ui.canvas.gestures.base import Gesture, Pointer, Tools
from designer.ui.canvas.interaction import Preview
from designer.ui.canvas.placing import place_piece


class DropLayer(Gesture):
    """The outline of the layer follows the mouse; an edge under it opens to take it in."""

    def __init__(self, tools: Tools, start: Pointer, layer_type: str) -> None:
        self._tools = tools
        self._type = layer_type
        self.move(start)

    @override
    def move(self, pointer: Pointer) -> None:
        edge = self._edge(pointer)
        preview = None if edge else Preview(None, pointer.scene)
        self._tools.interaction.show(preview=preview, target_edge=edge)
        self._tools.bubble.say(
            f"Insert {self._tools.editing.title(self._type)} here" if edge else "", pointer.screen
        )

    @override
    def finish(self, pointer: Pointer) -> None:
        self.cancel()
        if edge := self._edge(pointer):
            self._tools.editing.insert(self._type, edge, pointer.scene)
        else:
            self._tools.editing.add(self._type, pointer.scene)

    @override
    def cancel(self) -> None:
        self._tools.interaction.show()
        self._tools.bubble.hide()

    def _edge(self, pointer: Pointer) -> Edge | None:
        """The edge that a drop here would open; none where the layer can't divide one."""
        content = self._tools.content
        if content.node_at(pointer.scene) or not self._tools.editing.may_divide(self._type):
            return None
        return content.routes.nearest(pointer.scene, self._tools.reach)


class DropPiece(Gesture):
    """An outline follows the mouse; a copy of the piece is placed around it."""

    def __init__(self, tools: Tools, start: Pointer, text: str) -> None:
        self._tools = tools
        self._text = text
        self.move(start)

    @override
    def move(self, pointer: Pointer) -> None:
        self._tools.interaction.show(preview=Preview(None, pointer.scene))
        self._tools.bubble.say("Place a copy here", pointer.screen)

    @override
    def finish(self, pointer: Pointer) -> None:
        self.cancel()
        document, at = self._tools.content.document, (pointer.scene.x(), pointer.scene.y())
        place_piece(self._tools, lambda: paste_command(document, self._text, at, with_edges=False))

    @override
    def cancel(self) -> None:
        self._tools.interaction.show()
        self._tools.bubble.hide()
