"""Moving the view with the mouse."""

from typing_extensions import override

from designer.ui.canvas.gestures.base import Gesture, Pointer, Tools


class Pan(Gesture):
    """The network sticks to the mouse."""

    def __init__(self, tools: Tools, start: Pointer) -> None:
        self._tools = tools
        self._start = self._last = start

    @override
    def move(self, pointer: Pointer) -> None:
        self._tools.navigation.scroll_by(self._last.screen - pointer.screen)
        self._last = pointer

    @override
    def finish(self, pointer: Pointer) -> None:
        self.move(pointer)

    @override
    def cancel(self) -> None:
        self.move(self._start)
