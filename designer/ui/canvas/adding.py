"""When quick add opens, and how the Tab key gets past it."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QCursor, QFocusEvent
from PySide6.QtWidgets import QGraphicsView
from typing_extensions import override

from designer.ui.canvas.accessible import NodeOverlay
from designer.ui.canvas.editing import Wish
from designer.ui.canvas.gestures.base import Tools
from designer.ui.canvas.quick_add import QuickAdd


class Adding(QObject):
    """Opens quick add for whatever wishes for a layer; it is made when it is first needed.

    Tab on the canvas asks for a layer, and Tab again goes on, so nobody who walks through the window with it
    is held. Who arrives with Tab is led to the nodes at once, where the arrow keys walk.

    Args:
        view: The canvas.
        tools: Its parts.
        nodes: Its nodes as a list, which has the keyboard after Tab.
    """

    def __init__(self, view: QGraphicsView, tools: Tools, nodes: NodeOverlay) -> None:
        super().__init__(view)
        self._view = view
        self._tools = tools
        self._nodes = nodes
        self._popup: QuickAdd | None = None
        self._is_leaving = False
        self._is_over = False
        tools.editing.layer_wanted.connect(self._open)
        view.installEventFilter(self)

    def ask(self) -> None:
        """Ask for a layer: behind the selected ones, on the selected edge, or under the cursor."""
        self._open(self._wish())

    def takes_tab(self, *, is_next: bool) -> bool:
        """Whether Tab was meant for quick add, which is open then."""
        is_here = self._view.hasFocus() or self._nodes.hasFocus()
        if self._is_leaving or self._is_over or not is_next or not is_here:
            return False
        self.ask()
        return True

    def close(self) -> None:
        """Never ask again: the canvas goes, and Qt hands its keyboard on as if Tab were pressed."""
        self._is_over = True
        if self._popup:
            self._popup.hide()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self._pass_on(event.reason())
        return False

    def _pass_on(self, reason: Qt.FocusReason) -> None:
        if reason == Qt.FocusReason.TabFocusReason:
            self._nodes.setFocus(reason)

    def _open(self, wish: Wish) -> None:
        if self._popup is None:
            self._popup = QuickAdd(self._view, self._tools)
            self._popup.left.connect(self._leave)
            self._popup.chosen.connect(self._nodes.take_keyboard)
        self._popup.open(wish)

    def _wish(self) -> Wish:
        state, editing = self._tools.interaction, self._tools.editing
        if state.nodes:
            return editing.wish_behind(state.nodes)
        if len(state.edges) == 1:
            (edge,) = state.edges
            return Wish(self._tools.content.routes.middle(edge), edge=edge)
        return editing.wish_near(cursor_point(self._view) or self._tools.navigation.visible_area().center())

    def _leave(self) -> None:
        self._nodes.setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_leaving = True
        self._view.focusNextPrevChild(True)
        self._is_leaving = False


def cursor_point(view: QGraphicsView) -> QPointF | None:
    """Where on the network the mouse is, if it is over the canvas."""
    spot = view.viewport().mapFromGlobal(QCursor.pos())
    if not view.viewport().underMouse() or not view.viewport().rect().contains(spot):
        return None
    return view.mapToScene(spot)
